#include "services/booking/standing_reductions.hpp"

#include "persistence/repositories/new_id.hpp"

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Session;
using persistence::StandingReduction;

constexpr int reductions_listed = 100;

StandingReductionView with_names(Session& session, StandingReduction reduction) {
    const auto name_of = [&](AccountId id) {
        const auto account = persistence::find_account(session, id);
        return account ? account->display_name : std::string{};
    };
    std::string holder = name_of(reduction.account);
    std::string granted_by = name_of(reduction.granted_by);
    return {std::move(reduction), std::move(holder), std::move(granted_by)};
}

bool is_resident(Session& session, AccountId id) {
    const auto account = persistence::find_account(session, id);
    return account && account->role == Role::resident;
}

} // namespace

Result<StandingReductionView> grant_standing(const Context& context, const Account& staff, const StandingOrder& order) {
    const Instant now = context.clock.now();
    const LocalDate today = to_town_time(now).date;
    const auto town = context.catalog.current();
    const LocalDate from = order.valid_from.value_or(today);
    const auto* reduction = find_reduction(town->town.reductions, order.reduction, {order.valid_until, today});
    if (reduction == nullptr) return refuse("unknown_reduction", {{"reduction", order.reduction.value()}});
    if (order.valid_until < from)
        return refuse("empty_date_range", {{"from", from.iso8601()}, {"to", order.valid_until.iso8601()}});
    if (order.valid_until < today) return refuse("reduction_over", {{"date", order.valid_until.iso8601()}});
    if (today < order.evidence_seen_on)
        return refuse("evidence_in_future", {{"date", order.evidence_seen_on.iso8601()}});
    return context.database.transact([&](Session& session) -> Result<StandingReductionView> {
        if (!is_resident(session, order.account)) return refuse("account_not_found");
        const StandingReduction granted{.id = StandingReductionId{persistence::new_id(now)},
                                        .account = order.account,
                                        .group_name = order.group_name,
                                        .reduction = order.reduction,
                                        .valid_from = from,
                                        .valid_until = order.valid_until,
                                        .evidence = {reduction->evidence, order.evidence_seen_on},
                                        .granted_by = staff.id,
                                        .granted_at = now};
        persistence::insert_standing_reduction(session, granted);
        return with_names(session, granted);
    });
}

Result<StandingReductionView> end_standing(const Context& context, const Account& staff, StandingReductionId id,
                                           const std::string& reason) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<StandingReductionView> {
        if (!persistence::find_standing_reduction(session, id)) return refuse("reduction_not_found");
        if (!persistence::end_standing_reduction(session, id, {staff.id, reason, now}))
            return refuse("reduction_ended");
        return with_names(session, *persistence::find_standing_reduction(session, id));
    });
}

Result<std::vector<StandingReductionView>> standing_reductions_of(const Context& context, AccountId account) {
    return context.database.read([&](Session& session) -> Result<std::vector<StandingReductionView>> {
        if (!is_resident(session, account)) return refuse("account_not_found");
        std::vector<StandingReductionView> views;
        for (auto& reduction : persistence::standing_reductions_of(session, account, reductions_listed))
            views.push_back(with_names(session, std::move(reduction)));
        return views;
    });
}

} // namespace hiroba::services
