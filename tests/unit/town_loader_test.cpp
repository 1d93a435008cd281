#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <rapidcheck.h>
#include <set>
#include <unistd.h>

using namespace hiroba;
using namespace hiroba::test;
using services::load_town;
using services::town_error_codes;
using services::TownError;
using services::TownFiles;

namespace {

constexpr std::string_view town_toml = R"(code = "999016"
name = { ja = "町", en = "Town" }
holidays = "holidays.toml"
facilities = ["hall.toml"]
)";

constexpr std::string_view holidays_toml = R"(days = [
    { date = "2026-11-03", name = "文化の日" },
    { date = "2026-11-23", name = "勤労感謝の日" },
]
)";

constexpr std::string_view hall_toml = R"(code = "hall"
name = { ja = "会館", en = "Hall" }
phone = "0999-00-0000"
address = { ja = "町", en = "Town" }
revenue_account = "01-14"
article = { ja = "別表", en = "Annex" }
composition = "additive"
opens = "09:00"
closes = "22:00"
units = ["room_a", "room_b", "studio"]

[closed]
weekly = ["monday"]
moves_past_holidays = true
yearly = [{ first = "12-29", last = "01-03" }]
dates = ["2026-06-15"]

[window.in_town]
opens_months_before = 6
opens_on_day = 1
opens_at = "09:00"
closes_days_before = 1
closes_at = "17:00"

[[surcharge]]
kind = "out_of_town"
label = { ja = "町外加算", en = "Out-of-town surcharge" }
percent = 50
article = { ja = "備考1", en = "Note 1" }

[[rounding]]
step = "component"
unit_yen = 10
direction = "down"
article = { ja = "備考2", en = "Note 2" }

[[tax]]
percent = 10
included = true
direction = "down"

[[band]]
code = "morning"
name = { ja = "午前", en = "Morning" }
from = "09:00"
until = "12:00"

[[band]]
code = "evening"
name = { ja = "夜間", en = "Evening" }
from = "18:00"
until = "22:00"

[[band]]
code = "both"
name = { ja = "全日", en = "All day" }
combines = ["morning", "evening"]

[[space]]
code = "room"
name = { ja = "室", en = "Room" }
units = ["room_a", "room_b"]
capacity = 20
use = "by_band"

[[space.rate]]
in_force_from = "2025-04-01"
every_day = { morning = 100, evening = 200, both = 250 }

[[space.rate]]
in_force_from = "2026-10-01"
article = { ja = "改正別表", en = "Revised annex" }
weekday = { morning = 110, evening = 220, both = 275 }
weekend_or_holiday = { morning = 130, evening = 260, both = 325 }

[[space]]
code = "studio"
name = { ja = "練習室", en = "Studio" }
units = ["studio"]
capacity = 5
opens = "10:00"
closes = "20:00"
use = "by_hour"
step_minutes = 30
minimum_minutes = 60
maximum_minutes = 240

[[space.rate]]
in_force_from = "2025-04-01"
per_hour = 310
capped_hours = 3
)";

TownFiles good_files() {
    return {{"town.toml", std::string{town_toml}},
            {"holidays.toml", std::string{holidays_toml}},
            {"hall.toml", std::string{hall_toml}}};
}

// A town that uses every other key.
constexpr std::string_view rich_town_toml = R"(code = "999024"
name = { ja = "町", en = "Town" }
holidays = "syukujitsu.csv"
facilities = ["park.toml"]
most_uses_per_application = 5
most_waiting_applications = 2

[[activity]]
code = "camping"
name = { ja = "キャンプ", en = "Camping" }

[[activity]]
code = "drums"
name = { ja = "太鼓", en = "Drums" }
sound = "loud"
)";

constexpr std::string_view holidays_csv = "国民の祝日・休日月日,国民の祝日・休日名称\r\n"
                                          "2026/1/1,元日\r\n"
                                          "2026/11/23,勤労感謝の日\r\n";

constexpr std::string_view park_toml = R"(code = "park"
name = { ja = "公園", en = "Park" }
description = { ja = "海辺の公園", en = "A park by the sea" }
phone = "0999-00-0000"
address = { ja = "町", en = "Town" }
revenue_account = "01-14"
article = { ja = "別表", en = "Annex" }
access = ["step_free", "lift"]
opens = "09:00"
closes = "18:00"
consecutive_days_limit = 5
units = ["site", "court"]

[position]
latitude = 38.5
longitude = -0.000001

[[photo]]
file = "sea.jpg"
shows = { ja = "海", en = "The sea" }

[[season]]
code = "winter"
name = { ja = "冬", en = "Winter" }
first = "11-01"
last = "02-29"

[[hours]]
weekdays = ["saturday", "sunday"]
on_holidays = true
season = "winter"
opens = "10:00"
closes = "16:00"

[[hours]]
first = "08-13"
last = "08-15"
closed = true

[[exception]]
first = "2026-12-01"
last = "2026-12-03"
closed = true
reason = { ja = "工事", en = "Works" }

[[exception]]
first = "2026-12-29"
opens = "09:00"
closes = "12:00"
reason = { ja = "臨時開園", en = "Open" }

[window.in_town]
opens_months_before = 1
opens_on_same_day = true
opens_at = "07:00"
opens_on_open_day = true
closes_days_before = 1
closes_at = "17:00"
closes_on_open_day = true
lead_minutes = 90

[window.out_of_town]
opens_days_before = 14
opens_at = "07:00"
closes_days_before = 0
closes_at = "24:00"

[permission]
automatic_for = ["in_town"]
review_activities = ["drums"]
review_from_people = 50

[[quota]]
code = "weekly"
name = { ja = "週", en = "Weekly" }
spaces = ["court"]
only_for = "in_town"
period = "week"
measure = "minutes"
limit = 240

[payment]
days_after_permission = 5
days_before_use = 2

[refund]
steps = [{ days_before = 7, percent = 100 }, { days_before = 1, percent = 50 }]
unit_yen = 100
article = { ja = "還付", en = "Refunds" }

[attendance]
check_in = true
no_show_limit = 3
suspended_days = 60

[release]
waiting_list = true
offer_minutes = 60
hold_back_least_minutes = 5
hold_back_most_minutes = 30

[[rounding]]
step = "component"
unit_yen = 10
direction = "down"
article = { ja = "備考", en = "Note" }

[[tax]]
percent = 10
included = true
direction = "down"

[[space]]
code = "site"
name = { ja = "区画", en = "Site" }
description = { ja = "松林の中", en = "Among pines" }
units = ["site"]
capacity = 6
access = ["accessible_toilet"]
use = "by_night"
check_in = "14:00"
check_out = "10:00"
maximum_nights = 5
preparation_minutes = 30
cleaning_minutes = 60
activities = ["camping"]

[space.closed]
weekly = ["tuesday"]

[space.permission]
automatic_for = []

[space.refund]
steps = [{ days_before = 30, percent = 80 }]
article = { ja = "区画の還付", en = "Refunds of sites" }

[[space.photo]]
file = "site.png"
shows = { ja = "区画", en = "The site" }

[[space.rate]]
in_force_from = "2025-04-01"
per_night = 2_000

[[space]]
code = "court"
name = { ja = "コート", en = "Court" }
units = ["court"]
capacity = 4
use = "by_hour"
step_minutes = 30
minimum_minutes = 30
maximum_minutes = 120

[[space.exception]]
first = "2026-12-10"
closed = true
reason = { ja = "張替え", en = "New surface" }

