// キャンセル待ち: who waits for what, in which order, and how it ends.
#include "persistence/repositories/waiting_list.hpp"

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

// For room 1 on the_day in the morning, unless asked otherwise.
struct Place {
    std::int64_t id = 1;
    std::int64_t account = 1;
    const char* space = "room_1";
    LocalDate date = the_day;
    TimeRange hours = time("09:00", "12:00");
    Instant at = a_moment;
};

Waiting waiting_of(const Place& place) {
    return {.id = WaitingId{place.id},
            .account = AccountId{place.account},
            .facility = FacilityCode{"kirara"},
            .space = SpaceCode{place.space},
            .start = {place.date, place.hours.start()},
            .end = {place.date, place.hours.end()},
            .band = BandCode{"morning"},
            .nights = std::nullopt,
            .state = WaitingState::waiting,
            .offer = std::nullopt,
            .created_at = place.at};
}

Result<void> wait_for(Database& database, const Place& place) {
    return database.transact([&](Session& session) { return insert_waiting(session, waiting_of(place), place.at); });
}

bool move(Database& database, std::int64_t id, WaitingState from, WaitingState to,
          std::optional<ApplicationId> offer = std::nullopt) {
    return database.transact([&](Session& session) { return move_waiting(session, WaitingId{id}, from, to, offer); });
}

Waiting found(Database& database, std::int64_t id) {
    return database.read([&](Session& session) { return find_waiting(session, WaitingId{id}).value(); });
}

std::vector<std::int64_t> ids_of(const std::vector<Waiting>& line) {
    std::vector<std::int64_t> ids;
    for (const Waiting& waiting : line)
        ids.push_back(waiting.id.value());
    return ids;
}

// A town with three people.
void in_town(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        for (const std::int64_t number : {1, 2, 3})
            static_cast<void>(make_account(database, number));
        test(database);
    });
}

} // namespace

TEST_CASE("those who wait stand in line by when they came, for what overlaps the days and spaces asked for") {
    in_town([](Database& database) {
        CHECK(wait_for(database, {.id = 5, .account = 1, .at = a_moment + 1ms}));
        CHECK(wait_for(database, {.id = 4, .account = 2, .at = a_moment + 2ms}));
        CHECK(wait_for(database, {.id = 6, .account = 3, .hours = time("11:00", "13:00"), .at = a_moment}));
        CHECK(wait_for(database, {.id = 7, .account = 3, .space = "room_2"}));
        CHECK(wait_for(database, {.id = 8, .account = 3, .date = day("2026-12-02")}));
        const auto line = [&](const std::vector<SpaceCode>& spaces, const char* first, const char* last) {
            return ids_of(
                database.read([&](Session& session) { return waiting_for(session, spaces, day(first), day(last)); }));
        };
        CHECK(line({SpaceCode{"room_1"}}, "2026-12-01", "2026-12-01") == std::vector<std::int64_t>{6, 5, 4});
        CHECK(line({SpaceCode{"room_1"}, SpaceCode{"room_2"}}, "2026-12-01", "2026-12-02").size() == 5);
        CHECK(line({SpaceCode{"room_3"}}, "2026-12-01", "2026-12-02").empty());
        const auto place = [&](std::int64_t id) {
            return database.read(
                [&](Session& session) { return place_of(session, *find_waiting(session, WaitingId{id})); });
        };
        CHECK(place(5) == 0);
        CHECK(place(4) == 1);
        CHECK(place(6) == 0);
        CHECK(ids_of(database.read([](Session& session) { return all_waiting(session, day("2026-12-01"), 3); })) ==
              std::vector<std::int64_t>{5, 4, 7});
    });
}

TEST_CASE("a person is told the places that they have, and of the others the latest") {
    in_town([](Database& database) {
        for (const std::int64_t number : {1, 2, 3, 4}) {
            REQUIRE(wait_for(database, {.id = number, .date = the_day + std::chrono::days{number}}));
            if (number != 2) REQUIRE(move(database, number, WaitingState::waiting, WaitingState::withdrawn));
        }
        const auto told = [&](int limit) {
            return ids_of(
                database.read([&](Session& session) { return persistence::waiting_of(session, AccountId{1}, limit); }));
        };
        CHECK(told(10) == std::vector<std::int64_t>{1, 2, 3, 4});
        CHECK(told(3) == std::vector<std::int64_t>{2, 3, 4});
        CHECK(told(1) == std::vector<std::int64_t>{2});
    });
}

