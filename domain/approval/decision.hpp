// 処分: what the town decides about an application, under which number, with which conditions and notice of appeal.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba {

enum class DecisionKind {
    permit,             // 許可
    conditional_permit, // 条件付き許可
    refusal,            // 不許可
    change_permit,      // 変更許可
    change_refusal,     // 変更の不許可: what was permitted stands
    revocation,         // 許可の取消し
    reinstatement,      // 取消し又は不許可の撤回
    reduction_grant,    // 減免の決定
    reduction_refusal,  // 減免の不承認
    refund,             // 還付の決定
};
[[nodiscard]] std::span<const DecisionKind> decision_kinds();
[[nodiscard]] std::string_view name_of(DecisionKind kind); // "conditional_permit"
[[nodiscard]] std::optional<DecisionKind> decision_kind_named(std::string_view name);
// 理由の提示: what takes something away or does not grant it (行政手続法第8条, 第14条).
[[nodiscard]] bool needs_reason(DecisionKind kind);

// 処分庁: who decides, and in whose name the papers go out, whoever acted for it (専決, 代決).
struct Authority {
    Text name; // 星見川町教育委員会; empty: the town
    std::string sender; // as it signs: "星見川町教育委員会　教育長　海野　岬"; empty: its name, of the town the issuer
    friend bool operator==(const Authority&, const Authority&) = default;
};

// 文書番号: decisions of these kinds are counted together, from 1 in every fiscal year, without a gap.
struct DecisionSeries {
    SeriesCode code;
    std::string format; // "星教許可第{number}号"; "{year}" stands for the fiscal year (2026)
    std::set<DecisionKind> kinds;
    std::optional<Authority> authority = std::nullopt; // of these kinds, where another decides them
    friend bool operator==(const DecisionSeries&, const DecisionSeries&) = default;
};

// 教示 (行政不服審査法第82条, 行政事件訴訟法第46条): to whom and until when one can appeal.
struct AppealNotice {
    AppealCode code; // its text stays the same once a decision has used it
    std::set<DecisionKind> kinds;
    Text text;
    friend bool operator==(const AppealNotice&, const AppealNotice&) = default;
};

// 許可条件 that staff choose from.
struct StandardCondition {
    std::string code;
    Text text;
    friend bool operator==(const StandardCondition&, const StandardCondition&) = default;
};

struct DecisionRules {
    Authority authority;
    std::vector<DecisionSeries> series; // every kind stands in one of them
    std::vector<AppealNotice> appeals;  // a kind stands in at most one
    std::vector<StandardCondition> conditions;
    friend bool operator==(const DecisionRules&, const DecisionRules&) = default;
};
// Of a town that says nothing: 許可, 不許可, 取消し, 減免 and 還付 are counted apart, and nothing is told of appeals.
[[nodiscard]] DecisionRules usual_decision_rules();

// 変更の不許可 is numbered and told like a refusal where the town says nothing of it. Throws std::logic_error when no
// series has the kind: the loader does not let such rules in.
[[nodiscard]] const DecisionSeries& series_of(const DecisionRules& rules, DecisionKind kind);
[[nodiscard]] const Authority& authority_for(const DecisionRules& rules, DecisionKind kind);
[[nodiscard]] const AppealNotice* appeal_for(const DecisionRules& rules, DecisionKind kind);
[[nodiscard]] const AppealNotice* find_appeal(const DecisionRules& rules, const AppealCode& code);
[[nodiscard]] std::string number_in(const DecisionSeries& series, int fiscal_year, std::int64_t serial);

// How much a decision says, in characters.
inline constexpr std::size_t longest_reason = 500;
inline constexpr std::size_t longest_condition = 300;
inline constexpr std::size_t most_conditions = 20;

} // namespace hiroba
