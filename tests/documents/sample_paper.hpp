// A paper with everything on it, as it comes from the shipped template of a kind.
#pragma once

#include "domain/documents/content.hpp"
#include "domain/documents/template.hpp"
#include "services/documents/press.hpp"

#include <string>

namespace hiroba::test {

[[nodiscard]] DocumentTemplate shipped_template(DocumentKind kind);
// Of an application with that many uses.
[[nodiscard]] DocumentContent sample_content(std::size_t uses = 1);
[[nodiscard]] documents::PrintOptions sample_options();
[[nodiscard]] std::string printed(const DocumentTemplate& form, const DocumentContent& content,
                                  const documents::PrintOptions& options = sample_options());

} // namespace hiroba::test
