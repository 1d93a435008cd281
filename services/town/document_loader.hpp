// The town's papers: who issues them, and the templates, the shipped ones and those that the town writes itself.
#pragma once

#include "domain/documents/rules.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_loader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

constexpr std::size_t largest_template_bytes = std::size_t{64} * 1024;
constexpr std::int64_t most_template_blocks = 60;

// `[documents]` of town.toml, which may be missing; templates from `files` ("documents/permit.toml") replace the
// shipped ones of their kind.
[[nodiscard]] DocumentRules load_documents(std::optional<TableReader>& table, const Text& town, const TownFiles& files,
                                           Faults& faults);
// The same from the town's files; load_town notes the same faults.
[[nodiscard]] tl::expected<DocumentRules, std::vector<TownError>> load_document_rules(const TownFiles& files);

// The files of the templates that town.toml names, as far as it can be read.
[[nodiscard]] std::vector<std::string> own_templates(TableReader& main);

// A template as it was kept with an issued paper; nothing when it cannot be read.
[[nodiscard]] std::optional<DocumentTemplate> read_template(DocumentKind kind, const std::string& source);

// What the program brings, by kind, as texts.
struct ShippedTemplate {
    std::string_view name; // "permit"
    std::string_view text;
};
[[nodiscard]] const std::vector<ShippedTemplate>& shipped_templates();

} // namespace hiroba::services
