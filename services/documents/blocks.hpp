// The blocks of a template, set one below the other.
#pragma once

#include "domain/documents/content.hpp"
#include "domain/documents/template.hpp"
#include "services/documents/flow.hpp"

namespace hiroba::documents {

// Form number, title, reading aid, and every block that has something to show.
void set_paper(Flow& flow, const DocumentTemplate& form, const DocumentContent& content);

} // namespace hiroba::documents
