// The town's papers as its files describe them, and every way to describe them wrongly.
#include "services/town/document_loader.hpp"
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;
using services::load_town;
using services::read_town_files;
using services::TownError;
using services::TownFiles;

namespace {

TownFiles hoshimigawa() { return read_town_files(in_repository("ops/towns/hoshimigawa")); }

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

int line_of(const std::string& text, std::string_view part) {
    const auto at = text.find(part);
    REQUIRE_MESSAGE(at != std::string::npos, part);
    return static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
}

constexpr const char* permit_file = "documents/permit.toml";

std::vector<TownError> errors_of(const TownFiles& files) {
    const auto town = load_town(files);
    return town ? std::vector<TownError>{} : town.error();
}

// The permit with one text in place of another, and what it is refused with.
std::vector<TownError> broken_permit(std::string_view from, std::string_view to) {
    auto files = hoshimigawa();
    files[permit_file] = replaced(files[permit_file], from, to);
    return errors_of(files);
}

} // namespace

TEST_CASE("a template is shipped for every kind of paper") {
    std::vector<std::string_view> names;
    for (const auto& each : services::shipped_templates())
        names.push_back(each.name);
    for (const DocumentKind kind : document_kinds())
        CHECK_MESSAGE(std::ranges::find(names, name_of(kind)) != names.end(), name_of(kind));
    CHECK(names.size() == document_kinds().size());
}

TEST_CASE("a town's own template takes the place of the shipped one, and its numbers those of the forms") {
    const auto loaded = services::load_document_rules(hoshimigawa());
    REQUIRE(loaded);
    const DocumentRules& rules = *loaded;
    CHECK(rules.issuer == "星見川町長　星野　渡");
    CHECK(rules.seal_note == "公印省略");
    CHECK(rules.extra_font == "IPAmjMincho");
    CHECK(rules.templates.size() == document_kinds().size());
    CHECK(rules.templates.at(DocumentKind::permit).form == "様式第2号（第3条関係）");
    CHECK(rules.templates.at(DocumentKind::permit).source == hoshimigawa().at(permit_file));
    CHECK(rules.templates.at(DocumentKind::receipt).form.empty());
    const auto& blocks = rules.templates.at(DocumentKind::permit).blocks;
    const auto conditions = std::ranges::find(blocks, BlockKind::conditions, &TemplateBlock::kind);
    REQUIRE(conditions != blocks.end());
    CHECK(
        std::ranges::any_of(conditions->lines, [](const std::string& line) { return line.starts_with("火気の使用"); }));
}

TEST_CASE("a town that says nothing of its papers gets the shipped ones") {
    auto files = hoshimigawa();
    auto& main = files.at("town.toml");
    main = main.substr(0, main.find("# 様式: ")) + main.substr(main.find("# 使用目的・種目"));
    const auto rules = services::load_document_rules(files);
    REQUIRE(rules);
    CHECK(rules->issuer == "星見川町長");
    CHECK(rules->font == "IPAexMincho");
    CHECK(rules->templates.at(DocumentKind::permit).form.empty());
}

TEST_CASE("a template that a paper was made from can be read again") {
    const auto rules = services::load_document_rules(hoshimigawa());
    const auto& form = rules->templates.at(DocumentKind::permit);
    auto again = services::read_template(DocumentKind::permit, form.source);
    REQUIRE(again);
    CHECK(again->blocks == form.blocks);
    CHECK_FALSE(services::read_template(DocumentKind::permit, "title = 1"));
}

TEST_CASE("one fault in a template is named by its file, line and code, and nothing is loaded") {
    struct Row {
        const char* from;
        const char* to;
        const char* at; // in the broken file
        const char* code;
    };
    for (const Row& row : {Row{"{purpose}", "{purpos}", "{purpos}", "unknown_placeholder"},
                           Row{"{purpose}", "{password_hash}", "{password_hash}", "unknown_placeholder"},
                           Row{"{purpose}", "{due_on}", "{due_on}", "unknown_placeholder"}, // of the payment notice
                           Row{"{purpose}", "{purpose", "{purpose\"", "malformed_placeholder"},
                           Row{"{purpose}", "読書会", "title = ", "missing_placeholder"},
                           Row{"kind = \"appeal\"", "kind = \"text\"", "title = ", "missing_block"},
                           Row{"kind = \"appeal\"", "kind = \"taxes\"", "kind = \"taxes\"", "block_not_allowed"},
                           Row{"kind = \"appeal\"", "kind = \"apeal\"", "kind = \"apeal\"", "unknown_word"},
                           Row{"heading = \"教示\"", "headline = \"教示\"", "headline", "unknown_key"},
                           Row{"title = \"使用許可書\"", "title = \"\"", "title = ", "empty_text"}}) {
        CAPTURE(row.to);
        auto files = hoshimigawa();
        files[permit_file] = replaced(files[permit_file], row.from, row.to);
        const auto errors = errors_of(files);
        // What is missing in the file as a whole stands in its first line.
        const int line = std::string_view{row.at} == "title = " && std::string_view{row.code}.starts_with("missing")
                             ? 1
                             : line_of(files[permit_file], row.at);
        CHECK(std::ranges::any_of(errors, [&](const TownError& error) {
            return error.file == permit_file && error.line == line && error.code == row.code;
        }));
    }
}

TEST_CASE("what is wrong around the templates is named in town.toml") {
    auto files = hoshimigawa();
    files.erase(permit_file);
    CHECK(errors_of(files).at(0).code == "missing_file");

    files = hoshimigawa();
    files["town.toml"] =
        replaced(files["town.toml"], "own = [\"permit\", \"change_permit\"]", "own = [\"permit\", \"invoice\"]");
    CHECK(errors_of(files).at(0).code == "unknown_word");

    files = hoshimigawa();
    files["town.toml"] =
        replaced(files["town.toml"], "own = [\"permit\", \"change_permit\"]", "own = [\"permit\", \"permit\"]");
    CHECK(errors_of(files).at(0).code == "duplicate_code");

    files = hoshimigawa();
    files["town.toml"] = replaced(files["town.toml"], "refusal = \"様式第4号", "refuse = \"様式第4号");
    CHECK(errors_of(files).at(0).code == "unknown_key");
}

TEST_CASE("a template that is too large, or has too many blocks, is refused whole") {
    CHECK(broken_permit("title =", "#" + std::string(services::largest_template_bytes, '-') + "\ntitle =").at(0) ==
          TownError{permit_file, 0, "file_too_large", {{"limit", "65536"}}});
    std::string many;
    for (int block = 0; block <= services::most_template_blocks; ++block)
        many += "[[block]]\nkind = \"text\"\nlines = [\"*\"]\n\n";
    const auto errors = broken_permit("[[block]]\nkind = \"qr\"", many + "[[block]]\nkind = \"qr\"");
    CHECK(std::ranges::any_of(errors, [](const TownError& error) { return error.code == "too_many_blocks"; }));
}
