// 臨時休館・使用停止: closing a space, a facility or all halls in one action, with every booking in its way listed;
// emergencies that revoke them; and taking it back. 臨時開館: opening besides.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/closure_conflicts.hpp"
#include "persistence/repositories/closures.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

struct ClosureCommand {
    persistence::ClosureKind kind = persistence::ClosureKind::planned;
    std::optional<FacilityCode> facility; // empty: all halls
    std::optional<SpaceCode> space;
    LocalDate first;
    LocalDate last;
    std::optional<TimeRange> daily; // empty: all of each day
    Text reason;
    bool revokes = false; // the bookings in its way; else they are kept, and listed until somebody decides
    std::string idempotency_key{};
    std::string request_hash{};
};

// A booking in the way, and what became of it.
struct Conflict {
    persistence::BookingForStaff booking;
    persistence::ConflictOutcome outcome = persistence::ConflictOutcome::kept;
    Yen refund;                       // due because of the revocation
    bool to_do = false;               // its turn to be revoked or reinstated has not come yet
    std::optional<Refusal> refusal{}; // why it could not be revoked (somebody is paying), or reinstated
};
// So many of them are listed one by one, those first that need somebody; the totals count all.
inline constexpr int most_conflicts_told = 500;
struct ClosureReport {
    persistence::Closure closure;
    std::string made_by;
    persistence::ConflictTotals totals;
    std::optional<persistence::TaskProgress> task; // while something is still to be done
    std::vector<Conflict> conflicts;
};

struct ClosurePreview {
    std::int64_t total = 0;
    Yen refund;                                          // if all of them were revoked
    std::vector<persistence::BookingForStaff> conflicts; // the first most_conflicts_told
};
// `period_reversed`, `date_in_the_past`, `closure_too_long` {most_days}, `reason_required`, `unknown_facility`,
// `unknown_space`, `not_on_quarter_hours`.
[[nodiscard]] Result<ClosurePreview> preview_closure(const Context& context, const ClosureCommand& command);

// Closed from this moment on, with all that is in its way listed. What is to be revoked is: a few bookings before this
// answers, many by the job (closure_task.hpp). A booking that is being paid at this moment is listed as kept with
// `attempt_in_progress`; the provider is asked to close the payment page, and the job tries again. The same request
// again tries again what could not be revoked. Refused like the preview, and `closure_too_large` {most},
// `idempotency_key_reused`.
[[nodiscard]] Result<ClosureReport> close_spaces(const Context& context, const persistence::Account& staff,
                                                 const ClosureCommand& command);

// `closure_not_found`.
[[nodiscard]] Result<ClosureReport> closure_report(const Context& context, ClosureId id);
// How far its task is, without the name of anybody. `closure_not_found`.
struct ClosureProgress {
    persistence::ClosureState state = persistence::ClosureState::in_force;
    std::optional<persistence::TaskProgress> task;
};
[[nodiscard]] Result<ClosureProgress> closure_progress(const Context& context, ClosureId id);
struct ListedClosure {
    persistence::Closure closure;
    std::string made_by;
    std::int64_t kept = 0; // bookings that wait for a decision
};
[[nodiscard]] std::vector<ListedClosure> list_closures(const Context& context,
                                                       const persistence::ClosureFilter& filter);

// Revokes kept bookings of a closure, like close_spaces. `closure_not_found`, `closure_lifted`, `booking_not_found`
// (not in its way).
[[nodiscard]] Result<ClosureReport> revoke_for_closure(const Context& context, const persistence::Account& staff,
                                                       ClosureId id, const std::vector<BookingId>& bookings);

// Opens again; what was still to be revoked is not. With `reinstates`, each revoked booking that is still untouched
// (nothing refunded, not begun, the slot free) gets its permit back, many of them by the job; the others stay revoked,
// with the reason. What is free then is held back for those who wait for it. `closure_not_found`, `closure_lifted`.
[[nodiscard]] Result<ClosureReport> lift_closure(const Context& context, const persistence::Account& staff,
                                                 ClosureId id, bool reinstates);

// What the public may know of closures in force between two dates of a facility.
[[nodiscard]] std::vector<persistence::Closure> public_closures(persistence::Session& session, const Facility& facility,
                                                                LocalDate first, LocalDate last);

// Longer hours on days that are open, other days besides: what it opens joins the hours of the day.
// `period_reversed`, `date_in_the_past`, `unknown_facility`, `unknown_space`, `reason_required`,
// `not_on_quarter_hours`, `opening_leaves_gap` {date, opens, closes}.
[[nodiscard]] Result<persistence::ExtraOpening> open_extra(const Context& context, const persistence::Account& staff,
                                                           persistence::ExtraOpening opening);
// `opening_not_found`; `space_has_bookings` {bookings} while somebody has booked in it.
[[nodiscard]] Result<persistence::ExtraOpening> withdraw_extra(const Context& context,
                                                               const persistence::Account& staff, std::int64_t id);
[[nodiscard]] std::vector<persistence::ExtraOpening> extra_openings_from_today(const Context& context);

} // namespace hiroba::services
