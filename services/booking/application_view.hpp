// An application with everything that hangs on it: what its applicant and the staff are shown.
#pragma once

#include "domain/booking/space_use.hpp"
#include "domain/fees/refund.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/change_requests.hpp"
#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/decisions.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/reductions.hpp"
#include "persistence/repositories/refunds.hpp"
#include "persistence/repositories/ticket_books.hpp"
#include "persistence/repositories/vouchers.hpp"
#include "services/catalog/catalog.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// How far its review is; nothing when nothing of it waits for a decision.
struct ReviewStanding {
    int step = 0;             // whose turn it is, from 1; 0: it is not drafted (again) yet
    std::optional<int> steps; // of the draft; before that, the town's route says
};

struct ApplicationView {
    persistence::Application application;
    std::vector<persistence::Booking> bookings; // by time of use
    std::vector<persistence::Obligation> obligations;
    std::vector<persistence::Refund> refunds;
    std::optional<persistence::Attempt> attempt;                  // the live one, else the newest
    std::optional<persistence::Voucher> voucher{};                // of that attempt, for a convenience store
    std::vector<persistence::PaymentReceived> payments{};         // in the order in which they came
    std::optional<persistence::PaymentPlan> plan{};               // by which means they said that they will pay
    std::optional<persistence::ApplicationReduction> reduction{}; // asked for, or by rule
    std::map<BookingId, std::string> reasons;                     // of refusals and revocations
    std::vector<persistence::Decision> decisions{};               // the oldest first
    std::optional<ReviewStanding> review{};
    std::optional<persistence::ChangeRequest> change_request{}; // a change that waits for a decision
    std::optional<persistence::TicketBook> tickets{};           // that it is, instead of bookings
    std::vector<persistence::TicketUse> ticket_uses{};          // that pay for its permits
    std::vector<Refusal> warnings;                              // `may_disturb_neighbour` {space, date}
};

// Who looks: staff see every application, a resident their own.
struct Viewer {
    AccountId account;
    bool is_staff = false;
};

// `application_not_found` also when it is somebody else's.
[[nodiscard]] Result<ApplicationView> view_application(persistence::Session& session, const Viewer& viewer,
                                                       ApplicationId id);
// The same without asking who looks.
[[nodiscard]] ApplicationView whole_application(persistence::Session& session, persistence::Application application);
[[nodiscard]] std::vector<ApplicationView> views_of(persistence::Session& session, AccountId account, int limit);

// The first of these that one of its bookings is in: what must be paid by a day comes before what staff still look at.
enum class ApplicationState { held, permitted_unpaid, under_review, permitted, over };
[[nodiscard]] std::string_view name_of(ApplicationState state);
[[nodiscard]] ApplicationState state_of(const std::vector<persistence::Booking>& bookings);

// What the applicant does next.
enum class NextStep { fill_in, pay, submit, submit_for_review, wait_for_review, pay_difference, none };
[[nodiscard]] std::string_view name_of(NextStep step);
[[nodiscard]] NextStep next_step(const TownInForce& town, const ApplicationView& view);

[[nodiscard]] Yen owed(const ApplicationView& view); // what is left to pay
[[nodiscard]] Yen paid(const ApplicationView& view); // parts of what is owed included
[[nodiscard]] bool has_live_attempt(const ApplicationView& view);

// The earliest deadline of its bookings in that state, or nothing. Those that staff permit one after the other have
// different ones.
[[nodiscard]] std::optional<Instant> deadline_of(const ApplicationView& view, BookingState state);
// Until when what is owed must be paid: by the unpaid permits' own deadline, or that of a difference (納期限).
[[nodiscard]] std::optional<Instant> payment_due_of(const ApplicationView& view);

// `stale_version` when the application is not the one any more that somebody saw and decided on. It is locked, once,
// in this unit of work: that alone has raised its version by one.
[[nodiscard]] Result<void> check_version(const ApplicationView& view, std::optional<std::int64_t> seen);

// What giving a booking back means at this moment; nothing when it cannot be given back. What of the fee is not paid
// falls away with it.
struct RefundTerms {
    int percent = 0;     // of the fee
    int days_before = 0; // calendar days until the day of use
    PaidFee of;          // the fee, and what was paid of it (in part or whole) and is not given back yet
    Yen amount;          // what is given back of what was paid
    Text article;
};
// Of what was paid for the booking, what comes back when it is given up or changed at that moment: by the rule of its
// space, and by no more than the booking's cap. Nothing when the space has left the town.
[[nodiscard]] std::optional<RefundTerms> terms_of(const TownInForce& town, const persistence::Booking& booking,
                                                  const PaidFee& paid, Instant at);
[[nodiscard]] std::optional<RefundTerms> refund_terms(const TownInForce& town, const ApplicationView& view,
                                                      const persistence::Booking& booking, Instant now);
// What the rules of review ask about an application whose form is filled in.
[[nodiscard]] ApplicationFacts facts_of(const persistence::Application& application);
// Whether space, time or equipment of the booking can still be changed: it has not begun, and nobody is paying for it
// at this moment.
[[nodiscard]] bool is_changeable(const ApplicationView& view, const persistence::Booking& booking, Instant now);
// The event by which the applicant gives the booking back, or nothing.
[[nodiscard]] std::optional<BookingEvent> giving_back(BookingState state);

// Whether staff look at it before it is permitted: by the rules of its spaces, or because a reduction waits for them.
[[nodiscard]] bool is_reviewed(const TownInForce& town, const ApplicationView& view);

} // namespace hiroba::services
