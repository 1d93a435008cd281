// 還付: how much of what was paid is given back, by cause and by calendar days before the use, and what becomes of it
// when something else is owed.
#pragma once

#include "domain/core/local_time.hpp"
#include "domain/core/refusal.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/fee_rules.hpp"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace hiroba {

// Why the use does not take place.
enum class RefundCause {
    user,     // 利用者の都合
    town,     // 町の都合
    disaster, // 災害
    rain,     // 雨天使用不能, as the town decides
};
[[nodiscard]] std::string_view name_of(RefundCause cause); // "user"
[[nodiscard]] std::optional<RefundCause> refund_cause_named(std::string_view name);

struct RefundStep {
    int days_before = 0; // from so many days before the use on
    int percent = 0;
    friend bool operator==(const RefundStep&, const RefundStep&) = default;
};
struct RefundRule {
    std::vector<RefundStep> steps;             // of the user's own wish: the greatest days_before first
    std::map<RefundCause, int> other_causes{}; // percent, whenever it is; what is not named is not covered
    Yen unit{10};
    RoundingDirection direction = RoundingDirection::down;
    Text article;
    friend bool operator==(const RefundRule&, const RefundRule&) = default;
};

// Of the user's own wish; no step fits: nothing is given back.
[[nodiscard]] int refund_percent(const RefundRule& rule, LocalDate cancelled_on, LocalDate date_of_use);
// Of any cause: `refund_cause_not_covered` {cause} when the rule does not speak of it.
[[nodiscard]] Result<int> refund_percent(const RefundRule& rule, RefundCause cause, LocalDate cancelled_on,
                                         LocalDate date_of_use);
// That part of what was paid, in the rule's units, never more than was paid; 100 percent (全額) is all of it.
[[nodiscard]] Yen refund_of(const RefundRule& rule, Yen paid, int percent);
// A fee, and what of it is paid: all of it, or a part (一部納付).
struct PaidFee {
    Yen fee;
    Yen paid;
};
// The percent applies to the fee. What the town keeps of the fee by that comes out of what was paid, and what was paid
// beyond it is given back; who paid less than the town keeps is given nothing back, and is asked for nothing more.
[[nodiscard]] Yen refund_of(const RefundRule& rule, const PaidFee& paid, int percent);
// 町の都合・災害・雨天使用不能: what the town takes back is refunded whole, whenever that is.
[[nodiscard]] Yen refund_of_revocation(Yen paid);

// 充当: a refund that is due meets an extra charge; only the difference is paid, one way or the other.
struct SetOff {
    Yen set_off; // of the refund, kept for the charge
    Yen to_pay;
    Yen to_refund;
    friend bool operator==(const SetOff&, const SetOff&) = default;
};
[[nodiscard]] SetOff set_off(Yen refund_due, Yen extra_charge);

// The amount divided in proportion to the weights (0 or more, not all 0), to the yen: the largest remainders get what
// is left over, the first of equal ones first.
[[nodiscard]] std::vector<Yen> spread(Yen amount, const std::vector<Yen>& weights);

} // namespace hiroba
