// The bookings in the way of closures: which they are, what became of each, and what is still to be done about them.
// All questions and lists take a few statements for hundreds of bookings, never some for each.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/claims.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::persistence {

// A booking whose use is not over yet.
struct InTheWay {
    BookingId booking;
    LocalDateTime start;
    Yen paid;
    bool is_part_paid = false; // of what its application owes a part is paid, which stands in no booking yet
};
// These owners as bookings, by the time of their use; without those whose use is over at that time.
[[nodiscard]] std::vector<InTheWay> in_the_way(Session& session, const std::vector<OwnerId>& owners,
                                               const LocalDateTime& now);
// Of what was paid for them, what is not given back; without what is paid in part.
[[nodiscard]] Yen kept_of(Session& session, const std::vector<InTheWay>& bookings);

// What became of a booking that stood in the way.
enum class ConflictOutcome { kept, revoked, reinstated };
[[nodiscard]] std::string_view name_of(ConflictOutcome outcome);
struct ClosureConflict {
    BookingId booking;
    ConflictOutcome outcome = ConflictOutcome::kept;
    std::optional<std::string> revoked_from; // the booking's state before
    std::optional<std::string> refusal;      // the code that says why it was not revoked, or not reinstated
    bool to_do = false;                      // the closure's task has not come to it yet
};
// Lists them as kept.
void list_conflicts(Session& session, ClosureId closure, const std::vector<BookingId>& bookings);
// All that are listed, whatever became of them.
[[nodiscard]] std::set<BookingId> listed_in(Session& session, ClosureId closure);
// Nothing is to be done about it any more.
void settle_conflict(Session& session, ClosureId closure, BookingId booking, ConflictOutcome outcome,
                     const std::optional<std::string>& revoked_from = std::nullopt);
// Those that need somebody first (kept and still standing, or refused), then those that are to do, then the others; by
// the time of their use. A kept one that was moved out of the way or given back is not among them, here and below.
[[nodiscard]] std::vector<ClosureConflict> conflicts_of(Session& session, ClosureId closure, int limit);
// How many of these bookings stand in its way.
[[nodiscard]] std::int64_t count_conflicts(Session& session, ClosureId closure, const std::set<BookingId>& bookings);
[[nodiscard]] std::map<ClosureId, std::int64_t> kept_by_closure(Session& session,
                                                                const std::vector<ClosureId>& closures);

struct ConflictTotals {
    std::int64_t kept = 0;
    std::int64_t revoked = 0;
    std::int64_t reinstated = 0;
    std::int64_t not_reinstated = 0; // of the revoked, those that were refused
    Yen refund;                      // due for those that are revoked
};
[[nodiscard]] ConflictTotals conflict_totals(Session& session, ClosureId closure);
// What is due because each was revoked; the others are left out.
[[nodiscard]] std::map<BookingId, Yen> refunds_of_revocations(Session& session, const std::vector<BookingId>& bookings);
// Of these applications, those that somebody is paying at this moment.
[[nodiscard]] std::set<ApplicationId> being_paid(Session& session, const std::vector<ApplicationId>& applications);

// Revoking and reinstating goes on booking by booking, each in a transaction of its own. What is to be done stands in
// the database, so it goes on after an accident. A closure has a task while something is to do, never otherwise.
enum class ClosureTask { revoke, reinstate };
[[nodiscard]] std::string_view name_of(ClosureTask task);
struct TaskProgress {
    ClosureTask task = ClosureTask::revoke;
    std::int64_t total = 0;
    std::int64_t left = 0;
};
[[nodiscard]] std::optional<TaskProgress> task_of(Session& session, ClosureId closure);

struct TaskOrder {
    ClosureId closure;
    ClosureTask task = ClosureTask::revoke;
    AccountId by;
    std::optional<std::set<BookingId>> only{}; // empty: all that are kept (revoke), or revoked (reinstate)
};
// Adds to the task of a locked closure (`lock_closure`); answers how many are to do now, those from before included.
[[nodiscard]] std::int64_t give_task(Session& session, const TaskOrder& order, Instant now);
// Nothing is to be done any more, and whoever works on it finds out at the next booking.
void drop_task(Session& session, ClosureId closure);

// Whoever works on a task holds it until that instant, and longer with each booking that he has done. After an accident
// somebody else goes on when the time is over.
inline constexpr std::chrono::seconds task_lease{30};
struct TaskLease {
    ClosureId closure;
    ClosureTask task = ClosureTask::revoke;
    AccountId by;
    Instant until;
};
// Closures of which something is to do at that moment and nobody works on it.
[[nodiscard]] std::vector<ClosureId> waiting_tasks(Session& session, Instant now);
// Nothing when there is no task, or somebody has it.
[[nodiscard]] std::optional<TaskLease> lease_task(Session& session, ClosureId closure, Instant now);
// Locks the closure; the lease then ends at `until`. False when it is not held any more: the closure was lifted, all is
// done, or somebody else goes on. What the unit of work wrote must then be undone.
[[nodiscard]] bool renew_lease(Session& session, const TaskLease& lease, Instant until);
void give_up_lease(Session& session, const TaskLease& lease);
[[nodiscard]] std::vector<BookingId> due_conflicts(Session& session, ClosureId closure, Instant now, int limit);
// It could not be done. With `again_at` it is tried again then, `most_tries_of_a_conflict` times in all.
inline constexpr int most_tries_of_a_conflict = 8;
void put_off(Session& session, ClosureId closure, BookingId booking, const std::string& refusal,
             std::optional<Instant> again_at);
// After the last booking there is no task any more.
void end_task_when_done(Session& session, ClosureId closure);

} // namespace hiroba::persistence
