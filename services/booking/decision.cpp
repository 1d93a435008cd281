#include "services/booking/decision.hpp"

#include "domain/core/utf8.hpp"
#include "domain/finance/fiscal_year.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/issuing/keep.hpp"
#include "services/issuing/permits_in_force.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

Refusal too_much(std::string_view code, std::size_t most) {
    return Refusal{code, {{"most", static_cast<std::int64_t>(most)}}};
}

// Those of the newest permit.
std::vector<Text> conditions_in_force(const std::vector<persistence::Decision>& decisions) {
    const auto newest =
        std::find_if(decisions.rbegin(), decisions.rend(), [](const auto& decision) { return is_permit(decision); });
    return newest == decisions.rend() ? std::vector<Text>{} : newest->conditions;
}

} // namespace

Result<void> check_decision(const DecisionOrder& order) {
    if (needs_reason(order.kind) && order.reason.empty()) return refuse("reason_required");
    if (count_characters(order.reason) > longest_reason)
        return tl::unexpected(too_much("reason_too_long", longest_reason));
    if (order.conditions.size() > most_conditions)
        return tl::unexpected(too_much("too_many_conditions", most_conditions));
    for (const Text& condition : order.conditions)
        if (count_characters(condition.ja) > longest_condition || count_characters(condition.en) > longest_condition)
            return tl::unexpected(too_much("condition_too_long", longest_condition));
    return {};
}

Result<persistence::Decision> decide(persistence::Session& session, const TownInForce& town,
                                     const persistence::Application& application, const DecisionOrder& order,
                                     Instant now) {
    if (const auto fits = check_decision(order); !fits) return tl::unexpected(fits.error());
    const DecisionRules& rules = decision_rules(town.town, application.facility);
    const DecisionSeries& series = series_of(rules, order.kind);
    const AppealNotice* appeal = appeal_for(rules, order.kind);
    const Text& authority = authority_for(rules, order.kind).name;
    const LocalDate today = to_town_time(now).date;
    persistence::Decision decision{.id = DecisionId{persistence::new_id(now)},
                                   .application = application.id,
                                   .kind = order.kind,
                                   .series = series.code,
                                   .fiscal_year = fiscal_year_of_receipt(today),
                                   .serial = 0,
                                   .number = {},
                                   .decided_on = today,
                                   .decided_at = now,
                                   .decided_by = order.by,
                                   .decided_by_name = {},
                                   .post = order.post,
                                   .as_deputy = order.as_deputy,
                                   .conditions = order.conditions,
                                   .reason = order.reason,
                                   .authority = authority.ja.empty() ? town.town.name : authority,
                                   .appeal = appeal == nullptr ? std::nullopt : std::optional{appeal->code},
                                   .outside_number = order.outside_number,
                                   .edition = town.edition,
                                   .paper = {},
                                   .bookings = order.bookings,
                                   .refunds = order.refunds};
    auto as_decided = whole_application(session, *persistence::find_application(session, application.id));
    decision.serial = persistence::next_serial(session, decision.series, decision.fiscal_year);
    decision.number = number_in(series, decision.fiscal_year, decision.serial);
    decision.paper = keep_decision_paper(session, town, std::move(as_decided), decision);
    persistence::insert_decision(session, decision);
    return decision;
}

Result<void> decide_refunds(persistence::Session& session, const TownInForce& town,
                            const persistence::Application& application, const RefundDecider& decider, Instant now) {
    auto undecided = persistence::undecided_refunds(session, application.id, now);
    if (undecided.refunds.empty()) return {};
    const auto decided = decide(session, town, application,
                                {.kind = DecisionKind::refund,
                                 .bookings = std::move(undecided.bookings),
                                 .by = decider.by,
                                 .post = decider.post,
                                 .as_deputy = decider.as_deputy,
                                 .reason = decider.reason,
                                 .refunds = std::move(undecided.refunds)},
                                now);
    return decided ? Result<void>{} : tl::unexpected(decided.error());
}

DecisionId newest_outcome(persistence::Session& session, ApplicationId application) {
    return newest_of(session, application,
                     {DecisionKind::permit, DecisionKind::conditional_permit, DecisionKind::refusal});
}

DecisionId newest_of(persistence::Session& session, ApplicationId application, const std::set<DecisionKind>& kinds) {
    const auto decisions = persistence::decisions_of(session, application);
    const auto outcome = std::find_if(decisions.rbegin(), decisions.rend(),
                                      [&](const auto& decision) { return kinds.contains(decision.kind); });
    if (outcome == decisions.rend()) throw std::logic_error("a review ends without its decision");
    return outcome->id;
}

Result<void> decide_changed_permit(persistence::Session& session, const TownInForce& town, const ApplicationView& view,
                                   const std::vector<BookingId>& bookings, const ChangeDecider& by, Instant now) {
    if (bookings.empty()) return {};
    const auto decided = decide(session, town, view.application,
                                {.kind = DecisionKind::change_permit,
                                 .bookings = bookings,
                                 .by = by.viewer.is_staff ? std::optional{by.viewer.account} : std::nullopt,
                                 .post = by.post,
                                 .as_deputy = by.as_deputy,
                                 .conditions = conditions_in_force(view.decisions)},
                                now);
    return decided ? Result<void>{} : tl::unexpected(decided.error());
}

} // namespace hiroba::services
