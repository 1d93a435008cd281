#include "services/booking/quotes.hpp"

#include "services/booking/capped_days.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

persistence::Application application_of(const QuotesCommand& command, const TownInForce& town, Instant now) {
    return {.id = ApplicationId{0},
            .number = std::nullopt,
            .account = command.account,
            .made_by = std::nullopt,
            .kind = persistence::ApplicationKind::ordinary,
            .facility = {},
            .user_class = command.user_class,
            .details = command.details,
            .edition = town.edition,
            .created_at = now};
}

// The uses that have a fee, and their places in the command; what is refused is told in `quotes`.
struct Priceable {
    std::vector<UseToPrice> uses;
    std::vector<std::size_t> places;
};
Priceable priceable(const TownInForce& town, const QuotesCommand& command, LocalDate today, Quotes& quotes) {
    const Asking asking{.user_class = command.user_class, .terms = terms_with(command.details, std::nullopt)};
    Priceable found;
    const Facility* facility = nullptr; // of the first that has a fee
    for (const UseRequest& request : command.uses) {
        auto alone = price_again(town, request, asking, today);
        if (alone && facility == nullptr) facility = alone->use.facility;
        if (alone && alone->use.facility != facility) alone = refuse("several_facilities");
        quotes.uses.push_back({std::nullopt, alone ? std::nullopt : std::optional{alone.error()}});
        if (!alone) continue;
        found.uses.push_back({&town, request, today});
        found.places.push_back(quotes.uses.size() - 1);
    }
    return found;
}

Yen total_of(const PricedTogether& priced) {
    Yen total;
    for (const PreparedUse& use : priced.uses)
        total += use.quote.total;
    return total;
}

// The class that is asked for, when it waits for a decision and can be granted.
std::optional<ReductionCandidate> grantable(const TownInForce& town, const persistence::Application& application,
                                            const std::vector<ReductionCandidate>& by_rule, const FeeDates& dates) {
    const auto& asked = application.details->reduction;
    if (!asked || std::ranges::find(by_rule, *asked, &ReductionCandidate::code) != by_rule.end()) return std::nullopt;
    if (!check_asked(town, *asked, application, *application.details, by_rule, dates)) return std::nullopt;
    return granted_candidate(*asked);
}

// Whether posts decide about a reduction of one of them: then the desk does not grant it.
bool posts_decide(const TownInForce& town, const std::vector<UseToPrice>& uses) {
    return std::ranges::any_of(uses, [&](const UseToPrice& use) {
        const auto [facility, space] = find_space(town.town, use.request.space);
        return !route_for(approval_of(*facility, *space), ReviewMatter::reduction).steps.empty();
    });
}

} // namespace

Quotes quote_together(const Context& context, const QuotesCommand& command) {
    const Instant now = context.clock.now();
    const LocalDate today = to_town_time(now).date;
    const auto town = context.catalog.current();
    const auto application = application_of(command, *town, now);
    Quotes quotes;
    const auto [uses, places] = priceable(*town, command, today, quotes);
    if (uses.empty()) return quotes;
    const FeeDates dates{
        std::ranges::min(uses, {}, [](const UseToPrice& use) { return use.request.date; }).request.date, today};
    CountedDays counted;
    auto candidates = context.database.read([&](persistence::Session& session) {
        counted = counted_besides(session, application, uses, {});
        return candidates_by_rule(session, *town, application, command.details, dates);
    });
    const auto granted = grantable(*town, application, candidates, dates);
    const bool is_granted = granted && command.is_granted && !posts_decide(*town, uses);
    if (is_granted) candidates.push_back(*granted);
    const auto priced = price_together(uses, application, command.details, candidates, counted);
    for (std::size_t index = 0; index < places.size(); ++index) {
        auto& quoted = quotes.uses[places[index]];
        if (priced)
            quoted.quote = priced->uses[index].quote;
        else
            quoted.refusal = priced.error();
    }
    if (!priced) return quotes;
    quotes.total = total_of(*priced);
    if (priced->reduction) quotes.reduction = priced->reduction->code;
    if (!granted || is_granted) return quotes;
    candidates.push_back(*granted);
    if (const auto reduced = price_together(uses, application, command.details, candidates, counted))
        quotes.total_if_granted = total_of(*reduced);
    return quotes;
}

} // namespace hiroba::services
