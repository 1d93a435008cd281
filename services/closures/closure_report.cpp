// What is told of closures: the report, how far a task is, the lists.
#include "persistence/repositories/closure_conflicts.hpp"
#include "services/closures/closures.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::BookingForStaff;
using persistence::Closure;
using persistence::ClosureConflict;
using persistence::ConflictOutcome;
using persistence::Session;

constexpr std::string_view somebody_pays = "attempt_in_progress";

std::string name_of_account(Session& session, AccountId id) {
    const auto account = persistence::find_account(session, id);
    return account ? account->display_name : "";
}

// Why a booking that is in the way still stands, or why one that was revoked stays so. Whether somebody pays is what is
// true now, not what was when it was tried.
std::optional<Refusal> obstacle(const ClosureConflict& conflict, const BookingForStaff& found,
                                bool somebody_is_paying) {
    const bool stands = conflict.outcome == ConflictOutcome::kept;
    if (stands && !occupies(found.booking.state)) return std::nullopt;
    if (stands && somebody_is_paying) return Refusal{somebody_pays};
    if (!conflict.refusal || *conflict.refusal == somebody_pays) return std::nullopt;
    return Refusal{*conflict.refusal};
}

std::map<BookingId, BookingForStaff> bookings_of(Session& session, const std::vector<BookingId>& ids) {
    std::vector<OwnerId> owners;
    owners.reserve(ids.size());
    for (const BookingId id : ids)
        owners.emplace_back(id.value());
    std::map<BookingId, BookingForStaff> bookings;
    for (auto& found : persistence::bookings_with(session, owners)) {
        const BookingId id = found.booking.id;
        bookings.emplace(id, std::move(found));
    }
    return bookings;
}

std::vector<Conflict> conflicts_told(Session& session, ClosureId id) {
    const auto conflicts = persistence::conflicts_of(session, id, most_conflicts_told);
    std::vector<BookingId> ids;
    ids.reserve(conflicts.size());
    for (const ClosureConflict& conflict : conflicts)
        ids.push_back(conflict.booking);
    auto bookings = bookings_of(session, ids);
    std::vector<ApplicationId> applications;
    applications.reserve(bookings.size());
    for (const auto& [booking, found] : bookings)
        applications.push_back(found.application.id);
    const auto paying = persistence::being_paid(session, applications);
    const auto refunds = persistence::refunds_of_revocations(session, ids);
    std::vector<Conflict> told;
    told.reserve(conflicts.size());
    for (const ClosureConflict& conflict : conflicts) {
        auto& found = bookings.at(conflict.booking);
        const auto refund = refunds.find(conflict.booking);
        auto why = obstacle(conflict, found, paying.contains(found.application.id));
        told.push_back({std::move(found), conflict.outcome, refund == refunds.end() ? Yen{0} : refund->second,
                        conflict.to_do, std::move(why)});
    }
    return told;
}

} // namespace

Result<ClosureReport> closure_report(const Context& context, ClosureId id) {
    return context.database.read([&](Session& session) -> Result<ClosureReport> {
        auto closure = persistence::find_closure(session, id);
        if (!closure) return refuse("closure_not_found");
        const AccountId made_by = closure->made_by;
        return ClosureReport{std::move(*closure), name_of_account(session, made_by),
                             persistence::conflict_totals(session, id), persistence::task_of(session, id),
                             conflicts_told(session, id)};
    });
}

Result<ClosureProgress> closure_progress(const Context& context, ClosureId id) {
    return context.database.read([&](Session& session) -> Result<ClosureProgress> {
        const auto closure = persistence::find_closure(session, id);
        if (!closure) return refuse("closure_not_found");
        return ClosureProgress{closure->state, persistence::task_of(session, id)};
    });
}

std::vector<ListedClosure> list_closures(const Context& context, const persistence::ClosureFilter& filter) {
    return context.database.read([&](Session& session) {
        std::vector<ListedClosure> listed;
        std::vector<ClosureId> ids;
        for (auto& closure : persistence::closures(session, filter)) {
            ids.push_back(closure.id);
            const AccountId made_by = closure.made_by;
            listed.push_back({std::move(closure), name_of_account(session, made_by), 0});
        }
        auto kept = persistence::kept_by_closure(session, ids);
        for (ListedClosure& line : listed)
            line.kept = kept[line.closure.id];
        return listed;
    });
}

std::vector<Closure> public_closures(Session& session, const Facility& facility, LocalDate first, LocalDate last) {
    return persistence::closures(session, {.first = first, .last = last, .facility = facility.code});
}

} // namespace hiroba::services
