#include "services/tickets/terms_json.hpp"

#include "services/booking/fee_json.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hiroba::services {
namespace {

using nlohmann::json;

constexpr std::array covers{TicketCover::visit, TicketCover::use, TicketCover::minutes, TicketCover::charged_unit};
constexpr std::array returns{TicketReturn::never, TicketReturn::with_refund, TicketReturn::always};

template <class All>
auto named(const All& all, const std::string& word) {
    for (const auto value : all)
        if (name_of(value) == word) return value;
    throw std::logic_error("the terms of a book of tickets hold an unknown word");
}

} // namespace

std::string kept_terms(const TicketTerms& terms) {
    auto spaces = json::array();
    for (const SpaceCode& space : terms.spaces)
        spaces.push_back(space.value());
    json kept{
        {"covers", name_of(terms.covers)}, {"spaces", std::move(spaces)}, {"comes_back", name_of(terms.comes_back)}};
    if (terms.minutes) kept["minutes"] = *terms.minutes;
    if (terms.only_for) kept["only_for"] = name_of(*terms.only_for);
    if (terms.refund)
        kept["refund"] = {{"percent", terms.refund->percent}, {"article", text_json(terms.refund->article)}};
    return kept.dump();
}

TicketTerms terms_kept_in(const std::string& text) {
    const json kept = json::parse(text);
    TicketTerms terms;
    terms.covers = named(covers, kept.at("covers"));
    terms.comes_back = named(returns, kept.at("comes_back"));
    for (const json& space : kept.at("spaces"))
        terms.spaces.emplace_back(space.get<std::string>());
    if (kept.contains("minutes")) terms.minutes = kept.at("minutes").get<int>();
    if (kept.contains("only_for")) terms.only_for = user_class_named(kept.at("only_for").get<std::string>());
    if (kept.contains("refund")) {
        const json& refund = kept.at("refund");
        terms.refund = TicketRefund{refund.at("percent").get<int>(),
                                    {refund.at("article").at("ja"), refund.at("article").at("en")}};
    }
    return terms;
}

} // namespace hiroba::services
