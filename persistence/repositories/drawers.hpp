// 出納: drawers while they are open, what moved in them, and how they were counted. Nothing here is ever deleted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/finance/drawer.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// From opening to counting, in the hands of one person.
struct DrawerShift {
    ShiftId id;
    DrawerCode drawer;
    std::optional<FacilityCode> managed_by{}; // whose designated manager's money it is; empty: the town's
    bool is_open = true;
    AccountId held_by;
    std::string holder; // their name
    DrawerSums sums;
    Instant opened_at;
    std::optional<Instant> closed_at{};
    std::optional<AccountId> closed_by{};
    std::optional<std::string> closer{}; // their name
    std::optional<Yen> counted{};
    std::optional<std::string> difference_reason{};
    std::optional<std::string> looked_by{}; // who looked at it a second time
    std::optional<Instant> looked_at{};
    std::optional<std::string> look_note{};
};

// DuplicateKey of uq_drawer_shift_open when the drawer is open, of uq_drawer_shift_holder when its holder has another.
void insert_shift(Session& session, const DrawerShift& shift);
[[nodiscard]] std::optional<DrawerShift> find_shift(Session& session, ShiftId id);
[[nodiscard]] std::optional<DrawerShift> open_shift_of(Session& session, const DrawerCode& drawer);
[[nodiscard]] std::optional<DrawerShift> open_shift_held_by(Session& session, AccountId holder);
// Opened at these times, the newest first.
[[nodiscard]] std::vector<DrawerShift> shifts_between(Session& session, Instant first, Instant end, int limit);
// Closed, and nobody looked at them a second time.
[[nodiscard]] std::int64_t shifts_to_look_at(Session& session);

enum class EntryKind {
    payment, // taken in
    undone,  // given back: a counter-entry
    refund,  // 還付, paid out
};
[[nodiscard]] std::string_view name_of(EntryKind kind);

struct DrawerEntry {
    std::int64_t id = 0;
    ShiftId shift;
    EntryKind kind = EntryKind::payment;
    Yen amount; // > 0
    std::optional<CounterPaymentId> payment{};
    std::optional<RefundId> refund{};
    AccountId by;
    Instant at;
    std::optional<std::string> reason{};
    std::optional<std::string> application_number{}; // as read
};
// Raises the shift's sum and writes the entry; false when the shift is not open any more, or more would be paid out
// than lies in the drawer. DuplicateKey when that payment or refund has such an entry.
[[nodiscard]] bool enter(Session& session, const DrawerEntry& entry);
// In the order in which they were made.
[[nodiscard]] std::vector<DrawerEntry> entries_of(Session& session, ShiftId shift);

struct ShiftClosing {
    ShiftId shift;
    AccountId by;
    Instant at;
    std::vector<CashCount> counts; // of more than no piece
    Yen counted;
    std::optional<std::string> difference_reason; // there is one when something is over or short
};
// False when it is not open any more, or not all entries are in `expected` that the counter saw.
[[nodiscard]] bool close_shift(Session& session, const ShiftClosing& closing, Yen expected);
[[nodiscard]] std::vector<CashCount> counts_of(Session& session, ShiftId shift);

// The second look at a closed shift; false when there was one.
[[nodiscard]] bool look_again(Session& session, ShiftId shift, AccountId by, const std::optional<std::string>& note,
                              Instant now);

// What lies in all open drawers, as the tables say.
[[nodiscard]] Yen cash_in_open_drawers(Session& session);

} // namespace hiroba::persistence
