#include "services/town/document_loader.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

constexpr const char* default_font = "IPAexMincho";
constexpr const char* default_heading_font = "IPAexGothic";

std::string file_of(std::string_view kind) { return "documents/" + std::string{kind} + ".toml"; }

std::string words_or(TableReader& table, std::string_view key, std::string otherwise) {
    return table.has(key) ? table.words(key).value_or("") : std::move(otherwise);
}

// One template file, block by block.
class TemplateReader {
public:
    TemplateReader(DocumentKind kind, TableReader file) : kind_(kind), file_(std::move(file)) {}

    DocumentTemplate read() {
        DocumentTemplate form;
        form.kind = kind_;
        form.title = file_.words("title").value_or("");
        form.form = words_or(file_, "form", "");
        form.reading_aid = words_or(file_, "reading_aid", "");
        auto blocks = file_.tables("block");
        if (std::ssize(blocks) > most_template_blocks) {
            file_.fault(file_.line(), "too_many_blocks", {{"most", std::to_string(most_template_blocks)}});
            blocks.clear();
        }
        for (TableReader& block : blocks)
            form.blocks.push_back(read_block(block));
        file_.finish();
        check_what_is_required(form);
        return form;
    }

private:
    TemplateBlock read_block(TableReader& table) {
        TemplateBlock block;
        block.kind = table.word("kind", std::span<const Word<BlockKind>>{block_words()}).value_or(BlockKind::text);
        if (!knows_block(kind_, block.kind))
            table.fault(table.line_of("kind"), "block_not_allowed",
                        {{"kind", kind_name()}, {"block", std::string{name_of(block.kind)}}});
        if (table.has("heading"))
            block.heading = checked(table, {words_or(table, "heading", ""), table.line_of("heading")});
        for (const auto& line : table.list_if_any("lines"))
            block.lines.push_back(checked(table, line));
        for (TableReader& row : table.tables_if_any("rows")) {
            const auto label = row.words("label").value_or("");
            block.rows.push_back({label, checked(row, {row.words("text").value_or(""), row.line_of("text")})});
            row.finish();
        }
        constexpr Limits heights{5, 200};
        if (block.kind == BlockKind::blank)
            block.height_mm = static_cast<int>(table.number("height_mm", heights).value_or(heights.lowest));
        table.finish();
        return block;
    }

    // The text, after noting what it names that no paper of the kind knows.
    std::string checked(const TableReader& table, const Located<std::string>& text) const {
        const TemplateText found = words_in(text.value);
        if (!found.is_well_formed) table.fault(text.line, "malformed_placeholder", {{"text", text.value}});
        for (const std::string& word : found.words)
            if (!knows_word(kind_, word))
                table.fault(text.line, "unknown_placeholder", {{"kind", kind_name()}, {"word", word}});
        return found.is_well_formed ? text.value : std::string{};
    }

    void check_what_is_required(const DocumentTemplate& form) const {
        for (const BlockKind block : required_blocks(kind_))
            if (!has_block(form, block))
                file_.fault(file_.line(), "missing_block",
                            {{"kind", kind_name()}, {"block", std::string{name_of(block)}}});
        const auto shown = words_of(form);
        for (const std::string_view word : required_words(kind_))
            if (!shown.contains(word))
                file_.fault(file_.line(), "missing_placeholder", {{"kind", kind_name()}, {"word", std::string{word}}});
    }

    static const std::vector<Word<BlockKind>>& block_words() {
        static const auto words = [] {
            std::vector<Word<BlockKind>> all;
            for (const BlockKind kind : block_kinds())
                all.push_back({name_of(kind), kind});
            return all;
        }();
        return words;
    }

    [[nodiscard]] std::string kind_name() const { return std::string{name_of(kind_)}; }

    DocumentKind kind_;
    TableReader file_;
};

std::optional<DocumentTemplate> parse_template(DocumentKind kind, const std::string& source, const std::string& file,
                                               Faults& faults) {
    if (source.size() > largest_template_bytes) {
        faults.add({file, 0, "file_too_large", {{"limit", std::to_string(largest_template_bytes)}}});
        return std::nullopt;
    }
    const auto parsed = parse_toml(source, file, faults);
    if (!parsed) return std::nullopt;
    auto form = TemplateReader{kind, {*parsed, 1, file, faults}}.read();
    form.source = source;
    return form;
}

