// Logging in: who is let in, who is not, and what is told to whom.
#include "services/accounts/log_in.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

const std::string password = "correct horse battery staple";

void make_account(TownHall& hall, const std::string& name) {
    save_accounts(hall.database, {{name, "星野 さくら", Role::resident, UserClass::in_town, password}},
                  hall.clock.now());
}

std::string answer(TownHall& hall, const std::string& name, const std::string& tried) {
    return refusal_of(log_in(hall.database, name, tried, hall.clock.now()));
}

} // namespace

TEST_CASE("the right password opens a session of twelve hours, which ends when its owner logs out") {
    in_the_town_hall([](TownHall& hall) {
        make_account(hall, "sakura");
        const auto opened = log_in(hall.database, "sakura", password, hall.clock.now()).value();
        const auto known = [&] { return session_of(hall.context, opened.token); };
        REQUIRE(known());
        CHECK(known()->account.display_name == "星野 さくら");
        hall.clock.pass(12h - 1ms);
        CHECK(known());
        hall.clock.pass(1ms);
        CHECK_FALSE(known());

        const auto second = log_in(hall.database, "sakura", password, hall.clock.now()).value();
        log_out(hall.database, second.login);
        CHECK_FALSE(session_of(hall.context, second.token));
        CHECK_FALSE(session_of(hall.context, ""));
    });
}

TEST_CASE("the token of a session stands nowhere in the database, and neither does a password") {
    in_the_town_hall([](TownHall& hall) {
        make_account(hall, "sakura");
        const auto opened = log_in(hall.database, "sakura", password, hall.clock.now()).value();
        CHECK(hall.count("login_session WHERE token_hash = '" + opened.token + "'") == 0);
        CHECK(hall.count("account WHERE password_hash LIKE '$argon2id$%' AND password_hash NOT LIKE '%horse%'") == 1);
    });
}

TEST_CASE("a wrong password and a name that nobody has are refused alike") {
    in_the_town_hall([](TownHall& hall) {
        make_account(hall, "sakura");
        CHECK(answer(hall, "sakura", "wrong") == "wrong_credentials");
        CHECK(answer(hall, "nobody", "wrong") == "wrong_credentials");
        CHECK(hall.count("login_failure WHERE login_name_hash IN ('sakura', 'nobody')") == 0);
        CHECK(hall.count("login_failure") == 2);
    });
}

TEST_CASE("after ten failures a name waits a quarter of an hour, even with the right password; others do not") {
    in_the_town_hall([](TownHall& hall) {
        make_account(hall, "sakura");
        make_account(hall, "kenichi");
        for (int failures = 0; failures < 10; ++failures)
            CHECK(answer(hall, "sakura", "wrong") == "wrong_credentials");
        const auto locked = log_in(hall.database, "sakura", password, hall.clock.now());
        CHECK(refusal_of(locked) == "too_many_log_ins");
        CHECK(locked.error().facts.at("retry_after_seconds") == Fact{std::int64_t{900}});
        CHECK(answer(hall, "kenichi", password).empty());
        hall.clock.pass(15min);
        CHECK(answer(hall, "sakura", password).empty());
        CHECK(hall.count("login_failure") == 0);
    });
}

TEST_CASE("an account that is loaded again has the new password and keeps its bookings") {
    in_the_town_hall([](TownHall& hall) {
        make_account(hall, "sakura");
        const auto before = log_in(hall.database, "sakura", password, hall.clock.now()).value().login.account;
        CHECK(hall.hold(before, hall.small_meeting()));
        save_accounts(hall.database,
                      {{"sakura", "星野 さくら", Role::resident, UserClass::in_town, "another password"}},
                      hall.clock.now());
        CHECK(answer(hall, "sakura", password) == "wrong_credentials");
        CHECK(log_in(hall.database, "sakura", "another password", hall.clock.now()).value().login.account.id ==
              before.id);
    });
}
