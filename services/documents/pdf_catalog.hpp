// What Cairo 1.16 cannot say about a document: its language, and that its title is shown.
#pragma once

#include <string>

namespace hiroba::documents {

// The PDF with an update behind it (PDF 1.7, 7.5.6) in which the catalog has /Lang (ja-JP) and a viewer shows the
// title instead of the file's name (14.9.2, 12.2): screen readers choose their voice by it. std::logic_error for a file
// that is not as Cairo writes it.
[[nodiscard]] std::string with_language(std::string pdf);

} // namespace hiroba::documents
