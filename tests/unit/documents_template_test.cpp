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

TEST_CASE("tax is computed once for each rate: 10/110 of the amount, rounded down") {
    CHECK(tax_lines({.standard_rate = Yen{43'740}, .not_taxed = {}}) ==
          std::vector{TaxLine{"10％対象（税込）", "43,740円", "3,976円"}});
    CHECK(tax_lines({.standard_rate = Yen{470}, .not_taxed = Yen{300}}) ==
          std::vector{TaxLine{"10％対象（税込）", "470円", "42円"}, TaxLine{"非課税", "300円", "－"}});
    CHECK(tax_lines({}).empty());
}

TEST_CASE("what is given back needs a corrected invoice from ten thousand yen on") {
    CHECK_FALSE(needs_return_invoice(Yen{9'999}));
    CHECK(needs_return_invoice(Yen{10'000}));
}
