// 効力を失った文書: what has become of a permit or a payment notice since it was issued. The paper is never changed;
// every copy of it that is printed from then on says this.
#pragma once

#include "persistence/repositories/documents.hpp"
#include "services/booking/application_view.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// In words, one line each: a permit that a change permit has replaced; one whose uses are revoked, given up or expired,
// all or some; a payment notice whose sum is paid, replaced or not owed any more. Nothing for other kinds, and while
// the paper says what holds.
[[nodiscard]] std::vector<std::string> superseded_marks(const ApplicationView& view,
                                                        const persistence::IssuedDocument& document);

} // namespace hiroba::services
