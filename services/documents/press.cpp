#include "services/documents/press.hpp"

#include "domain/core/local_time.hpp"
#include "services/documents/blocks.hpp"
#include "services/documents/pdf_catalog.hpp"

#include <algorithm>
#include <cairo-pdf.h>
#include <mutex>
#include <span>
#include <stdexcept>

namespace hiroba::documents {
namespace {

constexpr std::chrono::seconds longest_wait{2};

struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyContext {
    void operator()(cairo_t* cr) const { cairo_destroy(cr); }
};

cairo_status_t append_bytes(void* closure, const unsigned char* bytes, unsigned int length) {
    const std::span given{bytes, length};
    static_cast<std::string*>(closure)->append(given.begin(), given.end());
    return CAIRO_STATUS_SUCCESS;
}

std::string iso_time(Instant instant) {
    const LocalDateTime local = to_town_time(instant);
    return local.date.iso8601() + "T" + local.time.hh_mm() + ":00+09:00";
}

void set_properties(cairo_surface_t* surface, const DocumentTemplate& form, const DocumentContent& content,
                    const PrintOptions& options) {
    const std::string at = iso_time(options.issued_at);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, form.title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, options.author.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, content.form.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Hiroba");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, at.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, at.c_str());
    cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, form.title.c_str(), "page=1 pos=[0 0]",
                                  CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

void draw_at(cairo_t* cr, const SetText& text, double x, double y) {
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout(cr, text.layout.get());
}

constexpr double marks_y = 18;
constexpr double reissue_width = 168;
constexpr double marks_width = text_width - reissue_width - 10;
constexpr double mark_padding = 3;
constexpr double between_marks = 2;

// What stands above every page: 再発行 at the right, what has become of the money at the left.
struct Marks {
    std::vector<SetText> reissue; // one line, or none
    std::vector<SetText> money;
};

Marks marks_of(const Typesetter& letters, const PrintOptions& options) {
    Marks marks;
    if (options.reissue)
        marks.reissue.push_back(
            letters.set("再発行 第" + std::to_string(options.reissue->count) + "回 " + options.reissue->reissued_on,
                        {Face::heading, 9.5, Align::center}, reissue_width));
    for (const std::string& line : options.marks)
        marks.money.push_back(letters.set(line, {Face::heading, 11}, marks_width - 4 * mark_padding));
    return marks;
}

double height_of(const std::vector<SetText>& lines) {
    double height = 0;
    for (const SetText& line : lines)
        height += line.height + between_marks;
    return height;
}

double top_below(const Marks& marks) {
    return std::max(margin_top, marks_y + height_of(marks.money) + 4 * mark_padding);
}

// In a red frame: red on a screen and dark on a photocopy.
void draw_mark(cairo_t* cr, const std::vector<SetText>& lines, double x, double width, double padding_x) {
    if (lines.empty()) return;
    cairo_save(cr);
    cairo_set_source_rgb(cr, 0.75, 0, 0);
    cairo_set_line_width(cr, 1);
    cairo_rectangle(cr, x, marks_y, width, height_of(lines) + 2 * mark_padding);
    cairo_stroke(cr);
    double y = marks_y + mark_padding;
    for (const SetText& line : lines) {
        cairo_tag_begin(cr, "P", "");
        draw_at(cr, line, x + padding_x, y);
        cairo_tag_end(cr, "P");
        y += line.height + between_marks;
    }
    cairo_restore(cr);
}

void draw_marks(cairo_t* cr, const Marks& marks) {
    draw_mark(cr, marks.money, margin_side, marks_width, 2 * mark_padding);
    draw_mark(cr, marks.reissue, page_width - margin_side - reissue_width, reissue_width, 0);
}

void draw_foot(cairo_t* cr, const Typesetter& letters, const std::string& words) {
    const SetText text = letters.set(words, {Face::body, 8.5, Align::center}, text_width);
    draw_at(cr, text, margin_side, page_height - 34);
}

void draw_pages(cairo_t* cr, const Typesetter& letters, const std::vector<Page>& pages, const Marks& marks) {
    cairo_tag_begin(cr, "Document", "");
    for (std::size_t at = 0; at < pages.size(); ++at) {
        if (at == 0) draw_marks(cr, marks);
        for (const DrawStep& step : pages[at])
            step(cr);
        if (at > 0) draw_marks(cr, marks);
        draw_foot(cr, letters, std::to_string(at + 1) + " / " + std::to_string(pages.size()));
        if (at + 1 == pages.size()) cairo_tag_end(cr, "Document");
        cairo_show_page(cr);
    }
}

void throw_if_failed(cairo_status_t status) {
    if (status == CAIRO_STATUS_SUCCESS) return;
    throw std::runtime_error(std::string{"printing failed: "} + cairo_status_to_string(status));
}

} // namespace

std::optional<std::string> missing_font(const Fonts& fonts) {
    const auto font_map = new_font_map();
    for (const auto& family : families_of(fonts))
        if (!is_usable(font_map.get(), family)) return family;
    return std::nullopt;
}

struct Press::Inside {
    std::timed_mutex one_at_a_time;
    GObjectOf<PangoFontMap> font_map = new_font_map();
    Fonts fonts;
    std::unique_ptr<Typesetter> letters;

    const Typesetter& letters_in(const Fonts& wanted) {
        if (!letters || fonts != wanted) {
            letters = std::make_unique<Typesetter>(font_map.get(), wanted);
            fonts = wanted;
        }
        return *letters;
    }
};

Press::Press() : inside_(std::make_unique<Inside>()) {}
Press::~Press() = default;

Result<std::string> Press::print(const DocumentTemplate& form, const DocumentContent& content,
                                 const PrintOptions& options) {
    const std::unique_lock lock(inside_->one_at_a_time, longest_wait);
    if (!lock.owns_lock()) return refuse("too_busy");
    const Typesetter& letters = inside_->letters_in(options.fonts);
    const Marks marks = marks_of(letters, options);
    Flow flow{letters, top_below(marks)};
    set_paper(flow, form, content);
    if (flow.pages() > most_pages)
        return refuse("document_too_long", {{"most", static_cast<std::int64_t>(most_pages)}});

    std::string pdf;
    const std::unique_ptr<cairo_surface_t, DestroySurface> surface{
        cairo_pdf_surface_create_for_stream(append_bytes, &pdf, page_width, page_height)};
    set_properties(surface.get(), form, content, options);
    const std::unique_ptr<cairo_t, DestroyContext> cr{cairo_create(surface.get())};
    draw_pages(cr.get(), letters, flow.take(), marks);
    throw_if_failed(cairo_status(cr.get()));
    cairo_surface_finish(surface.get());
    throw_if_failed(cairo_surface_status(surface.get()));
    return with_language(std::move(pdf));
}

} // namespace hiroba::documents
