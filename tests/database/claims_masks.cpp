// The masks of a unit's day, the numbers of claims and the versions: whatever happens to claims, they say the same.
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

const OwnerId first{1};
const OwnerId second{2};

// Two owners, of whom the first has this.
void with_claims(const Occupation& occupation, const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        REQUIRE(database.transact([&](Session& session) {
            insert_owner(session, first);
            insert_owner(session, second);
            return claim(session, first, occupation, a_moment);
        }));
        test(database);
    });
}

std::int64_t counted(Database& database, OwnerId owner) {
    return std::get<0>(*database.read([&](Session& session) {
        return session.select_one<std::int64_t>("SELECT claims FROM claim_owner WHERE owner_id = :owner_id",
                                                {{"owner_id", owner}});
    }));
}

std::int64_t version(Database& database, std::int64_t unit) {
    return database.read([&](Session& session) { return version_of(session, {UnitId{unit}}, the_day, the_day); });
}

} // namespace

TEST_CASE("a unit's day says what is taken, on both sides of noon and to the last quarter hour") {
    with_claims(occupation({1}, "11:45", "12:15"), [](Database& database) {
        CHECK(unit_day(database, 1).taken == slots("11:45", "12:15"));
        CHECK(database.transact(
            [](Session& session) { return claim(session, second, occupation({1}, "23:30", "24:00"), a_moment); }));
        CHECK(database.transact(
            [](Session& session) { return claim(session, second, occupation({1}, "00:00", "00:15"), a_moment); }));
        CHECK(unit_day(database, 1).taken ==
              (slots("11:45", "12:15") | slots("23:30", "24:00") | slots("00:00", "00:15")));
        CHECK(counted(database, second) == 3);
    });
}

TEST_CASE("a stay over several days claims its part of each of them, and gives it back") {
    for_each_engine([](Database& database) {
        register_units(database);
        const Occupation stay{{UnitId{1}, UnitId{2}},
                              {{day("2026-12-01"), SlotRange::covering(time("14:00", "24:00"))},
                               {day("2026-12-02"), SlotRange::covering(time("00:00", "24:00"))},
                               {day("2026-12-03"), SlotRange::covering(time("00:00", "10:00"))}}};
        CHECK(database.transact([&](Session& session) {
            insert_owner(session, first);
            return claim(session, first, stay, a_moment);
        }));
        CHECK(counted(database, first) == 2 * (40 + 96 + 40));
        const auto claimed = database.read([](Session& session) { return claims_of(session, first); });
        REQUIRE(claimed.size() == 6);
        CHECK(claimed.front().slots == slots("14:00", "24:00"));
        CHECK(claimed[1].slots.all());
        CHECK(claimed[2].date == day("2026-12-03"));

        const auto refused = database.transact([&](Session& session) {
            insert_owner(session, second);
            return claim(session, second,
                         {{UnitId{2}}, {{day("2026-12-02"), SlotRange::covering(time("12:00", "13:00"))}}}, a_moment);
        });
        CHECK(code_of(refused) == "already_taken");
        CHECK(refused.error().facts.at("date") == Fact{std::string{"2026-12-02"}});
        database.transact([](Session& session) { release(session, first, a_moment); });
        CHECK(counted(database, first) == 0);
        CHECK(unit_day(database, 1).taken.none());
    });
}

TEST_CASE("a claim that is refused halfway leaves the masks as they were, also inside one unit of work") {
    with_claims(occupation({2}, "09:00", "10:00"), [](Database& database) {
        database.transact([](Session& session) {
            CHECK(code_of(claim(session, second, occupation({1, 2, 3}, "09:30", "10:30"), a_moment)) ==
                  "already_taken");
            CHECK(claim(session, second, occupation({1, 3}, "09:30", "10:30"), a_moment));
        });
        CHECK(unit_day(database, 2).taken == slots("09:00", "10:00"));
        CHECK(unit_day(database, 1).taken == slots("09:30", "10:30"));
        CHECK(counted(database, second) == 8);
    });
}

TEST_CASE("claims that are handed over stay taken, and change their owner and the versions") {
    with_claims(occupation({1, 2}, "09:00", "10:00"), [](Database& database) {
        const auto before = version(database, 1);
        database.transact([](Session& session) { hand_over(session, first, second, a_moment); });
        CHECK(claimed_by(database, first) == 0);
        CHECK(counted(database, first) == 0);
        CHECK(claimed_by(database, second) == 8);
        CHECK(counted(database, second) == 8);
        CHECK(unit_day(database, 1).taken == slots("09:00", "10:00"));
        CHECK(version(database, 1) == before + 1);
    });
}

TEST_CASE("a part that is given back leaves the rest, and nothing of others") {
    with_claims(occupation({1, 2}, "09:00", "10:00"), [](Database& database) {
        database.transact([](Session& session) {
            CHECK(claim(session, second, occupation({1}, "10:00", "11:00"), a_moment));
            release_part(session, first, occupation({1, 3}, "09:30", "11:00"), a_moment);
        });
        CHECK(claimed_by(database, first) == 6);
        CHECK(counted(database, first) == 6);
        CHECK(counted(database, second) == 4);
        CHECK((unit_day(database, 1).taken == (slots("09:00", "09:30") | slots("10:00", "11:00"))));
        CHECK(unit_day(database, 2).taken == slots("09:00", "10:00"));
        CHECK(version(database, 3) == 0);
    });
}

TEST_CASE("a fence raises the versions of days that nobody has touched, and claims nothing") {
    with_claims(occupation({1}, "09:00", "10:00"), [](Database& database) {
        const Occupation around{{UnitId{1}, UnitId{3}}, {{the_day, SlotRange::covering(time("09:00", "12:00"))}}};
        database.transact([&](Session& session) { fence(session, around, a_moment); });
        CHECK(version(database, 1) == 2);
        CHECK(version(database, 3) == 1);
        CHECK(version(database, 2) == 0);
        CHECK(unit_day(database, 1).taken == slots("09:00", "10:00"));
        CHECK(unit_day(database, 3) == UnitDay{});
        CHECK(database.read([](Session& session) { return unpublished(session, 10).size(); }) == 3);
    });
}

TEST_CASE("the owners inside a stretch are named once each, and nobody outside it") {
    with_claims(occupation({1, 2}, "09:00", "10:00"), [](Database& database) {
        CHECK(database.transact(
            [](Session& session) { return claim(session, second, occupation({1}, "10:00", "11:00"), a_moment); }));
        const auto within = [&](const Occupation& where) {
            return database.read([&](Session& session) { return owners_within(session, where); });
        };
        CHECK(within(occupation({1, 2, 3}, "00:00", "24:00")) == std::vector{first, second});
        CHECK(within(occupation({1}, "10:00", "10:15")) == std::vector{second});
        CHECK(within(occupation({2}, "10:00", "24:00")).empty());
    });
}

TEST_CASE("a date's version grows with every unit's, and a day of the whole town is one look") {
    with_claims(occupation({1, 2}, "09:00", "10:00"), [](Database& database) {
        CHECK(database.transact(
            [](Session& session) { return claim(session, second, occupation({3}, "09:00", "10:00"), a_moment); }));
        const auto [versions, units] = database.read([](Session& session) {
            return std::pair{date_versions(session, day("2026-11-01"), day("2026-12-31")),
                             look_at_date(session, the_day)};
        });
        CHECK(versions == std::map<LocalDate, std::int64_t>{{the_day, 3}});
        REQUIRE(units.size() == 3);
        CHECK(units.at(UnitId{3}).taken == slots("09:00", "10:00"));
    });
}
