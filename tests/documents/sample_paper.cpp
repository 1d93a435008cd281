#include "tests/documents/sample_paper.hpp"

#include "services/town/document_loader.hpp"

#include <algorithm>

namespace hiroba::test {

DocumentTemplate shipped_template(DocumentKind kind) {
    const auto& all = services::shipped_templates();
    const auto found = std::ranges::find(all, name_of(kind), &services::ShippedTemplate::name);
    return services::read_template(kind, std::string{found->text}).value();
}

DocumentContent sample_content(std::size_t uses) {
    DocumentContent content;
    content.form = "様式第1号（第2条関係）";
    content.words = {{"town_name", "星見川町"},
                     {"issuer", "星見川町長　星野　渡"},
                     {"contact", "生涯学習課　電話 0999-00-0100"},
                     {"facility_name", "文化センター きらら星見川"},
                     {"facility_phone", "0999-00-0101"},
                     {"facility_address", "星見川町大字中央1番地1"},
                     {"issued_on", "令和8年11月29日"},
                     {"printed_at", "令和8年11月29日 9:05"},
                     {"used_on", "令和8年12月5日（土）"},
                     {"number", "星教許可第12号"},
                     {"decided_on", "令和8年11月28日"},
                     {"authority", "星見川町長"},
                     {"reason", "公の秩序又は善良の風俗を害するおそれがあるため。"},
                     {"application_number", "7K3M-Q9XD"},
                     {"applied_on", "令和8年11月20日"},
                     {"applicant_name", "髙﨑　花子"},
                     {"group_name", "きらら合唱団"},
                     {"user_class", "町内"},
                     {"activity", "合唱"},
                     {"purpose", "定期演奏会"},
                     {"people", "380人"},
                     {"admission", "徴収する（最高額 500円）"},
                     {"commercial", "目的としない"},
                     {"reduction_name", "登録社会教育関係団体"},
                     {"reduction_article", "規則別表 G5"},
                     {"total_yen", "43,740円"},
                     {"amount_yen", "43,740円"},
                     {"tax_yen", "3,976円"},
                     {"fiscal_year", "令和8年度"},
                     {"account_code", "01-14-01-07-01-01"},
                     {"registered_name", "星見川町"},
                     {"registration_number", "T6000020999016"},
                     {"permit_number", "星教許可第11号"},
                     {"permit_date", "令和8年11月25日"},
                     {"what_for", "文化センター きらら星見川 使用料（令和8年12月5日 大ホール）"},
                     {"due_on", "令和8年12月4日 24:00"},
                     {"paid_on", "令和8年11月29日"},
                     {"paid_by", "クレジットカード"},
                     {"taken_back_number", "星教指令第3号"},
                     {"taken_back_on", "令和8年11月27日"},
                     {"refund_taken_back_yen", "470円"},
                     {"refund_ground", "使用の変更"},
                     {"fee_before_yen", "87,480円"},
                     {"fee_after_yen", "43,740円"},
                     {"fee_difference_yen", "43,740円"},
                     {"refund_percent", "100％"},
                     {"refund_article", "規則第8条"},
                     {"paid_yen", "87,480円"},
                     {"changed_number", "星教減還第2号"},
                     {"set_off_yen", "1,000円"},
                     {"pay_out_yen", "42,740円"},
                     {"original_number", "令和8年度 第12号"},
                     {"original_issued_on", "令和8年11月20日"}};
    for (std::size_t use = 0; use < uses; ++use) {
        content.uses.push_back({"令和8年12月5日（土）", "13:00～22:00 午後・夜間", "大ホール",
                                "ワイヤレスマイク×6、プロジェクター×2", "43,740円"});
        content.fees.push_back(
            {FeeLineRole::section, "令和8年12月5日（土）　13:00～22:00 午後・夜間　大ホール", "", "", "", ""});
        content.fees.push_back({FeeLineRole::component, "施設使用料　小計 24,300円", "", "", "", ""});
        content.fees.push_back({FeeLineRole::line, "大ホール 午後・夜間", "1", "24,300円", "24,300円", "別表第1"});
        content.fees.push_back({FeeLineRole::component, "附属設備使用料　小計 19,440円", "", "", "", ""});
        content.fees.push_back({FeeLineRole::line, "ワイヤレスマイク", "6", "3,240円", "19,440円", "別表第5"});
    }
    content.fees.push_back({FeeLineRole::total, "合計（消費税及び地方消費税を含む）", "", "", "43,740円", ""});
    content.taxes = {{"10％対象（税込）", "43,740円", "3,976円"}, {"非課税", "300円", "－"}};
    content.conditions = {"舞台の操作は、係員の立会いの下で行うこと。"};
    content.appeal = {"この処分に不服がある場合は、星見川町長に対して審査請求をすることができます。"};
    content.number_code = "7K3M-Q9XD";
    content.page_address = "https://yoyaku.example/ja/applications/1234567890123456789";
    content.seal_note = "公印省略";
    content.schedule = {{"大ホール", "13:00～22:00", "きらら合唱団（髙﨑　花子）", "定期演奏会", "380人",
                         "冷暖房（暖房期間）、照明料 120分、プロジェクター×2", "未納 43,740円（申請全体）"},
                        {"小ホール", "", "使用なし", "", "", "", ""}};
    return content;
}

documents::PrintOptions sample_options() {
    return {.fonts = {"IPAexMincho", "IPAexGothic", "IPAmjMincho"},
            .author = "星見川町",
            .issued_at = Instant::from_epoch_ms(1'795'996'800'000),
            .reissue = {}};
}

std::string printed(const DocumentTemplate& form, const DocumentContent& content,
                    const documents::PrintOptions& options) {
    static documents::Press press;
    return press.print(form, content, options).value();
}

} // namespace hiroba::test
