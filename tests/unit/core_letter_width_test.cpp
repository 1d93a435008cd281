#include "domain/core/letter_width.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <string>
#include <string_view>

using hiroba::to_full_width;
using hiroba::to_half_width;

TEST_CASE("full-width letters, digits, signs and blanks become ASCII, and nothing else changes") {
    struct Row {
        std::string_view typed;
        std::string_view half;
    };
    for (const auto& [typed, half] : {Row{"７Ｋ３ｍ－Ｑ９ＸＤ", "7K3m-Q9XD"},
                                      {"第２回　ＡＢＣ合唱団！", "第2回 ABC合唱団!"},
                                      {"｀ａｚ｛｝～", "`az{}~"},
                                      {"コーラス・〜（夜）", "コーラス・〜(夜)"},
                                      {"ｶﾗｵｹ 𠮷野家 é", "ｶﾗｵｹ 𠮷野家 é"},
                                      {"", ""}}) {
        CAPTURE(typed);
        CHECK(to_half_width(typed) == half);
    }
}

TEST_CASE("printable ASCII goes to full width and comes back") {
    CHECK(to_full_width("第2回 ABC!~") == "第２回 ＡＢＣ！～");
    CHECK(rc::check("there and back", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', 127));
        RC_ASSERT(to_half_width(to_full_width(text)) == text);
    }));
}
