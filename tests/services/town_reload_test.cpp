// Another edition of the town's data, loaded while the town is served.
#include "persistence/repositories/claims.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/audit/audit_by_town.hpp"
#include "services/availability/availability.hpp"
#include "services/booking/hold.hpp"
#include "services/closures/closures.hpp"
#include "services/town/town_loader.hpp"
#include "tests/services/support/hanasato.hpp"
#include "tests/services/support/town_hall.hpp"
#include "tests/support/repository.hpp"

#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <optional>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

void replace_once(std::string& text, const std::string& before, const std::string& after) {
    const auto place = text.find(before);
    REQUIRE(place != std::string::npos);
    text.replace(place, before.size(), after);
}

std::pair<Town, services::TownFiles> town_of(services::TownFiles files) {
    auto town = load_town(files);
    REQUIRE(town);
    return {std::move(*town), std::move(files)};
}

// Hoshimigawa with one text of kirara.toml replaced.
std::pair<Town, services::TownFiles> town_with(const std::string& before, const std::string& after) {
    auto files = read_town_files(in_repository("ops/towns/hoshimigawa"));
    replace_once(files.at("kirara.toml"), before, after);
    return town_of(std::move(files));
}

// The small meeting room is another one from now on: the same space, another unit.
std::pair<Town, services::TownFiles> town_with_the_room_moved() {
    auto files = read_town_files(in_repository("ops/towns/hoshimigawa"));
    std::string& text = files.at("kirara.toml");
    replace_once(text, "    \"small_meeting\",\n", "    \"meeting_of_the_annex\",\n");
    replace_once(text, "units = [\"small_meeting\"]", "units = [\"meeting_of_the_annex\"]");
    return town_of(std::move(files));
}

// A room of kirara, or all of it, for the first two days of December.
ClosureCommand closing(TownHall& hall, const std::optional<SpaceCode>& space) {
    return {.facility = FacilityCode{"kirara"},
            .space = space,
            .first = date("2026-12-01"),
            .last = date("2026-12-02"),
            .daily = std::nullopt,
            .reason = {"床の工事", "Work on the floor"},
            .idempotency_key = hall.fresh_key(),
            .request_hash = "hash"};
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

TEST_CASE("who books a room by the edition before gets the units that the new one gives it") {
    in_the_town_hall([](TownHall& hall) {
        const auto edition = town_with_the_room_moved();
        const auto& [town, files] = edition;
        CHECK(put_town_in_force(hall.database, town, files, hall.clock.now()).value() == 2);
        REQUIRE(hall.catalog.current()->edition == 1); // it has not looked yet
        const auto held = hall.hold(hall.resident(), hall.small_meeting()).value().booking;
        CHECK(held.edition == 2);
        const auto claims = hall.database.read(
            [&](persistence::Session& session) { return persistence::claims_of(session, OwnerId{held.id.value()}); });
        REQUIRE(claims.size() == 1);
        CHECK(claims.front().unit == hall.catalog.current()->unit_ids.at(UnitCode{"meeting_of_the_annex"}));
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
    });
}

TEST_CASE("an edition with other units waits for the booking that is just being written, and sees it") {
    in_the_town_hall([](TownHall& hall) {
        const auto edition = town_with_the_room_moved();
        const auto& [town, files] = edition;
        const auto staff = hall.staff();
        std::optional<Result<std::int64_t>> loaded;
        std::jthread loads;
        const persistence::Application application{.id = ApplicationId{persistence::new_id(hall.clock.now())},
                                                   .number = std::nullopt,
                                                   .account = hall.resident().id,
                                                   .made_by = staff.id,
                                                   .kind = persistence::ApplicationKind::ordinary,
                                                   .facility = {},
                                                   .user_class = UserClass::in_town,
                                                   .details = std::nullopt,
                                                   .edition = 1,
                                                   .created_at = hall.clock.now()};
        const HoldCommand command{{hall.small_meeting()}, Fitting::all, "written-meanwhile", "hash"};
        // After the booking is written, and before it is there for others.
        const auto load_meanwhile = [&](persistence::Session&, const TownInForce&, const ApplicationView& view) {
            std::atomic<bool> begun = false;
            loads = std::jthread([&] {
                begun = true;
                begun.notify_one();
                loaded = put_town_in_force(hall.database, town, files, hall.clock.now());
            });
            begun.wait(false);
            std::this_thread::sleep_for(std::chrono::milliseconds{30}); // longer than it would take, did it not wait
            return Result<ApplicationView>{view};
        };
        const auto held = hold_for(hall.context, staff, application, command, load_meanwhile);
        loads.join();
        REQUIRE(held);
        REQUIRE(loaded);
        CHECK(refusal_of(*loaded) == "space_has_bookings");
    });
}

TEST_CASE("what is closed stays closed with the units that a new edition gives it, and opens with them") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto closed =
            close_spaces(hall.context, desk, closing(hall, SpaceCode{"small_meeting"})).value().closure.id;
        load_beside(hall, town_with_the_room_moved());
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-02"))) == "closure");
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-03")));
        CHECK(hall.database.read(audit_by_town).empty());
        REQUIRE(lift_closure(hall.context, desk, closed, false));
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-02")));
    });
}

