// Accounts and the editions of a town.
#include "persistence/engine/errors.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/towns.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

TEST_CASE("an account that is saved again keeps its number and takes the other values") {
    for_each_engine([](Database& database) {
        auto account = make_account(database, 7);
        account.id = AccountId{8};
        account.display_name = "星野 さくら";
        account.role = Role::desk;
        database.transact([&](Session& session) { save_account(session, account); });
        const auto found = database.read([](Session& session) { return find_account(session, "person7").value(); });
        CHECK(found.id == AccountId{7});
        CHECK(found.display_name == "星野 さくら");
        CHECK(found.role == Role::desk);
    });
}

TEST_CASE("login names are told apart byte by byte: capitals and blanks at the end make another name") {
    for_each_engine([](Database& database) {
        static_cast<void>(make_account(database, 7));
        for (const char* const other : {"Person7", "person7 ", "ｐerson7"})
            CHECK_FALSE(database.read([&](Session& session) { return find_account(session, other); }));
    });
}

TEST_CASE("a login session is found until it is over, and swept afterwards") {
    for_each_engine([](Database& database) {
        const LoginSession login{"hash", "csrf", make_account(database, 7), a_moment + 1h};
        database.transact([&](Session& session) { insert_login_session(session, login, a_moment); });
        const auto found = [&](Instant now) {
            return database
                .read([&](Session& session) {
                    return find_login_sessions(session, {{"hash", now}}).front();
                })
                .has_value();
        };
        CHECK(found(a_moment + 1h - 1ms));
        CHECK_FALSE(found(a_moment + 1h));
        database.transact([](Session& session) { delete_expired_login_sessions(session, a_moment + 1h); });
        CHECK_FALSE(found(a_moment));
    });
}

TEST_CASE("a new edition registers new units, keeps the numbers of the old ones, and is in force alone") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto before = database.read([](Session& session) { return unit_numbers(session); });
        const std::vector<UnitOfFacility> units{{UnitCode{"fourth"}, FacilityCode{"kirara"}},
                                                {UnitCode{"first"}, FacilityCode{"gym"}}};
        const TownFiles files{{"town.toml", "第二版"}, {"gym.toml", "# ':no' \"quotes\" ;\n"}};
        const auto number =
            database.transact([&](Session& session) { return put_in_force(session, files, units, a_moment); });
        CHECK(number == 2);
        const auto [edition, after] = database.read([](Session& session) {
            return std::pair{load_edition_in_force(session).value(), unit_numbers(session)};
        });
        CHECK(edition.number == 2);
        CHECK(edition.files == files);
        CHECK(after.size() == before.size() + 1);
        CHECK(after.at(UnitCode{"first"}) == before.at(UnitCode{"first"}));
    });
}

TEST_CASE("a database without a town says so") {
    for_each_engine([](Database& database) {
        CHECK(database.read([](Session& session) { return edition_in_force(session); }) == 0);
        CHECK_FALSE(database.read([](Session& session) { return load_edition_in_force(session); }));
    });
}

TEST_CASE("a hundred thousand ids of one millisecond are all different, positive, and before those of the next") {
    std::set<std::int64_t> ids;
    for (int number = 0; number < 100'000; ++number)
        ids.insert(new_id(a_moment));
    CHECK(ids.size() == 100'000);
    CHECK(*ids.begin() > 0);
    CHECK(*ids.rbegin() < new_id(a_moment + 1ms));
}
