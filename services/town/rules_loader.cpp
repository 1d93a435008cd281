#include "services/town/rules_loader.hpp"

#include "services/town/approval_loader.hpp"
#include "services/town/town_words.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

constexpr std::array sounds = {Word<Sound>{"quiet", Sound::quiet}, Word<Sound>{"ordinary", Sound::ordinary},
                               Word<Sound>{"loud", Sound::loud}};
constexpr std::array effects = {Word<DisturbanceEffect>{"warn", DisturbanceEffect::warn},
                                Word<DisturbanceEffect>{"refuse", DisturbanceEffect::refuse}};
constexpr std::array periods = {
    Word<QuotaPeriod>{"day", QuotaPeriod::day}, Word<QuotaPeriod>{"week", QuotaPeriod::week},
    Word<QuotaPeriod>{"month", QuotaPeriod::month}, Word<QuotaPeriod>{"fiscal_year", QuotaPeriod::fiscal_year},
    Word<QuotaPeriod>{"open", QuotaPeriod::open}};
constexpr std::array measures = {Word<QuotaMeasure>{"bookings", QuotaMeasure::bookings},
                                 Word<QuotaMeasure>{"minutes", QuotaMeasure::minutes}};

constexpr Limits days_of_year{0, 366};
constexpr Limits people{1, 100'000};

int days(TableReader& table, std::string_view key) { return static_cast<int>(table.number_or(key, days_of_year, 0)); }

std::vector<SpaceCode> read_spaces(TableReader& table, std::string_view key, const std::set<std::string>& known) {
    std::vector<SpaceCode> spaces;
    for (const auto& code : known_codes(table, key, known, {"unknown_space", "space"}))
        spaces.emplace_back(code);
    return spaces;
}

QuotaRule read_quota(TableReader& table, const std::set<std::string>& spaces, TownCodes& codes) {
    constexpr Limits limits{1, 1'000'000};
    QuotaRule quota;
    quota.code = QuotaCode{table.code("code").value_or("")};
    claim_code(table, codes.quotas, quota.code.value(), table.line_of("code"), "quota");
    quota.name = table.text("name").value_or(Text{});
    quota.spaces = read_spaces(table, "spaces", spaces);
    if (table.has("only_for")) quota.only_for = table.word<UserClass>("only_for", user_class_words);
    quota.period = table.word<QuotaPeriod>("period", periods).value_or(QuotaPeriod::month);
    if (table.has("measure"))
        quota.measure = table.word<QuotaMeasure>("measure", measures).value_or(QuotaMeasure::bookings);
    quota.limit = table.number("limit", limits).value_or(1);
    table.finish();
    return quota;
}

PaymentTerm read_payment(TableReader& table) {
    const PaymentTerm term{days(table, "days_after_permission"), days(table, "days_before_use")};
    table.finish();
    return term;
}

// A number for a store is for another day: where everything is to be paid at once, it needs a term of its own.
void check_store_term(TableReader& table, const PaymentMethodRule& rule, const PaymentTerm& usual) {
    const PaymentTerm term = rule.term.value_or(usual);
    if (rule.method == PaymentMethod::konbini && term.days_after_permission == 0)
        table.fault(table.line(), "konbini_needs_days");
}

std::vector<PaymentMethodRule> read_payment_methods(TableReader& file, const PaymentTerm& usual) {
    static const auto methods = [] {
        std::vector<Word<PaymentMethod>> words;
        for (const PaymentMethod method : payment_methods())
            words.push_back({name_of(method), method});
        return words;
    }();
    constexpr Limits yen{1, 1'000'000'000};
    std::vector<PaymentMethodRule> rules;
    for (auto& table : file.tables_if_any("payment_method")) {
        PaymentMethodRule rule;
        const auto method = table.word("method", std::span<const Word<PaymentMethod>>{methods});
        rule.least = Yen{table.number_or("least_yen", yen, rule.least.amount())};
        rule.most = Yen{table.number_or("most_yen", yen, rule.most.amount())};
        if (table.has("days_after_permission") || table.has("days_before_use"))
            rule.term = PaymentTerm{days(table, "days_after_permission"), days(table, "days_before_use")};
        table.finish();
        if (rule.most < rule.least)
            table.fault(table.line(), "payment_method_limits_reversed",
                        {{"least", std::to_string(rule.least.amount())}, {"most", std::to_string(rule.most.amount())}});
        if (!method) continue; // said already
        rule.method = *method;
        if (std::ranges::find(rules, rule.method, &PaymentMethodRule::method) != rules.end())
            table.fault(table.line(), "duplicate_code",
                        {{"value", std::string{name_of(rule.method)}}, {"kind", "payment_method"}});
        check_store_term(table, rule, usual);
        rules.push_back(rule);
    }
    return rules;
}

AttendanceRule read_attendance(TableReader& table) {
    constexpr Limits times{0, 100};
    constexpr Limits suspended{0, most_suspended_days};
    AttendanceRule rule;
    rule.check_in = table.flag_if_any("check_in");
    rule.no_show_limit = static_cast<int>(table.number_or("no_show_limit", times, 0));
    rule.suspended_days = static_cast<int>(table.number_or("suspended_days", suspended, 0));
    table.finish();
    return rule;
}

ReleaseRule read_release(TableReader& table) {
    constexpr Limits offer{5, 60 * 24 * 30};
    constexpr Limits hold_back{0, 60 * 24};
    ReleaseRule rule;
    rule.waiting_list = table.flag_if_any("waiting_list");
    rule.offer_minutes = static_cast<int>(table.number_or("offer_minutes", offer, rule.offer_minutes));
    rule.hold_back_least_minutes = static_cast<int>(table.number_or("hold_back_least_minutes", hold_back, 0));
    rule.hold_back_most_minutes = static_cast<int>(table.number_or("hold_back_most_minutes", hold_back, 0));
    if (rule.hold_back_most_minutes < rule.hold_back_least_minutes)
        table.fault(table.line(), "hold_back_reversed",
                    {{"least", std::to_string(rule.hold_back_least_minutes)},
                     {"most", std::to_string(rule.hold_back_most_minutes)}});
    table.finish();
    return rule;
}

std::optional<Disturbance> read_disturbance(TableReader& table, const std::set<std::string>& spaces) {
    const auto between = read_spaces(table, "between", spaces);
    const auto named = table.filled_list("between").size();
    const auto effect = table.word<DisturbanceEffect>("effect", effects);
    table.finish();
    if (between.size() == named && (named != 2 || between[0] == between[1])) {
        table.fault(table.line_of("between"), "not_two_spaces");
        return std::nullopt;
    }
    if (between.size() != 2 || !effect) return std::nullopt;
    return Disturbance{between[0], between[1], *effect};
}

// Percent of each cause that the rule speaks of; a cause that is no wish of the user's.
std::map<RefundCause, int> read_other_causes(TableReader& table) {
    constexpr Limits percent{0, 100};
    std::map<RefundCause, int> causes;
    for (const auto cause : {RefundCause::town, RefundCause::disaster, RefundCause::rain}) {
        if (!table.has(name_of(cause))) continue;
        causes.emplace(cause, static_cast<int>(table.number(name_of(cause), percent).value_or(0)));
    }
    table.finish();
    return causes;
}

} // namespace

std::vector<Activity> load_activities(TableReader& town, TownCodes& codes) {
    std::vector<Activity> activities;
    for (auto& table : town.tables_if_any("activity")) {
        Activity activity{ActivityCode{table.code("code").value_or("")}, table.text("name").value_or(Text{}), {}};
        claim_code(table, codes.activities, activity.code.value(), table.line_of("code"), "activity");
        activity.sound =
            table.has("sound") ? table.word<Sound>("sound", sounds).value_or(Sound::ordinary) : Sound::ordinary;
        table.finish();
        activities.push_back(std::move(activity));
    }
    return activities;
}

PermissionRule permitted_at_once() { return {{UserClass::in_town, UserClass::out_of_town}, {}, {}}; }

PermissionRule load_permission(TableReader& table, const TownCodes& codes) {
    auto rule = permitted_at_once();
    if (table.has("automatic_for")) {
        const auto classes = table.words_if_any<UserClass>("automatic_for", user_class_words);
        rule.automatic_for = {classes.begin(), classes.end()};
    }
    for (const auto& code : known_codes(table, "review_activities", codes.activities, {"unknown_activity", "activity"}))
        rule.review_activities.insert(ActivityCode{code});
    if (table.has("review_from_people")) {
        if (const auto from = table.number("review_from_people", people))
            rule.review_from_people = static_cast<int>(*from);
    }
    table.finish();
    return rule;
}

RefundRule load_refund(TableReader& table) {
    constexpr Limits percent{0, 100};
    constexpr Limits yen{1, 1000};
    RefundRule rule;
    for (auto& step : table.tables("steps")) {
        const auto days_before = static_cast<int>(step.number("days_before", days_of_year).value_or(0));
        if (!rule.steps.empty() && days_before >= rule.steps.back().days_before)
            step.fault(step.line(), "refund_steps_unordered", {{"value", std::to_string(days_before)}});
        rule.steps.push_back({days_before, static_cast<int>(step.number("percent", percent).value_or(0))});
        step.finish();
    }
    if (auto causes = table.table_if_any("other_causes")) rule.other_causes = read_other_causes(*causes);
    rule.unit = Yen{table.number_or("unit_yen", yen, rule.unit.amount())};
    if (table.has("direction"))
        rule.direction =
            table.word<RoundingDirection>("direction", rounding_directions).value_or(RoundingDirection::down);
    rule.article = table.text("article").value_or(Text{});
    table.finish();
    return rule;
}

void load_rules(TableReader& file, const std::set<std::string>& spaces, TownCodes& codes, Facility& facility) {
    constexpr Limits run_of_days{1, 366};
    auto permission = file.table_if_any("permission");
    facility.permission = permission ? load_permission(*permission, codes) : permitted_at_once();
    if (auto approval = file.table_if_any("approval")) facility.approval = load_approval(*approval, codes);
    if (auto decisions = file.table_if_any("decisions")) facility.decisions = load_decisions(*decisions);
    for (auto& table : file.tables_if_any("quota"))
        facility.quotas.push_back(read_quota(table, spaces, codes));
    if (file.has("consecutive_days_limit")) {
        if (const auto limit = file.number("consecutive_days_limit", run_of_days))
            facility.consecutive_days_limit = static_cast<int>(*limit);
    }
    if (auto payment = file.table_if_any("payment")) facility.payment = read_payment(*payment);
    if (auto methods = read_payment_methods(file, facility.payment); !methods.empty())
        facility.payment_methods = std::move(methods);
    if (auto refund = file.table_if_any("refund")) facility.refund = load_refund(*refund);
    if (auto attendance = file.table_if_any("attendance")) facility.attendance = read_attendance(*attendance);
    if (auto release = file.table_if_any("release")) facility.release = read_release(*release);
    for (auto& table : file.tables_if_any("disturbance")) {
        if (auto disturbance = read_disturbance(table, spaces))
            facility.disturbances.push_back(std::move(*disturbance));
    }
}

} // namespace hiroba::services
