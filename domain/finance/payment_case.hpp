// 要確認の収納: what about money a rule cannot decide, and what staff can do about it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hiroba {

enum class PaymentCaseKind {
    paid_late,        // money came after the booking had been given up
    paid_twice,       // money came for what another payment had paid already
    overpaid,         // more came by transfer than was owed: what was too much
    amount_differs,   // the provider tells of another amount or currency than was asked for: nothing has moved
    attempt_in_doubt, // the provider has not told for long whether money came
    refund_in_doubt,  // the provider has not told for long whether money went back
    refund_differs,   // the provider tells of another amount than was to be given back: nothing has moved
    refunded_twice,   // the provider has paid a refund that staff had paid after it failed: the payer has it twice
    disputed,         // チャージバック: the payer's bank takes the money back
};

enum class CaseAction {
    seat_again,  // the booking stands again, paid by that money, as far as it is still free
    refund,      // 過誤納金の還付
    ask_again,   // the provider is asked at once
    undo_record, // what the desk recorded never came: a counter-entry
    dealt_with,  // staff have dealt with it elsewhere, and say how
    resolved,    // by itself: the provider has answered after all
};

// What staff can do about a case of that kind, what is proposed first; `recorded`: of money that the desk recorded.
enum class CaseMoney { of_provider, recorded };
[[nodiscard]] std::span<const CaseAction> actions_for(PaymentCaseKind kind, CaseMoney money);

[[nodiscard]] std::span<const PaymentCaseKind> payment_case_kinds();
[[nodiscard]] std::string_view name_of(PaymentCaseKind kind);
[[nodiscard]] std::string_view name_of(CaseAction action);
[[nodiscard]] std::optional<CaseAction> case_action_named(std::string_view name);

} // namespace hiroba