// Read once: they never change while the program runs.
const std::map<DocumentKind, DocumentTemplate>& shipped() {
    static const auto templates = [] {
        std::map<DocumentKind, DocumentTemplate> all;
        for (const ShippedTemplate& each : shipped_templates()) {
            const auto kind = document_kind_named(each.name);
            Faults faults;
            auto form = kind ? parse_template(*kind, std::string{each.text}, file_of(each.name), faults) : std::nullopt;
            if (!form || !faults.empty())
                throw std::logic_error("the shipped template of " + std::string{each.name} + " is wrong");
            all.emplace(*kind, std::move(*form));
        }
        return all;
    }();
    return templates;
}

void load_own(TableReader& table, const TownFiles& files, Faults& faults, DocumentRules& rules) {
    std::set<std::string> taken;
    for (const auto& [name, line] : table.list_if_any("own")) {
        const auto kind = document_kind_named(name);
        const std::string file = file_of(name);
        if (!kind) {
            std::string allowed;
            for (const DocumentKind each : document_kinds())
                allowed += (allowed.empty() ? "" : ", ") + std::string{name_of(each)};
            table.fault(line, "unknown_word", {{"key", "own"}, {"value", name}, {"allowed", allowed}});
        } else if (!taken.insert(name).second) {
            table.fault(line, "duplicate_code", {{"value", name}, {"kind", "template"}});
        } else if (!files.contains(file)) {
            table.fault(line, "missing_file", {{"name", file}});
        } else if (auto form = parse_template(*kind, files.at(file), file, faults)) {
            rules.templates.insert_or_assign(*kind, std::move(*form));
        }
    }
}

// 様式の番号: where the town only has other numbers, no template need be written.
void load_forms(TableReader& table, DocumentRules& rules) {
    for (const std::string& name : table.keys()) {
        const auto form = table.words(name);
        const auto kind = document_kind_named(name);
        if (!kind)
            table.fault(table.line_of(name), "unknown_key", {{"key", name}});
        else if (form)
            rules.templates.at(*kind).form = *form;
    }
}

} // namespace

DocumentRules load_documents(std::optional<TableReader>& table, const Text& town, const TownFiles& files,
                             Faults& faults) {
    DocumentRules rules{.issuer = town.ja + "長",
                        .contact = {},
                        .seal_note = {},
                        .font = default_font,
                        .heading_font = default_heading_font,
                        .extra_font = {},
                        .templates = shipped()};
    if (!table) return rules;
    rules.issuer = table->words("issuer").value_or("");
    rules.contact = words_or(*table, "contact", "");
    rules.seal_note = words_or(*table, "seal_note", "");
    rules.font = words_or(*table, "font", rules.font);
    rules.heading_font = words_or(*table, "heading_font", rules.heading_font);
    rules.extra_font = words_or(*table, "extra_font", "");
    load_own(*table, files, faults, rules);
    if (auto forms = table->table_if_any("forms")) load_forms(*forms, rules);
    table->finish();
    return rules;
}

tl::expected<DocumentRules, std::vector<TownError>> load_document_rules(const TownFiles& files) {
    Faults faults;
    const auto parsed = parse_toml(files.at("town.toml"), "town.toml", faults);
    if (!parsed) return tl::unexpected(faults.first(most_town_errors));
    TableReader main{*parsed, 1, "town.toml", faults};
    const Text name = main.text("name").value_or(Text{});
    auto papers = main.table_if_any("documents");
    auto rules = load_documents(papers, name, files, faults);
    if (!faults.empty()) return tl::unexpected(faults.first(most_town_errors));
    return rules;
}

std::vector<std::string> own_templates(TableReader& main) {
    std::vector<std::string> files;
    auto table = main.table_if_any("documents");
    if (!table) return files;
    for (const auto& name : table->list_if_any("own"))
        if (document_kind_named(name.value)) files.push_back(file_of(name.value));
    return files;
}

std::optional<DocumentTemplate> read_template(DocumentKind kind, const std::string& source) {
    Faults faults;
    auto form = parse_template(kind, source, file_of(name_of(kind)), faults);
    if (!faults.empty()) return std::nullopt;
    return form;
}

} // namespace hiroba::services
