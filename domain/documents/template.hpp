// 様式: how a paper is laid out, as the town writes it (documents/permit.toml). Words in braces stand for values; what
// is put in their place is never read as markup again.
#pragma once

#include "domain/documents/document.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba {

struct TemplateRow {
    std::string label;
    std::string text; // with words in braces
    friend bool operator==(const TemplateRow&, const TemplateRow&) = default;
};

struct TemplateBlock {
    BlockKind kind = BlockKind::text;
    std::string heading;            // may be empty
    std::vector<std::string> lines; // with words in braces
    std::vector<TemplateRow> rows;  // of `facts`
    int height_mm = 0;              // of `blank`
    friend bool operator==(const TemplateBlock&, const TemplateBlock&) = default;
};

struct DocumentTemplate {
    DocumentKind kind = DocumentKind::permit;
    std::string title;
    std::string form; // its number, 様式第1号(第3条関係), as the template or town.toml says; may be empty
    std::string reading_aid; // a line in another language below the title; may be empty
    std::vector<TemplateBlock> blocks;
    std::string source; // the text it was read from: what is kept with an issued paper
    friend bool operator==(const DocumentTemplate&, const DocumentTemplate&) = default;
};

// A text of a template taken apart: `{word}` names a word, `{{` and `}}` are braces.
struct TemplateText {
    std::vector<std::string> words;
    bool is_well_formed = true; // no brace that stands alone, and only a-z and _ between them
};
[[nodiscard]] TemplateText words_in(std::string_view text);

using DocumentWords = std::map<std::string, std::string, std::less<>>;

// The text with its words' values in their places, in one pass: a brace in a value stays a brace. A word without a
// value is left out. The text is well formed.
[[nodiscard]] std::string filled_in(std::string_view text, const DocumentWords& words);
// Whether the text names words and none of them has a value: such a line or row is left out of the paper.
[[nodiscard]] bool says_nothing(std::string_view text, const DocumentWords& words);

// Every word that the template names.
[[nodiscard]] std::set<std::string, std::less<>> words_of(const DocumentTemplate& form);
[[nodiscard]] bool has_block(const DocumentTemplate& form, BlockKind kind);

} // namespace hiroba
