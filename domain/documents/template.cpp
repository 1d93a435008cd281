#include "domain/documents/template.hpp"

#include <algorithm>

namespace hiroba {
namespace {

bool is_word(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// Walks over the text and tells each piece of it: `plain(text)` and `word(name)`. False when it is not well formed.
template <class Plain, class Word>
bool take_apart(std::string_view text, Plain&& plain, Word&& word) {
    while (!text.empty()) {
        const auto brace = std::min(text.find_first_of("{}"), text.size());
        plain(text.substr(0, brace));
        text.remove_prefix(brace);
        if (text.empty()) return true;
        if (text.starts_with("{{") || text.starts_with("}}")) {
            plain(text.substr(0, 1));
            text.remove_prefix(2);
            continue;
        }
        const auto end = text.find('}');
        if (text.front() == '}' || end == std::string_view::npos || !is_word(text.substr(1, end - 1))) return false;
        word(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
    }
    return true;
}

bool has_value(const DocumentWords& words, const std::string& name) {
    const auto found = words.find(name);
    return found != words.end() && !found->second.empty();
}

} // namespace

TemplateText words_in(std::string_view text) {
    TemplateText found;
    found.is_well_formed = take_apart(
        text, [](std::string_view) {}, [&](std::string_view name) { found.words.emplace_back(name); });
    return found;
}

std::string filled_in(std::string_view text, const DocumentWords& words) {
    std::string filled;
    take_apart(
        text, [&](std::string_view plain) { filled += plain; },
        [&](std::string_view name) {
            if (const auto found = words.find(name); found != words.end()) filled += found->second;
        });
    return filled;
}

bool says_nothing(std::string_view text, const DocumentWords& words) {
    const auto named = words_in(text).words;
    return !named.empty() &&
           std::ranges::none_of(named, [&](const std::string& name) { return has_value(words, name); });
}

std::set<std::string, std::less<>> words_of(const DocumentTemplate& form) {
    std::set<std::string, std::less<>> words;
    const auto take = [&](std::string_view text) {
        for (auto& name : words_in(text).words)
            words.insert(std::move(name));
    };
    for (const TemplateBlock& block : form.blocks) {
        take(block.heading);
        std::ranges::for_each(block.lines, take);
        for (const TemplateRow& row : block.rows)
            take(row.text);
    }
    return words;
}

bool has_block(const DocumentTemplate& form, BlockKind kind) {
    return std::ranges::find(form.blocks, kind, &TemplateBlock::kind) != form.blocks.end();
}

} // namespace hiroba
