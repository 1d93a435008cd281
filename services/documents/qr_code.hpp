// QR codes (JIS X 0510).
#pragma once

#include "services/documents/flow.hpp"

#include <string>

namespace hiroba::documents {

// Draws the code of the text, error correction M, with its quiet zone inside the square. std::runtime_error when the
// text is too long for a code.
void place_qr(Flow& flow, const std::string& text, double x, double y, double size);

} // namespace hiroba::documents
