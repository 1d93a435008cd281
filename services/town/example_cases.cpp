#include "services/town/example_cases.hpp"

#include "domain/booking/priced_use.hpp"
#include "services/town/scope_loader.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_loader.hpp"
#include "services/town/town_words.hpp"

#include <array>

namespace hiroba::services {
namespace {

constexpr Limits counts{0, 9'999};

template <class Code>
std::optional<Code> read_code_if_any(TableReader& table, std::string_view key) {
    if (!table.has(key)) return std::nullopt;
    const auto code = table.code(key);
    return code ? std::optional{Code{*code}} : std::nullopt;
}

int minutes_if_any(TableReader& table, std::string_view key) {
    constexpr Limits minutes{0, MinuteOfDay::end_of_day};
    return static_cast<int>(table.number_or(key, minutes, 0));
}

UseTerms read_use_terms(TableReader& table) {
    UseTerms terms;
    terms.price_class = read_code_if_any<PriceClassCode>(table, "price_class");
    terms.is_rehearsal = table.flag_if_any("is_rehearsal");
    terms.wants_climate = table.flag_if_any("wants_climate");
    terms.early_minutes = minutes_if_any(table, "early_minutes");
    terms.extension_minutes = minutes_if_any(table, "extension_minutes");
    if (auto extras = table.table_if_any("extras")) {
        for (const auto& code : extras->keys())
            terms.extras.push_back({ExtraCode{code}, extras->number(code, counts).value_or(0)});
    }
    return terms;
}

ApplicationTerms read_application_terms(TableReader& table) {
    ApplicationTerms terms;
    if (table.has("highest_admission_yen")) terms.highest_admission = read_price(table, "highest_admission_yen");
    terms.is_commercial = table.flag_if_any("is_commercial");
    terms.reduction = read_code_if_any<ReductionCode>(table, "reduction_code");
    for (auto& code : table.list_if_any("standing_reductions"))
        terms.standing_reductions.emplace_back(std::move(code.value));
    return terms;
}

UseRequest read_request(TableReader& table) {
    UseRequest request;
    request.space = SpaceCode{table.code("space").value_or("")};
    request.date = table.date("date").value_or(LocalDate{});
    request.band = read_code_if_any<BandCode>(table, "band");
    if (table.has("start")) request.time = table.time_range("start", "end");
    if (table.has("nights")) {
        constexpr Limits nights{1, most_nights};
        if (const auto count = table.number("nights", nights)) request.nights = static_cast<int>(*count);
    }
    if (auto equipment = table.table_if_any("equipment")) {
        for (const auto& code : equipment->keys())
            request.equipment.push_back({EquipmentCode{code}, equipment->number(code, counts).value_or(0)});
    }
    request.terms = read_use_terms(table);
    return request;
}

tl::expected<ExpectedFee, std::string> read_expected(TableReader& table) {
    if (table.has("refused")) return tl::unexpected(table.words("refused").value_or(""));
    ExpectedFee fee;
    auto expected = table.table("expected");
    if (!expected) return fee;
    for (const auto component : fee_components)
        fee.components[index_of(component)] = read_price(*expected, name_of(component));
    fee.total = read_price(*expected, "total");
    fee.tax = read_price(*expected, "tax");
    expected->finish();
    return fee;
}

// 1日の限度: what other uses of that day count.
CountedInCap read_counted_before(TableReader& table) {
    constexpr Limits minutes_of_day{0, MinuteOfDay::end_of_day};
    auto counted = table.table_if_any("counted_before");
    if (!counted) return {};
    const CountedInCap before{counted->number_or("minutes", minutes_of_day, 0), read_price(*counted, "yen")};
    counted->finish();
    return before;
}

FeeCase read_fee_case(TableReader& table) {
    FeeCase some;
    some.id = table.words("id").value_or("");
    some.what = table.words("what").value_or("");
    some.request = read_request(table);
    some.user_class = table.word<UserClass>("user_class", user_class_words).value_or(UserClass::in_town);
    some.terms = read_application_terms(table);
    some.permitted_on = table.date("permitted_on").value_or(LocalDate{});
    some.counted_before = read_counted_before(table);
    some.expected = read_expected(table);
    table.finish();
    return some;
}

RefundCase read_refund_case(TableReader& table) {
    constexpr Limits days{0, 3'660};
    constexpr Limits percents{0, 100};
    constexpr std::array causes = {
        Word<RefundCause>{"user", RefundCause::user}, Word<RefundCause>{"town", RefundCause::town},
        Word<RefundCause>{"disaster", RefundCause::disaster}, Word<RefundCause>{"rain", RefundCause::rain}};
    RefundCase some;
    some.id = table.words("id").value_or("");
    some.what = table.words("what").value_or("");
    some.space = SpaceCode{table.code("space").value_or("")};
    some.cause = table.word<RefundCause>("cause", causes).value_or(RefundCause::user);
    some.days_before_use = static_cast<int>(table.number("days_before_use", days).value_or(0));
    some.paid = read_price(table, "paid_yen");
    if (auto expected = table.table("expected")) {
        some.percent = static_cast<int>(expected->number("percent", percents).value_or(0));
        some.refund = read_price(*expected, "refund");
        expected->finish();
    }
    table.finish();
    return some;
}

TicketCase read_ticket_case(TableReader& table) {
    TicketCase some;
    some.id = table.words("id").value_or("");
    some.what = table.words("what").value_or("");
    some.ticket = TicketCode{table.code("ticket").value_or("")};
    some.price_class = read_code_if_any<PriceClassCode>(table, "price_class");
    some.quantity = table.number("quantity", counts).value_or(0);
    some.sold_on = table.date("sold_on").value_or(LocalDate{});
    if (auto expected = table.table("expected")) {
        some.total = read_price(*expected, "total");
        some.tax = read_price(*expected, "tax");
        expected->finish();
    }
    table.finish();
    return some;
}

void compare(ExampleResult& result, std::string_view what, Yen expected, Yen computed) {
    if (expected == computed) return;
    result.differences.push_back(
        {std::string{what}, std::to_string(expected.amount()), std::to_string(computed.amount())});
}

// Where one of the two refuses: the same refusal, or a difference.
void compare_refusals(ExampleResult& result, const std::string& expected, const std::string& computed) {
    if (expected != computed) result.differences.push_back({"refusal", expected, computed});
}

Result<Quote> quote_case(const Town& town, const FeeCase& some) {
    const auto use = check_priced_use(town, some.request);
    if (!use) return tl::unexpected(use.error());
    return quote_use(town, *use, some.user_class, some.permitted_on, some.terms,
                     {some.counted_before, some.counted_before});
}

ExampleResult run(const Town& town, const FeeCase& some) {
    ExampleResult result{some.id, some.what, {}, {}};
    auto quote = quote_case(town, some);
    if (!quote || !some.expected) {
        compare_refusals(result, some.expected ? "" : some.expected.error(), quote ? "" : quote.error().code);
        return result;
    }
    for (const auto component : fee_components)
        compare(result, name_of(component), some.expected->components[index_of(component)],
                quote->components[index_of(component)].total);
    compare(result, "total", some.expected->total, quote->total);
    compare(result, "tax", some.expected->tax, quote->tax_included);
    result.lines = std::move(quote->lines);
    return result;
}

ExampleResult run(const Town& town, const RefundCase& some) {
    ExampleResult result{some.id, some.what, {}, {}};
    const auto [facility, space] = find_space(town, some.space);
    if (space == nullptr) {
        compare_refusals(result, "", "unknown_space");
        return result;
    }
    const auto& rule = refund_of(*facility, *space);
    const LocalDate used{};
    const auto percent = refund_percent(rule, some.cause, used - std::chrono::days{some.days_before_use}, used);
    if (!percent) {
        compare_refusals(result, "", percent.error().code);
        return result;
    }
    compare(result, "percent", Yen{some.percent}, Yen{*percent});
    compare(result, "refund", some.refund, refund_of(rule, some.paid, *percent));
    return result;
}

ExampleResult run(const Town& town, const TicketCase& some) {
    ExampleResult result{some.id, some.what, {}, {}};
    for (const auto& facility : town.facilities) {
        const auto ticket = std::ranges::find(facility.tickets, some.ticket, &Ticket::code);
        if (ticket == facility.tickets.end()) continue;
        auto quote = quote_ticket(*ticket, facility.fee_rules, facility.account_codes, some.price_class, some.quantity,
                                  some.sold_on);
        compare_refusals(result, "", quote ? "" : quote.error().code);
        if (!quote) return result;
        compare(result, "total", some.total, quote->total);
        compare(result, "tax", some.tax, quote->tax_included);
        result.lines = std::move(quote->lines);
        return result;
    }
    compare_refusals(result, "", "unknown_ticket");
    return result;
}

} // namespace

tl::expected<ExampleCases, std::vector<TownError>> load_examples(std::string_view text, const std::string& file_name) {
    Faults faults;
    ExampleCases cases;
    if (const auto parsed = parse_toml(text, file_name, faults)) {
        TableReader file{*parsed, 1, file_name, faults};
        for (auto& table : file.tables_if_any("case"))
            cases.fees.push_back(read_fee_case(table));
        for (auto& table : file.tables_if_any("refund_case"))
            cases.refunds.push_back(read_refund_case(table));
        for (auto& table : file.tables_if_any("ticket_case"))
            cases.tickets.push_back(read_ticket_case(table));
        file.finish();
    }
    if (!faults.empty()) return tl::unexpected(faults.first(most_town_errors));
    return cases;
}

tl::expected<ExampleCases, std::vector<TownError>> load_examples(const std::filesystem::path& file) {
    const auto name = file.filename().string();
    const auto text = read_file(file);
    if (!text) return tl::unexpected(std::vector{TownError{name, 0, "missing_file", {{"name", name}}}});
    return load_examples(*text, name);
}

std::vector<ExampleResult> run_examples(const Town& town, const ExampleCases& cases) {
    std::vector<ExampleResult> results;
    results.reserve(cases.fees.size() + cases.refunds.size() + cases.tickets.size());
    for (const auto& some : cases.fees)
        results.push_back(run(town, some));
    for (const auto& some : cases.refunds)
        results.push_back(run(town, some));
    for (const auto& some : cases.tickets)
        results.push_back(run(town, some));
    return results;
}

} // namespace hiroba::services
