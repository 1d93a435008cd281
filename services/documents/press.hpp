// 印刷: a template and what it says become a PDF: A4, the town's fonts embedded, text that can be searched, copied and
// read aloud, headings and tables marked as such. Only this library knows Pango, Cairo and libqrencode.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/refusal.hpp"
#include "domain/documents/content.hpp"
#include "domain/documents/template.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::documents {

// Families as fontconfig names them ("IPAexMincho"); the town's data chooses them.
struct Fonts {
    std::string body = "IPAexMincho";
    std::string heading = "IPAexGothic";
    std::string extra; // for the letters of people's names that the others do not have (𠮷); may be empty
    friend bool operator==(const Fonts&, const Fonts&) = default;
};

// The first font that is not installed, or has no Japanese, or nothing. A program that prints asks before it starts:
// without this, every letter would be an empty box.
[[nodiscard]] std::optional<std::string> missing_font(const Fonts& fonts);

// Shown on every page of a paper that was issued again.
struct ReissueMark {
    std::int64_t count = 1;
    std::string reissued_on; // "令和8年12月1日"
};

struct PrintOptions {
    Fonts fonts;
    std::string author;                 // of the document's properties: the town
    Instant issued_at;                  // of the document's properties; the same content gives the same bytes
    std::optional<ReissueMark> reissue; // 再発行
    std::vector<std::string> marks{};   // what has become of a receipt's money: on every page, a line each
};

inline constexpr std::size_t most_pages = 60;

// Prints one paper at a time; handlers that come while it prints wait, but never for long.
class Press {
public:
    Press();
    ~Press();
    Press(const Press&) = delete;
    Press& operator=(const Press&) = delete;

    // The PDF. A letter that the town's font does not have stands as 〓 (as on paper since movable type), never as an
    // empty box. Refused: `too_busy` when others were printing for two seconds, `document_too_long` {most} with more
    // than `most_pages` pages. Throws std::runtime_error `font_missing` when a font has gone since the start.
    [[nodiscard]] Result<std::string> print(const DocumentTemplate& form, const DocumentContent& content,
                                            const PrintOptions& options);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace hiroba::documents
