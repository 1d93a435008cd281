// Applications: several bookings that are held, counted and given up together, all or nothing.
#include "persistence/engine/errors.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/meeting.hpp"

#include <atomic>
#include <barrier>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

void in_town(const std::function<void(Database& database, AccountId who)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        test(database, make_account(database, 1).id);
    });
}

std::vector<Wish> two_rooms_and_a_day() {
    return {{.id = 10}, {.id = 11, .units = {2, 3}}, {.id = 12, .date = day("2026-12-02")}};
}

Advance simply(BookingEvent event) { return {.event = event, .at = a_moment}; }

} // namespace

TEST_CASE("an application of several bookings is held whole, and read by date and time") {
    in_town([](Database& database, AccountId who) {
        CHECK(hold(database, who, two_rooms_and_a_day()));
        const auto [bookings, applications] = database.read([&](Session& session) {
            return std::pair{bookings_of_application(session, ApplicationId{10}), applications_of(session, who, 10)};
        });
        REQUIRE(bookings.size() == 3);
        CHECK(bookings[0].id == BookingId{10});
        CHECK(bookings[2].start.date == day("2026-12-02"));
        CHECK(applications.size() == 1);
        CHECK(used(database, who, "waiting") == 1);
    });
}

TEST_CASE("when one of its slots is taken, nothing of the application is there") {
    in_town([](Database& database, AccountId who) {
        const auto other = make_account(database, 2).id;
        REQUIRE(hold(database, other, {{.id = 1, .units = {3}, .time = time("11:00", "13:00")}}));
        const auto refused = hold(database, who, two_rooms_and_a_day());
        CHECK(code_of(refused) == "already_taken");
        CHECK(refused.error().facts.at("space") == Fact{std::string{"room_2"}});
        CHECK(refused.error().facts.at("date") == Fact{std::string{"2026-12-01"}});
        for (const std::int64_t id : {10, 11, 12})
            CHECK_FALSE(database.read([&](Session& session) { return find_booking(session, BookingId{id}); }));
        CHECK_FALSE(database.read([](Session& session) { return find_application(session, ApplicationId{10}); }));
        CHECK(unit_day(database, 1).taken.none());
        CHECK(used(database, who, "waiting") == 0);
    });
}

TEST_CASE("of two applications that want the same rooms in other order, one gets all of them, each time") {
    in_town([](Database& database, AccountId who) {
        const auto other = make_account(database, 2).id;
        for (std::int64_t round = 0; round < 20; ++round) {
            const LocalDate date = the_day + std::chrono::days{round};
            std::atomic<int> winners{0};
            std::barrier together(2);
            const auto try_it = [&](AccountId account, std::vector<Wish> wishes) {
                together.arrive_and_wait();
                for (;;)
                    try {
                        if (hold(database, account, wishes, {.count_waiting = false})) ++winners;
                        return;
                    } catch (const DatabaseBusy&) {
                    }
            };
            const std::int64_t id = 100 + 10 * round;
            {
                std::jthread one([&] {
                    try_it(who, {{.id = id, .date = date}, {.id = id + 1, .units = {2}, .date = date}});
                });
                std::jthread another([&] {
                    try_it(other, {{.id = id + 2, .units = {2}, .date = date}, {.id = id + 3, .date = date}});
                });
            }
            CHECK(winners == 1);
        }
    });
}

TEST_CASE("an application waits for its applicant until the last of its bookings does not, and is counted once") {
    in_town([](Database& database, AccountId who) {
        REQUIRE(hold(database, who, two_rooms_and_a_day()));
        CHECK(step(database, 10, simply(BookingEvent::withdrawn)));
        CHECK(step(database, 11, simply(BookingEvent::submitted)));
        CHECK(used(database, who, "waiting") == 1);
        CHECK(step(database, 12, simply(BookingEvent::withdrawn)));
        CHECK(used(database, who, "waiting") == 0);
        CHECK(step(database, 11, simply(BookingEvent::withdrawn)));
        CHECK(used(database, who, "waiting") == 0);
    });
}

TEST_CASE("what staff permit waits for the applicant again, however many wait already") {
    in_town([](Database& database, AccountId who) {
        for (std::int64_t id = 10; id < 14; ++id) {
            REQUIRE(hold(database, who, {{.id = id, .date = the_day + std::chrono::days{id}}}));
            REQUIRE(step(database, id, simply(BookingEvent::submitted)));
            CHECK(used(database, who, "waiting") == 0);
        }
        for (std::int64_t id = 10; id < 14; ++id)
            database.transact([&](Session& session) {
                save_charge(session, BookingId{id}, charged(Yen{470}));
                insert_obligation(session, obligation_for(id, Yen{470}));
                CHECK(give_number(session, ApplicationId{id}, "N-" + std::to_string(id)));
                CHECK(advance(session, BookingId{id}, simply(BookingEvent::permitted)));
                keep_review(session, ApplicationId{id});
            });
        CHECK(used(database, who, "waiting") == 4);
        CHECK(code_of(hold(database, who, {{.id = 20}})) == "hold_limit_reached");
        CHECK(code_of(hold(database, who, {{.id = 20}}, {.most_waiting = 4})) == "hold_limit_reached");
        CHECK(hold(database, who, {{.id = 20}}, {.most_waiting = 5})); // a town that allows more
    });
}

