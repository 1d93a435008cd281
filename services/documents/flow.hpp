// Pages: what is set flows from top to bottom and from page to page. Nothing is drawn before the number of pages is
// known, because every page says "n / m".
#pragma once

#include "services/documents/typesetter.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace hiroba::documents {

// A4 in points.
inline constexpr double page_width = 595.276;
inline constexpr double page_height = 841.89;
inline constexpr double margin_side = 56;
inline constexpr double margin_top = 46;
inline constexpr double margin_bottom = 50;
inline constexpr double text_width = page_width - 2 * margin_side;

[[nodiscard]] constexpr double mm(double millimetres) { return millimetres * 72 / 25.4; }

using DrawStep = std::function<void(cairo_t*)>;
using Page = std::vector<DrawStep>;

class Flow {
public:
    // Pages begin at `top`, in points, where something stands above.
    explicit Flow(const Typesetter& letters, double top = margin_top);

    [[nodiscard]] const Typesetter& letters() const { return letters_; }
    [[nodiscard]] double y() const { return y_; }
    [[nodiscard]] double room() const { return page_height - margin_bottom - y_; }
    void skip(double points);
    // Begins a new page when less than that is left.
    void need(double points);
    void new_page();
    void down_to(double y) { y_ = y; }

    // A part of the document's structure (PDF 1.7, 14.8.4: "H1", "P", "Table" …) around what is drawn meanwhile; over a
    // page break it is closed and opened again.
    void begin(const std::string& tag);
    void end();

    // A text at the place, without moving on; and one in its own element across the page's width, moving on.
    void place(const SetText& text, double x, double y);
    void paragraph(const std::string& tag, std::string_view text, const TextStyle& style, double indent = 0);

    void line(double x1, double y1, double x2, double y2);
    void frame(double x, double y, double width, double height);
    void fill(double x, double y, double width, double height, double gray);
    void draw(DrawStep step) { pages_.back().push_back(std::move(step)); }
    // A link to an address of our own around what is drawn meanwhile.
    void begin_link(const std::string& address);

    [[nodiscard]] std::vector<Page> take();
    [[nodiscard]] std::size_t pages() const { return pages_.size(); }

private:
    struct Open {
        std::string tag;
        std::string attributes;
    };
    void open(const Open& element);
    void lines_of(const SetText& text, double x);

    const Typesetter& letters_;
    std::vector<Page> pages_;
    std::vector<Open> opened_;
    double top_;
    double y_;
};

} // namespace hiroba::documents
