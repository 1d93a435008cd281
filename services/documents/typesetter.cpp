#include "services/documents/typesetter.hpp"

#include <array>
#include <span>
#include <stdexcept>
#include <utility>

namespace hiroba::documents {
namespace {

constexpr gunichar geta = 0x3013; // 〓
constexpr gunichar line_separator = 0x2028;
constexpr gunichar paragraph_separator = 0x2029;

GObjectOf<PangoContext> new_context(PangoFontMap* font_map) {
    GObjectOf<PangoContext> context{pango_font_map_create_context(font_map)};
    pango_context_set_language(context.get(), pango_language_from_string("ja"));
    pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
    // Positions are those of the paper, not of a screen.
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    return context;
}

PangoFontDescription* new_description(const std::string& family, double size) {
    PangoFontDescription* description = pango_font_description_new();
    pango_font_description_set_family(description, family.c_str());
    pango_font_description_set_absolute_size(description, size * PANGO_SCALE);
    return description;
}

GObjectOf<PangoFont> load_font(PangoContext* context, const std::string& family) {
    constexpr double any_size = 10;
    PangoFontDescription* description = new_description(family, any_size);
    GObjectOf<PangoFont> font{pango_context_load_font(context, description)};
    pango_font_description_free(description);
    return font;
}

bool is_listed(PangoFontMap* font_map, const std::string& family) {
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(font_map, &families, &count);
    bool found = false;
    for (PangoFontFamily* each : std::span(families, static_cast<std::size_t>(count)))
        found = found || family == pango_font_family_get_name(each);
    g_free(families);
    return found;
}

// What would turn the line around, or join and vary letters out of sight.
bool is_invisible(gunichar c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE01EF) || c == 0xFEFF;
}

void append(std::string& text, gunichar c) {
    std::array<char, 6> bytes{};
    text.append(bytes.data(), static_cast<std::size_t>(g_unichar_to_utf8(c, bytes.data())));
}

PangoAttrList* attributes_of(const TextStyle& style) {
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_fallback_new(FALSE)); // no other font than the town's
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    if (style.letter_spacing > 0)
        pango_attr_list_insert(attributes,
                               pango_attr_letter_spacing_new(static_cast<int>(style.letter_spacing * PANGO_SCALE)));
    return attributes;
}

PangoAlignment alignment_of(Align align) {
    if (align == Align::center) return PANGO_ALIGN_CENTER;
    return align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

} // namespace

GObjectOf<PangoFontMap> new_font_map() {
    return GObjectOf<PangoFontMap>{pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)};
}

bool is_usable(PangoFontMap* font_map, const std::string& family) {
    if (!is_listed(font_map, family)) return false;
    const auto context = new_context(font_map);
    const auto font = load_font(context.get(), family);
    if (!font) return false;
    for (const gunichar needed : {gunichar{0x3042}, gunichar{0x30A2}, gunichar{0x7532}, gunichar{'A'}, geta})
        if (pango_font_has_char(font.get(), needed) == FALSE) return false;
    return true;
}

std::vector<std::string> families_of(const Fonts& fonts) {
    std::vector<std::string> families{fonts.body, fonts.heading};
    if (!fonts.extra.empty()) families.push_back(fonts.extra);
    return families;
}

// The text as it can be printed, and the bytes of it that the extra font prints.
struct Typesetter::Printable {
    std::string text;
    std::vector<std::pair<guint, guint>> by_extra_font;
};

Typesetter::Typesetter(PangoFontMap* font_map, const Fonts& fonts)
    : context_(new_context(font_map)), body_(load_font(context_.get(), fonts.body)),
      heading_(load_font(context_.get(), fonts.heading)), fonts_(fonts) {
    for (const auto& family : families_of(fonts))
        if (!is_usable(font_map, family)) throw std::runtime_error("font_missing: " + family);
    if (!fonts.extra.empty()) extra_ = load_font(context_.get(), fonts.extra);
}

Typesetter::Printable Typesetter::printable(std::string_view text, Face face) const {
    PangoFont* font = face == Face::body ? body_.get() : heading_.get();
    const std::string source{text};
    Printable shown;
    for (const char* at = source.c_str(); at < source.c_str() + source.size(); at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (is_invisible(c)) continue;
        if (g_unichar_iscntrl(c) || c == line_separator || c == paragraph_separator) {
            shown.text += ' ';
        } else if (pango_font_has_char(font, c) != FALSE) {
            append(shown.text, c);
        } else if (extra_ && pango_font_has_char(extra_.get(), c) != FALSE) {
            const auto begin = static_cast<guint>(shown.text.size());
            append(shown.text, c);
            shown.by_extra_font.emplace_back(begin, static_cast<guint>(shown.text.size()));
        } else {
            append(shown.text, geta);
        }
    }
    return shown;
}

SetText Typesetter::set(std::string_view text, const TextStyle& style, double width) const {
    PangoLayout* layout = pango_layout_new(context_.get());
    std::shared_ptr<PangoLayout> owned{layout, Unref{}};
    PangoFontDescription* description =
        new_description(style.face == Face::body ? fonts_.body : fonts_.heading, style.size);
    pango_layout_set_font_description(layout, description);
    pango_font_description_free(description);
    const Printable shown = printable(text, style.face);
    PangoAttrList* attributes = attributes_of(style);
    for (const auto& [begin, end] : shown.by_extra_font) {
        PangoAttribute* family = pango_attr_family_new(fonts_.extra.c_str());
        family->start_index = begin;
        family->end_index = end;
        pango_attr_list_insert(attributes, family);
    }
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(layout, shown.text.data(), static_cast<int>(shown.text.size()));
    pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, alignment_of(style.align));
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_line_spacing(layout, static_cast<float>(style.line_spacing));
    int height = 0;
    pango_layout_get_size(layout, nullptr, &height);
    return {std::move(owned), static_cast<double>(height) / PANGO_SCALE};
}

} // namespace hiroba::documents
