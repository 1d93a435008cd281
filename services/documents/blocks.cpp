#include "services/documents/blocks.hpp"

#include "services/documents/qr_code.hpp"
#include "services/documents/table.hpp"

#include <algorithm>
#include <iterator>

namespace hiroba::documents {
namespace {

constexpr double between_blocks = 8;
constexpr double between_lines = 3; // of one block, each a paragraph of its own
constexpr double small_size = 8.5;
constexpr double text_size = 10.5;
constexpr double code_size = mm(20);
constexpr double longest_together = mm(120); // what is not divided from what follows it

class PaperSetter {
public:
    PaperSetter(Flow& flow, const DocumentContent& content) : flow_(flow), content_(content) {}

    void set_head(const DocumentTemplate& form) {
        if (!content_.form.empty()) flow_.paragraph("P", content_.form, {Face::body, small_size});
        flow_.skip(mm(2));
        title_waits_ = true;
        title_ = form.title;
        reading_aid_ = form.reading_aid;
    }

    // `next`: the block below it, or null. Codes do not stand alone on a page: the last paragraph above goes with them.
    void set(const TemplateBlock& block, const TemplateBlock* next) {
        const bool before_codes = next != nullptr && next->kind == BlockKind::qr && !content_.number_code.empty();
        next_height_ = before_codes ? codes_height(*next) : 0;
        if (title_waits_ && block.kind != BlockKind::number) set_title();
        switch (block.kind) {
        case BlockKind::number:
            return set_lines(block, Align::right);
        case BlockKind::addressee:
            return set_lines(block, Align::left);
        case BlockKind::sender:
            return set_sender(block);
        case BlockKind::text:
            return set_text(block);
        case BlockKind::amount:
            return set_amount(block);
        case BlockKind::facts:
            return set_facts(block);
        case BlockKind::uses:
            return set_uses(block);
        case BlockKind::fees:
            return set_fees(block);
        case BlockKind::taxes:
            return set_taxes(block);
        case BlockKind::conditions:
            return set_list(block, content_.conditions);
        case BlockKind::appeal:
            return set_appeal(block);
        case BlockKind::qr:
            return set_codes(block);
        case BlockKind::schedule:
            return set_schedule(block);
        case BlockKind::blank:
            return set_blank(block);
        }
    }

    void set_title() {
        title_waits_ = false;
        flow_.skip(mm(3));
        flow_.paragraph("H1", title_, {Face::heading, 17, Align::center, 4});
        if (!reading_aid_.empty()) {
            flow_.skip(2);
            flow_.paragraph("P", reading_aid_, {Face::heading, small_size, Align::center});
        }
        flow_.skip(mm(4));
    }

    [[nodiscard]] bool title_waits() const { return title_waits_; }

private:
    [[nodiscard]] std::string filled(const std::string& text) const { return filled_in(text, content_.words); }

    [[nodiscard]] std::vector<std::string> lines_of(const TemplateBlock& block) const {
        std::vector<std::string> lines;
        for (const std::string& line : block.lines)
            if (!says_nothing(line, content_.words)) lines.push_back(filled(line));
        return lines;
    }

    // Never alone at the foot of a page: `first_height` is that of what stands below it and is not divided.
    void set_heading(const TemplateBlock& block, double first_height = 0) {
        if (block.heading.empty()) return;
        constexpr double least = mm(18);
        constexpr double heading_height = 2 * text_size;
        const double together = heading_height + first_height;
        flow_.need(together > longest_together ? least : std::max(least, together));
        flow_.paragraph("H2", filled(block.heading), {Face::heading, text_size});
        flow_.skip(3);
    }

    // Lines of one block. What follows the block and may not stand alone takes the last of them with it.
    void set_paragraphs(const std::vector<std::string>& lines, const TextStyle& style) {
        for (std::size_t at = 0; at < lines.size(); ++at) {
            if (at + 1 == lines.size()) need_with_next(height_of(lines[at], style));
            flow_.paragraph("P", lines[at], style);
            flow_.skip(between_lines);
        }
    }

    [[nodiscard]] double height_of(const std::string& line, const TextStyle& style) const {
        return flow_.letters().set(line, style, text_width).height;
    }
    // Of the first of the lines, with what the last one takes along where it is the only one.
    [[nodiscard]] double first_height(const std::vector<std::string>& lines, const TextStyle& style) const {
        return height_of(lines.front(), style) + (lines.size() == 1 ? next_height_ : 0);
    }

