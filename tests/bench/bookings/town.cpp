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

constexpr std::int64_t units = 1'000;
constexpr std::int64_t accounts = 20'000;
constexpr std::int64_t slots = 12;
constexpr std::int64_t bookings_of_a_unit_and_day = 96 / slots;
constexpr int rows_at_a_time = 500;

constexpr Sql insert_edition = "INSERT INTO town_edition (edition_id, loaded_at_ms) VALUES (1, 0)";
constexpr Sql insert_unit = "INSERT INTO unit (unit_id, code, facility_code) VALUES (:unit_id, :code, 'bunka_kaikan')";
constexpr Sql insert_account =
    "INSERT INTO account (account_id, login_name, display_name, role, user_class, password_hash)"
    " VALUES (:account_id, :login_name, 'Resident', 'resident', 'in_town', 'no password')";
constexpr Sql insert_counter = "INSERT INTO quota_counter (account_id, kind, used) VALUES (:account_id, 'unpaid', 0)";
constexpr Sql reset_counters = "UPDATE quota_counter SET used = 0 WHERE used > 0";

template <class Insert>
void in_parts(Database& database, std::int64_t count, Insert&& insert) {
    for (std::int64_t first = 1; first <= count; first += rows_at_a_time)
        database.transact([&](Session& session) {
            for (std::int64_t id = first; id < first + rows_at_a_time && id <= count; ++id)
                insert(session, id);
        });
}

std::string quote_of_three_lines() {
    std::string lines;
    for (const char* const code : {"basic", "out_of_town", "rounding"})
        lines += std::string(lines.empty() ? "" : ",") +
                 R"~({"amount_yen":12340,"article":{"en":"Annex 1, note 2 (c)",)~" +
                 R"~("ja":"別表第1 備考2ウ"},"code":")~" + code + R"~(","facts":{"percent":50}})~";
    return R"({"lines":[)" + lines + R"(],"total_yen":12340})";
}

} // namespace

Place place_of(std::int64_t number) {
    const std::int64_t first = number / units % bookings_of_a_unit_and_day * slots;
    const auto day = std::chrono::days{number / (units * bookings_of_a_unit_and_day)};
    const LocalDate date{std::chrono::sys_days{std::chrono::year{2030} / 1 / 1} + day};
    return {number, 1 + number % accounts, 1 + number % units, date.iso8601(), first, first + slots - 1};
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
    database->transact([](Session& session) { session.execute(insert_edition); });
    in_parts(*database, units, [](Session& session, std::int64_t id) {
        session.execute(insert_unit, {{"unit_id", id}, {"code", "unit_" + std::to_string(id)}});
    });
    in_parts(*database, accounts, [](Session& session, std::int64_t id) {
        session.execute(insert_account, {{"account_id", id}, {"login_name", "resident" + std::to_string(id)}});
        session.execute(insert_counter, {{"account_id", id}});
    });
}

void forget_holds(const std::string& url) {
    Database::open({.url = url})->transact([](Session& session) { session.execute(reset_counters); });
}

} // namespace hiroba::bench
