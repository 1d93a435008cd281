// Drawers and payment methods in a town's files: what they become, and each of their faults.
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

using namespace hiroba;
using namespace hiroba::test;
using services::TownFiles;

namespace {

TownFiles hoshimigawa_files() { return services::read_town_files(in_repository("ops/towns/hoshimigawa")); }

void replace(std::string& file, std::string_view from, std::string_view to) {
    const auto at = file.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    file.replace(at, from.size(), to);
}

// The code of the first fault, or "" when there is none.
std::string fault_of(const TownFiles& files) {
    const auto town = services::load_town(files);
    return town ? "" : town.error().front().code;
}

} // namespace

TEST_CASE("each drawer takes the fees of the facilities that it names") {
    const auto town = services::load_town(hoshimigawa_files()).value();
    const Drawer* drawer = find_drawer(town, DrawerCode{"town_hall_1"});
    REQUIRE(drawer != nullptr);
    CHECK(drawer->facilities == std::vector{FacilityCode{"kirara"}, FacilityCode{"gym"}});
    CHECK_FALSE(manager_of(town, *drawer));
    CHECK(find_drawer(town, DrawerCode{"nowhere"}) == nullptr);
}

TEST_CASE("the money of a designated manager lies in a drawer of its own") {
    auto files = hoshimigawa_files();
    files["kirara.toml"] += R"(
[manager]
name = { ja = "きらら運営", en = "Kirara Management" }
registration_number = "T6000020999016"
)";
    CHECK(fault_of(files) == "drawer_of_two_payees");
    replace(files["town.toml"], R"(facilities = ["kirara", "gym"])", R"(facilities = ["gym"])");
    const auto town = services::load_town(files);
    REQUIRE(town);
    CHECK(manager_of(*town, *find_drawer(*town, DrawerCode{"kirara_1"})) == FacilityCode{"kirara"});
    CHECK_FALSE(manager_of(*town, *find_drawer(*town, DrawerCode{"town_hall_1"})));
}

TEST_CASE("a method of the desk can have a term of its own") {
    const auto town = services::load_town(hoshimigawa_files()).value();
    const auto& rules = find_facility(town, FacilityCode{"kirara"})->payment_methods;
    const auto rule_of = [&](PaymentMethod method) {
        return *std::ranges::find(rules, method, &PaymentMethodRule::method);
    };
    CHECK_FALSE(rule_of(PaymentMethod::cash).term);
    CHECK(rule_of(PaymentMethod::payment_notice).term == PaymentTerm{14, 3});
    CHECK(rule_of(PaymentMethod::payment_notice).least == Yen{1'000});
    CHECK(rule_of(PaymentMethod::konbini).term == PaymentTerm{7, 3});
}

TEST_CASE("what is wrong with drawers and methods is named") {
    struct Row {
        const char* file;
        const char* from;
        const char* to;
        const char* code;
    };
    for (const Row& row : {
             Row{"town.toml", R"(facilities = ["kirara", "gym"])", R"(facilities = ["library"])", "unknown_facility"},
             Row{"town.toml", R"(facilities = ["kirara", "gym"])", "facilities = []", "empty_list"},
             Row{"town.toml", R"(code = "town_hall_1")", R"(code = "kirara_1")", "duplicate_code"},
             Row{"town.toml", R"(code = "town_hall_1")", "", "missing_key"},
             Row{"kirara.toml", R"(method = "cash")", R"(method = "cheque")", "unknown_word"},
             Row{"kirara.toml", R"(method = "cash")", R"(method = "card")", "duplicate_code"},
             Row{"kirara.toml", "method = \"bank_transfer\"\nleast_yen = 1000",
                 "method = \"bank_transfer\"\nleast_yen = 1000\nmost_yen = 999", "payment_method_limits_reversed"},
             Row{"kirara.toml", "days_after_permission = 7\ndays_before_use = 3", "days_before_use = 3",
                 "konbini_needs_days"},
         }) {
        auto files = hoshimigawa_files();
        replace(files[row.file], row.from, row.to);
        CAPTURE(row.to);
        CHECK(fault_of(files) == row.code);
    }
}
