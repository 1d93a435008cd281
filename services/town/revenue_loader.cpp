#include "services/town/revenue_loader.hpp"

#include "services/town/town_words.hpp"

#include <array>

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

constexpr std::array ticket_covers = {
    Word<TicketCover>{"visit", TicketCover::visit}, Word<TicketCover>{"use", TicketCover::use},
    Word<TicketCover>{"minutes", TicketCover::minutes}, Word<TicketCover>{"charged_unit", TicketCover::charged_unit}};
constexpr std::array ticket_returns = {Word<TicketReturn>{"never", TicketReturn::never},
                                       Word<TicketReturn>{"with_refund", TicketReturn::with_refund},
                                       Word<TicketReturn>{"always", TicketReturn::always}};

// A ticket for uses names the spaces that are booked with it; only one for so many minutes says how many.
void check_covers(const TableReader& table, const TicketTerms& terms) {
    if (terms.covers != TicketCover::visit && terms.spaces.empty())
        table.fault(table.line_of("covers"), "ticket_without_space", {{"covers", std::string{name_of(terms.covers)}}});
    if ((terms.covers == TicketCover::minutes) != table.has("minutes"))
        table.fault(table.line_of(table.has("minutes") ? "minutes" : "covers"), "ticket_minutes",
                    {{"covers", std::string{name_of(terms.covers)}}});
}

TicketTerms read_ticket_terms(TableReader& ticket, const std::set<std::string>& spaces, const Text& article) {
    constexpr Limits any_minutes{1, 1'440};
    constexpr Limits share{1, 100, "reduction_out_of_range"};
    TicketTerms terms;
    for (const auto& space : known_codes(ticket, "spaces", spaces, {"unknown_space", "space"}))
        terms.spaces.emplace_back(space);
    if (ticket.has("covers")) terms.covers = ticket.word<TicketCover>("covers", ticket_covers).value_or(terms.covers);
    if (ticket.has("minutes"))
        if (const auto minutes = ticket.number("minutes", any_minutes)) terms.minutes = static_cast<int>(*minutes);
    check_covers(ticket, terms);
    if (ticket.has("only_for")) terms.only_for = ticket.word<UserClass>("only_for", user_class_words);
    if (ticket.has("comes_back"))
        terms.comes_back = ticket.word<TicketReturn>("comes_back", ticket_returns).value_or(terms.comes_back);
    if (auto refund = ticket.table_if_any("refund")) {
        terms.refund = TicketRefund{static_cast<int>(refund->number("percent", share).value_or(1)),
                                    read_article(*refund, article)};
        refund->finish();
    }
    return terms;
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
    constexpr Limits any_months{1, 120};
    std::vector<Ticket> tickets;
    for (auto& table : file.tables_if_any("ticket")) {
        Ticket ticket;
        ticket.code = TicketCode{table.code("code").value_or("")};
        claim_code(table, codes.tickets, ticket.code.value(), table.line_of("code"), "ticket");
        ticket.name = table.text("name").value_or(Text{});
        ticket.visits = static_cast<int>(table.number("visits", visits).value_or(1));
        if (table.has("valid_months")) {
            const auto months = table.number("valid_months", any_months);
            if (months) ticket.valid_months = static_cast<int>(*months);
        }
        ticket.terms = read_ticket_terms(table, spaces, article);
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
