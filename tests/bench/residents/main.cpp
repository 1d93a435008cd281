// Puts residents who are logged in already into a town's database: logging in costs a tenth of a second each by
// design. Resident 7 has the cookie "sid=bench-resident-000007" and the same text as CSRF token.
#include "persistence/engine/database.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/accounts/passwords.hpp"
#include "services/clock.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace {

using namespace hiroba;
using persistence::Session;

constexpr int residents_at_a_time = 200;

std::string token_of(int number) {
    const std::string digits = std::to_string(number);
    return "bench-resident-" + std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits;
}

void save_resident(Session& session, int number, Instant now) {
    const persistence::Account account{AccountId{persistence::new_id(now)},
                                       token_of(number),
                                       "Resident " + std::to_string(number),
                                       Role::resident,
                                       UserClass::in_town,
                                       "no password"};
    persistence::save_account(session, account);
    persistence::insert_login_session(
        session, {services::sha256_hex(token_of(number)), token_of(number), account, now + std::chrono::hours{2}}, now);
}

} // namespace

int main(int count, char** words) {
    CLI::App app("puts residents with sessions into a database");
    std::string url;
    int residents = 0;
    app.add_option("--database", url)->required();
    app.add_option("--count", residents)->required();
    CLI11_PARSE(app, count, words);
    try {
        services::start_cryptography();
        const auto database = persistence::Database::open({.url = url});
        const Instant now = services::SystemClock{}.now();
        for (int first = 1; first <= residents; first += residents_at_a_time)
            database->transact([&](Session& session) {
                for (int number = first; number < first + residents_at_a_time && number <= residents; ++number)
                    save_resident(session, number, now);
            });
        return 0;
    } catch (const std::exception& fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
}
