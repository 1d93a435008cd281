#include "persistence/repositories/closure_conflicts.hpp"

#include "domain/booking/booking_life.hpp"
#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/detail/rows.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"

#include <algorithm>
#include <array>
#include <ranges>

namespace hiroba::persistence {
namespace {

constexpr Sql update_conflict =
    "UPDATE closure_conflict SET outcome = :outcome, revoked_from = COALESCE(:revoked_from, revoked_from),"
    " to_do_at_ms = NULL, refusal = NULL WHERE closure_id = :closure_id AND booking_id = :booking_id";
constexpr Sql select_listed = "SELECT booking_id FROM closure_conflict WHERE closure_id = :closure_id";
// A kept booking that has left what is closed, by a change or given back, is in nobody's way any more.
const std::string is_still_there =
    "EXISTS (SELECT 1 FROM claim s WHERE s.owner_id = c.booking_id AND EXISTS (SELECT 1 FROM closure_unit_day d"
    " WHERE d.closure_id = c.closure_id AND d.unit_id = s.unit_id AND d.slot_date = s.slot_date"
    " AND ((CASE WHEN s.slot_index < 48 THEN d.closed_early ELSE d.closed_late END) & (1 << (s.slot_index % 48)))"
    " <> 0))";
constexpr Sql sum_refunds = "SELECT CAST(COALESCE(SUM(r.amount_yen), 0) AS SIGNED) FROM closure_conflict c"
                            " JOIN refund r ON r.booking_id = c.booking_id"
                            " WHERE c.closure_id = :closure_id AND c.outcome = 'revoked' AND r.ground = 'revoked'"
                            " AND r.state NOT IN ('taken_back', 'set_off')";
constexpr Sql select_due = "SELECT booking_id FROM closure_conflict"
                           " WHERE closure_id = :closure_id AND to_do_at_ms <= :now_ms"
                           " ORDER BY to_do_at_ms, booking_id LIMIT :row_limit";
// MariaDB assigns from left to right: `tries` must come last.
constexpr Sql put_off_conflict =
    "UPDATE closure_conflict SET refusal = :refusal,"
    " to_do_at_ms = CASE WHEN tries + 1 >= :most_tries THEN NULL ELSE :again_at_ms END, tries = tries + 1"
    " WHERE closure_id = :closure_id AND booking_id = :booking_id AND to_do_at_ms IS NOT NULL";
constexpr Sql forget_to_do = "UPDATE closure_conflict SET to_do_at_ms = NULL, refusal = NULL"
                             " WHERE closure_id = :closure_id AND (to_do_at_ms IS NOT NULL OR refusal IS NOT NULL)";
constexpr Sql count_to_do =
    "SELECT COUNT(*) FROM closure_conflict WHERE closure_id = :closure_id AND to_do_at_ms IS NOT NULL";
constexpr Sql select_task = "SELECT c.task, c.task_total, (SELECT COUNT(*) FROM closure_conflict k"
                            " WHERE k.closure_id = c.closure_id AND k.to_do_at_ms IS NOT NULL)"
                            " FROM closure c WHERE c.closure_id = :closure_id AND c.task IS NOT NULL";
// The total first, while `task` still says whether there was one.
constexpr Sql set_task = "UPDATE closure SET task_total = CASE WHEN task IS NULL THEN 0 ELSE task_total END + :added,"
                         " task = :task, task_by = :task_by WHERE closure_id = :closure_id";
constexpr Sql end_task = "UPDATE closure SET task = NULL, task_by = NULL, task_total = NULL, task_leased_until_ms = 0"
                         " WHERE closure_id = :closure_id AND NOT EXISTS (SELECT 1 FROM closure_conflict k"
                         " WHERE k.closure_id = :closure_id AND k.to_do_at_ms IS NOT NULL)";
constexpr Sql select_waiting_tasks =
    "SELECT c.closure_id FROM closure c WHERE c.task IS NOT NULL AND c.task_leased_until_ms <= :now_ms"
    " AND EXISTS (SELECT 1 FROM closure_conflict k WHERE k.closure_id = c.closure_id AND k.to_do_at_ms <= :now_ms)"
    " ORDER BY c.closure_id";
constexpr Sql take_lease = "UPDATE closure SET task_leased_until_ms = :until_ms"
                           " WHERE closure_id = :closure_id AND task IS NOT NULL AND task_leased_until_ms <= :now_ms";
constexpr Sql select_lease = "SELECT task, task_by FROM closure WHERE closure_id = :closure_id";
constexpr Sql move_lease = "UPDATE closure SET task_leased_until_ms = :until_ms"
                           " WHERE closure_id = :closure_id AND task = :task AND task_leased_until_ms = :held_until_ms";

constexpr std::array outcomes{ConflictOutcome::kept, ConflictOutcome::revoked, ConflictOutcome::reinstated};
constexpr std::array tasks{ClosureTask::revoke, ClosureTask::reinstate};

std::vector<BookingId> ids_of(const std::vector<InTheWay>& bookings) {
    std::vector<BookingId> ids;
    ids.reserve(bookings.size());
    for (const InTheWay& one : bookings)
        ids.push_back(one.booking);
    return ids;
}

std::int64_t to_do(Session& session, ClosureId closure) {
    return std::get<0>(*session.select_one<std::int64_t>(count_to_do, {{"closure_id", closure}}));
}

// What of all refunds of these bookings meets the condition, by booking.
std::map<BookingId, Yen> refunds_that(Session& session, const std::string& condition,
                                      const std::vector<BookingId>& bookings) {
    std::map<BookingId, Yen> refunds;
    detail::in_lists(bookings, [&](const std::vector<BookingId>& part) {
        Binds binds;
        detail::bind_list(binds, "booking", part);
        const Sql select =
            Sql::built("SELECT booking_id, CAST(SUM(amount_yen) AS SIGNED) FROM refund WHERE " + condition +
                       " AND booking_id IN " + detail::in_list("booking", part.size()) + " GROUP BY booking_id");
        for (const auto& [booking, amount] : session.select<BookingId, Yen>(select, binds))
            refunds.emplace(booking, amount);
    });
    return refunds;
}

void mark_to_do(Session& session, const TaskOrder& order, Instant now) {
    const auto outcome = order.task == ClosureTask::revoke ? ConflictOutcome::kept : ConflictOutcome::revoked;
    const std::string mark = "UPDATE closure_conflict SET to_do_at_ms = :now_ms, tries = 0, refusal = NULL"
                             " WHERE closure_id = :closure_id AND outcome = :outcome";
    const Binds all{{"now_ms", now}, {"closure_id", order.closure}, {"outcome", name_of(outcome)}};
    if (!order.only) {
        session.execute(Sql::built(mark), all);
        return;
    }
    detail::in_lists(
        std::vector<BookingId>(order.only->begin(), order.only->end()), [&](const std::vector<BookingId>& part) {
            Binds binds = all;
            detail::bind_list(binds, "booking", part);
            session.execute(Sql::built(mark + " AND booking_id IN " + detail::in_list("booking", part.size())), binds);
        });
}

} // namespace

std::string_view name_of(ConflictOutcome outcome) {
    switch (outcome) {
    case ConflictOutcome::kept:
        return "kept";
    case ConflictOutcome::revoked:
        return "revoked";
    case ConflictOutcome::reinstated:
        return "reinstated";
    }
    return {};
}

std::string_view name_of(ClosureTask task) {
    switch (task) {
    case ClosureTask::revoke:
        return "revoke";
    case ClosureTask::reinstate:
        return "reinstate";
    }
    return {};
}

std::vector<InTheWay> in_the_way(Session& session, const std::vector<OwnerId>& owners, const LocalDateTime& now) {
    std::vector<InTheWay> found;
    detail::in_lists(owners, [&](const std::vector<OwnerId>& part) {
        Binds binds{{"today", now.date}, {"this_minute", now.time}};
        detail::bind_list(binds, "owner", part);
        const Sql select = Sql::built("SELECT b.booking_id, b.use_date, b.start_minute, b.paid_yen,"
                                      " g.obligation_id FROM booking b"
                                      " JOIN claim_owner o ON o.owner_id = b.booking_id LEFT JOIN obligation g"
                                      " ON g.application_id = b.application_id AND g.owed = 1 AND g.paid_yen > 0"
                                      " WHERE b.booking_id IN " +
                                      detail::in_list("owner", part.size()) +
                                      " AND +o.state <> 'used' AND (b.last_date > :today"
                                      " OR (b.last_date = :today AND b.end_minute > :this_minute))");
        for (const auto& [booking, date, start, paid, part_of] :
             session.select<BookingId, LocalDate, MinuteOfDay, Yen, std::optional<ObligationId>>(select, binds))
            found.push_back({booking, {date, start}, paid, part_of.has_value()});
    });
    std::ranges::sort(found, {}, [](const InTheWay& one) { return std::pair{one.start, one.booking}; });
    return found;
}

Yen kept_of(Session& session, const std::vector<InTheWay>& bookings) {
    Yen kept;
    for (const InTheWay& one : bookings)
        kept += one.paid;
    for (const auto& [booking, given_back] : refunds_that(session, "state <> 'taken_back'", ids_of(bookings)))
        kept = kept - given_back;
    return kept;
}

void list_conflicts(Session& session, ClosureId closure, const std::vector<BookingId>& bookings) {
    detail::in_parts(bookings.size(), [&](std::size_t first, std::size_t count) {
        Binds binds;
        for (std::size_t row = 0; row < count; ++row) {
            binds.emplace_back(detail::numbered("closure_id", row), closure);
            binds.emplace_back(detail::numbered("booking_id", row), bookings[first + row]);
            binds.emplace_back(detail::numbered("outcome", row), name_of(ConflictOutcome::kept));
        }
        session.execute(Sql::built("INSERT INTO closure_conflict (closure_id, booking_id, outcome)" +
                                   detail::values_of({"closure_id", "booking_id", "outcome"}, count)),
                        binds);
    });
}

std::set<BookingId> listed_in(Session& session, ClosureId closure) {
    std::set<BookingId> listed;
    for (const auto& [booking] : session.select<BookingId>(select_listed, {{"closure_id", closure}}))
        listed.insert(booking);
    return listed;
}

void settle_conflict(Session& session, ClosureId closure, BookingId booking, ConflictOutcome outcome,
                     const std::optional<std::string>& revoked_from) {
    session.execute(update_conflict, {{"closure_id", closure},
                                      {"booking_id", booking},
                                      {"outcome", name_of(outcome)},
                                      {"revoked_from", revoked_from}});
}

std::vector<ClosureConflict> conflicts_of(Session& session, ClosureId closure, int limit) {
    static const Sql select =
        Sql::built("SELECT c.booking_id, c.outcome, c.revoked_from, c.refusal, c.to_do_at_ms FROM closure_conflict c"
                   " JOIN booking b ON b.booking_id = c.booking_id JOIN claim_owner o ON o.owner_id = c.booking_id"
                   " WHERE c.closure_id = :closure_id AND (c.outcome <> 'kept' OR " +
                   is_still_there +
                   ") ORDER BY CASE WHEN c.to_do_at_ms IS NOT NULL THEN 1"
                   " WHEN c.refusal IS NOT NULL OR (c.outcome = 'kept' AND o.state IN " +
                   detail::state_list(occupies) +
                   ") THEN 0 ELSE 2 END, b.use_date, b.start_minute, c.booking_id LIMIT :row_limit");
    std::vector<ClosureConflict> conflicts;
    for (auto& [booking, outcome, revoked_from, refusal, to_do_at] :
         session.select<BookingId, std::string, std::optional<std::string>, std::optional<std::string>,
                        std::optional<Instant>>(select, {{"closure_id", closure}, {"row_limit", limit}}))
        conflicts.push_back({booking, detail::named(outcomes, outcome, "closure_conflict.outcome"),
                             std::move(revoked_from), std::move(refusal), to_do_at.has_value()});
    return conflicts;
}

std::int64_t count_conflicts(Session& session, ClosureId closure, const std::set<BookingId>& bookings) {
    std::int64_t found = 0;
    detail::in_lists(std::vector<BookingId>(bookings.begin(), bookings.end()), [&](const std::vector<BookingId>& part) {
        Binds binds{{"closure_id", closure}};
        detail::bind_list(binds, "booking", part);
        const Sql select = Sql::built(
            "SELECT COUNT(*) FROM closure_conflict c WHERE c.closure_id = :closure_id AND (c.outcome <> 'kept' OR " +
            is_still_there + ") AND c.booking_id IN " + detail::in_list("booking", part.size()));
        found += std::get<0>(*session.select_one<std::int64_t>(select, binds));
    });
    return found;
}

std::map<ClosureId, std::int64_t> kept_by_closure(Session& session, const std::vector<ClosureId>& closures) {
    std::map<ClosureId, std::int64_t> kept;
    detail::in_lists(closures, [&](const std::vector<ClosureId>& part) {
        Binds binds;
        detail::bind_list(binds, "closure", part);
        const Sql select = Sql::built(
            "SELECT c.closure_id, COUNT(*) FROM closure_conflict c WHERE c.outcome = 'kept' AND " + is_still_there +
            " AND c.closure_id IN " + detail::in_list("closure", part.size()) + " GROUP BY c.closure_id");
        for (const auto& [closure, bookings] : session.select<ClosureId, std::int64_t>(select, binds))
            kept.emplace(closure, bookings);
    });
    return kept;
}

ConflictTotals conflict_totals(Session& session, ClosureId closure) {
    static const Sql select_totals =
        Sql::built("SELECT c.outcome, COUNT(*),"
                   " CAST(SUM(CASE WHEN c.refusal IS NOT NULL AND c.to_do_at_ms IS NULL THEN 1 ELSE 0 END) AS SIGNED)"
                   " FROM closure_conflict c WHERE c.closure_id = :closure_id AND (c.outcome <> 'kept' OR " +
                   is_still_there + ") GROUP BY c.outcome");
    ConflictTotals totals;
    for (const auto& [outcome, bookings, refused] :
         session.select<std::string, std::int64_t, std::int64_t>(select_totals, {{"closure_id", closure}}))
        switch (detail::named(outcomes, outcome, "closure_conflict.outcome")) {
        case ConflictOutcome::kept:
            totals.kept = bookings;
            break;
        case ConflictOutcome::revoked:
            totals.revoked = bookings;
            totals.not_reinstated = refused;
            break;
        case ConflictOutcome::reinstated:
            totals.reinstated = bookings;
            break;
        }
    totals.refund = std::get<0>(*session.select_one<Yen>(sum_refunds, {{"closure_id", closure}}));
    return totals;
}

std::map<BookingId, Yen> refunds_of_revocations(Session& session, const std::vector<BookingId>& bookings) {
    return refunds_that(session, "ground = 'revoked' AND state NOT IN ('taken_back', 'set_off')", bookings);
}

std::set<ApplicationId> being_paid(Session& session, const std::vector<ApplicationId>& applications) {
    std::set<ApplicationId> paying;
    detail::in_lists(applications, [&](const std::vector<ApplicationId>& part) {
        Binds binds;
        detail::bind_list(binds, "application", part);
        const Sql select =
            Sql::built("SELECT o.application_id FROM obligation o JOIN payment_attempt p"
                       " ON p.obligation_id = o.obligation_id WHERE p.live = 1 AND o.application_id IN " +
                       detail::in_list("application", part.size()));
        for (const auto& [application] : session.select<ApplicationId>(select, binds))
            paying.insert(application);
    });
    return paying;
}

std::optional<TaskProgress> task_of(Session& session, ClosureId closure) {
    const auto row =
        session.select_one<std::string, std::int64_t, std::int64_t>(select_task, {{"closure_id", closure}});
    if (!row) return std::nullopt;
    const auto& [task, total, left] = *row;
    return TaskProgress{detail::named(tasks, task, "closure.task"), total, left};
}

std::int64_t give_task(Session& session, const TaskOrder& order, Instant now) {
    const std::int64_t before = to_do(session, order.closure);
    mark_to_do(session, order, now);
    const std::int64_t left = to_do(session, order.closure);
    if (left > 0)
        session.execute(set_task, {{"closure_id", order.closure},
                                   {"task", name_of(order.task)},
                                   {"task_by", order.by},
                                   {"added", left - before}});
    return left;
}

void drop_task(Session& session, ClosureId closure) {
    session.execute(forget_to_do, {{"closure_id", closure}});
    end_task_when_done(session, closure);
}

std::vector<ClosureId> waiting_tasks(Session& session, Instant now) {
    std::vector<ClosureId> closures;
    for (const auto& [closure] : session.select<ClosureId>(select_waiting_tasks, {{"now_ms", now}}))
        closures.push_back(closure);
    return closures;
}

std::optional<TaskLease> lease_task(Session& session, ClosureId closure, Instant now) {
    const Instant until = now + task_lease;
    if (session.execute(take_lease, {{"closure_id", closure}, {"until_ms", until}, {"now_ms", now}}) == 0)
        return std::nullopt;
    const auto [task, by] = *session.select_one<std::string, AccountId>(select_lease, {{"closure_id", closure}});
    return TaskLease{closure, detail::named(tasks, task, "closure.task"), by, until};
}

bool renew_lease(Session& session, const TaskLease& lease, Instant until) {
    return session.execute(move_lease, {{"closure_id", lease.closure},
                                        {"task", name_of(lease.task)},
                                        {"held_until_ms", lease.until},
                                        {"until_ms", until}}) == 1;
}

void give_up_lease(Session& session, const TaskLease& lease) {
    session.execute(move_lease, {{"closure_id", lease.closure},
                                 {"task", name_of(lease.task)},
                                 {"held_until_ms", lease.until},
                                 {"until_ms", 0}});
}

std::vector<BookingId> due_conflicts(Session& session, ClosureId closure, Instant now, int limit) {
    std::vector<BookingId> due;
    for (const auto& [booking] :
         session.select<BookingId>(select_due, {{"closure_id", closure}, {"now_ms", now}, {"row_limit", limit}}))
        due.push_back(booking);
    return due;
}

void put_off(Session& session, ClosureId closure, BookingId booking, const std::string& refusal,
             std::optional<Instant> again_at) {
    session.execute(put_off_conflict, {{"closure_id", closure},
                                       {"booking_id", booking},
                                       {"refusal", refusal},
                                       {"most_tries", most_tries_of_a_conflict},
                                       {"again_at_ms", again_at}});
}

void end_task_when_done(Session& session, ClosureId closure) { session.execute(end_task, {{"closure_id", closure}}); }

} // namespace hiroba::persistence
