#include "services/booking/suspensions.hpp"

#include "domain/booking/rules.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/suspensions.hpp"
#include "services/booking/notices.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;
using persistence::SuspendedPerson;

constexpr int suspensions_listed = 200;

// Where another one holds still, until when that lasts.
void tell_lifted(Session& session, const persistence::Suspension& lifted, Instant now) {
    persistence::withdraw_notice_of(session, lifted);
    News news{.kind = "suspension_lifted"};
    if (const auto holds = persistence::suspension_of(session, lifted.account, now)) news.until = holds->until;
    notify(session, lifted.account, news, now);
}

} // namespace

Result<SuspendedPerson> suspend_resident(const Context& context, const persistence::Account& staff, AccountId resident,
                                         LocalDate until, const std::string& reason) {
    const Instant now = context.clock.now();
    const Instant ends = to_instant({until + std::chrono::days{1}, MinuteOfDay{}});
    if (ends <= now) return refuse("date_in_the_past", {{"date", until.iso8601()}});
    if ((until - to_town_time(now).date).count() > most_suspended_days)
        return refuse("suspension_too_long", {{"most", most_suspended_days}});
    return context.database.transact([&](Session& session) -> Result<SuspendedPerson> {
        const auto account = persistence::find_account(session, resident);
        if (!account || account->role != Role::resident) return refuse("account_not_found");
        const auto holds = persistence::suspension_of(session, resident, now);
        if (holds && holds->until >= ends) return refuse("already_suspended", {{"until_ms", holds->until.epoch_ms()}});
        const persistence::Suspension suspension{.id = persistence::new_id(now),
                                                 .account = resident,
                                                 .from = now,
                                                 .until = ends,
                                                 .ground = reason,
                                                 .made_by = staff.id,
                                                 .lifted_by = std::nullopt,
                                                 .lifted_at = std::nullopt};
        persistence::insert_suspension(session, suspension);
        notify(session, resident, {.kind = "suspended", .reason = reason, .until = ends}, now);
        return SuspendedPerson{suspension, account->display_name};
    });
}

Result<SuspendedPerson> lift(const Context& context, const persistence::Account& staff, std::int64_t id) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<SuspendedPerson> {
        auto found = persistence::find_suspension(session, id, now);
        if (!found || !persistence::lift_suspension(session, id, staff.id, now)) return refuse("suspension_not_found");
        found->suspension.lifted_by = staff.id;
        found->suspension.lifted_at = now;
        tell_lifted(session, found->suspension, now);
        return std::move(*found);
    });
}

std::vector<SuspendedPerson> suspended_now(const Context& context) {
    const Instant now = context.clock.now();
    return context.database.read(
        [&](Session& session) { return persistence::suspensions(session, now, suspensions_listed); });
}

} // namespace hiroba::services
