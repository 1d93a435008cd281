// Revocations and no-shows that are taken back, holds that are taken over, and slots that are held back.
#include "persistence/repositories/closures.hpp"
#include "persistence/repositories/late_comers.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <atomic>
#include <barrier>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

Advance simply(BookingEvent event) { return {.event = event, .at = a_moment}; }

// Person 1 has paid for booking 10 of unit 1 in the morning, with a projector.
void with_a_permit(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        REQUIRE(hold(database, make_account(database, 1).id, {{.id = 10, .projectors = 1}}));
        permit(database, 10);
        pay(database, 10);
        static_cast<void>(make_account(database, 2));
        test(database);
    });
}

Result<BookingState> come_back(Database& database, BookingEvent event) {
    return database.transact([&](Session& session) {
        return advance_and_reclaim(session, new_booking({.id = 10, .projectors = 1}, AccountId{1}), simply(event));
    });
}

Closure closed_from_nine_to_ten(AccountId by) {
    return {.id = ClosureId{1},
            .facility = FacilityCode{"kirara"},
            .space = std::nullopt,
            .first = the_day,
            .last = the_day,
            .daily = time("09:00", "10:00"),
            .kind = ClosureKind::emergency,
            .reason = {"停電", "No power"},
            .state = ClosureState::in_force,
            .made_by = by,
            .made_at = a_moment,
            .lifted_by = std::nullopt,
            .lifted_at = std::nullopt};
}

} // namespace

TEST_CASE("a revocation that is taken back gives the booking its slots and its equipment again") {
    with_a_permit([](Database& database) {
        CHECK(step(database, 10, simply(BookingEvent::revoked)).value() == BookingState::revoked);
        CHECK(unit_day(database, 1).taken.none());
        CHECK(unit_day(database, 11).taken.none());
        CHECK(come_back(database, BookingEvent::reinstated).value() == BookingState::permitted);
        CHECK(unit_day(database, 1).taken == slots("09:00", "12:00"));
        CHECK(unit_day(database, 11).taken == slots("09:00", "12:00"));
        CHECK(come_back(database, BookingEvent::reinstated).error().code == "wrong_state");
    });
}

TEST_CASE("a revocation is not taken back when somebody else has the slots, or they are closed") {
    with_a_permit([](Database& database) {
        CHECK(step(database, 10, simply(BookingEvent::revoked)));
        REQUIRE(hold(database, AccountId{2}, {{.id = 20, .time = time("11:00", "13:00")}}));
        CHECK(come_back(database, BookingEvent::reinstated).error().code == "already_taken");
        CHECK(state(database, 10) == BookingState::revoked);
        CHECK(claimed_by(database, OwnerId{10}) == 0);
        CHECK(step(database, 20, simply(BookingEvent::withdrawn)));
        const Closure closure = closed_from_nine_to_ten(AccountId{2});
        REQUIRE(database.transact([&](Session& session) { return close(session, closure, {UnitId{1}}, a_moment); }));
        CHECK(come_back(database, BookingEvent::reinstated).error().code == "closure");
        REQUIRE(
            database.transact([](Session& session) { return lift(session, ClosureId{1}, AccountId{2}, a_moment); }));
        CHECK(come_back(database, BookingEvent::reinstated));
    });
}

TEST_CASE("a no-show that came after all has used its slots") {
    with_a_permit([](Database& database) {
        CHECK(step(database, 10, simply(BookingEvent::not_come)));
        CHECK(claimed_by(database, OwnerId{10}) == 0);
        CHECK(database.read([](Session& session) {
            return no_shows_of(session, AccountId{1}, day("2026-04-01"), day("2027-03-31"));
        }) == 1);
        CHECK(come_back(database, BookingEvent::came_after_all).value() == BookingState::used);
        CHECK(claimed_by(database, OwnerId{10}) == 24);
        CHECK(database.read([](Session& session) {
            return no_shows_of(session, AccountId{1}, day("2026-04-01"), day("2027-03-31"));
        }) == 0);
    });
}

TEST_CASE("a booking that comes back without claiming is a bug, not a refusal") {
    with_a_permit([](Database& database) {
        CHECK(step(database, 10, simply(BookingEvent::revoked)));
        CHECK_THROWS_AS(static_cast<void>(step(database, 10, simply(BookingEvent::reinstated))), std::logic_error);
        CHECK(state(database, 10) == BookingState::revoked);
    });
}

