// The name that a file had where it came from: text to show to people, and never the name of a file here.
#pragma once

#include "domain/attachments/file_kind.hpp"
#include "domain/core/refusal.hpp"

#include <string>
#include <string_view>

namespace hiroba {

inline constexpr std::size_t longest_file_name = 100; // characters

// The name as it may be shown. `attachment_name_refused` {reason}: `empty`, `too_long`, `path` (it names a folder, or
// begins with a dot), `control` (characters that do not show or that turn the direction of writing, so that
// "fdp.exe" reads as "exe.pdf").
[[nodiscard]] Result<std::string> checked_file_name(std::string_view name);

// The name under which it is given back: with the ending of what it is, whatever it was called.
[[nodiscard]] std::string download_name(std::string_view shown_name, FileKind kind);

} // namespace hiroba
