// Closures: what is closed cannot be claimed, what stands there is listed, and nothing slips in between.
#include "persistence/repositories/closures.hpp"

#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/audit.hpp"
#include "persistence/repositories/closure_conflicts.hpp"
#include "persistence/repositories/towns.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

const std::vector<UnitId> unit_1{UnitId{1}};

// By person 9, of unit 1's space for the_day, unless asked otherwise.
Closure closure_of(std::int64_t id, const TimeRange& daily = TimeRange::whole_day(), LocalDate first = the_day,
                   LocalDate last = the_day) {
    return {.id = ClosureId{id},
            .facility = FacilityCode{"kirara"},
            .space = SpaceCode{"room_1"},
            .first = first,
            .last = last,
            .daily = daily,
            .kind = ClosureKind::planned,
            .reason = {"ワックスがけ", "Waxing the floor"},
            .state = ClosureState::in_force,
            .made_by = AccountId{9},
            .made_at = a_moment,
            .lifted_by = std::nullopt,
            .lifted_at = std::nullopt};
}

Result<void> close_units(Database& database, const Closure& closure, const std::vector<UnitId>& units = unit_1) {
    return database.transact([&](Session& session) { return close(session, closure, units, a_moment); });
}

bool lift_closure(Database& database, std::int64_t id) {
    return database.transact(
        [&](Session& session) { return lift(session, ClosureId{id}, AccountId{9}, a_moment + 1h); });
}

// A town with person 1, who books, and person 9, who closes.
void in_town(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        static_cast<void>(make_account(database, 1));
        static_cast<void>(make_account(database, 9));
        test(database);
    });
}

// Closes one day of unit 1, and lists who stands there.
std::vector<OwnerId> close_and_list(Session& session, const Closure& closure) {
    if (!close(session, closure, unit_1, a_moment)) throw std::logic_error("a closure of one day is too large");
    const auto owners = owners_within(session, {unit_1, {{closure.first, SlotRange::covering(closure.daily)}}});
    std::vector<BookingId> bookings;
    for (const OwnerId owner : owners)
        bookings.emplace_back(owner.value());
    list_conflicts(session, closure.id, bookings);
    return owners;
}

} // namespace

TEST_CASE("a closed part of a day refuses claims, the rest of it does not, and whoever stands there stays") {
    in_town([](Database& database) {
        REQUIRE(hold(database, AccountId{1}, {{.id = 10, .time = time("09:00", "10:00")}}));
        database.transact([](Session& session) {
            CHECK(close_and_list(session, closure_of(1, time("08:00", "12:00"))).size() == 1);
        });
        CHECK(unit_day(database, 1) == UnitDay{slots("09:00", "10:00"), slots("08:00", "12:00")});
        const auto refused = hold(database, AccountId{1}, {{.id = 11, .time = time("11:00", "13:00")}});
        CHECK(code_of(refused) == "closure");
        CHECK(refused.error().facts.at("date") == Fact{std::string{"2026-12-01"}});
        CHECK(refused.error().facts.at("space") == Fact{std::string{"room_1"}});
        CHECK(hold(database, AccountId{1}, {{.id = 12, .time = time("12:00", "13:00")}}));
        CHECK(hold(database, AccountId{1}, {{.id = 13, .units = {2}}}));
        CHECK(claimed_by(database, OwnerId{10}) == 4);
    });
}

TEST_CASE("a day that nobody has touched is closed as well, also to who comes first after its closure") {
    in_town([](Database& database) {
        CHECK(close_units(database, closure_of(1)));
        CHECK(code_of(hold(database, AccountId{1}, {{.id = 10}})) == "closure");
        CHECK(lift_closure(database, 1));
        CHECK_FALSE(lift_closure(database, 1));
        CHECK(hold(database, AccountId{1}, {{.id = 10}}));
    });
}

TEST_CASE("every closed day raises its version and is announced, and so is every opened one") {
    in_town([](Database& database) {
        const auto version = [&] {
            return database.read(
                [](Session& session) { return version_of(session, unit_1, day("2026-12-01"), day("2026-12-31")); });
        };
        CHECK(close_units(database, closure_of(1, TimeRange::whole_day(), day("2026-12-01"), day("2026-12-31"))));
        CHECK(version() == 31);
        CHECK(lift_closure(database, 1));
        CHECK(version() == 62);
        CHECK(database.read([](Session& session) { return unpublished(session, 100).size(); }) == 62);
    });
}

