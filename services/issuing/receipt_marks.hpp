// 領収書の表示: what has become of the money of a receipt, from the application as it stands.
#pragma once

#include "domain/documents/receipt_mark.hpp"
#include "services/booking/application_view.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// Of the receipt about that payment or obligation; none while all of the money is kept. What is refunded of an
// obligation that was paid in parts counts against the part that it goes back to, else against the newest.
[[nodiscard]] std::vector<ReceiptMark> receipt_marks(persistence::Session& session, const ApplicationView& view,
                                                     std::int64_t subject);
// "返金済み 470円（令和8年11月29日）"
[[nodiscard]] std::string mark_words(const ReceiptMark& mark);

} // namespace hiroba::services
