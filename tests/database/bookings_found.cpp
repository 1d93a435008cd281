// The questions about bookings: who is where, what is due, what has ended.
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

LocalDateTime at(const char* date, const char* hh_mm) { return {day(date), MinuteOfDay::parse(hh_mm).value()}; }

// Three nights in unit 1 from the_day, 14:00 until 10:00.
NewBooking three_nights(std::int64_t id, AccountId who) {
    auto stay = new_booking({.id = id}, who);
    stay.booking.start = at("2026-12-01", "14:00");
    stay.booking.end = at("2026-12-04", "10:00");
    stay.booking.nights = 3;
    stay.booking.band = std::nullopt;
    stay.occupation.days = {{day("2026-12-01"), SlotRange::covering(time("14:00", "24:00"))},
                            {day("2026-12-02"), SlotRange::covering(TimeRange::whole_day())},
                            {day("2026-12-03"), SlotRange::covering(TimeRange::whole_day())},
                            {day("2026-12-04"), SlotRange::covering(time("00:00", "10:00"))}};
    return stay;
}

// Person 1 stays three nights in room 1 (10) and has room 2 in the morning (20, another application).
void with_a_stay(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1).id;
        REQUIRE(database.transact([&](Session& session) {
            return insert_held(session, application_of(10, who), {three_nights(10, who)}, {}, a_moment);
        }));
        REQUIRE(hold(database, who, {{.id = 20, .units = {2}}}));
        test(database);
    });
}

std::vector<std::int64_t> ids_of(const std::vector<BookingForStaff>& found) {
    std::vector<std::int64_t> ids;
    for (const BookingForStaff& one : found)
        ids.push_back(one.booking.id.value());
    return ids;
}
using Ids = std::vector<std::int64_t>;

} // namespace

TEST_CASE("a stay is on the board on each of its dates, and in nobody's way outside its hours") {
    with_a_stay([](Database& database) {
        const auto board = [&](const char* date) {
            return ids_of(
                database.read([&](Session& session) { return board_of(session, FacilityCode{"kirara"}, day(date)); }));
        };
        CHECK(board("2026-11-30").empty());
        CHECK(board("2026-12-01") == Ids{10, 20});
        CHECK(board("2026-12-03") == Ids{10});
        CHECK(board("2026-12-04") == Ids{10});
        CHECK(board("2026-12-05").empty());
        const std::vector<SpaceCode> rooms{SpaceCode{"room_1"}, SpaceCode{"room_2"}};
        const auto between = [&](const LocalDateTime& start, const LocalDateTime& end) {
            return ids_of(database.read(
                [&](Session& session) { return overlapping(session, FacilityCode{"kirara"}, rooms, start, end); }));
        };
        CHECK(between(at("2026-12-01", "09:00"), at("2026-12-01", "14:00")) == Ids{20});
        CHECK(between(at("2026-12-01", "12:00"), at("2026-12-01", "14:15")) == Ids{10});
        CHECK(between(at("2026-12-03", "00:00"), at("2026-12-03", "00:15")) == Ids{10});
        CHECK(between(at("2026-12-04", "10:00"), at("2026-12-04", "24:00")).empty());
    });
}

TEST_CASE("the dates that a person has in a space are all of a stay's, cut to the stretch that was asked for") {
    with_a_stay([](Database& database) {
        const auto dates = [&](const char* space, const char* first, const char* last) {
            return database.read([&](Session& session) {
                return booked_dates(session, AccountId{1}, FacilityCode{"kirara"}, SpaceCode{space}, day(first),
                                    day(last));
            });
        };
        CHECK(dates("room_1", "2026-11-01", "2026-12-31") ==
              std::set{day("2026-12-01"), day("2026-12-02"), day("2026-12-03"), day("2026-12-04")});
        CHECK(dates("room_1", "2026-12-03", "2026-12-03") == std::set{day("2026-12-03")});
        CHECK(dates("room_2", "2026-12-02", "2026-12-31").empty());
        const auto spaces = [&](const char* from) {
            return database.read([&](Session& session) { return booked_spaces(session, day(from)); });
        };
        CHECK(spaces("2026-12-01") ==
              std::map<SpaceCode, std::int64_t>{{SpaceCode{"room_1"}, 1}, {SpaceCode{"room_2"}, 1}});
        CHECK(spaces("2026-12-02") == std::map<SpaceCode, std::int64_t>{{SpaceCode{"room_1"}, 1}});
        CHECK(step(database, 10, {.event = BookingEvent::withdrawn, .at = a_moment}));
        CHECK(dates("room_1", "2026-11-01", "2026-12-31").empty());
    });
}

