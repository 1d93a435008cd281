#include "services/town/account_loader.hpp"
#include "tests/support/repository.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;

namespace {

const Space& space(std::string_view code) { return *space_of(minatomori(), code).space; }

} // namespace

TEST_CASE("the second town has another shape: half hours, nights, and rooms that residents use for nothing") {
    const auto& town = minatomori();
    CHECK(town.code == "999024");
    CHECK(town.most_uses_per_application == 6);
    REQUIRE(town.facilities.size() == 3);
    CHECK(std::get<ByHour>(space("court_1").use) == ByHour{30, 30, 240});
    CHECK(std::get<HourPrice>(space("court_1").rates[0].prices) == HourPrice{Yen{105}, 30});
    CHECK(std::get<HourPrice>(space("ground").rates[0].prices) == HourPrice{Yen{520}, 60});
    CHECK(space("ground").rates[0].day_cap == DayCap{std::chrono::hours{6}});
    CHECK(std::get<ByNight>(space("site_10").use) == ByNight{time("14:00"), time("10:00"), 5});
    CHECK(std::get<NightPrice>(space("site_10").rates[0].prices) == NightPrice{Yen{2'000}});
    CHECK(space("site_10").buffers == Buffers{0, 60});
    CHECK(space("study").buffers == Buffers{15, 15});
    REQUIRE(space("study").rates.size() == 2);
    CHECK(space("study").rates[0].only_for == UserClass::in_town);
    CHECK(space("study").rates[1].only_for == UserClass::out_of_town);
}

TEST_CASE("its holidays come from the Cabinet Office's file and are those of Hoshimigawa") {
    CHECK(minatomori().holidays == hoshimigawa().holidays);
}

TEST_CASE("its great room is divided by partitions into halves and quarters") {
    const auto contains = [](std::string_view whole, std::string_view part) {
        return std::ranges::all_of(space(part).units, [&](const UnitCode& unit) {
            return std::ranges::find(space(whole).units, unit) != space(whole).units.end();
        });
    };
    CHECK(space("great_room").units.size() == 4);
    for (const std::string_view half : {"east_half", "west_half"}) {
        CHECK(space(half).units.size() == 2);
        CHECK(contains("great_room", half));
    }
    for (const std::string_view quarter : {"quarter_east_1", "quarter_east_2"}) {
        CHECK(contains("east_half", quarter));
        CHECK_FALSE(contains("west_half", quarter));
    }
    const auto taken_quarter = taken("quarter_west_2", "2026-12-10", range("09:00", "12:00"));
    const Viewpoint resident{UserClass::in_town, at("2026-11-21 12:00")};
    const auto first_reason = [&](std::string_view code) {
        const auto found = space_of(minatomori(), code);
        return day_slots(minatomori(), *found.facility, *found.space, date("2026-12-10"), taken_quarter, resident)
            .front()
            .reason;
    };
    CHECK(first_reason("great_room") == SlotReason::already_taken);
    CHECK(first_reason("west_half") == SlotReason::already_taken);
    CHECK(first_reason("quarter_west_2") == SlotReason::already_taken);
    CHECK(first_reason("quarter_west_1") == SlotReason::none);
    CHECK(first_reason("east_half") == SlotReason::none);
}

TEST_CASE("its rules are read as they are written") {
    const auto& park = minatomori().facilities[0];
    const auto& camp = minatomori().facilities[1];
    const auto& hall = minatomori().facilities[2];
    CHECK(park.windows.at(UserClass::in_town).opens_on == decltype(BookingWindow::opens_on){OnSameDay{1}});
    CHECK(park.windows.at(UserClass::out_of_town).opens_on == decltype(BookingWindow::opens_on){DaysBefore{14}});
    CHECK(park.windows.at(UserClass::in_town).lead_minutes == 60);
    CHECK(park.windows.at(UserClass::in_town).opens_on_open_day);
    CHECK_FALSE(park.windows.at(UserClass::in_town).closes_on_open_day);
    CHECK(hall.windows.at(UserClass::in_town).closes_on_open_day);
    REQUIRE(park.quotas.size() == 2);
    CHECK(park.quotas[0].measure == QuotaMeasure::minutes);
    CHECK(park.quotas[0].period == QuotaPeriod::week);
    CHECK(park.quotas[0].spaces.size() == 4);
    CHECK(camp.quotas[0].period == QuotaPeriod::open);
    CHECK(hall.quotas[1].only_for == UserClass::out_of_town);
    CHECK(park.release == ReleaseRule{false, 1'440, 5, 30});
    CHECK(camp.release == ReleaseRule{true, 720, 0, 0});
    CHECK(camp.attendance == AttendanceRule{true, 2, 180});
    CHECK(hall.consecutive_days_limit == 5);
    CHECK(hall.payment == PaymentTerm{5, 1});
    CHECK(park.payment == PaymentTerm{});
    CHECK(permission_of(park, space("ground")).review_activities == std::set{ActivityCode{"festival"}});
    CHECK(permission_of(park, space("ground")).review_from_people == 100);
    CHECK(permission_of(hall, space("auditorium")).automatic_for.empty());
    CHECK(refund_of(hall, space("auditorium")).steps == std::vector<RefundStep>{{30, 100}, {7, 50}});
    CHECK(hall.fee_rules.surcharges.size() ==
          2); // admission and commercial use: who comes from outside has prices of its own
    CHECK(park.refund.other_causes.at(RefundCause::rain) == 100);
    CHECK_FALSE(hall.refund.other_causes.contains(RefundCause::rain));
    CHECK(park.position == MapPosition{38'501'200, 141'498'700});
    CHECK(park.photos.front().file == "tennis_courts.png");
    CHECK(hall.disturbances.size() == 3);
}

TEST_CASE("people can try it out with accounts of its own") {
    const auto accounts = services::load_accounts(in_repository("ops/towns/minatomori/demo_accounts.toml"));
    REQUIRE(accounts);
    CHECK(accounts->size() == 5);
    CHECK(std::ranges::count(*accounts, Role::resident, &services::AccountEntry::role) == 3);
    CHECK(std::ranges::count(*accounts, UserClass::out_of_town, &services::AccountEntry::user_class) == 1);
}
