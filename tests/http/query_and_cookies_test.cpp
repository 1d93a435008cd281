#include "services/http/cookies.hpp"
#include "services/http/query_string.hpp"

#include <doctest/doctest.h>
#include <map>
#include <rapidcheck.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace hiroba::http;

using Map = std::map<std::string, std::string>;

TEST_CASE("a query is read as names and values") {
    const std::vector<std::pair<std::string, Map>> cases{
        {"", {}},
        {"a=1", {{"a", "1"}}},
        {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
        {"a", {{"a", ""}}},
        {"a=", {{"a", ""}}},
        {"a=b=c", {{"a", "b=c"}}},
        {"&&a=1&", {{"a", "1"}}},
        {"from=2026-12-01&name=%E9%A4%A8+1", {{"from", "2026-12-01"}, {"name", "館 1"}}},
        {"a%3Db=c%26d", {{"a=b", "c&d"}}},
    };
    for (const auto& [query, expected] : cases) {
        CAPTURE(query);
        CHECK(parse_query(query, 64).value() == expected);
    }
}

TEST_CASE("a query with two meanings is refused") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"a=1&a=2", "repeated_query_parameter"},
        {"a=1&a=1", "repeated_query_parameter"},
        {"a=1&%61=2", "repeated_query_parameter"},
        {"=1", "empty_query_parameter_name"},
        {"a=%", "bad_percent_escape"},
        {"%zz=1", "bad_percent_escape"},
        {"a=%00", "nul_byte"},
        {"a=%C0%80", "invalid_utf8"},
        {"a=1&b=2&c=3&d=4", "too_many_query_parameters"},
    };
    for (const auto& [query, code] : cases) {
        CAPTURE(query);
        const auto result = parse_query(query, 3);
        REQUIRE_FALSE(result);
        CHECK(result.error().code == code);
    }
    CHECK(parse_query("a=1&a=2", 3).error().facts == std::map<std::string, hiroba::Fact>{{"parameter", "a"}});
}

TEST_CASE("cookies are read as far as they make sense") {
    const std::vector<std::pair<std::string, Map>> cases{
        {"", {}},
        {"sid=abc", {{"sid", "abc"}}},
        {"sid=abc; theme=dark", {{"sid", "abc"}, {"theme", "dark"}}},
        {"sid=abc;theme=dark;", {{"sid", "abc"}, {"theme", "dark"}}},
        {"sid=\"abc\"", {{"sid", "abc"}}},
        {"sid=a=b", {{"sid", "a=b"}}},
        {"sid=", {{"sid", ""}}},
        {"sid=first; sid=second", {{"sid", "first"}}},
        {"broken; sid=abc", {{"sid", "abc"}}},
        {"=value; sid=abc", {{"sid", "abc"}}},
        {"a b=1; sid=abc", {{"sid", "abc"}}},
        {"x=\x01; sid=abc", {{"sid", "abc"}}},
        {"館=1; sid=abc", {{"sid", "abc"}}},
        {";;;=;", {}},
    };
    for (const auto& [header, expected] : cases) {
        CAPTURE(header);
        CHECK(parse_cookies(header) == expected);
    }
}

TEST_CASE("no bytes make the readers of queries and cookies do anything but read or refuse") {
    CHECK(rc::check([](const std::string& bytes) { RC_ASSERT(parse_cookies(bytes).size() <= bytes.size()); }));
    CHECK(rc::check([](const std::string& bytes) {
        const auto query = parse_query(bytes, 8);
        if (query) RC_ASSERT(query->size() <= 8u);
    }));
}

TEST_CASE("the session cookie cannot be read by scripts nor sent by other sites' forms") {
    CHECK(session_cookie("Token-1_a", true) == "__Host-sid=Token-1_a; Path=/; HttpOnly; SameSite=Lax; Secure");
    CHECK(session_cookie("Token-1_a", false) == "sid=Token-1_a; Path=/; HttpOnly; SameSite=Lax");
    CHECK(expired_session_cookie(true) == "__Host-sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    CHECK_THROWS_AS(session_cookie("a; Domain=example.com", true), std::logic_error);
    CHECK_THROWS_AS(session_cookie("", true), std::logic_error);
}