TEST_CASE("what is overdue is told by state, the oldest first, and not while money may come") {
    with_a_stay([](Database& database) {
        const auto overdue = [&](BookingState state, Instant now) {
            return database.read([&](Session& session) { return overdue_bookings(session, state, now, 10); });
        };
        CHECK(overdue(BookingState::held, a_moment + 10min - 1ms).empty());
        CHECK(overdue(BookingState::held, a_moment + 10min) == std::vector{BookingId{10}, BookingId{20}});
        permit(database, 20);
        CHECK(overdue(BookingState::held, a_moment + 10min) == std::vector{BookingId{10}});
        CHECK(overdue(BookingState::permitted_unpaid, a_moment + 24h) == std::vector{BookingId{20}});
        database.transact([](Session& session) {
            insert_attempt(session, attempt_for(*owed_obligation_of(session, ApplicationId{20}), 1));
        });
        CHECK(overdue(BookingState::permitted_unpaid, a_moment + 24h).empty());
    });
}

TEST_CASE("a permitted use has ended when its last minute has") {
    with_a_stay([](Database& database) {
        const auto ended = [&](BookingState state, const LocalDateTime& by) {
            return database.read([&](Session& session) { return ended_bookings(session, state, by, 10); });
        };
        permit(database, 10);
        pay(database, 10);
        CHECK(ended(BookingState::permitted, at("2026-12-04", "09:59")).empty());
        CHECK(ended(BookingState::permitted, at("2026-12-04", "10:00")) == std::vector{BookingId{10}});
        CHECK_FALSE(booking(database, 10).expires_at); // the end of a use is nobody's deadline
    });
}

TEST_CASE("staff find bookings by state and by owner, each with its application and who made it") {
    with_a_stay([](Database& database) {
        CHECK(step(database, 20, {.event = BookingEvent::submitted, .at = a_moment}));
        database.transact([](Session& session) {
            save_details(session, ApplicationId{20},
                         {.activity = ActivityCode{"choir"},
                          .purpose = "練習",
                          .group_name = "星見川合唱団",
                          .people = 30,
                          .highest_admission = std::nullopt,
                          .is_commercial = false,
                          .reduction = std::nullopt});
            CHECK(give_number(session, ApplicationId{20}, "N-20"));
        });
        const auto in_review = database.read(
            [](Session& session) { return bookings_in_state(session, BookingState::under_review, the_day, 10); });
        REQUIRE(ids_of(in_review) == Ids{20});
        CHECK(in_review.front().application.details->group_name == "星見川合唱団");
        CHECK(in_review.front().application.number == "N-20");
        CHECK(in_review.front().holder == "person1");
        CHECK(database.read([](Session& session) {
            return bookings_in_state(session, BookingState::under_review, day("2026-12-02"), 10).empty();
        }));
        const std::vector<OwnerId> owners{OwnerId{20}, OwnerId{999}, OwnerId{10}};
        CHECK(ids_of(database.read([&](Session& session) { return bookings_with(session, owners); })) == Ids{20, 10});
        const std::vector<ApplicationId> applications{ApplicationId{10}, ApplicationId{20}, ApplicationId{30}};
        CHECK(database.read([&](Session& session) { return bookings_of_applications(session, applications).size(); }) ==
              2);
    });
}

TEST_CASE("the desk finds residents by how their login begins or what their name contains, and nobody by a wildcard") {
    for_each_engine([](Database& database) {
        for (const std::int64_t number : {1, 2, 12})
            static_cast<void>(make_account(database, number));
        auto staff = make_account(database, 30);
        staff.role = Role::desk;
        auto named = make_account(database, 40);
        named.display_name = "星野 Sakura_100%";
        database.transact([&](Session& session) {
            save_account(session, staff);
            save_account(session, named);
        });
        const auto find = [&](const char* words) {
            return database.read([&](Session& session) { return search_residents(session, words, 10); });
        };
        CHECK(find("person1").size() == 2);
        CHECK(find("PERSON1").size() == 2);
        CHECK(find("erson1").size() == 2);
        CHECK(find("person30").empty());
        REQUIRE(find("sakura_1").size() == 1);
        CHECK(find("星野").front().id == AccountId{40});
        CHECK(find("100%").size() == 1);
        CHECK(find("%").size() == 1);
        CHECK(find("a_u").empty());
        CHECK(database.read([](Session& session) { return find_account(session, AccountId{12}); })->login_name ==
              "person12");
    });
}
