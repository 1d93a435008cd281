// 文書: the papers that the ordinance and its rules know, and what each must show.
#pragma once

#include "domain/core/strong.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hiroba {

using DocumentId = Strong<struct DocumentIdTag, std::int64_t>; // 発行した文書

enum class DocumentKind {
    application_form,           // 使用許可申請書
    application_with_reduction, // 使用許可申請書 兼 使用料減免申請書
    permit,                     // 使用許可書
    change_permit,              // 変更許可書
    refusal,                    // 不許可通知書
    change_refusal,             // 変更不許可通知書
    revocation,                 // 許可取消通知書
    reinstatement,              // 取消し（不許可）の撤回の通知書
    reduction_grant,            // 減免決定通知書
    reduction_refusal,          // 減免不承認通知書
    payment_notice,             // 納入通知書
    receipt,                    // 領収書, 適格請求書
    refund_decision,            // 還付決定通知書, 適格返還請求書
    day_sheet,                  // 当日利用表: printed for the desk, kept nowhere
};
[[nodiscard]] std::span<const DocumentKind> document_kinds();
[[nodiscard]] std::string_view name_of(DocumentKind kind); // "permit"
[[nodiscard]] std::optional<DocumentKind> document_kind_named(std::string_view name);

// What a template is made of. A block without anything to show is left out of the paper.
enum class BlockKind {
    number,     // lines at the right: document number and date
    addressee,  // lines at the left
    sender,     // lines at the right, with the note about the seal (公印)
    text,       // paragraphs
    amount,     // one line, large, in a frame
    facts,      // a table of names and values
    uses,       // the table of uses
    fees,       // the fee line by line with its articles
    taxes,      // amounts and tax by rate; what is not taxed
    conditions, // 許可の条件
    appeal,     // 教示
    qr,         // the codes of the number and of the page
    schedule,   // the rooms of a day
    blank,      // room to write in
};
[[nodiscard]] std::span<const BlockKind> block_kinds();
[[nodiscard]] std::string_view name_of(BlockKind kind);

// What a template of that kind cannot be without: the reason and the notice of appeal of a decision (行政手続法8条,
// 14条; 行政不服審査法82条), the fields of a qualified invoice (消費税法57条の4).
[[nodiscard]] std::vector<BlockKind> required_blocks(DocumentKind kind);
[[nodiscard]] std::vector<std::string_view> required_words(DocumentKind kind);
// Whether a template of that kind may name the word `{word}`, and have the block.
[[nodiscard]] bool knows_word(DocumentKind kind, std::string_view word);
[[nodiscard]] bool knows_block(DocumentKind kind, BlockKind block);

} // namespace hiroba
