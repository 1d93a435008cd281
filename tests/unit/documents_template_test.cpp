#include "domain/documents/content.hpp"
#include "domain/documents/tax_lines.hpp"
#include "domain/documents/template.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;

TEST_CASE("a word in braces stands for its value, a doubled brace for itself") {
    const DocumentWords words{{"name", "髙﨑"}, {"empty", ""}};
    CHECK(filled_in("{name}　様", words) == "髙﨑　様");
    CHECK(filled_in("{{name}} {name} }}", words) == "{name} 髙﨑 }");
    CHECK(filled_in("「{unknown}」", words) == "「」");
}

TEST_CASE("a value is never read again: braces and markup in it stay letters") {
    const DocumentWords words{{"name", "{number} <b>&amp;</b> }}{{"}, {"number", "7"}};
    CHECK(filled_in("{name}", words) == "{number} <b>&amp;</b> }}{{");
    CHECK(rc::check([](const std::string& value) {
        RC_ASSERT(filled_in("[{name}]", {{"name", value}}) == "[" + value + "]");
    }));
}

TEST_CASE("a brace that stands alone, or holds anything but a word, is not well formed") {
    for (const char* text : {"{", "}", "{name", "name}", "{}", "{Name}", "{a b}", "{a{b}", "{{a}"})
        CHECK_MESSAGE(!words_in(text).is_well_formed, text);
    for (const char* text : {"", "plain", "{{", "}}", "{name}", "{{{name}}}"})
        CHECK_MESSAGE(words_in(text).is_well_formed, text);
}

TEST_CASE("a line whose words are all empty says nothing; one without words always says something") {
    const DocumentWords words{{"name", "髙﨑"}, {"empty", ""}};
    CHECK(says_nothing("団体名 {empty}{unknown}", words));
    CHECK_FALSE(says_nothing("{empty} {name}", words));
    CHECK_FALSE(says_nothing("団体名", words));
}

TEST_CASE("what a template does not show is not kept") {
    DocumentTemplate form;
    form.blocks.push_back({.kind = BlockKind::text, .heading = {}, .lines = {"{purpose}"}, .rows = {}});
    DocumentContent content;
    content.words = {{"purpose", "読書会"}, {"applicant_name", "髙﨑"}};
    content.uses = {{"date", "time", "space", "", "0円"}};
    content.conditions = {"condition"};
    content.appeal = {"appeal"};
    content.number_code = "7K3M-Q9XD";
    content.page_address = "https://yoyaku.example/ja/applications/1";
    content.seal_note = "公印省略";
    content.schedule = {{"space", "time", "who", "what", "", "", ""}};
    const DocumentContent kept = only_what_is_shown(content, form);
    DocumentContent expected;
    expected.words = {{"purpose", "読書会"}};
    CHECK(kept == expected);
}

TEST_CASE("every kind and block has a name of its own, and knows what it requires") {
    std::set<std::string_view> names;
    for (const DocumentKind kind : document_kinds()) {
        CHECK(names.insert(name_of(kind)).second);
        CHECK(document_kind_named(name_of(kind)) == kind);
        CHECK_FALSE(required_blocks(kind).empty());
        for (const BlockKind block : required_blocks(kind))
            CHECK_MESSAGE(knows_block(kind, block), name_of(kind), " ", name_of(block));
        for (const std::string_view word : required_words(kind))
            CHECK_MESSAGE(knows_word(kind, word), name_of(kind), " ", word);
        CHECK_FALSE(knows_word(kind, "password_hash"));
    }
    CHECK(document_kind_named("invoice") == std::nullopt);
}

TEST_CASE("tax is computed once for each rate, by the percent and the direction of the town") {
    const Tax ten{.scope = {}, .percent = 10, .is_included = true, .direction = RoundingDirection::down};
    Tax eight = ten;
    eight.percent = 8;
    eight.direction = RoundingDirection::up;
    Tax nearest = ten;
    nearest.direction = RoundingDirection::half_up;
    Tax none = ten;
    none.percent = 0;
    CHECK(tax_lines({{Yen{43'740}, ten}}) == std::vector{TaxLine{"10％対象（税込）", "43,740円", "3,976円"}});
    CHECK(tax_lines({{Yen{43'740}, nearest}}) == std::vector{TaxLine{"10％対象（税込）", "43,740円", "3,976円"}});
    CHECK(tax_lines({{Yen{470}, nearest}}) == std::vector{TaxLine{"10％対象（税込）", "470円", "43円"}});
    const std::vector<TaxedAmount> mixed{
        {Yen{235}, ten}, {Yen{300}, none}, {Yen{1'000}, eight}, {Yen{235}, ten}, {Yen{0}, nearest}};
    CHECK(tax_lines(mixed) == std::vector{TaxLine{"10％対象（税込）", "470円", "42円"},
                                          TaxLine{"8％対象（税込）", "1,000円", "75円"},
                                          TaxLine{"非課税", "300円", "－"}});
    CHECK(tax_in_all(mixed) == Yen{117});
    CHECK(tax_lines({}).empty());
}

TEST_CASE("a part of what is owed has each rate in its share, to the yen") {
    Tax eight;
    eight.percent = 8;
    Tax ten;
    ten.percent = 10;
    const auto amounts = [](const std::vector<TaxedAmount>& parts) {
        std::vector<Yen> all;
        for (const TaxedAmount& part : parts)
            all.push_back(part.amount);
        return all;
    };
    CHECK(amounts(divided(Yen{100}, {{Yen{470}, ten}, {Yen{235}, eight}})) == std::vector{Yen{67}, Yen{33}});
    CHECK(amounts(divided(Yen{100}, {{Yen{470}, ten}, {Yen{0}, eight}})) == std::vector{Yen{100}, Yen{0}});
    CHECK(amounts(divided(Yen{100}, {{Yen{0}, ten}, {Yen{0}, eight}})) == std::vector{Yen{100}, Yen{0}});
    CHECK(divided(Yen{100}, {}).empty());
}

TEST_CASE("what is given back needs a corrected invoice from ten thousand yen on") {
    CHECK_FALSE(needs_return_invoice(Yen{9'999}));
    CHECK(needs_return_invoice(Yen{10'000}));
}
