// Papers as other people's programs read them: text, fonts, structure, codes.
#include "tests/documents/pdf_tools.hpp"
#include "tests/documents/sample_paper.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::test;

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string text_of_kind(DocumentKind kind) {
    return joined(text_of(printed(shipped_template(kind), sample_content())));
}

// The text of each page, without blanks.
std::vector<std::string> pages_in(const std::string& text) {
    std::vector<std::string> pages;
    std::size_t from = 0;
    for (auto end = text.find('\f'); end != std::string::npos; end = text.find('\f', from)) {
        pages.push_back(joined(text.substr(from, end - from)));
        from = end + 1;
    }
    return pages;
}

} // namespace

TEST_CASE("every kind says what the law and the form ask of it") {
    struct Row {
        DocumentKind kind;
        std::vector<std::string_view> says;
    };
    const std::vector<Row> rows{
        {DocumentKind::application_form,
         {"使用許可申請書", "髙﨑花子", "定期演奏会", "380人", "徴収する（最高額500円）"}},
        {DocumentKind::application_with_reduction, {"兼使用料減免申請書", "登録社会教育関係団体", "規則別表G5"}},
        {DocumentKind::permit,
         {"使用許可書", "星教許可第12号", "令和8年11月28日", "髙﨑花子様", "公印省略", "大ホール", "許可の条件",
          "舞台の操作", "審査請求", "43,740円", "別表第1"}},
        {DocumentKind::change_permit,
         {"使用変更許可書", "星教許可第12号", "令和8年11月25日付け星教許可第11号", "変更後の使用",
          "徴収する（最高額500円）", "審査請求"}},
        {DocumentKind::refusal, {"使用不許可通知書", "善良の風俗", "審査請求"}},
        {DocumentKind::change_refusal, {"使用変更不許可通知書", "善良の風俗", "そのまま有効", "審査請求"}},
        {DocumentKind::revocation,
         {"使用許可取消通知書", "令和8年11月25日付け星教許可第11号", "善良の風俗", "審査請求"}},
        {DocumentKind::reinstatement,
         {"使用許可取消等撤回通知書", "星教指令第3号による処分は", "撤回します", "470円の還付の決定も", "大ホール"}},
        {DocumentKind::reduction_grant, {"使用料減免決定通知書", "登録社会教育関係団体", "43,740円"}},
        {DocumentKind::reduction_refusal, {"使用料減免不承認通知書", "善良の風俗", "審査請求"}},
        {DocumentKind::payment_notice,
         {"納入通知書", "金43,740円", "令和8年12月4日24:00", "令和8年度", "01-14-01-07-01-01",
          "星教許可第11号（令和8年11月25日）"}},
        {DocumentKind::receipt,
         {"領収書", "金43,740円", "T6000020999016", "10％対象", "3,976円", "非課税", "300円", "髙﨑花子様",
          "令和8年11月29日"}},
        {DocumentKind::refund_decision,
         {"使用料還付決定通知書", "100％", "変更前の使用料87,480円", "変更後の使用料43,740円", "差額43,740円",
          "充当する額", "1,000円", "42,740円", "適格返還請求書", "令和8年度第12号"}},
        {DocumentKind::day_sheet,
         {"当日利用表", "令和8年12月5日（土）", "使用なし", "プロジェクター×2", "380人", "冷暖房", "照明料",
          "未納43,740円", "引継ぎ事項"}},
    };
    CHECK(rows.size() == document_kinds().size());
    for (const Row& row : rows) {
        const std::string text = text_of_kind(row.kind);
        for (const std::string_view part : row.says)
            CHECK_MESSAGE(contains(text, part), name_of(row.kind), ": ", part);
    }
}

TEST_CASE("every font is embedded, as a subset, and tells which letters its glyphs are") {
    const std::string fonts = fonts_of(printed(shipped_template(DocumentKind::permit), sample_content()));
    CHECK(contains(fonts, "IPAexMincho"));
    CHECK(contains(fonts, "IPAexGothic"));
    CHECK_FALSE(contains(fonts, " no "));
    CHECK_FALSE(contains(fonts, "DejaVu"));
}

TEST_CASE("the document names itself, its language, and its structure") {
    const std::string pdf = printed(shipped_template(DocumentKind::permit), sample_content());
    const std::string properties = properties_of(pdf);
    for (const std::string_view part : {"使用許可書", "星見川町", "Tagged:          yes", "A4"})
        CHECK_MESSAGE(contains(properties, part), part);
    CHECK(contains(pdf, "/Lang (ja-JP)"));
    CHECK(contains(pdf, "/DisplayDocTitle true"));
    const std::string structure = structure_of(pdf);
    for (const std::string_view part : {"Document", "H1", "H2", "Table", "TH", "TD", "L ", "LI", "LBody", "Link"})
        CHECK_MESSAGE(contains(structure, part), part);
}

