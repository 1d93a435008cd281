#include "services/town/fee_tables.hpp"
#include "services/town/text_grid.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <sstream>

using namespace hiroba;
using namespace hiroba::test;
using services::display_width;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

// The first line that begins with these words, at whatever depth.
std::string line_with(const std::vector<std::string>& lines, std::string_view words) {
    const auto found = std::ranges::find_if(lines, [&](const std::string& line) {
        return line.find_first_not_of(' ') != std::string::npos &&
               line.substr(line.find_first_not_of(' ')).starts_with(words);
    });
    return found == lines.end() ? std::string{} : *found;
}

} // namespace

TEST_CASE("a Japanese letter is as wide as two others, in full width as well") {
    CHECK(display_width("") == 0);
    CHECK(display_width("room 1") == 6);
    CHECK(display_width("午前") == 4);
    CHECK(display_width("大会議室A（半面）") == 17);
    CHECK(display_width("ｱｲｳ") == 3);
    CHECK(display_width("○×") == 2);
    CHECK(display_width("𠮷野") == 4);
}

TEST_CASE("columns line up whatever letters stand in them, numbers to the right") {
    services::TextGrid grid;
    grid.add({"室", "円"});
    grid.add({"小会議室", "470"});
    grid.add({"hall", "9,000"});
    CHECK(grid.text(1) == "  室           円\n  小会議室    470\n  hall      9,000\n");
}

TEST_CASE("the tables show what will be applied: bands × prices for each day on which a price comes into force") {
    const auto text = services::fee_tables(hoshimigawa());
    const auto lines = lines_of(text);
    const auto second = text.find("施行 2026-10-01");
    REQUIRE(second != std::string::npos);
    CHECK(text.find("32,400") < second);
    CHECK(text.find("35,640") > second);
    CHECK(text.find("42,760") > second);
    for (const std::string_view words : {"小ホール", "和室 松", "調理室"})
        CHECK(display_width(line_with(lines, words)) == display_width(line_with(lines, "大ホール")));
    CHECK(line_with(lines, "準備・練習").find("基本使用料の50%") != std::string::npos);
    CHECK(line_with(lines, "営利 ").find("+400%（乗ずる）") != std::string::npos);
    CHECK(line_with(lines, "トレーニング室 回数券").find("2,100") != std::string::npos);
    CHECK(line_with(lines, "G4").find("100%   50%    0%") != std::string::npos);
}

TEST_CASE(
    "the tables show on which conditions a row holds: seasons, surcharges, reductions, refunds, the deciding day") {
    Town town = hoshimigawa();
    Facility& kirara = town.facilities.front();
    REQUIRE_FALSE(kirara.fee_rules.extensions.empty());
    kirara.fee_rules.extensions.front().surcharged_by = {SurchargeKind::commercial, SurchargeKind::out_of_town};
    for (RateTable& rate : kirara.spaces.front().rates)
        rate.in_force.decided_by = DecidingDate::use;
    const auto text = services::fee_tables(town);
    const auto says = [&](std::string_view words) { CHECK_MESSAGE(text.find(words) != std::string::npos, words); };
    says("許可の日に施行されているものによる");
    says(kirara.spaces.front().rates.front().article.ja + "（使用日）");
    says("割増し 営利・町外");
    says("入場料等を徴収しないときに限る");
    says("登録団体のみ");
    says("使用日の");
    says("日前まで ");
    says("町の都合 100%");
    const auto found = std::ranges::find_if(kirara.seasons, [&](const Season& season) {
        return text.find(season.name.ja + " " + std::to_string(static_cast<unsigned>(season.period.first.month())) +
                         "/") != std::string::npos;
    });
    CHECK(found != kirara.seasons.end());
}