[[space.rate]]
in_force_from = "2025-04-01"
per_half_hour = 110
capped_hours = 3

[[space.rate]]
in_force_from = "2025-04-01"
only_for = "in_town"
per_hour = 0

[[equipment]]
code = "stove"
name = { ja = "コンロ", en = "Stove" }
stock = 8
spaces = ["site"]

[[equipment.rate]]
in_force_from = "2025-04-01"
per_use = 800

[[equipment.rate]]
in_force_from = "2027-04-01"
article = { ja = "新別表", en = "New annex" }
per_hour = 100

[[disturbance]]
between = ["site", "court"]
effect = "refuse"
)";

TownFiles rich_files() {
    return {{"town.toml", std::string{rich_town_toml}},
            {"syukujitsu.csv", std::string{holidays_csv}},
            {"park.toml", std::string{park_toml}}};
}

// The line on which the text stands for the first time.
int line_of(const std::string& file, std::string_view text) {
    const auto at = file.find(text);
    REQUIRE_MESSAGE(at != std::string::npos, text);
    return static_cast<int>(std::count(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
}

std::string replaced(std::string file, std::string_view from, std::string_view to) {
    const auto at = file.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    return file.replace(at, from.size(), to);
}

std::string spelled(const std::vector<TownError>& errors) {
    std::string words;
    for (const auto& error : errors)
        words += describe(error) + "\n";
    return words;
}

std::vector<TownError> errors_of(const TownFiles& files) {
    const auto town = load_town(files);
    return town ? std::vector<TownError>{} : town.error();
}

} // namespace

TEST_CASE("good files become the town they describe") {
    const auto town = load_town(good_files());
    REQUIRE_MESSAGE(town, spelled(town.error()));
    CHECK(town->code == "999016");
    CHECK(town->name == Text{"町", "Town"});
    CHECK(town->holidays == Holidays{date("2026-11-03"), date("2026-11-23")});
    REQUIRE(town->facilities.size() == 1);
    const auto& hall = town->facilities[0];
    CHECK(hall.phone == "0999-00-0000");
    CHECK(hall.revenue_account == AccountCode{"01-14"});
    CHECK(hall.closed_days.weekly == std::vector{std::chrono::Monday});
    CHECK(hall.closed_days.dates.contains(date("2026-06-15")));
    CHECK(hall.windows.size() == 1);
    CHECK(hall.windows.at(UserClass::in_town) ==
          BookingWindow{OnDayOfMonth{6, 1}, time("09:00"), false, 1, time("17:00"), false, 0});
    CHECK(hall.fee_rules.surcharges == std::vector<Surcharge>{{{{}, {}, {"備考1", "Note 1"}},
                                                               SurchargeKind::out_of_town,
                                                               {"町外加算", "Out-of-town surcharge"},
                                                               50,
                                                               {},
                                                               false}});
    CHECK(hall.fee_rules.roundings ==
          std::vector<Rounding>{
              {{{}, {}, {"備考2", "Note 2"}}, RoundingStep::component, {}, Yen{10}, RoundingDirection::down}});
    CHECK(hall.fee_rules.taxes == std::vector<Tax>{{{{}, {}, {"別表", "Annex"}}, 10, true, RoundingDirection::down}});
    CHECK(hall.account_codes == AccountCodes{AccountCode{"01-14"}, AccountCode{"01-14"}, AccountCode{"01-14"}});

    const auto& room = hall.spaces[0];
    CHECK(room.units == std::vector{UnitCode{"room_a"}, UnitCode{"room_b"}});
    CHECK_FALSE(room.hours);
    CHECK(hall.hours.usual == range("09:00", "22:00"));
    const auto& bands = std::get<ByBand>(room.use).bands;
    REQUIRE(bands.size() == 3);
    CHECK(bands[2] == TimeBand{BandCode{"both"}, {"全日", "All day"}, range("09:00", "22:00"), 2});
    CHECK(room.rates[0].article == Text{"別表", "Annex"});
    CHECK(room.rates[1].article == Text{"改正別表", "Revised annex"});
    CHECK(std::get<BandPrices>(room.rates[0].prices).at(BandCode{"both"}) == BandPrice{Yen{250}, Yen{250}});
    CHECK(std::get<BandPrices>(room.rates[1].prices).at(BandCode{"both"}) == BandPrice{Yen{275}, Yen{325}});

    const auto& studio = hall.spaces[1];
    CHECK(studio.hours == OpeningHours{range("10:00", "20:00"), {}, {}});
    CHECK(std::get<ByHour>(studio.use) == ByHour{30, 60, 240});
    CHECK(std::get<HourPrice>(studio.rates[0].prices) == HourPrice{Yen{310}, 60});
    CHECK(studio.rates[0].day_cap == DayCap{std::chrono::hours{3}});
}

TEST_CASE("every key of a town becomes what it says") {
    using namespace std::chrono;
    const auto town = load_town(rich_files());
    REQUIRE_MESSAGE(town, spelled(town.error()));
    CHECK(town->holidays == Holidays{date("2026-01-01"), date("2026-11-23")});
    CHECK(town->most_uses_per_application == 5);
    CHECK(town->most_waiting_applications == 2);
    CHECK(town->activities == std::vector<Activity>{{ActivityCode{"camping"}, {"キャンプ", "Camping"}, Sound::ordinary},
                                                    {ActivityCode{"drums"}, {"太鼓", "Drums"}, Sound::loud}});
    const auto& park = town->facilities[0];
    const YearlyPeriod winter{November / 1, February / 29};
    CHECK(park.description == Text{"海辺の公園", "A park by the sea"});
    CHECK(park.access == std::vector{AccessFeature::step_free, AccessFeature::lift});
    CHECK(park.position == MapPosition{38'500'000, -1});
    CHECK(park.photos == std::vector<Photo>{{"sea.jpg", {"海", "The sea"}}});
    CHECK(park.seasons == std::vector<Season>{{SeasonCode{"winter"}, {"冬", "Winter"}, winter}});
    CHECK(park.closed_days == ClosedDays{});
    CHECK(park.hours.usual == range("09:00", "18:00"));
    CHECK(park.hours.rules ==
          std::vector<HoursRule>{{{Saturday, Sunday}, true, winter, range("10:00", "16:00")},
                                 {{}, false, YearlyPeriod{August / 13, August / 15}, std::nullopt}});
    CHECK(park.hours.exceptions ==
          std::vector<HoursException>{
              {date("2026-12-01"), date("2026-12-03"), std::nullopt, {"工事", "Works"}},
              {date("2026-12-29"), date("2026-12-29"), range("09:00", "12:00"), {"臨時開園", "Open"}}});
    CHECK(park.windows.at(UserClass::in_town) ==
          BookingWindow{OnSameDay{1}, time("07:00"), true, 1, time("17:00"), true, 90});
    CHECK(park.windows.at(UserClass::out_of_town) ==
          BookingWindow{DaysBefore{14}, time("07:00"), false, 0, time("24:00"), false, 0});
    CHECK(park.permission == PermissionRule{{UserClass::in_town}, {ActivityCode{"drums"}}, 50});
    CHECK(park.quotas == std::vector<QuotaRule>{{QuotaCode{"weekly"},
                                                 {"週", "Weekly"},
                                                 {SpaceCode{"court"}},
                                                 UserClass::in_town,
                                                 QuotaPeriod::week,
                                                 QuotaMeasure::minutes,
                                                 240}});
    CHECK(park.consecutive_days_limit == 5);
    CHECK(park.payment == PaymentTerm{5, 2});
    CHECK(park.refund == RefundRule{{{7, 100}, {1, 50}}, {}, Yen{100}, RoundingDirection::down, {"還付", "Refunds"}});
    CHECK(park.attendance == AttendanceRule{true, 3, 60});
    CHECK(park.release == ReleaseRule{true, 60, 5, 30});
    CHECK(park.fee_rules.surcharges.empty());
    CHECK(park.disturbances ==
          std::vector<Disturbance>{{SpaceCode{"site"}, SpaceCode{"court"}, DisturbanceEffect::refuse}});
    REQUIRE(park.equipment.size() == 1);
    CHECK(park.equipment[0].stock == 8);
    CHECK(park.equipment[0].spaces == std::vector{SpaceCode{"site"}});
    CHECK(
        park.equipment[0].rates ==
        std::vector<EquipmentRate>{{date("2025-04-01"), {"別表", "Annex"}, EquipmentCharge::per_use, Yen{800}},
                                   {date("2027-04-01"), {"新別表", "New annex"}, EquipmentCharge::per_hour, Yen{100}}});
}

TEST_CASE("every key of a space becomes what it says") {
    const auto town = load_town(rich_files());
    REQUIRE_MESSAGE(town, spelled(town.error()));
    const auto& park = town->facilities[0];
    const auto& site = park.spaces[0];
    CHECK(site.description == Text{"松林の中", "Among pines"});
    CHECK(site.access == std::vector{AccessFeature::accessible_toilet});
    CHECK(site.photos == std::vector<Photo>{{"site.png", {"区画", "The site"}}});
    CHECK(std::get<ByNight>(site.use) == ByNight{time("14:00"), time("10:00"), 5});
    CHECK(site.buffers == Buffers{30, 60});
    CHECK(site.activities == std::vector{ActivityCode{"camping"}});
    CHECK(site.closed_days == ClosedDays{{std::chrono::Tuesday}, false, {}, {}});
    CHECK(site.permission == PermissionRule{});
    CHECK(site.refund ==
          RefundRule{{{30, 80}}, {}, Yen{10}, RoundingDirection::down, {"区画の還付", "Refunds of sites"}});
    CHECK(std::get<NightPrice>(site.rates[0].prices) == NightPrice{Yen{2'000}});
    CHECK_FALSE(site.hours);

    const auto& court = park.spaces[1];
    REQUIRE(court.hours); // an exception of its own; all else as the park
    CHECK(court.hours->usual == park.hours.usual);
    CHECK(court.hours->rules == park.hours.rules);
    REQUIRE(court.hours->exceptions.size() == 1);
    CHECK(court.hours->exceptions[0].first == date("2026-12-10"));
    CHECK(std::get<HourPrice>(court.rates[0].prices) == HourPrice{Yen{110}, 30});
    CHECK(court.rates[0].day_cap == DayCap{std::chrono::hours{3}, CapReach::space});
    CHECK_FALSE(court.rates[0].only_for);
    CHECK(court.rates[1].only_for == UserClass::in_town);
    CHECK(std::get<HourPrice>(court.rates[1].prices) == HourPrice{Yen{0}, 60});
}

TEST_CASE(
    "where a town says nothing of permission, payment and the rest, everybody is permitted at once and pays at once") {
    const auto town = load_town(good_files());
    REQUIRE_MESSAGE(town, spelled(town.error()));
    const auto& hall = town->facilities[0];
    CHECK(hall.permission.automatic_for == std::set{UserClass::in_town, UserClass::out_of_town});
    CHECK(hall.permission.review_activities.empty());
    CHECK(hall.quotas.empty());
    CHECK(hall.payment == PaymentTerm{});
    CHECK(hall.refund == RefundRule{});
    CHECK(hall.attendance == AttendanceRule{});
    CHECK(hall.release == ReleaseRule{});
    CHECK(hall.equipment.empty());
    CHECK(town->activities.empty());
    CHECK(town->most_uses_per_application == 10);
    CHECK(town->most_waiting_applications == 3);
}

namespace {

struct BrokenFile {
    std::string_view file;
    std::string_view from; // replaced by `to`
    std::string_view to;
    std::string_view code;
    std::string_view at; // stands on the line of the fault, in the broken file
};

const std::vector<BrokenFile>& broken_files() {
    static const std::vector<BrokenFile> rows = {
        // the file
        BrokenFile{"hall.toml", "phone = ", "phone ", "invalid_toml", "phone"},
        {"hall.toml", "phone = \"0999-00-0000\"", "phone = \"0999-\xFF\"", "invalid_utf8", "0999-"},
        {"hall.toml", "phone = ", "code = \"again\"\nphone = ", "invalid_toml", "code = \"again\""},
        {"town.toml", "\"hall.toml\"", "\"hall.toml\", \"gym.toml\"", "missing_file", "gym.toml"},
        {"town.toml", "\"hall.toml\"", "\"hall.toml\", \"../hall.toml\"", "invalid_file_name", "../hall.toml"},
        {"town.toml", "\"hall.toml\"", "\"hall.toml\", \"hall\"", "invalid_file_name", "\"hall\""},
        // keys and values
        {"hall.toml", "capacity = 20", "capasity = 20", "missing_key", "[[space]]\ncode = \"room\""},
        {"hall.toml", "capacity = 20", "capacity = 20\nseats = 20", "unknown_key", "seats"},
        {"hall.toml", "percent = 50", "percent = 50\nper_cent = 50", "unknown_key", "per_cent"},
        {"hall.toml", "per_hour = 310", "per_hour = 310\nevery_day = 310", "unknown_key", "every_day = 310"},
        {"hall.toml", "[window.in_town]", "[window.in_twon]", "unknown_key", "[window.in_twon]"},
        {"town.toml", "facilities", "edition = 3\nfacilities", "unknown_key", "edition"},
        {"holidays.toml", "name = \"文化の日\"", "name = \"文化の日\", moved = true", "unknown_key", "moved"},
        {"hall.toml", "phone = \"0999-00-0000\"", "", "missing_key", "code = \"hall\""},
        {"town.toml", "holidays = \"holidays.toml\"", "", "missing_key", "code"},
        {"hall.toml", "capacity = 20", "capacity = \"20\"", "wrong_type", "capacity = \"20\""},
        {"hall.toml", "capacity = 20", "capacity = 20.5", "wrong_type", "capacity = 20.5"},
        {"hall.toml", "units = [\"room_a\", \"room_b\"]", "units = \"room_a\"", "wrong_type", "units = \"room_a\""},
        {"hall.toml", "in_force_from = \"2025-04-01\"", "in_force_from = 2025-04-01", "wrong_type", "2025-04-01"},
        {"hall.toml", "moves_past_holidays = true", "moves_past_holidays = \"yes\"", "wrong_type", "\"yes\""},
        {"hall.toml", "[[rounding]]", "rounding = 10\n[[rounding_]]", "unknown_key", "rounding = 10"},
        {"hall.toml", "phone = \"0999-00-0000\"", "phone = \"\"", "empty_text", "phone"},
        {"hall.toml", "0999-00-0000", "0999\\n0000", "control_character", "phone"},
        {"hall.toml", "{ ja = \"室\", en = \"Room\" }", "{ ja = \"室\" }", "missing_language", "{ ja = \"室\" }"},
        {"town.toml", "{ ja = \"町\", en = \"Town\" }", "{ en = \"Town\" }", "missing_language", "{ en"},
        {"town.toml", "[\"hall.toml\"]", "[]", "empty_list", "facilities"},
        {"hall.toml", "use = \"by_band\"", "use = \"by_day\"", "unknown_word", "by_day"},
        {"hall.toml", "\"monday\"", "\"Monday\"", "unknown_word", "\"Monday\""},
        // codes
        {"hall.toml", "code = \"room\"", "code = \"Room\"", "invalid_code", "\"Room\""},
        {"hall.toml", "code = \"room\"", "code = \"a_code_of_forty_one_letters_is_one_too_long\"", "invalid_code",
         "forty_one"},
        {"hall.toml", "code = \"hall\"", "code = \"市民会館\"", "invalid_code", "市民会館"},
        {"hall.toml", "code = \"studio\"", "code = \"room\"", "duplicate_code",
         "code = \"room\"\nname = { ja = \"練習室\""},
        {"hall.toml", "\"room_b\", \"studio\"]", "\"room_b\", \"studio\", \"room_a\"]", "duplicate_code", "units = "},
        {"hall.toml", "units = [\"room_a\", \"room_b\"]", "units = [\"room_a\", \"room_b\", \"room_a\"]",
         "duplicate_code", "\"room_b\", \"room_a\"]"},
        {"hall.toml", "code = \"evening\"", "code = \"morning\"", "duplicate_code",
         "code = \"morning\"\nname = { ja = \"夜間\""},
        {"town.toml", "\"hall.toml\"", "\"hall.toml\", \"hall.toml\"", "duplicate_code", "facilities"},
        {"town.toml", "999016", "999017", "invalid_town_code", "999017"},
        {"town.toml", "999016", "99901", "invalid_town_code", "99901"},
        {"hall.toml", "\"01-14\"", "\"01 14\"", "invalid_account_code", "01 14"},
        // the calendar
        {"hall.toml", "\"2025-04-01\"", "\"2025-04-31\"", "invalid_date", "2025-04-31"},
        {"holidays.toml", "2026-11-23", "2026-11-31", "invalid_date", "2026-11-31"},
        {"hall.toml", "\"2026-06-15\"", "\"2026-02-29\"", "invalid_date", "2026-02-29"},
        {"hall.toml", "\"2026-06-15\"", "\"2026-06-15\", \"2026-06-15\"", "duplicate_date", "dates"},
        {"holidays.toml", "2026-11-23", "2026-11-03", "duplicate_date", "2026-11-03\", name = \"勤労"},
        {"hall.toml", "opens = \"09:00\"", "opens = \"9:00\"", "invalid_time", "\"9:00\""},
        {"hall.toml", "opens = \"09:00\"", "opens = \"08:50\"", "hours_not_on_quarter", "\"08:50\""},
        {"hall.toml", "closes_at = \"17:00\"", "closes_at = \"24:01\"", "invalid_time", "24:01"},
        {"hall.toml", "\"12-29\"", "\"12-32\"", "invalid_month_day", "12-32"},
        {"hall.toml", "closes = \"22:00\"", "closes = \"09:00\"", "empty_time_range", "closes = \"09:00\""},
        {"hall.toml", "until = \"12:00\"", "until = \"08:00\"", "empty_time_range", "until = \"08:00\""},
        {"hall.toml", "opens_on_day = 1", "opens_on_day = 29", "number_out_of_range", "opens_on_day = 29"},
        {"hall.toml", "opens_on_day = 1", "opens_on_day = 0", "number_out_of_range", "opens_on_day = 0"},
        {"hall.toml", "opens_months_before = 6", "opens_months_before = -1", "number_out_of_range", "= -1"},
        {"hall.toml", "closes_days_before = 1", "closes_days_before = 367", "number_out_of_range", "= 367"},
        {"hall.toml", "percent = 50", "percent = 1001", "number_out_of_range", "percent = 1001"},
        {"hall.toml", "percent = 50", "percent = -1", "number_out_of_range", "percent = -1"},
        {"hall.toml", "unit_yen = 10", "unit_yen = 0", "number_out_of_range", "unit_yen"},
        {"hall.toml", "capacity = 20", "capacity = 0", "number_out_of_range", "capacity = 0"},
        {"hall.toml", "capped_hours = 3", "capped_hours = 25", "number_out_of_range", "capped_hours"},
        {"hall.toml", "capped_hours = 3", "capped_hours = 3\ncapped_yen = 900", "unknown_key", "capped_yen"},
        {"hall.toml", "capped_hours = 3", "cap_over = \"facility\"", "unknown_key", "cap_over"},
        {"hall.toml", "capped_hours = 3", "capped_hours = 3\ncap_over = \"week\"", "unknown_word", "cap_over"},
        // bands
        {"hall.toml", "from = \"18:00\"", "from = \"11:59\"", "band_overlap", "[[band]]\ncode = \"evening\""},
        {"hall.toml",
         "until = \"12:00\"\n\n[[band]]\ncode = \"evening\"\nname = { ja = \"夜間\", en = \"Evening\" }\n"
         "from = \"18:00\"",
         "until = \"12:05\"\n\n[[band]]\ncode = \"evening\"\nname = { ja = \"夜間\", en = \"Evening\" }\nfrom = "
         "\"12:10\"",
         "band_overlap", "[[band]]\ncode = \"evening\""},
        {"hall.toml", "until = \"22:00\"", "until = \"22:30\"", "band_outside_opening_hours",
         "[[band]]\ncode = \"evening\""},
        {"hall.toml", "from = \"09:00\"", "from = \"08:59\"", "band_outside_opening_hours",
         "[[band]]\ncode = \"morning\""},
        {"hall.toml", "combines = [\"morning\", \"evening\"]", "combines = [\"morning\"]", "composite_not_whole",
         "[[band]]\ncode = \"both\""},
        {"hall.toml", "combines = [\"morning\", \"evening\"]", "combines = [\"evening\", \"morning\"]",
         "composite_not_whole", "[[band]]\ncode = \"both\""},
        {"hall.toml", "combines = [\"morning\", \"evening\"]", "combines = [\"morning\", \"both\"]",
         "composite_not_whole", "[[band]]\ncode = \"both\""},
        {"hall.toml", "combines = [\"morning\", \"evening\"]", "combines = [\"morning\", \"evenings\"]", "unknown_band",
         "evenings"},
        {"hall.toml", "use = \"by_band\"", "use = \"by_band\"\nbands = [\"morning\", \"evening\", \"both\", \"night\"]",
         "unknown_band", "\"night\""},
        // spaces and prices
        {"hall.toml", "units = [\"room_a\", \"room_b\"]", "units = [\"room_a\", \"room_b\", \"room_c\"]",
         "unknown_unit", "room_c"},
        {"hall.toml", "\"studio\"]", "\"studio\", \"attic\"]", "unused_unit", "attic"},
        {"hall.toml", "step_minutes = 30", "step_minutes = 20", "invalid_step", "step_minutes = 20"},
        {"hall.toml", "minimum_minutes = 60", "minimum_minutes = 45", "invalid_step", "step_minutes"},
        {"hall.toml", "maximum_minutes = 240", "maximum_minutes = 30", "invalid_step", "step_minutes"},
        {"hall.toml", "\n[[space.rate]]\nin_force_from = \"2025-04-01\"\nper_hour = 310\ncapped_hours = 3\n", "",
         "missing_rate", "[[space]]\ncode = \"studio\""},
        {"hall.toml", "{ morning = 100, evening = 200, both = 250 }", "{ morning = 100, evening = 200 }",
         "missing_price", "every_day"},
        {"hall.toml", "{ morning = 130, evening = 260, both = 325 }", "{ morning = 130, both = 325 }", "missing_price",
         "weekend_or_holiday"},
        {"hall.toml", "both = 250 }", "both = 250, noon = 1 }", "unknown_band", "noon"},
        {"hall.toml", "morning = 100", "morning = -1", "price_out_of_range", "morning = -1"},
        {"hall.toml", "morning = 100", "morning = 1_000_000_001", "price_out_of_range", "1_000_000_001"},
        {"hall.toml", "per_hour = 310", "per_hour = -310", "price_out_of_range", "per_hour"},
        {"hall.toml", "\"2026-10-01\"", "\"2025-04-01\"", "duplicate_in_force_from",
         "in_force_from = \"2025-04-01\"\narticle"},
        {"hall.toml", "weekday = ", "every_day_ = ", "unknown_key", "every_day_"},
        // the notes of the annex
        {"hall.toml", "kind = \"out_of_town\"", "kind = \"out_of_town\"\nspaces = [\"attic\"]", "unknown_space",
         "spaces = [\"attic\"]"},
        {"hall.toml", "kind = \"out_of_town\"", "kind = \"foreign\"", "unknown_word", "kind = \"foreign\""},
        {"hall.toml", "percent = 50", "percent = 1_001", "number_out_of_range", "percent = 1_001"},
        {"hall.toml", "[[rounding]]",
         "[[surcharge]]\nkind = \"out_of_town\"\nin_force_from = \"1970-01-01\"\nlabel = { ja = \"a\", en = \"a\" "
         "}\npercent = 1\n\n[[rounding]]",
         "duplicate_in_force_from", "in_force_from = \"1970-01-01\""},
        {"hall.toml", "[[rounding]]",
         "[[surcharge]]\nkind = \"admission\"\nlabel = { ja = \"a\", en = \"a\" }\ntiers = [{ above = 500, percent = 1 "
         "}, { above = 500, percent = 2 }]\n\n[[rounding]]",
         "tiers_unordered", "tiers = "},
        {"hall.toml", "in_force_from = \"2025-04-01\"\nevery_day",
         "in_force_from = \"2025-04-01\"\nin_force_until = \"2026-10-01\"\nevery_day", "overlapping_in_force",
         "in_force_from = \"2026-10-01\""},
        {"hall.toml", "in_force_from = \"2025-04-01\"\nevery_day",
         "in_force_from = \"2025-04-01\"\nin_force_until = \"2025-03-31\"\nevery_day", "period_reversed",
         "in_force_until"},
        {"hall.toml", "in_force_from = \"2025-04-01\"\nevery_day",
         "in_force_from = \"2025-04-01\"\ndecided_by = \"payment\"\nevery_day", "unknown_word", "decided_by"},
        {"hall.toml", "per_hour = 310", "price_class = \"senior\"\nper_hour = 310", "unknown_price_class",
         "price_class = \"senior\""},
        {"hall.toml", "per_hour = 310", "per_hour = 1_000_000_001", "price_out_of_range", "per_hour"},
        {"hall.toml", "step = \"component\"", "step = \"component\"\ncomponents = [\"facility\"]", "missing_rounding",
         "[[rounding]]"},
        {"hall.toml", "step = \"component\"", "step = \"total\"\ncomponents = [\"facility\"]", "components_of_a_sum",
         "components"},
        {"hall.toml", "direction = \"down\"\narticle", "article", "missing_key", "[[rounding]]"},
        {"hall.toml",
         "[[rounding]]\nstep = \"component\"\nunit_yen = 10\ndirection = \"down\"\narticle = { ja = "
         "\"備考2\", en = \"Note 2\" }\n",
         "", "missing_key", "code = \"hall\""},
        {"hall.toml", "[[tax]]", "[[tax]]\nin_force_from = \"2025-04-02\"", "missing_tax", "[[tax]]"},
        {"hall.toml", "[[tax]]", "[[tax]]\nin_force_until = \"2027-03-31\"", "nothing_follows", "in_force_until"},
        {"hall.toml", "[[rounding]]", "[[rounding]]\nin_force_until = \"2027-03-31\"", "nothing_follows",
         "in_force_until"},
        {"hall.toml", "label = { ja = \"町外加算\"", "in_force_until = \"2027-03-31\"\nlabel = { ja = \"町外加算\"",
         "nothing_follows", "in_force_until"},
        {"town.toml", "holidays = \"holidays.toml\"",
         "registration_number = \"T6000020999017\"\nholidays = \"holidays.toml\"", "invalid_registration_number",
         "registration_number"},
        {"town.toml", "facilities = [\"hall.toml\"]\n",
         "facilities = [\"hall.toml\"]\n\n[[reduction]]\ncode = \"g1\"\nname = { ja = \"a\", en = \"a\" }\npercent = { "
         "facility = 101, additional = 0, equipment = 0 }\narticle = { ja = \"a\", en = \"a\" }\n",
         "reduction_out_of_range", "percent = "},
    };
    return rows;
}

const std::vector<BrokenFile>& broken_rich_files() {
    static const std::vector<BrokenFile> rows = {
        // the town
        BrokenFile{"town.toml", "sound = \"loud\"", "sound = \"noisy\"", "unknown_word", "noisy"},
        {"town.toml", "code = \"drums\"", "code = \"camping\"", "duplicate_code",
         "code = \"camping\"\nname = { ja = \"太鼓"},
        {"town.toml", "application = 5", "application = 0", "number_out_of_range", "application = 0"},
        {"town.toml", "syukujitsu.csv", "Syukujitsu.csv", "invalid_file_name", "Syukujitsu.csv"},
        {"town.toml", "syukujitsu.csv", "shukujitsu.csv", "missing_file", "shukujitsu.csv"},
        // the Cabinet Office's file
        {"syukujitsu.csv", "休日月日", "月日", "invalid_holidays_header", "国民"},
        {"syukujitsu.csv", "2026/1/1,元日", "2026/1/32,元日", "invalid_holiday", "2026/1/32"},
        {"syukujitsu.csv", "2026/1/1,元日", "2026-01-01,元日", "invalid_holiday", "2026-01-01"},
        {"syukujitsu.csv", "2026/1/1,元日", "2026/1/1,", "invalid_holiday", "2026/1/1,"},
        {"syukujitsu.csv", "2026/1/1,元日", "2026/-1/1,元日", "invalid_holiday", "2026/-1"},
        {"syukujitsu.csv", "2026/1/1,元日", "元日", "invalid_holiday", "元日"},
        {"syukujitsu.csv", "2026/1/1,元日", "2026/11/23,元日", "duplicate_date", "2026/11/23,勤労感謝の日"},
        {"syukujitsu.csv", "元日", "\x8C\xB3\x93\xFA", "invalid_utf8", "2026/1/1"},
        // what people see
        {"park.toml", "latitude = 38.5", "latitude = 90.5", "number_out_of_range", "90.5"},
        {"park.toml", "latitude = 38.5", "latitude = \"38.5\"", "wrong_type", "\"38.5\""},
        {"park.toml", "longitude = -0.000001", "longitude = nan", "number_out_of_range", "nan"},
        {"park.toml", "longitude = -0.000001", "", "missing_key", "[position]"},
        {"park.toml", "\"lift\"", "\"elevator\"", "unknown_word", "elevator"},
        {"park.toml", "sea.jpg", "../sea.jpg", "invalid_photo_name", "../sea.jpg"},
        {"park.toml", "sea.jpg", "sea.gif", "invalid_photo_name", "sea.gif"},
        {"park.toml", "file = \"site.png\"", "file = \".png\"", "invalid_photo_name", "\".png\""},
        {"park.toml", "en = \"A park by the sea\"", "fr = \"Un parc\"", "missing_language", "description"},
        // hours
        {"park.toml", "season = \"winter\"", "season = \"summer\"", "unknown_season", "season = \"summer\""},
        {"park.toml", "[[hours]]\nweekdays",
         "[[season]]\ncode = \"winter\"\nname = { ja = \"冬\", en = \"W\" }\nfirst = "
         "\"01-01\"\nlast = \"01-31\"\n\n[[hours]]\nweekdays",
         "duplicate_code", "code = \"winter\"\nname = { ja = \"冬\", en = \"W\" }"},
        {"park.toml", "\"saturday\"", "\"holiday\"", "unknown_word", "\"holiday\""},
        {"park.toml", "opens = \"10:00\"", "opens = \"10:10\"", "hours_not_on_quarter", "\"10:10\""},
        {"park.toml", "first = \"08-13\"\n", "", "missing_key", "[[hours]]\nlast"},
        {"park.toml", "opens = \"10:00\"\n", "", "missing_key", "[[hours]]\nweekdays"},
        {"park.toml", "last = \"2026-12-03\"", "last = \"2026-11-30\"", "period_reversed", "2026-11-30"},
        {"park.toml", "closed = true\nreason = { ja = \"工事\", en = \"Works\" }", "closed = true", "missing_key",
         "[[exception]]\nfirst = \"2026-12-01\""},
        {"park.toml", "first = \"2026-12-29\"", "first = \"2026-12-32\"", "invalid_date", "2026-12-32"},
        // windows
        {"park.toml", "opens_on_same_day = true", "opens_on_same_day = true\nopens_on_day = 1", "unknown_key",
         "opens_on_day"},
        {"park.toml", "opens_on_same_day = true", "opens_on_same_day = 1", "wrong_type", "opens_on_same_day"},
        {"park.toml", "opens_days_before = 14", "opens_days_before = 14\nopens_months_before = 1", "unknown_key",
         "opens_months_before = 1\nopens_at = \"07:00\"\ncloses_days_before = 0"},
        {"park.toml", "opens_days_before = 14", "opens_days_before = 367", "number_out_of_range", "367"},
        {"park.toml", "lead_minutes = 90", "lead_minutes = -1", "number_out_of_range", "lead_minutes"},
        // rules
        {"park.toml", "[\"in_town\"]", "[\"everybody\"]", "unknown_word", "everybody"},
        {"park.toml", "[\"drums\"]", "[\"trumpets\"]", "unknown_activity", "trumpets"},
        {"park.toml", "review_from_people = 50", "review_from_people = 0", "number_out_of_range", "review_from_people"},
        {"park.toml", "spaces = [\"court\"]", "spaces = [\"pool\"]", "unknown_space", "[\"pool\"]"},
        {"park.toml", "period = \"week\"", "period = \"year\"", "unknown_word", "\"year\""},
        {"park.toml", "measure = \"minutes\"", "measure = \"hours\"", "unknown_word", "\"hours\""},
        {"park.toml", "limit = 240", "limit = 0", "number_out_of_range", "limit = 0"},
        {"park.toml", "limit = 240",
         "limit = 240\n\n[[quota]]\ncode = \"weekly\"\nname = { ja = \"a\", en = \"a\" }\nperiod = "
         "\"day\"\nlimit = 1",
         "duplicate_code", "code = \"weekly\"\nname = { ja = \"a\""},
        {"park.toml", "days_limit = 5", "days_limit = 0", "number_out_of_range", "days_limit"},
        {"park.toml", "days_before = 1, percent = 50", "days_before = 7, percent = 50", "refund_steps_unordered",
         "steps"},
        {"park.toml", "days_before = 1, percent = 50", "days_before = 1, percent = 101", "number_out_of_range",
         "steps"},
        {"park.toml", "days_before = 30, percent = 80", "days_before = 30", "missing_key", "days_before = 30"},
        {"park.toml", "no_show_limit = 3", "no_shows = 3", "unknown_key", "no_shows"},
        {"park.toml", "hold_back_most_minutes = 30", "hold_back_most_minutes = 4", "hold_back_reversed", "[release]"},
        {"park.toml", "offer_minutes = 60", "offer_minutes = 1", "number_out_of_range", "offer_minutes"},
        {"park.toml", "[\"site\", \"court\"]\neffect", "[\"site\", \"site\"]\neffect", "not_two_spaces", "between"},
        {"park.toml", "[\"site\", \"court\"]\neffect", "[\"site\"]\neffect", "not_two_spaces", "between"},
        {"park.toml", "[\"site\", \"court\"]\neffect", "[\"site\", \"pool\"]\neffect", "unknown_space", "\"pool\""},
        {"park.toml", "effect = \"refuse\"", "effect = \"forbid\"", "unknown_word", "forbid"},
        // spaces by the night
        {"park.toml", "check_out = \"10:00\"", "check_out = \"13:00\"", "nights_overlap", "check_out"},
        {"park.toml", "check_out = \"10:00\"", "check_out = \"00:00\"", "nights_overlap", "check_out"},
        {"park.toml", "check_out = \"10:00\"", "check_out = \"10:05\"", "hours_not_on_quarter", "10:05"},
        {"park.toml", "check_in = \"14:00\"", "check_in = \"18:00\"", "check_in_outside_opening_hours",
         "check_in = \"18:00\""},
        {"park.toml", "maximum_nights = 5", "maximum_nights = 0", "number_out_of_range", "maximum_nights"},
        {"park.toml", "cleaning_minutes = 60", "cleaning_minutes = 20", "buffer_not_on_quarter", "cleaning_minutes"},
        {"park.toml", "preparation_minutes = 30", "preparation_minutes = -15", "number_out_of_range",
         "preparation_minutes"},
        {"park.toml", "activities = [\"camping\"]", "activities = [\"skiing\"]", "unknown_activity", "skiing"},
        {"park.toml", "per_night = 2_000", "per_hour = 2_000", "missing_key", "[[space.rate]]"},
        {"park.toml", "per_half_hour = 110", "per_half_hour = 110\nper_hour = 220", "unknown_key", "per_hour = 220"},
        {"park.toml", "only_for = \"in_town\"\nper_hour", "per_hour", "duplicate_in_force_from",
         "in_force_from = \"2025-04-01\"\nper_hour"},
        // equipment
        {"park.toml", "stock = 8", "stock = 0", "number_out_of_range", "stock"},
        {"park.toml", "code = \"stove\"", "code = \"a_stove_for_people_who_cook_outside_a\"", "equipment_code_too_long",
         "a_stove"},
        {"park.toml", "spaces = [\"site\"]", "spaces = [\"kitchen\"]", "unknown_space", "kitchen"},
        {"park.toml", "per_use = 800", "", "missing_key", "[[equipment.rate]]"},
        {"park.toml", "per_use = 800", "per_use = 800\nper_band = 800", "unknown_key", "per_use"},
        {"park.toml", "per_use = 800", "per_use = -1", "price_out_of_range", "per_use"},
        {"park.toml", "2027-04-01", "2025-04-01", "duplicate_in_force_from", "in_force_from = \"2025-04-01\"\narticle"},
        {"park.toml", "[[disturbance]]",
         "[[equipment]]\ncode = \"stove\"\nname = { ja = \"a\", en = \"a\" }\nstock = "
         "1\n\n[[equipment.rate]]\nin_force_from = \"2025-04-01\"\nper_use = 1\n\n[[disturbance]]",
         "duplicate_code", "code = \"stove\"\nname = { ja = \"a\""},
    };
    return rows;
}

void check_broken(const TownFiles& good, const std::vector<BrokenFile>& rows) {
    for (const auto& row : rows) {
        CAPTURE(row.code);
        CAPTURE(row.to);
        auto files = good;
        auto& file = files.at(std::string{row.file});
        file = replaced(file, row.from, row.to);
        const auto errors = errors_of(files);
        CAPTURE(spelled(errors));
        const auto line = line_of(file, row.at);
        const bool named = std::ranges::any_of(errors, [&](const TownError& error) {
            return error.code == row.code && error.file == row.file && error.line == line;
        });
        CHECK(named);
        CHECK(errors.size() <= 5); // what depends on the fault may be named as well
    }
}

} // namespace

TEST_CASE("one fault in a file is named by its file, line and code, and nothing is loaded") {
    check_broken(good_files(), broken_files());
    check_broken(rich_files(), broken_rich_files());
}

TEST_CASE("every code is proved by a broken file") {
    std::set<std::string_view> proved = {"file_too_large", "missing_photo"}; // below
    // Of templates, in town_documents_test.cpp.
    proved.insert({"unknown_placeholder", "malformed_placeholder", "missing_placeholder", "missing_block",
                   "block_not_allowed", "too_many_blocks"});
    for (const auto* code :
         {"unknown_post", "duplicate_post", "too_many_approval_steps", "last_step_has_limit",
          "delegation_without_limit", "invalid_number_format", "duplicate_decision_kind", "decision_without_series",
          "condition_too_long", "authority_too_long", "posts_of_no_staff"})
        proved.insert(code); // town_approval_test.cpp
    for (const auto* code :
         {"payment_method_limits_reversed", "konbini_needs_days", "unknown_facility", "drawer_of_two_payees"})
        proved.insert(code);                                   // town_drawers_test.cpp
    proved.insert({"ticket_without_space", "ticket_minutes"}); // town_tickets_test.cpp
    for (const auto* rows : {&broken_files(), &broken_rich_files()}) {
        for (const auto& row : *rows)
            proved.insert(row.code);
    }
    for (const auto code : town_error_codes())
        CHECK_MESSAGE(proved.contains(code), code);
}

TEST_CASE("a file that is missing or too large is named") {
    auto files = good_files();
    files.erase("town.toml");
    CHECK(errors_of(files) == std::vector{TownError{"town.toml", 0, "missing_file", {{"name", "town.toml"}}}});

    files = good_files();
    files.erase("holidays.toml");
    CHECK(errors_of(files) == std::vector{TownError{"town.toml", 3, "missing_file", {{"name", "holidays.toml"}}}});

    files = good_files();
    files["hall.toml"] += "#" + std::string(services::largest_town_file_bytes, '-');
    CHECK(errors_of(files) == std::vector{TownError{"hall.toml", 0, "file_too_large", {{"limit", "1048576"}}}});
}

TEST_CASE("a composite band skips no band between its parts") {
    auto files = good_files();
    files["hall.toml"] = replaced(files["hall.toml"], "[[band]]\ncode = \"both\"", R"([[band]]
code = "afternoon"
name = { ja = "午後", en = "Afternoon" }
from = "13:00"
until = "17:00"

[[band]]
code = "both")");
    files["hall.toml"] = replaced(files["hall.toml"], "use = \"by_band\"",
                                  "use = \"by_band\"\nbands = [\"morning\", \"evening\", \"both\"]");
    const auto errors = errors_of(files);
    REQUIRE_MESSAGE(errors.size() == 1, spelled(errors));
    CHECK(errors.front().code == "composite_not_whole");

    files["hall.toml"] = replaced(files["hall.toml"], "combines = [\"morning\", \"evening\"]",
                                  "combines = [\"afternoon\", \"evening\"]");
    const auto town = load_town(files);
    REQUIRE_MESSAGE(town, spelled(town.error()));
    CHECK(std::get<ByBand>(town->facilities[0].spaces[0].use).bands.back().range == range("13:00", "22:00"));
}

TEST_CASE("a local government code ends in its check digit") {
    struct Row {
        std::string_view code;
        bool valid;
    };
    for (const auto& [code, valid] : {Row{"011002", true}, // 札幌市
                                      {"131016", true},    // 千代田区
                                      {"110001", true},    // 埼玉県: the remainder is 0
                                      {"000060", true},    // the remainder is 1
                                      {"011001", false},
                                      {"110000", false},
                                      {"00006X", false},
                                      {"0110022", false}}) {
        CAPTURE(code);
        auto files = good_files();
        files["town.toml"] = replaced(files["town.toml"], "999016", code);
        CHECK(load_town(files).has_value() == valid);
    }
}

TEST_CASE("space, unit and facility codes are unique in the whole town") {
    auto files = good_files();
    files["town.toml"] = replaced(files["town.toml"], "\"hall.toml\"", "\"hall.toml\", \"annex.toml\"");
    files["annex.toml"] = files["hall.toml"];
    std::set<std::string> repeated;
    for (const auto& error : errors_of(files)) {
        CHECK(error.file == "annex.toml");
        CHECK(error.code == "duplicate_code");
        repeated.insert(error.facts.at("kind") + " " + error.facts.at("value"));
    }
    CHECK(repeated == std::set<std::string>{"facility hall", "unit room_a", "unit room_b", "unit studio", "space room",
                                            "space studio"});
}

TEST_CASE("everything that is wrong is named at once, by file and line") {
    auto files = good_files();
    files["town.toml"] = replaced(files["town.toml"], "999016", "1");
    files["holidays.toml"] = replaced(files["holidays.toml"], "2026-11-23", "2026-02-30");
    files["hall.toml"] = replaced(files["hall.toml"], "capacity = 20", "capacity = 0");
    files["hall.toml"] = replaced(files["hall.toml"], "opens = \"09:00\"", "opens = \"noon\"");
    const auto errors = errors_of(files);
    REQUIRE_MESSAGE(errors.size() == 4, spelled(errors));
    CHECK(describe(errors[0]) == "town.toml:1: invalid_town_code: `1` is not a local government code; write its six "
                                 "digits, the check digit included.");
    CHECK(describe(errors[1]) == "holidays.toml:3: invalid_date: The date `2026-02-30` does not exist; write an "
                                 "existing date as `2026-12-01`.");
    CHECK(describe(errors[2]) ==
          "hall.toml:8: invalid_time: `noon` is no time of day; write it as `09:00`, from `00:00` to `24:00`.");
    CHECK(describe(errors[3]) == "hall.toml:" + std::to_string(line_of(files["hall.toml"], "capacity = 0")) +
                                     ": number_out_of_range: `capacity` is 0; it must lie between 1 and 100000.");
}

TEST_CASE("of very many faults the first twenty are named") {
    auto files = good_files();
    for (int count = 0; count < 50; ++count)
        files["holidays.toml"].insert(files["holidays.toml"].find("]"),
                                      "    { date = \"2026-02-30\", name = \"x\" },\n");
    const auto errors = errors_of(files);
    REQUIRE(errors.size() == services::most_town_errors);
    CHECK(errors.back().line == errors.front().line + 19);
}

TEST_CASE("every code has a sentence, and no sentence is left with an unfilled fact") {
    std::set<std::string_view> codes;
    for (const auto code : town_error_codes())
        CHECK_MESSAGE(codes.insert(code).second, code);
    auto files = good_files();
    files["hall.toml"] = replaced(files["hall.toml"], "from = \"18:00\"", "from = \"10:00\"");
    files["hall.toml"] = replaced(files["hall.toml"], "both = 250 }", "bath = 250 }");
    files["hall.toml"] = replaced(files["hall.toml"], "\"studio\"]", "\"studi\"]");
    const auto errors = errors_of(files);
    CHECK(errors.size() == 5);
    for (const auto& error : errors) {
        CHECK(codes.contains(error.code));
        CHECK_MESSAGE(describe(error).find('{') == std::string::npos, describe(error));
    }
}

TEST_CASE("whatever is cut out of a town file, loading ends in a town or in named faults") {
    CHECK(rc::check([] {
        auto files = *rc::gen::element(good_files(), rich_files());
        auto& file = std::next(files.begin(), *rc::gen::inRange(0, 3))->second;
        const auto at = *rc::gen::inRange<std::size_t>(0, file.size());
        file.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
        const auto town = load_town(files);
        const auto codes = town_error_codes();
        if (!town) {
            RC_ASSERT(!town.error().empty());
            for (const auto& error : town.error())
                RC_ASSERT(std::ranges::find(codes, error.code) != codes.end());
        }
    }));
}

TEST_CASE("the files of a town are those that town.toml names") {
    const auto files = services::read_town_files(in_repository("ops/towns/hoshimigawa"));
    std::vector<std::string> names;
    for (const auto& [name, text] : files)
        if (name.find('/') == std::string::npos) names.push_back(name); // the others are templates of papers
    CHECK(names == std::vector<std::string>{"community_halls.toml", "gym.toml", "holidays.toml", "kirara.toml",
                                            "outdoor.toml", "town.toml"});
    CHECK(load_town(files).value() == hoshimigawa());
    CHECK(services::read_town_files(in_repository("ops/towns/nowhere")).empty());
    CHECK_FALSE(load_town(in_repository("ops/towns/nowhere")));
}

namespace {

// A folder that is gone when the test ends.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("hiroba_town_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path_ / "photos");
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    void write(const std::string& name, std::string_view content) const { std::ofstream{path_ / name} << content; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// 国民の祝日・休日月日,国民の祝日・休日名称 / 2026/1/1,元日, as the Cabinet Office sends it.
constexpr std::string_view holidays_cp932 =
    "\x8d\x91\x96\xaf\x82\xcc\x8f\x6a\x93\xfa\x81\x45\x8b\x78\x93\xfa\x8c\x8e\x93\xfa,\x8d\x91\x96\xaf\x82\xcc\x8f\x6a"
    "\x93\xfa\x81\x45\x8b\x78\x93\xfa\x96\xbc\x8f\xcc\r\n2026/1/1,\x8c\xb3\x93\xfa\r\n";

} // namespace

TEST_CASE("the Cabinet Office's file is read in the encoding it is published in, and kept as text") {
    const Folder folder;
    for (const auto& [name, text] : rich_files())
        folder.write(name, text);
    folder.write("syukujitsu.csv", holidays_cp932);
    const auto files = services::read_town_files(folder.path());
    CHECK(files.at("syukujitsu.csv") == "国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n");
    const auto town = load_town(files);
    REQUIRE_MESSAGE(town, spelled(town.error()));
    CHECK(town->holidays == Holidays{date("2026-01-01")});

    folder.write("syukujitsu.csv", "\xEF\xBB\xBF" + std::string{holidays_csv}); // UTF-8 as spreadsheets save it
    CHECK(load_town(services::read_town_files(folder.path())).value().holidays.size() == 2);
    folder.write("syukujitsu.csv", std::string{holidays_csv} + "\xFF\xFE"); // neither
    CHECK(errors_of(services::read_town_files(folder.path())).front().code == "invalid_utf8");
}

TEST_CASE("lines of the holidays file may end in any way, and the last one in none") {
    auto files = rich_files();
    auto& csv = files.at("syukujitsu.csv");
    std::erase(csv, '\r');
    csv.pop_back();
    CHECK(load_town(files).value().holidays.size() == 2);
}

TEST_CASE("photos that the files name must lie in the folder, and are no part of what is stored") {
    const Folder folder;
    for (const auto& [name, text] : rich_files())
        folder.write(name, text);
    folder.write("photos/sea.jpg", "a picture");
    const auto errors = load_town(folder.path()).error();
    REQUIRE_MESSAGE(errors.size() == 1, spelled(errors));
    CHECK(errors[0] ==
          TownError{"park.toml", line_of(std::string{park_toml}, "site.png"), "missing_photo", {{"name", "site.png"}}});
    folder.write("photos/site.png", "another");
    CHECK(load_town(folder.path()).has_value());
    CHECK(services::read_town_files(folder.path()).size() == 3);
}

namespace {

bool is_of_a_key(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// Every word of the text, with what follows it.
template <class Visit>
void each_word(std::string_view text, const Visit& visit) {
    for (std::size_t from = 0; from < text.size(); ++from) {
        if (!is_of_a_key(text[from])) continue;
        auto end = from;
        while (end < text.size() && is_of_a_key(text[end]))
            ++end;
        visit(std::string{text.substr(from, end - from)}, text.substr(end));
        from = end;
    }
}

// What is given a value, and the tables.
std::set<std::string> keys_of(std::string_view toml) {
    std::set<std::string> keys;
    each_word(toml, [&](const std::string& word, std::string_view rest) {
        if (rest.starts_with(" = ") || rest.starts_with("]\n") || rest.starts_with("]]\n")) keys.insert(word);
    });
    return keys;
}

} // namespace

TEST_CASE("every key that a town can write is explained to its people") {
    std::ifstream readme{in_repository("ops/towns/README.md")};
    const std::string text{std::istreambuf_iterator<char>{readme}, {}};
    std::set<std::string> explained;
    each_word(text, [&](const std::string& word, std::string_view) { explained.insert(word); });
    const std::set<std::string> of_the_examples = {"both", "evening", "morning", "ja", "en"};
    std::set<std::string> keys;
    for (const auto& files : {good_files(), rich_files()}) {
        for (const auto& [name, content] : files) {
            if (name.ends_with(".toml")) keys.merge(keys_of(content));
        }
    }
    CHECK(keys.size() > 80);
    for (const auto& key : keys) {
        if (!of_the_examples.contains(key)) CHECK_MESSAGE(explained.contains(key), key);
    }
}

TEST_CASE("a town never reads a file outside its own folder") {
    const Folder folder;
    std::filesystem::create_directories(folder.path() / "town");
    folder.write("secret.toml", "code = \"secret\"\n");
    folder.write("town/town.toml", replaced(std::string{town_toml}, "hall.toml", "../secret.toml"));
    const auto files = services::read_town_files(folder.path() / "town");
    CHECK(files.size() == 1);
}
