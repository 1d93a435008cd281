#include "domain/core/local_time.hpp"
#include "persistence/engine/database.hpp"
#include "persistence/engine/migrations.hpp"
#include "tests/bench/bookings/loop.hpp"

#include <vector>

namespace hiroba::bench {
namespace {

using persistence::Database;
using persistence::Session;
using persistence::Sql;

constexpr std::int64_t slots = 12;
constexpr std::int64_t bookings_of_a_unit_and_day = 96 / slots;

// Numbers from 1 on are made of pairs of slots: one statement for all rows.
constexpr Sql insert_edition = "INSERT INTO town_edition (edition_id, loaded_at_ms) VALUES (1, 0)";
constexpr Sql insert_units =
    "INSERT INTO unit (unit_id, code, facility_code)"
    " SELECT 1 + a.slot_index * 96 + b.slot_index, 'unit_' || (1 + a.slot_index * 96 + b.slot_index), 'bunka_kaikan'"
    " FROM slot_number a CROSS JOIN slot_number b WHERE a.slot_index * 96 + b.slot_index < 1000";
// Enough for a round: a person may hold only a few at a time.
constexpr Sql insert_accounts =
    "INSERT INTO account (account_id, login_name, display_name, role, user_class, password_hash)"
    " SELECT 1 + (c.slot_index * 96 + a.slot_index) * 96 + b.slot_index,"
    " 'resident' || (1 + (c.slot_index * 96 + a.slot_index) * 96 + b.slot_index),"
    " 'Resident', 'resident', 'in_town', 'no password'"
    " FROM slot_number a CROSS JOIN slot_number b CROSS JOIN slot_number c WHERE c.slot_index < 2";
constexpr Sql insert_counters =
    "INSERT INTO quota_counter (account_id, counter, used) SELECT account_id, 'waiting', 0 FROM account";
constexpr Sql select_units = "SELECT unit_id FROM unit ORDER BY unit_id";
constexpr Sql select_residents = "SELECT account_id FROM account WHERE role = 'resident' ORDER BY account_id";
constexpr Sql select_edition = "SELECT MAX(edition_id) FROM town_edition";
constexpr Sql reset_counters = "UPDATE quota_counter SET used = 0 WHERE used > 0";

std::string quote_of_three_lines() {
    std::string lines;
    for (const char* const code : {"basic", "out_of_town", "rounding"})
        lines += std::string(lines.empty() ? "" : ",") +
                 R"~({"amount_yen":12340,"article":{"en":"Annex 1, note 2 (c)",)~" +
                 R"~("ja":"別表第1 備考2ウ"},"code":")~" + code + R"~(","facts":{"percent":50}})~";
    return R"({"lines":[)" + lines + R"(],"total_yen":12340})";
}

} // namespace

Town town_of(const std::string& url) {
    const auto database = Database::open({.url = url});
    return database->read([](Session& session) {
        Town town;
        for (const auto& [unit] : session.select<std::int64_t>(select_units))
            town.units.push_back(unit);
        for (const auto& [account] : session.select<std::int64_t>(select_residents))
            town.accounts.push_back(account);
        town.edition = std::get<0>(*session.select_one<std::int64_t>(select_edition));
        return town;
    });
}

Place place_of(const Town& town, std::int64_t number) {
    const auto of = [number](const std::vector<std::int64_t>& all) {
        return all[static_cast<std::size_t>(number) % all.size()];
    };
    const std::int64_t round = number / static_cast<std::int64_t>(town.units.size());
    const std::int64_t first = round % bookings_of_a_unit_and_day * slots;
    const auto day = std::chrono::days{round / bookings_of_a_unit_and_day};
    const LocalDate date{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1} + day};
    return {number, of(town.accounts), of(town.units), date.iso8601(), first, first + slots - 1};
}

std::string Words::idempotency_key(std::int64_t number) const {
    return "0123456789abcdef0123-" + std::to_string(number);
}

const Words& words() {
    static const Words spoken{.quote_json = quote_of_three_lines()};
    return spoken;
}

void prepare_town(const std::string& url) {
    const auto database = Database::open({.url = url});
    persistence::migrate(*database);
    database->transact([](Session& session) {
        for (const Sql& statement : {insert_edition, insert_units, insert_accounts, insert_counters})
            session.execute(statement);
    });
}

void forget_holds(const std::string& url) {
    Database::open({.url = url})->transact([](Session& session) { session.execute(reset_counters); });
}

} // namespace hiroba::bench