TEST_CASE("what two closures close opens only when both are lifted, in whatever order") {
    for (const std::int64_t lifted_first : {1, 2})
        in_town([&](Database& database) {
            CHECK(close_units(database, closure_of(1, time("08:00", "12:00"))));
            CHECK(close_units(database, closure_of(2, time("10:00", "18:00"))));
            CHECK(unit_day(database, 1).closed == slots("08:00", "18:00"));
            CHECK(lift_closure(database, lifted_first));
            CHECK(unit_day(database, 1).closed ==
                  (lifted_first == 1 ? slots("10:00", "18:00") : slots("08:00", "12:00")));
            CHECK(lift_closure(database, 3 - lifted_first));
            CHECK(unit_day(database, 1).closed.none());
        });
}

TEST_CASE("closures that are lifted and made at the same moment leave closed what one in force closes") {
    in_town([](Database& database) {
        for (std::int64_t round = 0; round < 20; ++round) {
            const std::int64_t old_one = 100 + 2 * round;
            REQUIRE(close_units(database, closure_of(old_one, time("08:00", "12:00"))));
            const auto until_done = [&](const auto& work) {
                for (;;) {
                    try {
                        return static_cast<void>(work());
                    } catch (const DatabaseBusy&) {
                    }
                }
            };
            {
                std::jthread lifts([&] { until_done([&] { return lift_closure(database, old_one); }); });
                std::jthread closes([&] {
                    until_done([&] { return close_units(database, closure_of(old_one + 1, time("10:00", "14:00"))); });
                });
            }
            CHECK(unit_day(database, 1).closed == slots("10:00", "14:00"));
            REQUIRE(lift_closure(database, old_one + 1));
        }
    });
}

TEST_CASE("who lifts a closure waits for whoever revokes for it, and then finds what was revoked") {
    in_town([](Database& database) {
        REQUIRE(hold(database, AccountId{1}, {{.id = 10}}));
        database.transact([](Session& session) { CHECK(close_and_list(session, closure_of(1)).size() == 1); });
        std::atomic<bool> locked{false};
        std::atomic<bool> over{false};
        {
            std::jthread revokes([&] {
                database.transact([&](Session& session) {
                    lock_closure(session, ClosureId{1});
                    CHECK(find_closure(session, ClosureId{1})->state == ClosureState::in_force);
                    locked = true;
                    std::this_thread::sleep_for(200ms);
                    CHECK(advance(session, BookingId{10}, {.event = BookingEvent::revoked, .at = a_moment}));
                    settle_conflict(session, ClosureId{1}, BookingId{10}, ConflictOutcome::revoked, "held");
                    over = true;
                });
            });
            while (!locked)
                std::this_thread::sleep_for(1ms);
            CHECK(lift_closure(database, 1));
            CHECK(over);
        }
        const auto conflicts = database.read([](Session& session) { return conflicts_of(session, ClosureId{1}, 10); });
        CHECK(conflicts.front().outcome == ConflictOutcome::revoked);
    });
}

// What the lock is for. SQLite has one writer: there nobody can come in between.
TEST_CASE("one who revokes for a closure without its lock revokes for one that was lifted meanwhile") {
    if (!covers(Engine::mariadb)) return;
    in_town([](Database& database) {
        if (database.engine() != Engine::mariadb) return;
        REQUIRE(hold(database, AccountId{1}, {{.id = 10}}));
        database.transact([](Session& session) { CHECK(close_and_list(session, closure_of(1)).size() == 1); });
        database.transact([&](Session& session) {
            REQUIRE(find_closure(session, ClosureId{1})->state == ClosureState::in_force);
            std::jthread([&] { CHECK(lift_closure(database, 1)); }).join();
            CHECK(advance(session, BookingId{10}, {.event = BookingEvent::revoked, .at = a_moment}));
        });
        CHECK(database.read([](Session& session) { return find_closure(session, ClosureId{1})->state; }) ==
              ClosureState::lifted);
        CHECK(booking(database, 10).state == BookingState::revoked);
    });
}