TEST_CASE("what staff or the waiting list hold for a person is not counted, then or later") {
    in_town([](Database& database, AccountId who) {
        for (std::int64_t id = 10; id < 15; ++id)
            CHECK(hold(database, who, {{.id = id, .date = the_day + std::chrono::days{id}}}, {.count_waiting = false}));
        CHECK(used(database, who, "waiting") == 0);
        CHECK(step(database, 10, simply(BookingEvent::withdrawn)));
        permit(database, 11);
        pay(database, 11);
        CHECK(used(database, who, "waiting") == 0);
        CHECK(hold(database, who, {{.id = 20}}));
    });
}

TEST_CASE("two bookings of an application that end at the same moment are counted down once, each time") {
    in_town([](Database& database, AccountId who) {
        for (std::int64_t round = 0; round < 20; ++round) {
            const std::int64_t id = 100 + 10 * round;
            REQUIRE(hold(database, who, {{.id = id}, {.id = id + 1, .units = {2}}}));
            std::barrier together(2);
            const auto withdraw = [&](std::int64_t booking) {
                together.arrive_and_wait();
                for (;;)
                    try {
                        CHECK(step(database, booking, simply(BookingEvent::withdrawn)));
                        return;
                    } catch (const DatabaseBusy&) {
                    }
            };
            {
                std::jthread one([&] { withdraw(id); });
                std::jthread other([&] { withdraw(id + 1); });
            }
            CHECK(used(database, who, "waiting") == 0);
        }
    });
}

TEST_CASE("a locked application is nobody else's to decide about until the end of the unit of work") {
    in_town([](Database& database, AccountId who) {
        REQUIRE(hold(database, who, {{.id = 10}}));
        std::atomic<bool> locked{false};
        std::atomic<bool> over{false};
        {
            std::jthread pays([&] {
                database.transact([&](Session& session) {
                    lock_application(session, ApplicationId{10});
                    locked = true;
                    std::this_thread::sleep_for(200ms);
                    over = true;
                });
            });
            while (!locked)
                std::this_thread::sleep_for(1ms);
            database.transact([&](Session& session) {
                lock_application(session, ApplicationId{10});
                CHECK(over);
            });
        }
    });
}

// What the lock is for: SQLite has one writer, so only MariaDB can show it.
TEST_CASE("two who look at an application without its lock both decide on what they saw") {
    if (!covers(Engine::mariadb)) return;
    in_town([](Database& database, AccountId who) {
        if (database.engine() != Engine::mariadb) return;
        REQUIRE(hold(database, who, {{.id = 10}, {.id = 11, .units = {2}}}));
        Meeting both_have_looked(2);
        std::atomic<int> saw_the_other_waiting{0};
        const auto look_and_leave = [&](int own, int other) {
            static_cast<void>(database.transact([&](Session& session) {
                const bool waits = find_booking(session, BookingId{other})->state == BookingState::held;
                both_have_looked.wait_for_all(own);
                if (waits) ++saw_the_other_waiting;
                return advance(session, BookingId{own}, simply(BookingEvent::withdrawn));
            }));
        };
        {
            std::jthread one([&] { look_and_leave(10, 11); });
            std::jthread other([&] { look_and_leave(11, 10); });
        }
        CHECK(saw_the_other_waiting >= 2); // more when the units met and ran again
    });
}

TEST_CASE("a hold's time is moved for all of its bookings, and for none when one is over") {
    in_town([](Database& database, AccountId who) {
        REQUIRE(hold(database, who, two_rooms_and_a_day()));
        const auto move = [&](Instant until, Instant now) {
            return database.transact([&](Session& session) -> Result<void> {
                if (move_hold_deadline(session, ApplicationId{10}, until, now)) return {};
                return refuse("hold_expired");
            });
        };
        CHECK(move(a_moment + 20min, a_moment + 10min - 1ms));
        for (const std::int64_t id : {10, 11, 12})
            CHECK(booking(database, id).expires_at == a_moment + 20min);
        CHECK(step(database, 11, simply(BookingEvent::withdrawn)));
        CHECK(move(a_moment + 30min, a_moment + 15min));
        CHECK(booking(database, 12).expires_at == a_moment + 30min);
        CHECK(step(database, 12, {.event = BookingEvent::deadline_passed, .at = a_moment + 30min}));
        CHECK_FALSE(move(a_moment + 50min, a_moment + 20min));
        CHECK(booking(database, 10).expires_at == a_moment + 30min);
    });
}
