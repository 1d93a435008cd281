// What stood on a paper, as it is kept with it.
#pragma once

#include "domain/documents/content.hpp"

#include <string>

namespace hiroba::services {

[[nodiscard]] std::string to_json_text(const DocumentContent& content);
// Of a text that `to_json_text` made; throws when it is none.
[[nodiscard]] DocumentContent content_from_json_text(const std::string& text);

} // namespace hiroba::services