TEST_CASE("what is given back to be held back is nobody's to take until it is freed") {
    with_a_permit([](Database& database) {
        const OwnerId held = database.transact([](Session& session) {
            const OwnerId owner = insert_hold_back(session, a_moment + 10min, a_moment);
            CHECK(advance(session, BookingId{10},
                          {.event = BookingEvent::cancelled, .at = a_moment, .hand_claims_to = owner}));
            return owner;
        });
        CHECK(claimed_by(database, owner_of(BookingId{10})) == 0);
        CHECK(claimed_by(database, held) == 24);
        const auto later = a_moment + 1h;
        CHECK(code_of(database.transact([&](Session& session) {
                  return insert_held(session, application_of(20, AccountId{2}), {new_booking({.id = 20}, AccountId{2})},
                                     {}, later);
              })) == "already_taken");
        const auto waiting = database.read([](Session& session) { return held_back(session, 10); });
        REQUIRE(waiting.size() == 1);
        CHECK(waiting.front().owner == held);
        CHECK(waiting.front().until == a_moment + 10min);
        database.transact([&](Session& session) { free_hold_back(session, held, later); });
        CHECK(unit_day(database, 1).taken.none());
        CHECK(database.read([](Session& session) { return held_back(session, 10).empty(); }));
        database.transact([&](Session& session) { free_hold_back(session, held, later); });
        CHECK(hold(database, AccountId{2}, {{.id = 20}}));
    });
}

TEST_CASE("part of what was held back is taken from it, the rest stays, and what has nothing left ends") {
    with_a_permit([](Database& database) {
        database.transact([](Session& session) {
            const OwnerId owner = insert_hold_back(session, a_moment + 10min, a_moment);
            CHECK(advance(session, BookingId{10},
                          {.event = BookingEvent::cancelled, .at = a_moment, .hand_claims_to = owner}));
        });
        const OwnerId held = database.read([](Session& session) { return held_back(session, 10).front().owner; });
        const auto take = [&](std::string_view from, std::string_view until) {
            database.transact([&](Session& session) {
                take_from_hold_backs(session, occupation({1, 3}, from, until), a_moment);
            });
        };
        const std::int64_t all = claimed_by(database, held);
        take("09:00", "10:00");
        CHECK(unit_day(database, 1).taken == slots("10:00", "12:00"));
        CHECK(claimed_by(database, held) == all - 4);
        CHECK(hold(database, AccountId{2}, {{.id = 20, .time = time("09:00", "10:00")}}));
        take("09:00", "12:00");
        CHECK(unit_day(database, 1).taken == slots("09:00", "10:00")); // what was booked meanwhile
        CHECK_FALSE(database.read([](Session& session) { return held_back(session, 10).empty(); }));
        database.transact([](Session& session) {
            take_from_hold_backs(session, occupation({2, 11, 12, 13, 14}, "09:00", "12:00"), a_moment);
        });
        CHECK(claimed_by(database, held) == 0);
        CHECK(database.read([](Session& session) { return held_back(session, 10).empty(); }));
    });
}

TEST_CASE("what was held back goes to the next one in the same unit of work, and nobody comes in between") {
    with_a_permit([](Database& database) {
        const OwnerId held = database.transact([](Session& session) {
            const OwnerId owner = insert_hold_back(session, a_moment + 10min, a_moment);
            CHECK(advance(session, BookingId{10},
                          {.event = BookingEvent::cancelled, .at = a_moment, .hand_claims_to = owner}));
            return owner;
        });
        std::atomic<bool> over{false};
        std::atomic<int> grabbed{0};
        {
            std::jthread grabs([&] {
                for (std::int64_t id = 100; !over; ++id)
                    try {
                        grabbed += hold(database, AccountId{1}, {{.id = id}}).has_value();
                    } catch (const DatabaseBusy&) {
                    }
            });
            std::this_thread::sleep_for(50ms);
            CHECK(database.transact([&](Session& session) {
                free_hold_back(session, held, a_moment);
                return hold(session, AccountId{2}, {{.id = 20}}, {.count_waiting = false});
            }));
            over = true;
        }
        CHECK(grabbed == 0);
        CHECK(claimed_by(database, OwnerId{20}) == 12);
    });
}

