#include "domain/approval/decision.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hiroba {
namespace {

using Kind = DecisionKind;

constexpr std::array kinds = {
    Kind::permit,     Kind::conditional_permit, Kind::refusal,         Kind::change_permit,     Kind::change_refusal,
    Kind::revocation, Kind::reinstatement,      Kind::reduction_grant, Kind::reduction_refusal, Kind::refund,
};

void put(std::string& text, std::string_view place, const std::string& value) {
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
        text.replace(at, place.size(), value);
}

} // namespace

std::span<const DecisionKind> decision_kinds() { return kinds; }

std::string_view name_of(DecisionKind kind) {
    switch (kind) {
    case Kind::permit:
        return "permit";
    case Kind::conditional_permit:
        return "conditional_permit";
    case Kind::refusal:
        return "refusal";
    case Kind::change_permit:
        return "change_permit";
    case Kind::change_refusal:
        return "change_refusal";
    case Kind::revocation:
        return "revocation";
    case Kind::reinstatement:
        return "reinstatement";
    case Kind::reduction_grant:
        return "reduction_grant";
    case Kind::reduction_refusal:
        return "reduction_refusal";
    case Kind::refund:
        return "refund";
    }
    return {};
}

std::optional<DecisionKind> decision_kind_named(std::string_view name) {
    const auto found = std::ranges::find(kinds, name, [](Kind kind) { return name_of(kind); });
    return found == kinds.end() ? std::nullopt : std::optional{*found};
}

bool needs_reason(DecisionKind kind) {
    return kind == Kind::refusal || kind == Kind::change_refusal || kind == Kind::revocation ||
           kind == Kind::reduction_refusal;
}

DecisionRules usual_decision_rules() {
    return {.authority = {},
            .series = {{SeriesCode{"permit"},
                        "許可第{number}号",
                        {Kind::permit, Kind::conditional_permit, Kind::change_permit}},
                       {SeriesCode{"refusal"}, "不許可第{number}号", {Kind::refusal}},
                       {SeriesCode{"revocation"}, "取消第{number}号", {Kind::revocation, Kind::reinstatement}},
                       {SeriesCode{"reduction"}, "減免第{number}号", {Kind::reduction_grant, Kind::reduction_refusal}},
                       {SeriesCode{"refund"}, "還付第{number}号", {Kind::refund}}},
            .appeals = {},
            .conditions = {}};
}

const DecisionSeries& series_of(const DecisionRules& rules, DecisionKind kind) {
    const auto found = std::ranges::find_if(rules.series, [&](const auto& each) { return each.kinds.contains(kind); });
    if (found == rules.series.end() && kind == Kind::change_refusal) return series_of(rules, Kind::refusal);
    if (found == rules.series.end()) throw std::logic_error("a kind of decision has no series of numbers");
    return *found;
}

const Authority& authority_for(const DecisionRules& rules, DecisionKind kind) {
    const DecisionSeries& series = series_of(rules, kind);
    return series.authority ? *series.authority : rules.authority;
}

const AppealNotice* appeal_for(const DecisionRules& rules, DecisionKind kind) {
    const auto found = std::ranges::find_if(rules.appeals, [&](const auto& each) { return each.kinds.contains(kind); });
    if (found == rules.appeals.end() && kind == Kind::change_refusal) return appeal_for(rules, Kind::refusal);
    return found == rules.appeals.end() ? nullptr : &*found;
}

const AppealNotice* find_appeal(const DecisionRules& rules, const AppealCode& code) {
    const auto found = std::ranges::find(rules.appeals, code, &AppealNotice::code);
    return found == rules.appeals.end() ? nullptr : &*found;
}

std::string number_in(const DecisionSeries& series, int fiscal_year, std::int64_t serial) {
    std::string number = series.format;
    put(number, "{year}", std::to_string(fiscal_year));
    put(number, "{number}", std::to_string(serial));
    return number;
}

} // namespace hiroba
