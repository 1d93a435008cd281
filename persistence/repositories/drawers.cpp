#include "persistence/repositories/drawers.hpp"

#include "persistence/repositories/detail/names.hpp"

#include <array>

namespace hiroba::persistence {
namespace {

constexpr Sql insert_row =
    "INSERT INTO drawer_shift (shift_id, drawer_code, managed_by, is_open, held_by, float_yen, in_yen, out_yen,"
    " opened_at_ms) VALUES (:shift_id, :drawer_code, :managed_by, 1, :held_by, :float_yen, 0, 0, :opened_at_ms)";
const std::string select_shifts =
    "SELECT s.shift_id, s.drawer_code, s.managed_by, s.is_open, s.held_by, a.display_name, s.float_yen, s.in_yen,"
    " s.out_yen, s.opened_at_ms, s.closed_at_ms, s.closed_by, c.display_name, s.counted_yen, s.difference_reason,"
    " l.display_name, s.looked_at_ms,"
    " s.look_note FROM drawer_shift s JOIN account a ON a.account_id = s.held_by"
    " LEFT JOIN account c ON c.account_id = s.closed_by LEFT JOIN account l ON l.account_id = s.looked_by ";
constexpr Sql count_to_look_at =
    "SELECT COUNT(*) FROM drawer_shift WHERE closed_at_ms IS NOT NULL AND looked_at_ms IS NULL";
constexpr Sql add_to_shift = "UPDATE drawer_shift SET in_yen = in_yen + :in_yen, out_yen = out_yen + :out_yen"
                             " WHERE shift_id = :shift_id AND is_open = 1"
                             " AND float_yen + in_yen - out_yen >= :out_yen";
constexpr Sql insert_entry =
    "INSERT INTO drawer_entry (entry_id, shift_id, kind, amount_yen, payment_id, refund_id, made_by, made_at_ms,"
    " reason) VALUES (:entry_id, :shift_id, :kind, :amount_yen, :payment_id, :refund_id, :made_by, :made_at_ms,"
    " :reason)";
constexpr Sql select_entries =
    "SELECT e.entry_id, e.shift_id, e.kind, e.amount_yen, e.payment_id, e.refund_id, e.made_by, e.made_at_ms,"
    " e.reason, p.number FROM drawer_entry e"
    " LEFT JOIN counter_payment c ON c.payment_id = e.payment_id LEFT JOIN refund r ON r.refund_id = e.refund_id"
    " LEFT JOIN obligation g ON g.obligation_id = COALESCE(c.obligation_id, r.obligation_id)"
    " LEFT JOIN application p ON p.application_id = g.application_id"
    " WHERE e.shift_id = :shift_id ORDER BY e.made_at_ms, e.entry_id";
constexpr Sql close_row = "UPDATE drawer_shift SET is_open = NULL, closed_at_ms = :closed_at_ms, closed_by = "
                          ":closed_by, counted_yen = :counted_yen,"
                          " difference_reason = :difference_reason WHERE shift_id = :shift_id AND is_open = 1"
                          " AND float_yen + in_yen - out_yen = :expected_yen";
constexpr Sql insert_count = "INSERT INTO drawer_count (shift_id, denomination_yen, pieces)"
                             " VALUES (:shift_id, :denomination_yen, :pieces)";
constexpr Sql select_counts = "SELECT denomination_yen, pieces FROM drawer_count WHERE shift_id = :shift_id"
                              " ORDER BY denomination_yen DESC";
constexpr Sql update_look =
    "UPDATE drawer_shift SET looked_by = :looked_by, looked_at_ms = :looked_at_ms, look_note = :look_note"
    " WHERE shift_id = :shift_id AND closed_at_ms IS NOT NULL AND looked_at_ms IS NULL";
// CAST: MariaDB sums BIGINT into DECIMAL.
constexpr Sql sum_open = "SELECT CAST(COALESCE(SUM(float_yen + in_yen - out_yen), 0) AS SIGNED) FROM drawer_shift"
                         " WHERE is_open = 1";

constexpr std::array kinds{EntryKind::payment, EntryKind::undone, EntryKind::refund};

using OptionalText = std::optional<std::string>;

std::vector<DrawerShift> select_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<DrawerShift> shifts;
    for (auto& [id, drawer, managed_by, is_open, held_by, holder, opening_float, in, out, opened_at, closed_at,
                closed_by, closer, counted, reason, looked_by, looked_at, note] :
         session.select<ShiftId, DrawerCode, std::optional<FacilityCode>, std::optional<std::int64_t>, AccountId,
                        std::string, Yen, Yen, Yen, Instant, std::optional<Instant>, std::optional<AccountId>,
                        OptionalText, std::optional<Yen>, OptionalText, OptionalText, std::optional<Instant>,
                        OptionalText>(sql, binds))
        shifts.push_back({.id = id,
                          .drawer = std::move(drawer),
                          .managed_by = std::move(managed_by),
                          .is_open = is_open.has_value(),
                          .held_by = held_by,
                          .holder = std::move(holder),
                          .sums = {opening_float, in, out},
                          .opened_at = opened_at,
                          .closed_at = closed_at,
                          .closed_by = closed_by,
                          .closer = std::move(closer),
                          .counted = counted,
                          .difference_reason = std::move(reason),
                          .looked_by = std::move(looked_by),
                          .looked_at = looked_at,
                          .look_note = std::move(note)});
    return shifts;
}

std::optional<DrawerShift> only(std::vector<DrawerShift> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

} // namespace

std::string_view name_of(EntryKind kind) {
    switch (kind) {
    case EntryKind::payment:
        return "payment";
    case EntryKind::undone:
        return "undone";
    case EntryKind::refund:
        return "refund";
    }
    return {};
}

void insert_shift(Session& session, const DrawerShift& shift) {
    session.execute(insert_row, {{"shift_id", shift.id},
                                 {"drawer_code", shift.drawer},
                                 {"managed_by", shift.managed_by},
                                 {"held_by", shift.held_by},
                                 {"float_yen", shift.sums.opening_float},
                                 {"opened_at_ms", shift.opened_at}});
}

std::optional<DrawerShift> find_shift(Session& session, ShiftId id) {
    static const Sql select = Sql::built(select_shifts + "WHERE s.shift_id = :shift_id");
    return only(select_by(session, select, {{"shift_id", id}}));
}

std::optional<DrawerShift> open_shift_of(Session& session, const DrawerCode& drawer) {
    static const Sql select = Sql::built(select_shifts + "WHERE s.drawer_code = :drawer_code AND s.is_open = 1");
    return only(select_by(session, select, {{"drawer_code", drawer}}));
}

std::optional<DrawerShift> open_shift_held_by(Session& session, AccountId holder) {
    static const Sql select = Sql::built(select_shifts + "WHERE s.held_by = :held_by AND s.is_open = 1");
    return only(select_by(session, select, {{"held_by", holder}}));
}

std::vector<DrawerShift> shifts_between(Session& session, Instant first, Instant end, int limit) {
    static const Sql select =
        Sql::built(select_shifts + "WHERE s.opened_at_ms >= :first_ms AND s.opened_at_ms < :end_ms"
                                   " ORDER BY s.opened_at_ms DESC, s.shift_id DESC LIMIT :row_limit");
    return select_by(session, select, {{"first_ms", first}, {"end_ms", end}, {"row_limit", limit}});
}

std::int64_t shifts_to_look_at(Session& session) {
    return std::get<0>(*session.select_one<std::int64_t>(count_to_look_at));
}

bool enter(Session& session, const DrawerEntry& entry) {
    const bool is_in = entry.kind == EntryKind::payment;
    const bool entered = session.execute(add_to_shift, {{"shift_id", entry.shift},
                                                        {"in_yen", is_in ? entry.amount : Yen{}},
                                                        {"out_yen", is_in ? Yen{} : entry.amount}}) == 1;
    if (!entered) return false;
    session.execute(insert_entry, {{"entry_id", entry.id},
                                   {"shift_id", entry.shift},
                                   {"kind", name_of(entry.kind)},
                                   {"amount_yen", entry.amount},
                                   {"payment_id", entry.payment},
                                   {"refund_id", entry.refund},
                                   {"made_by", entry.by},
                                   {"made_at_ms", entry.at},
                                   {"reason", entry.reason}});
    return true;
}

std::vector<DrawerEntry> entries_of(Session& session, ShiftId shift) {
    std::vector<DrawerEntry> entries;
    for (auto& [id, of, kind, amount, payment, refund, by, at, reason, number] :
         session.select<std::int64_t, ShiftId, std::string, Yen, std::optional<CounterPaymentId>,
                        std::optional<RefundId>, AccountId, Instant, OptionalText, OptionalText>(select_entries,
                                                                                                 {{"shift_id", shift}}))
        entries.push_back({.id = id,
                           .shift = of,
                           .kind = detail::named(kinds, kind, "drawer_entry.kind"),
                           .amount = amount,
                           .payment = payment,
                           .refund = refund,
                           .by = by,
                           .at = at,
                           .reason = std::move(reason),
                           .application_number = std::move(number)});
    return entries;
}

bool close_shift(Session& session, const ShiftClosing& closing, Yen expected) {
    const bool closed = session.execute(close_row, {{"shift_id", closing.shift},
                                                    {"closed_at_ms", closing.at},
                                                    {"closed_by", closing.by},
                                                    {"counted_yen", closing.counted},
                                                    {"difference_reason", closing.difference_reason},
                                                    {"expected_yen", expected}}) == 1;
    if (!closed) return false;
    for (const CashCount& count : closing.counts)
        session.execute(
            insert_count,
            {{"shift_id", closing.shift}, {"denomination_yen", count.denomination}, {"pieces", count.pieces}});
    return true;
}

std::vector<CashCount> counts_of(Session& session, ShiftId shift) {
    std::vector<CashCount> counts;
    for (auto& [denomination, pieces] : session.select<Yen, std::int64_t>(select_counts, {{"shift_id", shift}}))
        counts.push_back({denomination, pieces});
    return counts;
}

bool look_again(Session& session, ShiftId shift, AccountId by, const std::optional<std::string>& note, Instant now) {
    return session.execute(update_look,
                           {{"shift_id", shift}, {"looked_by", by}, {"looked_at_ms", now}, {"look_note", note}}) == 1;
}

Yen cash_in_open_drawers(Session& session) { return std::get<0>(*session.select_one<Yen>(sum_open)); }

} // namespace hiroba::persistence