    void need_with_next(double height) {
        if (next_height_ > 0 && height + next_height_ <= longest_together) flow_.need(height + next_height_);
    }

    void set_lines(const TemplateBlock& block, Align align) {
        set_paragraphs(lines_of(block), {Face::body, align == Align::left ? 12 : text_size, align});
        flow_.skip(between_blocks);
    }

    void set_sender(const TemplateBlock& block) {
        auto lines = lines_of(block);
        if (!content_.seal_note.empty()) lines.push_back("（" + content_.seal_note + "）");
        set_paragraphs(lines, {Face::body, text_size, Align::right});
        flow_.skip(between_blocks);
    }

    void set_text(const TemplateBlock& block) {
        const auto lines = lines_of(block);
        if (lines.empty()) return;
        const TextStyle style{Face::body, text_size};
        set_heading(block, first_height(lines, style));
        set_paragraphs(lines, style);
        flow_.skip(between_blocks);
    }

    void set_amount(const TemplateBlock& block) {
        constexpr double size = 20;
        constexpr double padding = 8;
        for (const std::string& line : lines_of(block)) {
            const double width = text_width * 0.6;
            const double x = margin_side + (text_width - width) / 2;
            const SetText text = flow_.letters().set(line, {Face::heading, size, Align::center}, width - 2 * padding);
            flow_.need(text.height + 2 * padding);
            flow_.frame(x, flow_.y(), width, text.height + 2 * padding);
            flow_.begin("P");
            flow_.place(text, x + padding, flow_.y() + padding);
            flow_.end();
            flow_.skip(text.height + 2 * padding + between_blocks);
        }
    }

    void set_facts(const TemplateBlock& block) {
        std::vector<TableRow> rows;
        for (const TemplateRow& row : block.rows)
            if (!says_nothing(row.text, content_.words)) rows.push_back({{row.label, filled(row.text)}});
        if (rows.empty()) return;
        set_heading(block);
        set_table(flow_, {{"", 27}, {"", 73}}, rows, {.size = text_size, .first_is_heading = true});
        flow_.skip(between_blocks);
    }

    void set_uses(const TemplateBlock& block) {
        if (content_.uses.empty()) return;
        set_heading(block);
        std::vector<TableRow> rows;
        for (std::size_t at = 0; at < content_.uses.size(); ++at) {
            const UseLine& use = content_.uses[at];
            rows.push_back({{std::to_string(at + 1), use.date, use.time, use.space, use.equipment, use.fee}});
        }
        set_table(flow_,
                  {{"番号", 6, Align::center},
                   {"使用日", 23},
                   {"時間", 25},
                   {"施設・室", 17},
                   {"附属設備等", 16},
                   {"使用料", 13, Align::right}},
                  rows);
        flow_.skip(between_blocks);
    }

    void set_fees(const TemplateBlock& block) {
        if (content_.fees.empty()) return;
        set_heading(block);
        std::vector<TableRow> rows;
        for (const FeeLine& line : content_.fees)
            switch (line.role) {
            case FeeLineRole::section:
                rows.push_back({{line.label}, RowLook::section});
                break;
            case FeeLineRole::component:
                rows.push_back({{line.label}, RowLook::heading});
                break;
            case FeeLineRole::line:
                rows.push_back({{line.label, line.quantity, line.unit, line.amount, line.article}});
                break;
            case FeeLineRole::total:
                rows.push_back({{line.label, line.quantity, line.unit, line.amount, line.article}, RowLook::strong});
                break;
            }
        set_table(flow_,
                  {{"内訳", 35},
                   {"数量", 8, Align::right},
                   {"単価", 18, Align::right},
                   {"金額", 14, Align::right},
                   {"根拠", 25}},
                  rows, {.size = small_size});
        flow_.skip(between_blocks);
    }

    void set_taxes(const TemplateBlock& block) {
        if (content_.taxes.empty()) return;
        set_heading(block);
        std::vector<TableRow> rows;
        rows.reserve(content_.taxes.size());
        for (const TaxLine& line : content_.taxes)
            rows.push_back({{line.rate, line.amount, line.tax}});
        set_table(flow_, {{"税率の区分", 40}, {"金額", 30, Align::right}, {"うち消費税額等", 30, Align::right}}, rows);
        flow_.skip(between_blocks);
    }

