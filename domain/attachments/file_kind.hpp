// What a file is, told by what is in it; never by its name or by what its sender calls it.
#pragma once

#include "domain/core/refusal.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace hiroba {

enum class FileKind { pdf, jpeg, png };
inline constexpr std::array all_file_kinds{FileKind::pdf, FileKind::jpeg, FileKind::png};

[[nodiscard]] std::string_view name_of(FileKind kind);       // "pdf", "jpeg", "png"
[[nodiscard]] std::string_view media_type_of(FileKind kind); // "application/pdf", …
[[nodiscard]] std::string_view extension_of(FileKind kind);  // ".pdf", ".jpg", ".png"

// The picture or document that begins with the first byte; what follows its end does not belong to it (phones append
// films, forgers append archives) and is not to be kept.
struct RecognisedFile {
    FileKind kind = FileKind::pdf;
    std::size_t size = 0; // bytes that belong to it
    friend bool operator==(const RecognisedFile&, const RecognisedFile&) = default;
};

// Reads the structure to its end (ISO 32000-2 §7.5; ITU-T T.81 annex B; PNG third edition §5), not the pictures.
// `attachment_empty`; `attachment_heic`: an iPhone's own format, which most PCs of a town hall cannot open;
// `attachment_type_refused`: nothing of these; `attachment_broken` {kind}: it begins as one of them and ends too early
// or makes no sense; `attachment_too_many_pixels`: more than 100 million, which would fill the memory of who opens it;
// `attachment_encrypted`: a PDF that asks for a password; `attachment_active`: a PDF that says openly that it runs
// something or carries another file.
[[nodiscard]] Result<RecognisedFile> recognise_file(std::string_view bytes);

} // namespace hiroba
