// 使用許可: from a filled-in hold, or from a review, to a permit. The one place in which a permit is given.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/decision.hpp"
#include "services/context.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// `use_has_begun` {began_at_ms} when one of these has: what waited until then lapses (expire.hpp), it is not permitted
// any more, also in the minute before the job comes by.
[[nodiscard]] Result<void> check_to_come(const std::vector<persistence::Booking>& bookings, Instant now);
// The same of these of the application.
[[nodiscard]] Result<void> check_to_come(const ApplicationView& view, const std::vector<BookingId>& bookings,
                                         Instant now);

// Permits these bookings of a locked application: those that cost wait for payment until the facility's term, the
// others are permitted whole; what is owed is assessed, the application gets its number, the permit and a reduction
// that its fees have are decided.
// Refused like `advance` and `decide`.
struct Permission {
    std::optional<AccountId> by;               // whose doing it is: staff, or the applicant who applied
    std::optional<Instant> only_if_valid_at{}; // of a hold: its time is not over
    bool paying_now = false;                   // the applicant is on the way to the payment page
    std::optional<PaymentMethod> method{};     // by which they said that they will pay: its term holds
    DecisionOrder decision{};                  // who decides, and with which conditions; the rest is filled in
};
[[nodiscard]] Result<void> permit(persistence::Session& session, const TownInForce& town, const ApplicationView& view,
                                  const std::vector<BookingId>& bookings, const Permission& permission, Instant now);

// What a new fee of a booking means for its state: what became free waits for no payment, and what costs something for
// the first time does. Where something was paid already, the permit stands and the difference is owed.
struct NewFee {
    persistence::Booking before;
    LocalDateTime start; // of the use as it is now
    Yen total;           // as it is now
};
[[nodiscard]] Result<void> follow_fee(persistence::Session& session, const TownInForce& town, const NewFee& fee,
                                      std::optional<AccountId> by, Instant now);
// 不許可 of these bookings of a locked application, which are under review: their slots are given back, the refusal is
// decided with the order's reason. Refused like `give_back` and `decide`.
[[nodiscard]] Result<void> refuse_bookings(persistence::Session& session, const TownInForce& town,
                                           const ApplicationView& view, const std::vector<BookingId>& bookings,
                                           const DecisionOrder& order, Instant now);

// The applicant applies: what needs review waits for it (until the use begins), the rest is permitted.
// `application_not_found`, `wrong_state`, `hold_expired`, `details_missing`.
[[nodiscard]] Result<ApplicationView> submit_application(const Context& context, const persistence::Account& account,
                                                         ApplicationId id);
// The same inside a unit of work for a locked application; what staff enter needs no review by staff, but where posts
// approve it (決裁).
struct Submission {
    AccountId by;
    bool needs_no_review = false;
};
[[nodiscard]] Result<void> submit(persistence::Session& session, const TownInForce& town, const ApplicationView& view,
                                  const Submission& submission, Instant now);

// 審査: where the desk decides alone, it permits or refuses what is under review, all of it or only these bookings.
struct DecisionCommand {
    ApplicationId application;
    bool is_permitted = false;
    std::vector<BookingId> only;           // empty: all under review
    std::string reason;                    // of a refusal (行政手続法第8条): required
    std::optional<std::int64_t> version{}; // of the application, as staff saw it
};
// `application_not_found`, `booking_not_found`, `wrong_state`, `use_has_begun`, `reason_required`, `stale_version`,
// `approval_required` {post} (posts approve it: services/approval/reviews.hpp).
[[nodiscard]] Result<ApplicationView> decide_application(const Context& context, const persistence::Account& staff,
                                                         const DecisionCommand& command);

} // namespace hiroba::services
