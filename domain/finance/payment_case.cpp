#include "domain/finance/payment_case.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hiroba {
namespace {

using Kind = PaymentCaseKind;
using Action = CaseAction;

constexpr std::array kinds{Kind::paid_late,       Kind::paid_twice,     Kind::amount_differs, Kind::attempt_in_doubt,
                           Kind::refund_in_doubt, Kind::refund_differs, Kind::disputed};
constexpr std::array actions{Action::seat_again, Action::refund, Action::ask_again, Action::dealt_with,
                             Action::resolved};

constexpr std::array for_late_money{Action::seat_again, Action::refund};
constexpr std::array for_double_money{Action::refund};
constexpr std::array for_what_is_not_known{Action::ask_again, Action::dealt_with};
constexpr std::array for_a_dispute{Action::dealt_with};

} // namespace

std::span<const CaseAction> actions_for(PaymentCaseKind kind) {
    switch (kind) {
    case Kind::paid_late:
        return for_late_money;
    case Kind::paid_twice:
        return for_double_money;
    case Kind::amount_differs:
    case Kind::attempt_in_doubt:
    case Kind::refund_in_doubt:
    case Kind::refund_differs:
        return for_what_is_not_known;
    case Kind::disputed:
        return for_a_dispute;
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
    case Kind::amount_differs:
        return "amount_differs";
    case Kind::attempt_in_doubt:
        return "attempt_in_doubt";
    case Kind::refund_in_doubt:
        return "refund_in_doubt";
    case Kind::refund_differs:
        return "refund_differs";
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