TEST_CASE("a closure of too many unit-days is refused, and closes nothing") {
    in_town([](Database& database) {
        const auto last = the_day + std::chrono::days{static_cast<int>(most_unit_days_of_a_closure)};
        const auto refused = close_units(database, closure_of(1, TimeRange::whole_day(), the_day, last));
        CHECK(code_of(refused) == "closure_too_large");
        CHECK(refused.error().facts.at("most") == Fact{std::int64_t{50'000}});
        CHECK(unit_day(database, 1) == UnitDay{});
    });
}

TEST_CASE("a closure is read as it was made, and listed until it is lifted") {
    in_town([](Database& database) {
        CHECK(close_units(database, closure_of(1, time("08:00", "12:00"), day("2026-12-01"), day("2026-12-24"))));
        Closure of_all = closure_of(2, TimeRange::whole_day(), day("2026-12-20"), day("2026-12-31"));
        of_all.facility = std::nullopt;
        of_all.space = std::nullopt;
        of_all.kind = ClosureKind::emergency;
        of_all.made_at = a_moment + 1ms;
        CHECK(close_units(database, of_all, {UnitId{1}, UnitId{2}}));
        const auto found = database.read([](Session& session) { return find_closure(session, ClosureId{1}).value(); });
        CHECK(found.daily == time("08:00", "12:00"));
        CHECK(found.last == day("2026-12-24"));
        CHECK(found.reason.en == "Waxing the floor");
        const auto listed = [&](const ClosureFilter& filter) {
            std::vector<ClosureId> ids;
            for (const Closure& closure : database.read([&](Session& session) { return closures(session, filter); }))
                ids.push_back(closure.id);
            return ids;
        };
        CHECK(listed({day("2026-12-24"), day("2026-12-24")}) == std::vector{ClosureId{2}, ClosureId{1}});
        CHECK(listed({day("2026-12-25"), day("2027-01-31")}) == std::vector{ClosureId{2}});
        CHECK(lift_closure(database, 2));
        CHECK(listed({day("2026-12-24"), day("2026-12-24")}) == std::vector{ClosureId{1}});
        CHECK(listed({.first = day("2026-12-24"), .last = day("2026-12-24"), .lifted = true}).size() == 2);
        const auto lifted = database.read([](Session& session) { return find_closure(session, ClosureId{2}).value(); });
        CHECK(lifted.state == ClosureState::lifted);
        CHECK(lifted.lifted_by == AccountId{9});
        CHECK(lifted.kind == ClosureKind::emergency);
        CHECK_FALSE(lifted.facility);
    });
}

TEST_CASE("a conflict keeps in which state it was revoked when its outcome changes") {
    in_town([](Database& database) {
        REQUIRE(hold(database, AccountId{1}, {{.id = 10}}));
        database.transact([](Session& session) {
            CHECK(close_and_list(session, closure_of(1)) == std::vector{OwnerId{10}});
            CHECK(advance(session, BookingId{10}, {.event = BookingEvent::revoked, .at = a_moment}));
            settle_conflict(session, ClosureId{1}, BookingId{10}, ConflictOutcome::revoked, "held");
            settle_conflict(session, ClosureId{1}, BookingId{10}, ConflictOutcome::reinstated);
        });
        const auto conflicts = database.read([](Session& session) { return conflicts_of(session, ClosureId{1}, 10); });
        REQUIRE(conflicts.size() == 1);
        CHECK(conflicts.front().outcome == ConflictOutcome::reinstated);
        CHECK(conflicts.front().revoked_from == "held");
    });
}

// Sent in this session so far; SQLite does not count them.
std::int64_t statements(Session& session) {
    constexpr Sql count = "SELECT CAST(variable_value AS SIGNED) FROM information_schema.session_status"
                          " WHERE variable_name = 'QUESTIONS'";
    return std::get<0>(*session.select_one<std::int64_t>(count));
}

TEST_CASE("listing, reporting and ordering the conflicts of sixty-four takes as many statements as of eight") {
    in_town([](Database& database) {
        if (database.engine() != Engine::mariadb) return;
        const auto needed = [&](std::int64_t id, LocalDate first, std::int64_t number) {
            std::vector<Wish> wishes;
            for (std::int64_t one = 0; one < number; ++one)
                wishes.push_back({.id = id * 100 + one, .date = first + std::chrono::days{one}});
            REQUIRE(hold(database, AccountId{1}, wishes, {.count_waiting = false}));
            return database.transact([&](Session& session) {
                std::vector<OwnerId> owners;
                for (const Wish& wish : wishes)
                    owners.emplace_back(wish.id);
                const LocalDate last = first + std::chrono::days{number - 1};
                REQUIRE(close(session, closure_of(id, TimeRange::whole_day(), first, last), unit_1, a_moment));
                const auto before = statements(session);
                std::vector<BookingId> bookings;
                const auto found = in_the_way(session, owners, to_town_time(a_moment));
                for (const InTheWay& one : found)
                    bookings.push_back(one.booking);
                CHECK(kept_of(session, found) == Yen{0});
                list_conflicts(session, ClosureId{id}, bookings);
                CHECK(give_task(session, {ClosureId{id}, ClosureTask::revoke, AccountId{9}}, a_moment) == number);
                CHECK(conflicts_of(session, ClosureId{id}, 500).size() == wishes.size());
                CHECK(conflict_totals(session, ClosureId{id}).kept == number);
                CHECK(refunds_of_revocations(session, bookings).empty());
                CHECK(task_of(session, ClosureId{id})->left == number);
                const auto after = statements(session);
                drop_task(session, ClosureId{id});
                return after - before;
            });
        };
        const auto of_eight = needed(1, the_day, 8);
        CHECK(of_eight > 8); // counted at all
        CHECK(needed(2, the_day + std::chrono::days{100}, 64) == of_eight);
    });
}

TEST_CASE("a claim that is not committed yet is waited for by the closure, and listed") {
    in_town([](Database& database) {
        std::atomic<bool> claimed{false};
        std::vector<OwnerId> listed;
        {
            std::jthread books([&] {
                static_cast<void>(database.transact([&](Session& session) {
                    auto held = hold(session, AccountId{1}, {{.id = 10}});
                    claimed = true;
                    std::this_thread::sleep_for(300ms);
                    return held;
                }));
            });
            while (!claimed)
                std::this_thread::sleep_for(1ms);
            database.transact([&](Session& session) { listed = close_and_list(session, closure_of(1)); });
        }
        CHECK(listed == std::vector{OwnerId{10}});
        CHECK(claimed_by(database, OwnerId{10}) == 12);
    });
}

TEST_CASE("who claims while closures are being made is refused, or listed with one") {
    in_town([](Database& database) {
        constexpr int days = 30;
        constexpr int writers = 6;
        std::atomic<std::int64_t> next{100};
        std::atomic<std::int64_t> held{0};
        std::int64_t listed = 0;
        const auto until_done = [](const auto& work) {
            for (;;)
                try {
                    return work();
                } catch (const DatabaseBusy&) {
                }
        };
        {
            std::vector<std::jthread> crowd;
            for (int writer = 0; writer < writers; ++writer)
                crowd.emplace_back([&, writer] {
                    const auto hour = *TimeRange::of(*MinuteOfDay::of(writer * 60), *MinuteOfDay::of(writer * 60 + 60));
                    for (int number = 0; number < days; ++number) {
                        const Wish wish{.id = next++, .date = the_day + std::chrono::days{number}, .time = hour};
                        held += until_done([&] {
                                    return hold(database, AccountId{1}, {wish}, {.count_waiting = false});
                                }).has_value();
                    }
                });
            for (int number = 0; number < days; ++number) {
                const LocalDate date = the_day + std::chrono::days{number};
                const auto closure = closure_of(number + 1, TimeRange::whole_day(), date, date);
                listed += until_done([&] {
                    return database.transact([&](Session& session) {
                        return static_cast<std::int64_t>(close_and_list(session, closure).size());
                    });
                });
            }
        }
        CHECK(listed == held);
    });
}

// What the fence is for. SQLite has one writer: there nobody can come in between.
TEST_CASE("a closure that lists before it fences misses the claim that comes in between") {
    if (!covers(Engine::mariadb)) return;
    bool slipped_in = false;
    for_each_empty_database([&](const std::string& url) {
        if (url.starts_with("sqlite")) return;
        const auto database = Database::open({.url = url});
        migrate(*database);
        register_units(*database);
        static_cast<void>(make_account(*database, 1));
        static_cast<void>(make_account(*database, 9));
        database->transact([&](Session& session) {
            CHECK(owners_within(session, occupation({1}, "00:00", "24:00")).empty());
            std::jthread([&] { REQUIRE(hold(*database, AccountId{1}, {{.id = 10}})); }).join();
            CHECK(close(session, closure_of(1), unit_1, a_moment));
        });
        const auto findings = database->read(audit);
        REQUIRE(findings.size() == 1);
        CHECK(findings.front().invariant == "closures_list_their_conflicts");
        slipped_in = true;
    });
    CHECK(slipped_in);
}

TEST_CASE("an extra opening is read as it was made until it is withdrawn, and each time the town has a new revision") {
    in_town([](Database& database) {
        const ExtraOpening opening{
            .id = 5,
            .facility = FacilityCode{"kirara"},
            .space = std::nullopt,
            .hours = {day("2026-12-28"), day("2026-12-29"), time("09:00", "17:00"), {"臨時開館", "Open by exception"}},
            .made_by = AccountId{9},
            .made_at = a_moment};
        const auto revision = [&] {
            return database.read([](Session& session) { return in_force(session).revision; });
        };
        const auto first = revision();
        database.transact([&](Session& session) { insert_extra_opening(session, opening); });
        CHECK(revision() == first + 1);
        const auto standing = [&](const char* from) {
            return database.read([&](Session& session) { return extra_openings(session, day(from)); });
        };
        REQUIRE(standing("2026-12-29").size() == 1);
        CHECK(standing("2026-12-29").front().hours == opening.hours);
        CHECK(standing("2026-12-30").empty());
        const auto withdraw = [&] {
            return database.transact(
                [](Session& session) { return withdraw_extra_opening(session, 5, AccountId{9}, a_moment); });
        };
        CHECK(withdraw());
        CHECK_FALSE(withdraw());
        CHECK(revision() == first + 2);
        CHECK(standing("2026-12-28").empty());
        CHECK_FALSE(database.read([](Session& session) { return find_extra_opening(session, 5); }));
    });
}
