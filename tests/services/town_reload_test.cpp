// Another edition of the town's data, loaded while the town is served.
#include "services/town/town_loader.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

// Hoshimigawa with one text of kirara.toml replaced.
std::pair<Town, services::TownFiles> town_with(const std::string& before, const std::string& after) {
    auto files = read_town_files(HIROBA_ROOT "/ops/towns/hoshimigawa");
    std::string& text = files.at("kirara.toml");
    const auto place = text.find(before);
    REQUIRE(place != std::string::npos);
    text.replace(place, before.size(), after);
    auto town = load_town(files);
    REQUIRE(town);
    return {std::move(*town), std::move(files)};
}

void load_beside(TownHall& hall, const std::pair<Town, services::TownFiles>& edition) {
    CHECK(put_town_in_force(hall.database, edition.first, edition.second, hall.clock.now()) == 2);
    hall.catalog.refresh();
}

} // namespace

TEST_CASE("a new price holds for new bookings; who held before pays what he was told") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning")).value().booking;
        load_beside(hall, town_with("morning = 470", "morning = 990"));
        CHECK(hall.hold(who, hall.small_meeting("morning", "2026-12-02")).value().booking.total == Yen{990});
        CHECK(hall.fill_in(who, held.id));
        CHECK(hall.start(who, held.id).value().amount == Yen{470});
        CHECK(hall.booking(held.id).edition == 1);
    });
}

TEST_CASE("until the running server has looked, it serves the edition it knows") {
    in_the_town_hall([](TownHall& hall) {
        const auto [town, files] = town_with("morning = 470", "morning = 990");
        CHECK(put_town_in_force(hall.database, town, files, hall.clock.now()) == 2);
        CHECK(hall.hold(hall.resident(), hall.small_meeting()).value().booking.total == Yen{470});
        hall.catalog.refresh();
        CHECK(hall.catalog.current()->edition == 2);
    });
}

TEST_CASE("a room that the new edition gives another name keeps its number, and what was booked stays booked") {
    in_the_town_hall([](TownHall& hall) {
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        const auto number = hall.catalog.current()->unit_ids.at(UnitCode{"small_meeting"});
        load_beside(hall, town_with("小会議室", "会議室・小"));
        CHECK(hall.catalog.current()->unit_ids.at(UnitCode{"small_meeting"}) == number);
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
    });
}

TEST_CASE("what is held in a space that the new edition no longer has can still be paid and given back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.hold(who, hall.small_meeting("morning")).value().booking;
        const auto given_back = hall.hold(who, hall.small_meeting("evening")).value().booking;
        CHECK(hall.fill_in(who, paid.id));
        load_beside(hall, town_with("code = \"small_meeting\"", "code = \"tiny_meeting\""));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("afternoon"))) == "unknown_space");
        CHECK(refusal_of(hall.fill_in(who, given_back.id)) == "unknown_space");
        CHECK(cancel_booking(hall.context, who, given_back.id));
        const auto begun = hall.start(who, paid.id).value();
        hall.work();
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(std::chrono::seconds{15});
        CHECK(hall.booking(paid.id).state == BookingState::confirmed);
    });
}

TEST_CASE("a database without a town is refused with the words that help") {
    in_the_town_hall([](TownHall& hall) {
        hall.database.transact([](persistence::Session& session) { session.execute("DELETE FROM town_in_force"); });
        CHECK_THROWS_WITH(Catalog{hall.database}, "no town was loaded into this database: run `hiroba town load DIR`");
    });
}