TEST_CASE("a closure that grows over a booking that it lists already lists it once") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto whole = hall.hold(hall.resident(), TownHall::band("large_meeting", "2026-12-01", "morning"));
        REQUIRE(whole);
        const auto closed = close_spaces(hall.context, desk, closing(hall, SpaceCode{"large_meeting_a"})).value();
        REQUIRE(closed.conflicts.size() == 1);
        auto files = read_town_files(in_repository("ops/towns/hoshimigawa"));
        replace_once(files.at("kirara.toml"), "units = [\"large_meeting_a\"]",
                     "units = [\"large_meeting_a\", \"large_meeting_b\"]");
        load_beside(hall, town_of(std::move(files)));
        CHECK(refusal_of(hall.hold(hall.resident(), TownHall::band("large_meeting_b", "2026-12-02", "morning"))) ==
              "closure");
        const auto report = closure_report(hall.context, closed.closure.id).value();
        CHECK(report.conflicts.size() == 1);
    });
}

TEST_CASE("what is added to a hold after an edition with fewer pieces is one of those that are left") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        load_beside(hall, town_with("stock = 2", "stock = 1"));
        auto beside = TownHall::band("japanese_room", "2026-12-01", "morning");
        beside.equipment = {{EquipmentCode{"projector"}, 1}};
        REQUIRE(hall.hold(hall.resident(), beside));
        const auto with_projectors = [&](int pieces) {
            return put_details(hall.context, who,
                               {held.application,
                                meeting_of_eight(),
                                {{held.id, {}, std::vector<EquipmentWish>{{EquipmentCode{"projector"}, pieces}}}}});
        };
        CHECK(refusal_of(with_projectors(1)) == "too_much_equipment");
        CHECK(refusal_of(with_projectors(2)) == "too_much_equipment");
        CHECK(put_details(hall.context, who, {held.application, meeting_of_eight()}));
    });
}

TEST_CASE("the auditor holds a booking against its edition, and a closure against what it is about") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        REQUIRE(close_spaces(hall.context, desk, closing(hall, std::nullopt)));
        auto with_equipment = hall.small_meeting("morning", "2026-12-03");
        with_equipment.equipment = {{EquipmentCode{"projector"}, 1}};
        const auto held = hall.hold(hall.resident(), with_equipment).value().booking;
        const std::string it = " = " + std::to_string(held.id.value());
        const auto unit = [&](const char* code) {
            return std::to_string(hall.catalog.current()->unit_ids.at(UnitCode{code}).value());
        };
        const std::string of_the_quote = "UPDATE booking SET quote_json = REPLACE(quote_json, ";
        struct Break {
            std::string statement;
            std::vector<std::string> found;
        };
        const std::vector<Break> breaks{
            {"UPDATE claim SET unit_id = " + unit("kitchen") + " WHERE unit_id = " + unit("small_meeting") +
                 " AND owner_id" + it,
             {"bookings_claim_their_use"}},
            {"UPDATE claim SET slot_index = 95 WHERE slot_index = 47 AND owner_id" + it, {"bookings_claim_their_use"}},
            {"INSERT INTO claim (unit_id, slot_date, slot_index, owner_id) SELECT unit_id, slot_date, 95, owner_id"
             " FROM claim WHERE slot_index = 47 AND owner_id" +
                 it,
             {"bookings_claim_their_use"}},
            {"UPDATE booking_equipment SET quantity = 2 WHERE booking_id" + it,
             {"bookings_claim_their_use", "quotes_are_by_their_edition"}},
            {"UPDATE booking SET start_minute = start_minute + 60 WHERE booking_id" + it,
             {"bookings_claim_their_use", "quotes_are_by_their_edition"}},
            {"UPDATE booking SET band_code = 'afternoon' WHERE booking_id" + it,
             {"bookings_claim_their_use", "quotes_are_by_their_edition"}},
            {"UPDATE booking SET extension_minutes = 720 WHERE booking_id" + it,
             {"bookings_claim_their_use", "quotes_are_by_their_edition"}},
            {"UPDATE booking SET wants_climate = 1 - wants_climate WHERE booking_id" + it,
             {"quotes_are_by_their_edition"}},
            {"UPDATE booking SET reduction_code = 'g5' WHERE booking_id" + it, {"quotes_are_by_their_edition"}},
            {of_the_quote + "'\"quantity\":1', '\"quantity\":3') WHERE booking_id" + it,
             {"quotes_are_by_their_edition"}},
            {"UPDATE booking SET quote_json = '{\"lines\":7}' WHERE booking_id" + it, {"quotes_are_by_their_edition"}},
            {"UPDATE booking SET quote_json = 'nonsense' WHERE booking_id" + it, {"quotes_are_by_their_edition"}},
            {"UPDATE town_file SET content = 'code =' WHERE name = 'kirara.toml'", {"editions_can_be_read"}},
            {"DELETE FROM closure_unit_day WHERE unit_id = " + unit("kitchen"), {"closures_close_their_spaces"}},
        };
        for (const auto& [statement, expected] : breaks) {
            INFO(statement);
            static_cast<void>(hall.database.transact([&](persistence::Session& session) -> Result<void> {
                CHECK(session.execute(persistence::Sql::built(statement)) > 0);
                std::vector<std::string> found;
                for (const auto& finding : audit_by_town(session))
                    found.push_back(finding.invariant);
                CHECK(found == expected);
                return refuse("not_meant");
            }));
        }
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
