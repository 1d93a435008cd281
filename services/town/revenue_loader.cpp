#include "services/town/revenue_loader.hpp"

#include "services/town/town_words.hpp"

namespace hiroba::services {
namespace {

// 法人番号: the first of 13 digits is 9 − (Σ P×Q mod 9), where Q is 1 and 2 in turn from the right.
bool is_registration_number(std::string_view number) {
    constexpr std::size_t digits = 13;
    constexpr int modulus = 9;
    if (number.size() != digits + 1 || number.front() != 'T') return false;
    number.remove_prefix(1);
    if (!std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; })) return false;
    int sum = 0;
    for (std::size_t from_right = 0; from_right < digits - 1; ++from_right)
        sum += (number[digits - 1 - from_right] - '0') * (from_right % 2 == 0 ? 1 : 2);
    return number.front() - '0' == modulus - sum % modulus;
}

std::vector<TicketRate> read_ticket_rates(TableReader& ticket, const std::vector<PriceClass>& classes,
                                          const Text& article) {
    std::vector<TicketRate> rates;
    for (auto& table : ticket.tables("rate")) {
        TicketRate rate{read_in_force(table), read_article(table, article), read_price_class(table, classes),
                        read_price(table, "price")};
        for (const auto& other : rates)
            if (other.price_class == rate.price_class) check_versions(table, other.in_force, rate.in_force);
        table.finish();
        rates.push_back(std::move(rate));
    }
    return rates;
}

ByComponent<int> read_percents(TableReader& table) {
    constexpr Limits share{0, 100, "reduction_out_of_range"};
    ByComponent<int> percents{};
    auto percent = table.table("percent");
    if (!percent) return percents;
    for (const auto component : fee_components)
        percents[index_of(component)] = static_cast<int>(percent->number(name_of(component), share).value_or(0));
    percent->finish();
    return percents;
}

} // namespace

AccountCode read_account_code(TableReader& table, std::string_view key) {
    constexpr std::size_t longest = 40;
    const auto code = table.words(key);
    if (!code) return {};
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    };
    if (code->size() > longest || !std::ranges::all_of(*code, allowed))
        table.fault(table.line_of(key), "invalid_account_code", {{"value", *code}});
    return AccountCode{*code};
}

std::optional<AccountCodes> load_account_codes(TableReader& table, const AccountCodes& otherwise) {
    auto named = table.table_if_any("accounts");
    if (!named) return std::nullopt;
    auto codes = otherwise;
    for (const auto component : fee_components) {
        if (named->has(name_of(component))) codes[index_of(component)] = read_account_code(*named, name_of(component));
    }
    named->finish();
    return codes;
}

std::string read_registration_number(TableReader& table) {
    const auto number = table.words("registration_number");
    if (number && !is_registration_number(*number))
        table.fault(table.line_of("registration_number"), "invalid_registration_number", {{"value", *number}});
    return number.value_or("");
}

std::optional<DesignatedManager> load_manager(TableReader& file) {
    auto table = file.table_if_any("manager");
    if (!table) return std::nullopt;
    DesignatedManager manager{table->text("name").value_or(Text{}), read_registration_number(*table)};
    table->finish();
    return manager;
}

std::optional<PriceClassCode> read_price_class(TableReader& table, const std::vector<PriceClass>& classes) {
    if (!table.has("price_class")) return std::nullopt;
    const auto code = table.code("price_class");
    if (!code) return std::nullopt;
    if (std::ranges::find(classes, PriceClassCode{*code}, &PriceClass::code) == classes.end())
        table.fault(table.line_of("price_class"), "unknown_price_class", {{"price_class", *code}});
    return PriceClassCode{*code};
}

std::vector<Ticket> load_tickets(TableReader& file, const std::set<std::string>& spaces,
                                 const std::vector<PriceClass>& classes, const Text& article, TownCodes& codes) {
    constexpr Limits visits{1, 1'000};
    std::vector<Ticket> tickets;
    for (auto& table : file.tables_if_any("ticket")) {
        Ticket ticket;
        ticket.code = TicketCode{table.code("code").value_or("")};
        claim_code(table, codes.tickets, ticket.code.value(), table.line_of("code"), "ticket");
        ticket.name = table.text("name").value_or(Text{});
        for (const auto& space : known_codes(table, "spaces", spaces, {"unknown_space", "space"}))
            ticket.spaces.emplace_back(space);
        ticket.visits = static_cast<int>(table.number("visits", visits).value_or(1));
        ticket.rates = read_ticket_rates(table, classes, article);
        table.finish();
        tickets.push_back(std::move(ticket));
    }
    return tickets;
}

std::vector<ReductionClass> load_reductions(TableReader& town) {
    std::vector<ReductionClass> classes;
    for (auto& table : town.tables_if_any("reduction")) {
        ReductionClass some;
        some.code = ReductionCode{table.code("code").value_or("")};
        some.name = table.text("name").value_or(Text{});
        some.in_force = read_in_force_if_any(table);
        some.percent = read_percents(table);
        some.not_with_admission = table.flag_if_any("not_with_admission");
        some.not_with_commercial = table.flag_if_any("not_with_commercial");
        some.only_registered_groups = table.flag_if_any("only_registered_groups");
        if (table.has("only_for")) some.only_for = table.word<UserClass>("only_for", user_class_words);
        some.is_automatic = table.flag_if_any("automatic");
        some.evidence = table.text_if_any("evidence");
        some.article = table.text("article").value_or(Text{});
        for (const auto& other : classes)
            if (other.code == some.code) check_versions(table, other.in_force, some.in_force);
        table.finish();
        classes.push_back(std::move(some));
    }
    return classes;
}

} // namespace hiroba::services
