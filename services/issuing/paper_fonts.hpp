// The fonts that the town chose for its papers, as the press takes them.
#pragma once

#include "domain/documents/rules.hpp"
#include "services/documents/press.hpp"

namespace hiroba::services {

[[nodiscard]] inline documents::Fonts fonts_of(const DocumentRules& rules) {
    return {rules.font, rules.heading_font, rules.extra_font};
}

} // namespace hiroba::services
