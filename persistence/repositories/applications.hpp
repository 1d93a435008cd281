// 申請: what one person applies and pays for together: one or more bookings of one facility.
#pragma once

#include "domain/booking/booking_life.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/rates.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// 公用 (official use: nothing is owed, staff make it) stands beside ordinary applications.
enum class ApplicationKind { ordinary, official };
[[nodiscard]] std::string_view name_of(ApplicationKind kind);

// What the applicant says about the use; empty until the form is filled in.
struct ApplicationDetails {
    std::optional<ActivityCode> activity;
    std::string purpose;
    std::optional<std::string> group_name;
    std::int64_t people = 0;
    std::optional<Yen> highest_admission;   // 入場料等の最高額; empty: none is charged
    bool is_commercial = false;             // 営利・宣伝
    std::optional<ReductionCode> reduction; // the class that is asked for
};

struct Application {
    ApplicationId id;
    std::optional<std::string> number; // 受付番号, once submitted or permitted
    AccountId account;                 // the applicant
    std::optional<AccountId> made_by;  // staff who entered it for them
    ApplicationKind kind = ApplicationKind::ordinary;
    FacilityCode facility;
    UserClass user_class = UserClass::in_town; // it is priced for
    std::optional<ApplicationDetails> details;
    std::int64_t edition = 0;
    Instant created_at;
    std::int64_t version = 1; // grows with every change of it, its bookings or its payment (and with lock_application)
    bool counts_waiting = true; // among those that wait for the applicant, of whom nobody has many; set by insert_held
};

void insert_application(Session& session, const Application& application);
[[nodiscard]] std::optional<Application> find_application(Session& session, ApplicationId id);
// The person's applications for uses, the newest first, `limit` at most.
[[nodiscard]] std::vector<Application> applications_of(Session& session, AccountId account, int limit);
void save_details(Session& session, ApplicationId id, const ApplicationDetails& details);
// Gives it its number; false when the number is already somebody else's. One that has a number keeps it.
[[nodiscard]] bool give_number(Session& session, ApplicationId id, const std::string& number);

// 申請の検索: what the desk hears on the telephone. Found is whose number begins so, or all of whose words stand in the
// applicant's name, the group's or the purpose together; one of the two may be left empty.
struct ApplicationQuery {
    std::string number{}; // as numbers are written
    // Blanks of the names do not count, nor the case of ASCII letters, nor whether these are full-width or not. Words
    // are without blanks, half-width.
    std::vector<std::string> words{};
    int limit = 50;
};
// A line for the desk: which use of which application.
struct FoundBooking {
    BookingId id;
    SpaceCode space;
    LocalDateTime start;
    LocalDateTime end;
    BookingState state = BookingState::held;
};
struct FoundApplication {
    Application application;
    std::string holder;                 // the applicant's name
    std::vector<FoundBooking> bookings; // all of them, by time of use
};
struct FoundApplications {
    std::vector<FoundApplication> applications; // by the last day of use of each, the newest first
    bool more = false;                          // than the limit
};
// In every state, those that are over as well. Looks through all applications unless only a number is asked for.
[[nodiscard]] FoundApplications find_applications(Session& session, const ApplicationQuery& query);

// From here to the end of this unit of work nobody else changes the application, its bookings, or begins or ends a
// payment of it. First of all in a unit of work that looks before it decides: two of them must not decide at the same
// time on what they saw separately.
void lock_application(Session& session, ApplicationId id);

} // namespace hiroba::persistence
