// Another edition of the town's data, loaded while the town is served.
#include "services/availability/availability.hpp"
#include "services/town/town_loader.hpp"
#include "tests/services/support/town_hall.hpp"
#include "tests/support/repository.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

// Hoshimigawa with one text of kirara.toml replaced.
std::pair<Town, services::TownFiles> town_with(const std::string& before, const std::string& after) {
    auto files = read_town_files(in_repository("ops/towns/hoshimigawa"));
    std::string& text = files.at("kirara.toml");
    const auto place = text.find(before);
    REQUIRE(place != std::string::npos);
    text.replace(place, before.size(), after);
    auto town = load_town(files);
    REQUIRE(town);
    return {std::move(*town), std::move(files)};
}

void load_beside(TownHall& hall, const std::pair<Town, services::TownFiles>& edition) {
    CHECK(put_town_in_force(hall.database, edition.first, edition.second, hall.clock.now()).value() == 2);
    hall.catalog.refresh();
}

} // namespace

TEST_CASE("a new price holds for new bookings; who held before pays what he was told") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning")).value().booking;
        load_beside(hall, town_with("morning = 470", "morning = 990"));
        CHECK(hall.hold(who, hall.small_meeting("morning", "2026-12-02")).value().booking.total == Yen{990});
        CHECK(hall.fill_in(who, held.application));
        CHECK(hall.start(who, held.application).value().amount == Yen{470});
        CHECK(hall.booking(held.id).edition == 1);
    });
}

TEST_CASE("until the running server has looked, it serves the edition it knows") {
    in_the_town_hall([](TownHall& hall) {
        const auto [town, files] = town_with("morning = 470", "morning = 990");
        CHECK(put_town_in_force(hall.database, town, files, hall.clock.now()).value() == 2);
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

TEST_CASE("a space with bookings to come keeps its units: an edition that drops or cuts it is refused by name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, TownHall::band("kitchen", "2026-12-01", "morning")).value().booking;
        const auto [town, files] = town_with("[[space]]\ncode = \"kitchen\"", "[[space]]\ncode = \"cookery\"");
        const auto refused = put_town_in_force(hall.database, town, files, hall.clock.now());
        CHECK(refusal_of(refused) == "space_has_bookings");
        CHECK(refused.error().facts.at("space") == Fact{std::string{"kitchen"}});
        CHECK(hall.cancel(who, held.application));
        CHECK(put_town_in_force(hall.database, town, files, hall.clock.now()).value() == 2);
    });
}

TEST_CASE("a piece of equipment that is still to be lent stays: an edition with fewer pieces is refused by name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        auto with_both = hall.small_meeting();
        with_both.equipment = {{EquipmentCode{"projector"}, 2}};
        const auto held = hall.hold(who, with_both).value().booking;
        const auto [town, files] = town_with("stock = 2", "stock = 1");
        const auto refused = put_town_in_force(hall.database, town, files, hall.clock.now());
        CHECK(refusal_of(refused) == "equipment_is_booked");
        CHECK(refused.error().facts.at("equipment") == Fact{std::string{"projector"}});
        CHECK(refused.error().facts.at("pieces") == Fact{std::int64_t{1}});
        CHECK(hall.cancel(who, held.application));
        CHECK(put_town_in_force(hall.database, town, files, hall.clock.now()).value() == 2);
    });
}

TEST_CASE("versions never fall, whatever the new edition is") {
    in_the_town_hall([](TownHall& hall) {
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        const auto version = [&] {
            OccupancyMemory memory;
            const auto town = hall.catalog.current();
            return day_version({hall.database, memory, *town}, FacilityCode{"kirara"}, date("2026-12-01")).value();
        };
        const auto before = version();
        load_beside(hall, town_with("morning = 470", "morning = 990"));
        CHECK(version() > before);
    });
}

TEST_CASE("a database without a town is refused with the words that help") {
    in_the_town_hall([](TownHall& hall) {
        hall.database.transact([](persistence::Session& session) { session.execute("DELETE FROM town_in_force"); });
        CHECK_THROWS_WITH(Catalog{hall.database}, "no town was loaded into this database: run `hiroba town load DIR`");
    });
}