    void set_list(const TemplateBlock& block, const std::vector<std::string>& items) {
        const auto lines = lines_of(block);
        if (items.empty() && lines.empty()) return;
        set_heading(block, height_of(lines.empty() ? items.front() : lines.front(), {Face::body, text_size}));
        flow_.begin("L");
        std::size_t number = 0;
        for (const auto* list : {&lines, &items})
            for (const std::string& item : *list)
                set_item(std::to_string(++number), item);
        flow_.end();
        flow_.skip(between_blocks);
    }

    void set_item(const std::string& number, const std::string& item) {
        constexpr double indent = 18;
        const SetText label = flow_.letters().set(number, {Face::body, text_size}, indent);
        flow_.need(label.height);
        flow_.begin("LI");
        const double y = flow_.y();
        const auto page = flow_.pages();
        flow_.begin("Lbl");
        flow_.place(label, margin_side, y);
        flow_.end();
        flow_.paragraph("LBody", item, {Face::body, text_size}, indent);
        if (flow_.pages() == page) flow_.down_to(std::max(flow_.y(), y + label.height));
        flow_.end();
        flow_.skip(between_lines);
    }

    void set_appeal(const TemplateBlock& block) {
        if (content_.appeal.empty()) return;
        const TextStyle style{Face::body, 9};
        set_heading(block, first_height(content_.appeal, style));
        set_paragraphs(content_.appeal, style);
        flow_.skip(between_blocks);
    }

    static double codes_height(const TemplateBlock& block) {
        constexpr double heading_height = 2 * text_size;
        return between_lines + between_blocks + code_size + 4 + (block.heading.empty() ? 0 : heading_height);
    }

    void set_codes(const TemplateBlock& block) {
        if (content_.number_code.empty()) return;
        set_heading(block, code_size);
        flow_.need(code_size + 4);
        const double y = flow_.y();
        const double half = text_width / 2;
        set_code("受付番号", content_.number_code, margin_side, half - 8);
        if (!content_.page_address.empty()) set_code("申請のページ", content_.page_address, margin_side + half, half);
        flow_.down_to(y + code_size + between_blocks);
    }

    void set_code(const std::string& label, const std::string& text, double x, double width) {
        place_qr(flow_, text, x, flow_.y(), code_size);
        const SetText name = flow_.letters().set(label, {Face::heading, small_size}, width - code_size);
        const SetText words = flow_.letters().set(text, {Face::body, small_size}, width - code_size);
        const bool is_address = text == content_.page_address;
        flow_.begin("P");
        flow_.place(name, x + code_size, flow_.y() + mm(4));
        if (is_address) flow_.begin_link(text);
        flow_.place(words, x + code_size, flow_.y() + mm(4) + name.height);
        if (is_address) flow_.end();
        flow_.end();
    }

    void set_schedule(const TemplateBlock& block) {
        set_heading(block);
        std::vector<TableRow> rows;
        rows.reserve(content_.schedule.size());
        for (const ScheduleLine& line : content_.schedule)
            rows.push_back({{line.space, line.time, line.who, line.what, line.people, line.prepare, line.due, ""},
                            RowLook::plain,
                            mm(11)});
        set_table(flow_,
                  {{"室・場", 12},
                   {"時間", 13},
                   {"使用者", 15},
                   {"目的", 13},
                   {"人数", 9, Align::right},
                   {"準備するもの", 18},
                   {"未納・状況", 12},
                   {"鍵", 8}},
                  rows);
        flow_.skip(between_blocks);
    }

    void set_blank(const TemplateBlock& block) {
        const double height = mm(block.height_mm);
        flow_.need(height + mm(8));
        set_heading(block);
        flow_.frame(margin_side, flow_.y(), text_width, height);
        flow_.skip(height + between_blocks);
    }

    Flow& flow_;
    const DocumentContent& content_;
    std::string title_;
    std::string reading_aid_;
    bool title_waits_ = false;
    double next_height_ = 0;
};

} // namespace

// Number and date stand above the title, as official papers have them.
void set_paper(Flow& flow, const DocumentTemplate& form, const DocumentContent& content) {
    PaperSetter setter{flow, content};
    setter.set_head(form);
    for (auto block = form.blocks.begin(); block != form.blocks.end(); ++block)
        setter.set(*block, std::next(block) == form.blocks.end() ? nullptr : &*std::next(block));
    if (setter.title_waits()) setter.set_title();
}

} // namespace hiroba::documents
