#include "services/town/account_loader.hpp"
#include "tests/support/repository.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using services::load_accounts;

namespace {

constexpr std::string_view one_account = R"([[account]]
login_name = "desk1"
display_name = "窓口"
role = "desk"
user_class = "in_town"
password = "secret"
)";

std::string replaced(std::string_view from, std::string_view to) {
    std::string file{one_account};
    return file.replace(file.find(from), from.size(), to);
}

} // namespace

TEST_CASE("the demonstration accounts of Hoshimigawa are there, one at least for each kind of visitor") {
    const auto accounts = load_accounts(hiroba::test::in_repository("ops/towns/hoshimigawa/demo_accounts.toml"));
    REQUIRE(accounts);
    struct Row {
        std::string_view login_name;
        Role role;
        UserClass user_class;
    };
    const std::vector<Row> rows = {{"resident1", Role::resident, UserClass::in_town},
                                   {"resident2", Role::resident, UserClass::in_town},
                                   {"outsider1", Role::resident, UserClass::out_of_town},
                                   {"desk1", Role::desk, UserClass::in_town},
                                   {"desk2", Role::desk, UserClass::in_town},
                                   {"finance1", Role::finance, UserClass::in_town},
                                   {"director1", Role::approver, UserClass::in_town},
                                   {"section1", Role::approver, UserClass::in_town},
                                   {"general1", Role::approver, UserClass::in_town},
                                   {"superintendent1", Role::approver, UserClass::in_town}};
    REQUIRE(accounts->size() == rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto& account = (*accounts)[at];
        CHECK(account.login_name == rows[at].login_name);
        CHECK(account.role == rows[at].role);
        CHECK(account.user_class == rows[at].user_class);
        CHECK(account.password == "hoshimigawa-demo");
        CHECK_FALSE(account.display_name.empty());
    }
}

TEST_CASE("a fault in an account file is named by line") {
    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view error;
    };
    for (const auto& [from, to, error] :
         {Row{"\"desk\"", "\"admin\"",
              "a.toml:4: unknown_word: `role` cannot be `admin`; write one of: resident, desk, finance, approver."},
          {"\"in_town\"", "\"abroad\"",
           "a.toml:5: unknown_word: `user_class` cannot be `abroad`; write one of: in_town, out_of_town."},
          {"\"desk1\"", "\"Desk 1\"",
           "a.toml:2: invalid_code: `Desk 1` cannot be a code; use 1 to 40 small letters, digits and `_`."},
          {"password = \"secret\"", "", "a.toml:1: missing_key: The key `password` is missing; add it."},
          {"password", "passwort = \"x\"\npassword",
           "a.toml:6: unknown_key: There is no key `passwort` here; correct the spelling or remove it."}}) {
        const auto accounts = load_accounts(replaced(from, to), "a.toml");
        REQUIRE_FALSE(accounts);
        REQUIRE(accounts.error().size() == 1);
        CHECK(describe(accounts.error().front()) == error);
    }
}

TEST_CASE("a login name stands once") {
    const auto accounts = load_accounts(std::string{one_account} + std::string{one_account}, "a.toml");
    REQUIRE_FALSE(accounts);
    CHECK(describe(accounts.error().front()) ==
          "a.toml:8: duplicate_code: The code `desk1` is used twice; give each account its own.");
}

TEST_CASE("an account file that is not there is named") {
    const auto accounts = load_accounts(hiroba::test::in_repository("ops/towns/nowhere.toml"));
    REQUIRE_FALSE(accounts);
    CHECK(accounts.error().front().code == "missing_file");
}

TEST_CASE("roles come back from their names") {
    for (const auto role : {Role::resident, Role::desk, Role::finance, Role::approver})
        CHECK(role_named(name_of(role)) == role);
    CHECK_FALSE(role_named("Desk"));
    for (const auto user_class : {UserClass::in_town, UserClass::out_of_town})
        CHECK(user_class_named(name_of(user_class)) == user_class);
    CHECK_FALSE(user_class_named("町内"));
}
