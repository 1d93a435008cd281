// What the public is told to be free, as the tables have it at that moment.
#include "services/availability/availability.hpp"
#include "services/town/town_loader.hpp"
#include "tests/services/support/town_hall.hpp"
#include "tests/support/repository.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

// Minatomori with stays of forty nights on its first camp site.
void let_people_stay_for_long(TownHall& hall) {
    auto files = read_town_files(in_repository("ops/towns/minatomori"));
    const std::string usual = "maximum_nights = 5";
    std::string& camp = files.at("camp.toml");
    camp.replace(camp.find(usual), usual.size(), "maximum_nights = 40");
    REQUIRE(put_town_in_force(hall.database, load_town(files).value(), files, hall.clock.now()));
    hall.catalog.refresh();
}

} // namespace

TEST_CASE("who looks for a long stay is offered it only when the last of its nights is free as well") {
    in_the_town_hall_of("minatomori", [](TownHall& hall) {
        hall.clock.set(at("2027-07-01 10:00"));
        let_people_stay_for_long(hall);
        const auto found = [&] {
            OccupancyMemory memory;
            const auto town = hall.catalog.current();
            const FreeWish wish{.first = date("2027-07-20"), .last = date("2027-07-20"), .nights = 40};
            return search_free({hall.database, memory, *town}, wish, {UserClass::in_town, hall.clock.now()})
                .value()
                .free.size();
        };
        CHECK(found() == 1);
        CHECK(hall.hold(hall.resident(), TownHall::nights("site_1", "2027-08-28", 1)));
        CHECK(found() == 0);
    });
}
