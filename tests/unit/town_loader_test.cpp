#include "services/town/town_loader.hpp"
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

[out_of_town_surcharge]
percent = 50
article = { ja = "備考1", en = "Note 1" }

[rounding]
unit_yen = 10
article = { ja = "備考2", en = "Note 2" }

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
    CHECK(hall.windows.at(UserClass::in_town) == BookingWindow{6, 1, time("09:00"), 1, time("17:00")});
    CHECK(hall.out_of_town == OutOfTownSurcharge{50, {"備考1", "Note 1"}});
    CHECK(hall.rounding == Rounding{Yen{10}, {"備考2", "Note 2"}});

    const auto& room = hall.spaces[0];
    CHECK(room.units == std::vector{UnitCode{"room_a"}, UnitCode{"room_b"}});
    CHECK(room.opening == range("09:00", "22:00"));
    const auto& bands = std::get<ByBand>(room.use).bands;
    REQUIRE(bands.size() == 3);
    CHECK(bands[2] == TimeBand{BandCode{"both"}, {"全日", "All day"}, range("09:00", "22:00")});
    CHECK(room.rates[0].article == Text{"別表", "Annex"});
    CHECK(room.rates[1].article == Text{"改正別表", "Revised annex"});
    CHECK(std::get<BandPrices>(room.rates[0].prices).at(BandCode{"both"}) == BandPrice{Yen{250}, Yen{250}});
    CHECK(std::get<BandPrices>(room.rates[1].prices).at(BandCode{"both"}) == BandPrice{Yen{275}, Yen{325}});

    const auto& studio = hall.spaces[1];
    CHECK(studio.opening == range("10:00", "20:00"));
    CHECK(std::get<ByHour>(studio.use) == ByHour{30, 60, 240});
    CHECK(std::get<HourPrice>(studio.rates[0].prices) == HourPrice{Yen{310}, 3});
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
        {"hall.toml", "[rounding]", "rounding = 10\n[rounding_]", "unknown_key", "rounding = 10"},
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
    };
    return rows;
}

} // namespace

TEST_CASE("one fault in a file is named by its file, line and code, and nothing is loaded") {
    for (const auto& row : broken_files()) {
        CAPTURE(row.code);
        CAPTURE(row.to);
        auto files = good_files();
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

TEST_CASE("every code is proved by a broken file") {
    std::set<std::string_view> proved = {"file_too_large"}; // below
    for (const auto& row : broken_files())
        proved.insert(row.code);
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
          "hall.toml:7: invalid_time: `noon` is no time of day; write it as `09:00`, from `00:00` to `24:00`.");
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
        auto files = good_files();
        auto& file = files.at(*rc::gen::elementOf(std::vector<std::string>{"town.toml", "holidays.toml", "hall.toml"}));
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
    const auto files = services::read_town_files(HIROBA_ROOT "/ops/towns/hoshimigawa");
    std::vector<std::string> names;
    for (const auto& [name, text] : files)
        names.push_back(name);
    CHECK(names == std::vector<std::string>{"gym.toml", "holidays.toml", "kirara.toml", "town.toml"});
    CHECK(load_town(files).value() == hoshimigawa());
    CHECK(services::read_town_files(HIROBA_ROOT "/ops/towns/nowhere").empty());
    CHECK_FALSE(load_town(std::filesystem::path{HIROBA_ROOT "/ops/towns/nowhere"}));
}

TEST_CASE("a town never reads a file outside its own folder") {
    const auto folder = std::filesystem::temp_directory_path() / ("hiroba_town_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "town");
    std::ofstream{folder / "secret.toml"} << "code = \"secret\"\n";
    std::ofstream{folder / "town/town.toml"} << replaced(std::string{town_toml}, "hall.toml", "../secret.toml");
    const auto files = services::read_town_files(folder / "town");
    CHECK(files.size() == 1);
    std::filesystem::remove_all(folder);
}
