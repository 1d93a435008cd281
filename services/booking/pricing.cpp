#include "services/booking/pricing.hpp"

#include "domain/fees/fee_limit.hpp"

#include <algorithm>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::ApplicationDetails;
using persistence::Session;
using persistence::StandingReduction;

const LocalDate first_of_all{};
const LocalDate last_of_all = *LocalDate::parse("9999-12-31");

bool is_for(const StandingReduction& standing, const ApplicationDetails& details) {
    return !standing.group_name || standing.group_name == details.group_name;
}

Yen reduction_of(const Quote& quote) {
    Yen sum;
    for (const ComponentFee& component : quote.components)
        sum += component.reduction;
    return sum;
}

Yen total_of(const std::vector<PreparedUse>& uses) {
    Yen sum;
    for (const PreparedUse& use : uses)
        sum += use.quote.total;
    return sum;
}

Refusal with_index(Refusal refusal, std::size_t index, std::size_t uses) {
    if (uses > 1) refusal.facts.emplace("index", static_cast<std::int64_t>(index));
    return refusal;
}

Result<std::vector<PreparedUse>> price_all(const std::vector<UseToPrice>& uses, const Application& application,
                                           const std::optional<ApplicationDetails>& details,
                                           const ReductionCandidate* candidate, CountedDays counted) {
    const bool official = application.kind == persistence::ApplicationKind::official;
    std::vector<PreparedUse> priced;
    for (std::size_t index = 0; index < uses.size(); ++index) {
        const auto& [town, request, priced_on] = uses[index];
        const auto reduction = candidate == nullptr ? std::nullopt : class_on(*candidate, request.date);
        auto use = price_again(*town, request,
                               {.user_class = application.user_class,
                                .is_staff = false,
                                .is_official = official,
                                .terms = terms_with(details, reduction),
                                .counted_before = counted.on(request.date, request.space)},
                               priced_on);
        if (!use) return tl::unexpected(with_index(use.error(), index, uses.size()));
        if (use->quote.counted_in_cap) counted.add(request.date, request.space, *use->quote.counted_in_cap);
        priced.push_back(std::move(*use));
    }
    return priced;
}

} // namespace

PricingTowns::PricingTowns(const Context& context, ApplicationId application) {
    const auto editions = context.database.read([&](Session& session) {
        std::set<std::int64_t> found;
        for (const auto& booking : persistence::bookings_of_application(session, application))
            found.insert(booking.edition);
        return found;
    });
    for (const std::int64_t edition : editions) {
        owned_.push_back(context.catalog.edition(edition));
        towns_.emplace(edition, owned_.back().get());
    }
}

PricingTowns::PricingTowns(const TownInForce& town) : towns_{{town.edition, &town}} {}

const TownInForce* PricingTowns::find(std::int64_t edition) const {
    const auto found = towns_.find(edition);
    return found == towns_.end() ? nullptr : found->second;
}

std::vector<ReductionCandidate> candidates_by_rule(Session& session, const TownInForce& town,
                                                   const Application& application, const ApplicationDetails& details,
                                                   const FeeDates& dates) {
    std::vector<ReductionCandidate> candidates;
    if (application.kind == persistence::ApplicationKind::official) return candidates;
    for (auto& standing : persistence::standing_reductions_in_force(session, application.account, dates.date_of_use))
        if (is_for(standing, details) && find_reduction(town.town.reductions, standing.reduction, dates) != nullptr)
            candidates.push_back(
                {std::move(standing.reduction), standing.id, standing.valid_from, standing.valid_until});
    if (!details.reduction) return candidates;
    const auto* asked = find_reduction(town.town.reductions, *details.reduction, dates);
    if (asked != nullptr && asked->is_automatic && !asked->only_registered_groups)
        candidates.push_back({*details.reduction, std::nullopt, first_of_all, last_of_all});
    return candidates;
}

ReductionCandidate granted_candidate(const ReductionCode& code) {
    return {code, std::nullopt, first_of_all, last_of_all};
}

std::optional<ReductionCandidate> applied_candidate(Session& session, const ApplicationView& view) {
    if (!view.reduction || !view.reduction->applied) return std::nullopt;
    if (!view.reduction->standing) return granted_candidate(*view.reduction->applied);
    const auto standing = persistence::find_standing_reduction(session, *view.reduction->standing);
    if (!standing || standing->ended_at) return std::nullopt;
    return ReductionCandidate{standing->reduction, standing->id, standing->valid_from, standing->valid_until};
}

std::optional<ReductionCode> class_on(const std::optional<ReductionCandidate>& candidate, LocalDate date) {
    if (!candidate || date < candidate->first || candidate->last < date) return std::nullopt;
    return candidate->code;
}

Result<const ReductionClass*> check_asked(const TownInForce& town, const ReductionCode& code,
                                          const Application& application, const ApplicationDetails& details,
                                          const std::vector<ReductionCandidate>& candidates, const FeeDates& dates) {
    const auto* asked = find_reduction(town.town.reductions, code, dates);
    if (asked == nullptr) return refuse("unknown_reduction", {{"reduction", code.value()}});
    const bool registered = std::ranges::any_of(
        candidates, [&](const ReductionCandidate& candidate) { return candidate.standing && candidate.code == code; });
    const auto fits = check_reduction(*asked, {.user_class = application.user_class,
                                               .charges_admission = details.highest_admission.has_value(),
                                               .is_commercial = details.is_commercial,
                                               .is_registered_group = registered});
    if (!fits) return tl::unexpected(fits.error());
    return asked;
}

Result<PricedTogether> price_together(const std::vector<UseToPrice>& uses, const Application& application,
                                      const std::optional<ApplicationDetails>& details,
                                      const std::vector<ReductionCandidate>& candidates, const CountedDays& counted) {
    auto full = price_all(uses, application, details, nullptr, counted);
    if (!full) return tl::unexpected(full.error());
    PricedTogether best{std::move(*full), std::nullopt};
    Yen most; // of reductions, 0 or less
    for (const ReductionCandidate& candidate : candidates) {
        auto priced = price_all(uses, application, details, &candidate, counted);
        if (!priced) return tl::unexpected(priced.error());
        Yen reduction;
        for (const PreparedUse& use : *priced)
            reduction += reduction_of(use.quote);
        const bool better = reduction < most ||
                            (reduction == most && best.reduction && comes_before(candidate.code, best.reduction->code));
        if (!better) continue;
        most = reduction;
        best = {std::move(*priced), candidate};
    }
    if (total_of(best.uses) > most_fee) return tl::unexpected(fee_too_large());
    return best;
}

ApplicationTerms terms_with(const std::optional<ApplicationDetails>& details,
                            const std::optional<ReductionCode>& reduction) {
    ApplicationTerms terms;
    if (details) {
        terms.highest_admission = details->highest_admission;
        terms.is_commercial = details->is_commercial;
    }
    terms.reduction = reduction;
    return terms;
}

std::string ground_of(const TownInForce& town, const ReductionCode& code, const FeeDates& dates) {
    const auto* reduction = find_reduction(town.town.reductions, code, dates);
    if (reduction == nullptr) return code.value();
    std::string percents;
    for (const int percent : reduction->percent)
        percents += (percents.empty() ? "" : "/") + std::to_string(percent);
    return code.value() + " " + percents + " % " + reduction->article.ja;
}

} // namespace hiroba::services
