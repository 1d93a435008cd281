// 収納: what was collected, for the accounting system.
#pragma once

#include "domain/core/local_time.hpp"
#include "persistence/engine/database.hpp"
#include "persistence/repositories/payments.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

inline constexpr std::chrono::days longest_collection_range{366};

// What is the town's own revenue, or what is that of designated managers (利用料金). Paid on the town's dates
// `first` to `last`, both included, by that day. `empty_date_range` {from, to}, `range_too_long` {days}.
[[nodiscard]] Result<std::vector<persistence::Collection>>
collections_between(persistence::Database& database, persistence::RevenueOwner owner, LocalDate first, LocalDate last);

// The file: a header line and one line per collection and account (what came late is one line), CRLF (RFC 4180),
// amounts in whole yen, dates YYYYMMDD, no names of people. What the desk undid is a line of its own, below zero, with
// 取消区分 1. Columns: 会計年度, 調定番号, 収納番号, 収納区分 (1 cash, 5 card, 6 code, 7 terminal, 9 transfer or
// notice), 納付日 (legal: entrusted, or paid), 収納日 (of cash, the day of the drawer; else empty until it is
// deposited), 金額, 手数料, 指定納付受託者コード, 決済事業者取引番号, 精算書番号, 科目コード (empty: in suspense),
// 取消区分, 施設コード, 予約番号, 摘要. UTF-8 without a byte order mark.
[[nodiscard]] std::string collections_csv(const std::vector<persistence::Collection>& collections);

} // namespace hiroba::services
