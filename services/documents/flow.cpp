#include "services/documents/flow.hpp"

namespace hiroba::documents {
namespace {

constexpr double hairline = 0.6;

} // namespace

Flow::Flow(const Typesetter& letters, double top) : letters_(letters), pages_(1), top_(top), y_(top) {}

void Flow::skip(double points) { y_ += points; }

void Flow::need(double points) {
    if (points > room() && y_ > top_) new_page();
}

void Flow::new_page() {
    for (auto element = opened_.rbegin(); element != opened_.rend(); ++element)
        draw([tag = element->tag](cairo_t* cr) { cairo_tag_end(cr, tag.c_str()); });
    pages_.emplace_back();
    y_ = top_;
    for (const Open& element : opened_)
        open(element);
}

void Flow::open(const Open& element) {
    draw([element](cairo_t* cr) { cairo_tag_begin(cr, element.tag.c_str(), element.attributes.c_str()); });
}

void Flow::begin(const std::string& tag) {
    opened_.push_back({tag, ""});
    open(opened_.back());
}

void Flow::begin_link(const std::string& address) {
    std::string quoted;
    for (const char c : address) {
        if (c == '\'' || c == '\\') quoted += '\\';
        quoted += c;
    }
    opened_.push_back({CAIRO_TAG_LINK, "uri='" + quoted + "'"});
    open(opened_.back());
}

void Flow::end() {
    draw([tag = opened_.back().tag](cairo_t* cr) { cairo_tag_end(cr, tag.c_str()); });
    opened_.pop_back();
}

void Flow::place(const SetText& text, double x, double y) {
    draw([layout = text.layout, x, y](cairo_t* cr) {
        cairo_move_to(cr, x, y);
        pango_cairo_show_layout(cr, layout.get());
    });
}

void Flow::paragraph(const std::string& tag, std::string_view text, const TextStyle& style, double indent) {
    const SetText set = letters_.set(text, style, text_width - indent);
    if (set.height <= page_height - top_ - margin_bottom) need(set.height);
    begin(tag);
    if (set.height <= room()) {
        place(set, margin_side + indent, y_);
        y_ += set.height;
    } else {
        lines_of(set, margin_side + indent);
    }
    end();
}

// Line by line over as many pages as it takes.
void Flow::lines_of(const SetText& text, double x) {
    PangoLayoutIter* iter = pango_layout_get_iter(text.layout.get());
    do {
        PangoRectangle extents;
        int top = 0;
        int bottom = 0;
        pango_layout_iter_get_line_extents(iter, nullptr, &extents);
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        const double height = static_cast<double>(bottom - top) / PANGO_SCALE;
        need(height);
        const double baseline = y_ + static_cast<double>(pango_layout_iter_get_baseline(iter) - top) / PANGO_SCALE;
        const double left = x + static_cast<double>(extents.x) / PANGO_SCALE;
        draw([layout = text.layout, line = pango_layout_iter_get_line_readonly(iter), left, baseline](cairo_t* cr) {
            cairo_move_to(cr, left, baseline);
            pango_cairo_show_layout_line(cr, line);
        });
        y_ += height;
    } while (pango_layout_iter_next_line(iter) != FALSE);
    pango_layout_iter_free(iter);
}

void Flow::line(double x1, double y1, double x2, double y2) {
    draw([=](cairo_t* cr) {
        cairo_set_line_width(cr, hairline);
        cairo_move_to(cr, x1, y1);
        cairo_line_to(cr, x2, y2);
        cairo_stroke(cr);
    });
}

void Flow::frame(double x, double y, double width, double height) {
    draw([=](cairo_t* cr) {
        cairo_set_line_width(cr, hairline);
        cairo_rectangle(cr, x, y, width, height);
        cairo_stroke(cr);
    });
}

void Flow::fill(double x, double y, double width, double height, double gray) {
    draw([=](cairo_t* cr) {
        cairo_save(cr);
        cairo_set_source_rgb(cr, gray, gray, gray);
        cairo_rectangle(cr, x, y, width, height);
        cairo_fill(cr);
        cairo_restore(cr);
    });
}

std::vector<Page> Flow::take() { return std::move(pages_); }

} // namespace hiroba::documents
