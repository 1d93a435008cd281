#include "domain/finance/payment_case.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hiroba {
namespace {

using Kind = PaymentCaseKind;
using Action = CaseAction;

constexpr std::array kinds{Kind::paid_late,      Kind::paid_twice,       Kind::overpaid,
                           Kind::amount_differs, Kind::attempt_in_doubt, Kind::refund_in_doubt,
                           Kind::refund_differs, Kind::refunded_twice,   Kind::disputed};
constexpr std::array actions{Action::seat_again,  Action::refund,     Action::ask_again,
                             Action::undo_record, Action::dealt_with, Action::resolved};

// The last only of what the desk recorded.
constexpr std::array for_late_money{Action::seat_again, Action::refund, Action::undo_record};
constexpr std::array for_double_money{Action::refund, Action::undo_record};
constexpr std::array for_what_is_not_known{Action::ask_again, Action::dealt_with};
constexpr std::array for_what_is_settled_elsewhere{Action::dealt_with};

} // namespace

std::span<const CaseAction> actions_for(PaymentCaseKind kind, CaseMoney money) {
    const std::size_t not_recorded = money == CaseMoney::recorded ? 0 : 1;
    switch (kind) {
    case Kind::paid_late:
        return std::span{for_late_money}.first(for_late_money.size() - not_recorded);
    case Kind::paid_twice:
    case Kind::overpaid:
        return std::span{for_double_money}.first(for_double_money.size() - not_recorded);
    case Kind::amount_differs:
    case Kind::attempt_in_doubt:
    case Kind::refund_in_doubt:
    case Kind::refund_differs:
        return for_what_is_not_known;
    case Kind::refunded_twice:
    case Kind::disputed:
        return for_what_is_settled_elsewhere;
    }
    throw std::logic_error("not a kind of payment case");
}

std::span<const PaymentCaseKind> payment_case_kinds() { return kinds; }

std::string_view name_of(PaymentCaseKind kind) {
    switch (kind) {
    case Kind::paid_late:
        return "paid_late";
    case Kind::paid_twice:
        return "paid_twice";
    case Kind::overpaid:
        return "overpaid";
    case Kind::amount_differs:
        return "amount_differs";
    case Kind::attempt_in_doubt:
        return "attempt_in_doubt";
    case Kind::refund_in_doubt:
        return "refund_in_doubt";
    case Kind::refund_differs:
        return "refund_differs";
    case Kind::refunded_twice:
        return "refunded_twice";
    case Kind::disputed:
        return "disputed";
    }
    throw std::logic_error("not a kind of payment case");
}

std::string_view name_of(CaseAction action) {
    switch (action) {
    case Action::seat_again:
        return "seat_again";
    case Action::refund:
        return "refund";
    case Action::ask_again:
        return "ask_again";
    case Action::undo_record:
        return "undo_record";
    case Action::dealt_with:
        return "dealt_with";
    case Action::resolved:
        return "resolved";
    }
    throw std::logic_error("not an action on a payment case");
}

std::optional<CaseAction> case_action_named(std::string_view name) {
    const auto found = std::ranges::find_if(actions, [&](Action action) { return name_of(action) == name; });
    return found == actions.end() ? std::nullopt : std::optional{*found};
}

} // namespace hiroba