TEST_CASE("nobody waits twice for the same, and who has left may come again") {
    in_town([](Database& database) {
        CHECK(wait_for(database, {.id = 1}));
        CHECK(code_of(wait_for(database, {.id = 2})) == "already_waiting");
        CHECK(wait_for(database, {.id = 3, .account = 2}));
        CHECK(move(database, 1, WaitingState::waiting, WaitingState::withdrawn));
        CHECK_FALSE(move(database, 1, WaitingState::waiting, WaitingState::withdrawn));
        CHECK(used(database, AccountId{1}, "waiting_list") == 0);
        CHECK(wait_for(database, {.id = 2}));
        CHECK(found(database, 1).state == WaitingState::withdrawn);
    });
}

TEST_CASE("sixteen threads of one person get as many places as the limit allows") {
    in_town([](Database& database) {
        std::atomic<int> places{0};
        {
            std::vector<std::jthread> crowd;
            for (int number = 0; number < 16; ++number)
                crowd.emplace_back([&, number] {
                    const Place place{.id = 100 + number, .date = the_day + std::chrono::days{number}};
                    for (;;)
                        try {
                            const auto waits = wait_for(database, place);
                            if (waits) ++places;
                            if (!waits) CHECK(waits.error().code == "waiting_limit_reached");
                            return;
                        } catch (const DatabaseBusy&) {
                        }
                });
        }
        CHECK(places == waiting_places_per_account);
        CHECK(used(database, AccountId{1}, "waiting_list") == waiting_places_per_account);
    });
}

TEST_CASE("an offer is one step, names its application, and ends with the hold that was made for it") {
    in_town([](Database& database) {
        for (const BookingEvent ending : {BookingEvent::submitted, BookingEvent::withdrawn}) {
            const std::int64_t id = ending == BookingEvent::submitted ? 1 : 2;
            const LocalDate date = the_day + std::chrono::days{id};
            REQUIRE(wait_for(database, {.id = id, .date = date}));
            const ApplicationId offer{10 * id};
            CHECK(database.transact([&](Session& session) -> Result<void> {
                if (auto held =
                        hold(session, AccountId{1}, {{.id = offer.value(), .date = date}}, {.count_waiting = false});
                    !held)
                    return held;
                CHECK(move_waiting(session, WaitingId{id}, WaitingState::waiting, WaitingState::offered, offer));
                CHECK_FALSE(move_waiting(session, WaitingId{id}, WaitingState::waiting, WaitingState::offered, offer));
                return {};
            }));
            CHECK(database.read([&](Session& session) { return waiting_with_offer(session, offer)->id; }) ==
                  WaitingId{id});
            CHECK(used(database, AccountId{1}, "waiting_list") == 1);
            database.transact([&](Session& session) {
                if (ending == BookingEvent::submitted) CHECK(give_number(session, offer, "N-10"));
                CHECK(advance(session, BookingId{offer.value()}, {.event = ending, .at = a_moment}));
                keep_review(session, offer);
            });
            CHECK(found(database, id).state ==
                  (ending == BookingEvent::submitted ? WaitingState::taken : WaitingState::lapsed));
            CHECK(found(database, id).offer == offer);
            CHECK(used(database, AccountId{1}, "waiting_list") == 0);
        }
    });
}

TEST_CASE("an offer that no sweep came for lapses with the hold that somebody else takes over") {
    in_town([](Database& database) {
        REQUIRE(wait_for(database, {.id = 1}));
        REQUIRE(database.transact([](Session& session) -> Result<void> {
            auto held = hold(session, AccountId{1}, {{.id = 10}}, {.count_waiting = false});
            CHECK(move_waiting(session, WaitingId{1}, WaitingState::waiting, WaitingState::offered, ApplicationId{10}));
            return held;
        }));
        CHECK(database.transact([](Session& session) {
            auto wish = new_booking({.id = 20}, AccountId{2});
            wish.booking.expires_at = a_moment + 1h;
            return insert_held(session, application_of(20, AccountId{2}), {wish}, {},
                               a_moment + 10min + time_for_the_sweep);
        }));
        CHECK(found(database, 1).state == WaitingState::lapsed);
    });
}

TEST_CASE("who waits when the use begins has waited too long") {
    in_town([](Database& database) {
        REQUIRE(wait_for(database, {.id = 1}));
        REQUIRE(wait_for(database, {.id = 2, .date = day("2026-11-30"), .hours = time("20:00", "21:00")}));
        const auto too_long = [&](const char* at) {
            const LocalDateTime now{the_day, MinuteOfDay::parse(at).value()};
            return database.read([&](Session& session) { return waiting_too_long(session, now, 10); });
        };
        CHECK(too_long("08:59") == std::vector{WaitingId{2}});
        CHECK(too_long("09:00") == std::vector{WaitingId{2}, WaitingId{1}});
    });
}
