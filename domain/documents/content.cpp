#include "domain/documents/content.hpp"

namespace hiroba {

DocumentContent only_what_is_shown(DocumentContent content, const DocumentTemplate& form) {
    const auto shown = words_of(form);
    std::erase_if(content.words, [&](const auto& word) { return !shown.contains(word.first); });
    if (!has_block(form, BlockKind::uses)) content.uses.clear();
    if (!has_block(form, BlockKind::fees)) content.fees.clear();
    if (!has_block(form, BlockKind::taxes)) content.taxes.clear();
    if (!has_block(form, BlockKind::conditions)) content.conditions.clear();
    if (!has_block(form, BlockKind::appeal)) content.appeal.clear();
    if (!has_block(form, BlockKind::schedule)) content.schedule.clear();
    if (!has_block(form, BlockKind::sender)) content.seal_note.clear();
    if (!has_block(form, BlockKind::qr)) {
        content.number_code.clear();
        content.page_address.clear();
    }
    return content;
}

} // namespace hiroba
