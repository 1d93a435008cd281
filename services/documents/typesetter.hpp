// Letters: texts become laid out lines of a width, in the town's fonts and nothing else.
#pragma once

#include "services/documents/press.hpp"

#include <memory>
#include <pango/pangocairo.h>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::documents {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using GObjectOf = std::unique_ptr<T, Unref>;

enum class Face { body, heading };
enum class Align { left, center, right };

struct TextStyle {
    Face face = Face::body;
    double size = 10.5; // points
    Align align = Align::left;
    double letter_spacing = 0;  // points
    double line_spacing = 1.45; // of the size
};

// A laid out text, shared by the page that draws it. Its height in points.
struct SetText {
    std::shared_ptr<PangoLayout> layout;
    double height = 0;
};

class Typesetter {
public:
    // Throws std::runtime_error `font_missing: …`.
    Typesetter(PangoFontMap* font_map, const Fonts& fonts);

    // `text` is never read as markup. Control characters become blanks, letters without a glyph 〓.
    [[nodiscard]] SetText set(std::string_view text, const TextStyle& style, double width) const;

private:
    struct Printable;
    [[nodiscard]] Printable printable(std::string_view text, Face face) const;

    GObjectOf<PangoContext> context_;
    GObjectOf<PangoFont> body_;
    GObjectOf<PangoFont> heading_;
    GObjectOf<PangoFont> extra_; // none when the town names none
    Fonts fonts_;
};

// Whether that family is installed under exactly this name and has kana, kanji and Latin letters.
[[nodiscard]] bool is_usable(PangoFontMap* font_map, const std::string& family);
// Those that the town names.
[[nodiscard]] std::vector<std::string> families_of(const Fonts& fonts);
[[nodiscard]] GObjectOf<PangoFontMap> new_font_map();

} // namespace hiroba::documents