TEST_CASE("a hold whose time is over is taken over by one of eight, and expires once") {
    for_each_engine([](Database& database) {
        register_units(database);
        REQUIRE(hold(database, make_account(database, 100).id, {{.id = 10, .units = {1, 2}}}));
        constexpr int threads = 8;
        std::vector<AccountId> people;
        for (int number = 1; number <= threads; ++number)
            people.push_back(make_account(database, number).id);
        std::atomic<int> winners{0};
        std::barrier together(threads);
        {
            std::vector<std::jthread> crowd;
            for (const AccountId who : people)
                crowd.emplace_back([&, who] {
                    auto wish = new_booking({.id = 20 + who.value(), .units = {2}}, who);
                    wish.booking.expires_at = a_moment + 1h;
                    together.arrive_and_wait();
                    for (;;)
                        try {
                            winners += database
                                           .transact([&](Session& session) {
                                               return insert_held(session, application_of(20 + who.value(), who),
                                                                  {wish}, {}, a_moment + 10min + time_for_the_sweep);
                                           })
                                           .has_value();
                            return;
                        } catch (const DatabaseBusy&) {
                        }
                });
        }
        CHECK(winners == 1);
        CHECK(state(database, 10) == BookingState::expired);
        CHECK(unit_day(database, 1).taken.none());
        CHECK(database.read([](Session& session) { return history_of(session, BookingId{10}).size(); }) == 2);
    });
}

TEST_CASE("a hold is taken over only when no sweep came for it, and who comes too late is told so from a read") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1).id;
        REQUIRE(hold(database, make_account(database, 100).id, {{.id = 10}}));
        const auto too_late = [&](const Occupation& where, Instant now) {
            return database.look_up([&](Session& session) {
                return come_too_late(session, {{{who, "hold", "key", "hash"}, where, {}, now}}).front() !=
                       Lateness::in_time;
            });
        };
        const Occupation late_morning = occupation({1, 2}, "11:00", "13:00");
        CHECK(too_late(late_morning, a_moment + 10min + time_for_the_sweep - 1ms));
        CHECK_FALSE(too_late(late_morning, a_moment + 10min + time_for_the_sweep));
        CHECK_FALSE(too_late(occupation({1}, "12:00", "13:00"), a_moment));
        Occupation two_days = occupation({1}, "12:00", "13:00");
        two_days.days.insert(two_days.days.begin(), {the_day - std::chrono::days{1}, late_morning.days.front().slots});
        CHECK_FALSE(too_late(two_days, a_moment));
        two_days.days.back().slots = late_morning.days.front().slots;
        CHECK(too_late(two_days, a_moment));
        for (std::int64_t id = 20; id < 23; ++id)
            REQUIRE(hold(database, who, {{.id = id, .units = {3}, .date = the_day + std::chrono::days{id}}}));
        CHECK_FALSE(too_late(late_morning, a_moment)); // they are refused for another reason first
    });
}

TEST_CASE("a quarter of an hour of one's own in the middle of what is wanted is known as one's own") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1).id;
        const Wish quarter{.id = 10,
                           .time = *TimeRange::of(*MinuteOfDay::of(10 * 60 + 30), *MinuteOfDay::of(10 * 60 + 45))};
        REQUIRE(hold(database, who, {quarter}));
        const auto lateness = [&](AccountId asker, std::string_view from, std::string_view until) {
            return database.look_up([&](Session& session) {
                return come_too_late(session,
                                     {{{asker, "hold", "key", "hash"}, occupation({1, 2}, from, until), {}, a_moment}})
                    .front();
            });
        };
        CHECK(lateness(who, "09:00", "13:00") == Lateness::too_late_beside_own);
        CHECK(lateness(make_account(database, 2).id, "09:00", "13:00") == Lateness::too_late);
        CHECK(lateness(who, "10:45", "13:00") == Lateness::in_time);
    });
}

TEST_CASE("who repeats what they have, and who asks for what is closed, does not come too late") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1).id;
        REQUIRE(hold(database, who, {{.id = 10}}));
        const Occupation whole_morning = occupation({1, 2}, "09:00", "13:00");
        const auto lateness = [&](const std::string& key, AccountId asker) {
            return database.look_up([&](Session& session) {
                return come_too_late(session, {{{asker, "hold", key, "hash"}, whole_morning, {}, a_moment}}).front();
            });
        };
        const auto too_late = [&](const std::string& key) { return lateness(key, who) != Lateness::in_time; };
        database.transact([&](Session& session) { remember(session, {who, "hold", "mine", "hash"}, 10, a_moment); });
        CHECK(lateness("another", who) == Lateness::too_late_beside_own);
        CHECK(lateness("another", make_account(database, 2).id) == Lateness::too_late);
        CHECK_FALSE(too_late("mine"));
        const Closure closure = closed_from_nine_to_ten(who);
        REQUIRE(database.transact([&](Session& session) { return close(session, closure, {UnitId{1}}, a_moment); }));
        CHECK_FALSE(too_late("another"));
        REQUIRE(database.transact([&](Session& session) { return lift(session, closure.id, who, a_moment); }));
        CHECK(too_late("another"));
    });
}
