// [money] of town.toml: who pays money back, and when staff are asked about money whose way is not known.
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace hiroba;
using services::load_town;

namespace {

services::TownFiles hoshimigawa() { return services::read_town_files(test::in_repository("ops/towns/hoshimigawa")); }

services::TownFiles with_money(const std::string& table) {
    auto files = hoshimigawa();
    std::string& main = files.at("town.toml");
    const auto begin = main.find("[money]");
    main.replace(begin, main.find("\n\n", begin) - begin, table);
    return files;
}

} // namespace

TEST_CASE("above 30,000 yen Hoshimigawa wants a second person, and it waits a day for a provider") {
    const auto town = load_town(hoshimigawa());
    REQUIRE(town);
    CHECK(town->money == MoneyRules{Yen{30'000}, std::chrono::hours{24}});
}

TEST_CASE("a town can do without a second person, and wait longer") {
    const auto town = load_town(with_money("[money]\nhand_to_staff_after_hours = 72"));
    REQUIRE(town);
    CHECK(town->money == MoneyRules{std::nullopt, std::chrono::hours{72}});
    CHECK(load_town(with_money(""))->money == MoneyRules{});
}

TEST_CASE("amounts and hours that cannot be meant are refused, and so are words that nobody knows") {
    for (const char* const line :
         {"second_person_above_yen = -1", "second_person_above_yen = 1000000001", "hand_to_staff_after_hours = 0",
          "hand_to_staff_after_hours = 337", "second_person_above_yen = \"30000\"", "third_person = 1"}) {
        CAPTURE(line);
        CHECK_FALSE(load_town(with_money(std::string{"[money]\n"} + line)));
    }
}
