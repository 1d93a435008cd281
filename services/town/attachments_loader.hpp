// 添付書類: what the town lets people attach.
#pragma once

#include "domain/attachments/attachment_rules.hpp"
#include "services/town/toml_reader.hpp"

namespace hiroba::services {

// Of `[attachments]` in town.toml.
[[nodiscard]] AttachmentRules load_attachments(TableReader& table);

} // namespace hiroba::services