TEST_CASE("the codes say the number and the address of the application") {
    const std::string codes = codes_of(printed(shipped_template(DocumentKind::application_form), sample_content()));
    CHECK(contains(codes, "7K3M-Q9XD\n"));
    CHECK(contains(codes, "https://yoyaku.example/ja/applications/1234567890123456789\n"));
}

TEST_CASE("forty uses run over several pages with heads on each, and nothing is lost") {
    const std::string pdf = printed(shipped_template(DocumentKind::permit), sample_content(40));
    const int pages = pages_of(pdf);
    CHECK(pages > 3);
    const std::string all = joined(text_of(pdf));
    for (int page = 1; page <= pages; ++page)
        CHECK(contains(all, std::to_string(page) + "/" + std::to_string(pages)));
    std::size_t uses = 0;
    for (auto at = all.find("13:00～22:00"); at != std::string::npos; at = all.find("13:00～22:00", at + 1))
        ++uses;
    CHECK(uses == 2 * 40); // in the table of uses, and above what each costs
    CHECK(contains(all, "審査請求"));
}

TEST_CASE("more than sixty pages are refused by name") {
    documents::Press press;
    const auto refused = press.print(shipped_template(DocumentKind::permit), sample_content(1'200), sample_options());
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Refusal{"document_too_long", {{"most", 60}}});
}

TEST_CASE("long and mixed names keep their letters; what no font has stands as a geta, never as an empty box") {
    auto content = sample_content();
    content.words["applicant_name"] = "𠮷田 髙﨑 ＡＢＣ abc ｱｲｳ 😀";
    content.words["group_name"] = std::string(100, 'W') + std::string(90, 'i');
    content.words["purpose"] = "\u202Eきらら\t演奏会\u200B";
    const std::string text = joined(text_of(printed(shipped_template(DocumentKind::permit), content)));
    CHECK(contains(text, "𠮷田髙﨑ＡＢＣabcｱｲｳ〓様"));
    CHECK(contains(text, std::string(100, 'W') + std::string(90, 'i')));
    CHECK(contains(text, "きらら演奏会"));
}

TEST_CASE("values are letters: neither braces nor markup in them mean anything") {
    auto content = sample_content();
    content.words["purpose"] = "<b>{number}</b> &amp; {{ %s \\n";
    CHECK(contains(joined(text_of(printed(shipped_template(DocumentKind::permit), content))),
                   "<b>{number}</b>&amp;{{%s\\n"));
}

TEST_CASE("the same paper has the same bytes; issued again, every page says so") {
    const auto form = shipped_template(DocumentKind::receipt);
    const auto content = sample_content(30);
    const std::string first = printed(form, content);
    CHECK(first == printed(form, content));
    auto options = sample_options();
    options.reissue = documents::ReissueMark{2, "令和8年12月1日"};
    const std::string again = printed(form, content, options);
    const std::string text = joined(text_of(again));
    CHECK(contains(text, "令和8年12月1日"));
    std::size_t marks = 0;
    for (auto at = text.find("再発行第2回"); at != std::string::npos; at = text.find("再発行第2回", at + 1))
        ++marks;
    CHECK(marks == static_cast<std::size_t>(pages_of(again)));
    CHECK(marks > 1);
    CHECK_FALSE(contains(joined(text_of(first)), "再発行"));
}

TEST_CASE("a line without a value is left out, with its label") {
    auto content = sample_content();
    content.words["group_name"].clear();
    content.words["admission"].clear();
    const std::string text = joined(text_of(printed(shipped_template(DocumentKind::application_form), content)));
    CHECK_FALSE(contains(text, "団体名"));
    CHECK_FALSE(contains(text, "入場料等"));
    CHECK(contains(text, "定期演奏会"));
}

TEST_CASE("a font that is not there is named") {
    CHECK(documents::missing_font({"IPAexMincho", "IPAexGothic", "IPAmjMincho"}) == std::nullopt);
    CHECK(documents::missing_font({"IPAexMincho", "No Such Font", ""}) == "No Such Font");
    CHECK(documents::missing_font({"DejaVu Sans", "IPAexGothic", ""}) == "DejaVu Sans"); // has no kana
    documents::Press press;
    auto options = sample_options();
    options.fonts.body = "No Such Font";
    CHECK_THROWS_WITH(static_cast<void>(press.print(shipped_template(DocumentKind::permit), sample_content(), options)),
                      "font_missing: No Such Font");
}

TEST_CASE("many who print at the same time get their own paper whole, or are told that the press is busy") {
    documents::Press press;
    const auto form = shipped_template(DocumentKind::receipt);
    const std::string expected = printed(form, sample_content());
    std::vector<std::string> papers(8);
    {
        std::vector<std::jthread> printers;
        for (auto& paper : papers)
            printers.emplace_back([&] {
                const auto print = press.print(form, sample_content(), sample_options());
                paper = print ? *print : print.error().code;
            });
    }
    CHECK(std::ranges::find(papers, expected) != papers.end());
    CHECK(std::ranges::all_of(papers,
                              [&](const std::string& paper) { return paper == expected || paper == "too_busy"; }));
}

TEST_CASE("the text of every kind is read in the order in which it stands on the paper") {
    for (const DocumentKind kind : document_kinds()) {
        CAPTURE(name_of(kind));
        const DocumentTemplate form = shipped_template(kind);
        const std::string text = text_of_kind(kind);
        auto at = text.find(joined(form.title));
        REQUIRE(at != std::string::npos);
        for (const TemplateBlock& block : form.blocks) {
            if (block.heading.empty()) continue;
            const auto next = text.find(joined(filled_in(block.heading, sample_content().words)), at + 1);
            CHECK_MESSAGE(next != std::string::npos, block.heading);
            if (next != std::string::npos) at = next;
        }
    }
}

TEST_CASE("a fee of five hundred lines loses none of them") {
    auto content = sample_content(1);
    content.fees.clear();
    for (int line = 1; line <= 500; ++line)
        content.fees.push_back({FeeLineRole::line, "附属設備 第" + std::to_string(line) + "号", "1",
                                std::to_string(line) + "円", std::to_string(line) + "円", "別表第5"});
    content.fees.push_back({FeeLineRole::total, "合計", "", "", "125,250円", ""});
    const std::string pdf = printed(shipped_template(DocumentKind::permit), content);
    const std::string text = joined(text_of(pdf));
    for (const int line : {1, 250, 499, 500})
        CHECK(contains(text, "附属設備第" + std::to_string(line) + "号"));
    CHECK(contains(text, "125,250円"));
    CHECK(pages_of(pdf) < 30);
}

TEST_CASE("what has become of a receipt's money stands on every page, above all that is on it, and is read first") {
    const auto form = shipped_template(DocumentKind::receipt);
    auto options = sample_options();
    options.marks = {"返金済み 1,000円（令和8年12月1日）", "充当済み 300円（令和8年12月2日）",
                     "チャージバック 43,740円（令和8年12月3日）", "還付決定 12円（令和8年12月4日）"};
    options.reissue = documents::ReissueMark{2, "令和8年12月5日"};
    const std::string pdf = printed(form, sample_content(40), options);
    const std::string text = joined(text_of(pdf));
    for (const std::string& mark : options.marks) {
        std::size_t found = 0;
        for (auto at = text.find(joined(mark)); at != std::string::npos; at = text.find(joined(mark), at + 1))
            ++found;
        CHECK_MESSAGE(found == static_cast<std::size_t>(pages_of(pdf)), mark);
    }
    CHECK(text.find(joined(options.marks.front())) < text.find("領収書"));
    CHECK(contains(joined(text_of(printed(form, sample_content(40)))), "領収書"));
}

TEST_CASE("names as long as they may be, from right to left, or all of one letter stay on the paper") {
    auto content = sample_content();
    content.words["applicant_name"] = "שלום עולם مرحبا 👩‍👩‍👧 " + std::string(60, 'M');
    content.words["purpose"] = std::string(200, 'W');
    content.uses.front().equipment = std::string(300, 'x');
    for (const DocumentKind kind : document_kinds()) {
        CAPTURE(name_of(kind));
        const std::string text = joined(text_of(printed(shipped_template(kind), content)));
        if (has_block(shipped_template(kind), BlockKind::uses)) CHECK(contains(text, std::string(300, 'x')));
        CHECK_FALSE(contains(text, "\u200D"));
    }
}

TEST_CASE("no heading and no code stands on a page without what belongs to it, wherever the page ends") {
    const auto form = shipped_template(DocumentKind::permit);
    for (std::size_t lines = 1; lines <= 60; ++lines) {
        CAPTURE(lines);
        auto content = sample_content(1);
        content.fees.resize(1);
        for (std::size_t line = 0; line < lines; ++line)
            content.fees.push_back({FeeLineRole::line, "附属設備", "1", "1円", "1円", "別表第5"});
        std::string appeal;
        for (int times = 0; times < 8; ++times)
            appeal += "この処分に不服がある場合は、星見川町長に対して審査請求をすることができます。";
        content.appeal = {appeal};
        const auto pages = pages_in(text_of(printed(form, content)));
        REQUIRE_FALSE(pages.empty());
        for (const std::string& page : pages) {
            const auto heading = page.find("教示");
            if (heading != std::string::npos) CHECK(page.find("この処分に不服", heading) != std::string::npos);
            const auto code = page.find("受付番号7K3M-Q9XD申請のページ");
            if (code != std::string::npos) CHECK(page.find("問合せ先") != std::string::npos);
        }
    }
}
