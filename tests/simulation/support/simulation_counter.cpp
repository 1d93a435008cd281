// The counter: drawers, what payers bring and are handed back, mistakes, and counting at the end of a shift.
#include "services/payment/pay_later.hpp"
#include "services/payment/refunding.hpp"
#include "tests/simulation/support/ask.hpp"
#include "tests/simulation/support/simulation.hpp"

#include <algorithm>

namespace hiroba::test {

using persistence::Account;
using persistence::Session;
using services::Context;

namespace {

// In notes and coins, the greatest first.
std::vector<CashCount> in_pieces(std::int64_t amount) {
    std::vector<CashCount> counts;
    for (const Yen denomination : denominations) {
        const std::int64_t pieces = amount / denomination.amount();
        if (pieces > 0) counts.push_back({denomination, pieces});
        amount -= pieces * denomination.amount();
    }
    return counts;
}

} // namespace

std::vector<std::size_t> Simulation::open_drawers() const {
    std::vector<std::size_t> open;
    for (std::size_t drawer = 0; drawer < counter_.drawers().size(); ++drawer)
        if (counter_.drawers()[drawer].shift) open.push_back(drawer);
    return open;
}

const Account& Simulation::holder_of(std::size_t drawer) const {
    return *std::ranges::find(people_.staff, counter_.drawers().at(drawer).holder, &Account::id);
}

std::int64_t Simulation::owed(ApplicationId application) {
    const auto view = ask([&](const Context& context) {
        return context.database.read([&](Session& session) {
            return services::view_application(session, {people_.staff.front().id, true}, application);
        });
    });
    return view && *view ? services::owed(**view).amount() : 0;
}

// Who asks again after an answer that was lost may be told that it is done.
void Simulation::open_drawer(std::size_t drawer, const Account& clerk, std::int64_t from_the_safe) {
    const DrawerCode code{counter_.drawers().at(drawer).code};
    const auto opened =
        insist([&](const Context& context) { return services::open_drawer(context, clerk, code, Yen{from_the_safe}); });
    if (!opened && opened.error().code != "drawer_is_open") return;
    for (const auto& standing : services::drawers_now(process_->context()))
        if (standing.drawer.code == code && standing.shift && standing.shift->held_by == clerk.id)
            counter_.open(drawer, standing.shift->id, clerk.id, from_the_safe);
}

void Simulation::open_a_drawer() {
    static const std::vector<std::int64_t> floats{0, 5'000, 10'000};
    const std::size_t drawer = draw_.one_of(std::vector<std::size_t>{0, 1});
    const Account& by = clerk();
    if (counter_.drawers().at(drawer).shift || counter_.held_by(by.id)) return;
    open_drawer(drawer, by, draw_.one_of(floats));
}

// Says that they will come to the counter.
void Simulation::pay_later(const Known& known) {
    deed_ = "pay later";
    const services::Viewer viewer{people_.residents.at(known.who).id, false};
    const auto view = ask(
        [&](const Context& context) { return services::pay_later(context, viewer, known.id, PaymentMethod::cash); });
    if (view && *view) keep(**view, known.who);
}

void Simulation::take(const Account& clerk, ApplicationId application, PaymentMethod method, std::int64_t amount) {
    services::TakePaymentCommand command{.application = application,
                                         .method = method,
                                         .amount = Yen{amount},
                                         .reference = "",
                                         .idempotency_key = fresh_key(),
                                         .request_hash = "hash"};
    if (method == PaymentMethod::terminal) {
        command.terminal_kind = "credit";
        command.reference = "slip " + command.idempotency_key;
    }
    const auto pay = [&](const Context& context) { return options_.steps.take_payment(context, clerk, command); };
    const auto taken = insist(pay);
    if (!taken) return;
    counter_.take({application, taken->payment.id, method, amount}, clerk.id);
    constexpr int clicks_twice = 25;
    if (draw_.in_hundred(clicks_twice)) static_cast<void>(insist(pay));
    constexpr std::int64_t whole = 0;
    note(services::owed(taken->view).amount() == whole ? "whole" : "a part");
}

// Some or all of what is owed, in cash or by the terminal.
void Simulation::pay_at_the_counter() {
    const auto open = open_drawers();
    const auto which = recent(known_);
    if (!which || open.empty()) return;
    const Known known = known_.at(*which);
    const Account& by = holder_of(draw_.one_of(open));
    const std::int64_t rest = owed(known.id);
    if (rest == 0) return;
    constexpr int all_of_it = 50;
    constexpr int in_cash = 70;
    constexpr int unit = 100;
    const int parts = static_cast<int>(rest) / unit;
    const std::int64_t amount =
        draw_.in_hundred(all_of_it) || parts < 2 ? rest : std::int64_t{draw_.between(1, parts - 1)} * unit;
    take(by, known.id, draw_.in_hundred(in_cash) ? PaymentMethod::cash : PaymentMethod::terminal, amount);
}

void Simulation::undo(const Account& clerk, std::size_t taken) {
    const SimulatedCounter::Taken payment = counter_.taken().at(taken);
    model_.takes_payment_back(bookings_.at(payment.application));
    const auto undone = insist([&](const Context& context) {
        return services::undo_payment(context, clerk, {payment.payment, "誤収"});
    });
    if (undone || undone.error().code == "already_undone") counter_.undo(taken, clerk.id);
}

void Simulation::undo_at_the_counter() {
    const auto open = open_drawers();
    const auto which = recent(counter_.taken());
    if (!which || open.empty() || counter_.taken().at(*which).is_undone) return;
    const std::size_t drawer = draw_.one_of(open);
    if (counter_.drawers().at(drawer).cash < counter_.taken().at(*which).amount) return;
    undo(holder_of(drawer), *which);
}

bool Simulation::is_paid_by_hand(const services::RefundFile& file) {
    const RefundState state = file.refund.refund.state;
    return state == RefundState::failed || (state == RefundState::approved && !file.provider);
}

bool Simulation::hand_out(const Account& clerk, const services::RefundFile& file) {
    const RefundId id = file.refund.refund.id;
    const services::CashRefund command{id, "受領者", fresh_key(), "hash"};
    const auto paid =
        insist([&](const Context& context) { return options_.steps.pay_refund_in_cash(context, clerk, command); });
    if (paid) counter_.hand_out({file.refund.refund.application, id, file.refund.refund.amount.amount()}, clerk.id);
    return paid.has_value();
}

// What no provider gives back.
void Simulation::hand_out_a_refund() {
    const auto open = open_drawers();
    if (open.empty()) return;
    const std::size_t drawer = draw_.one_of(open);
    const Account& by = holder_of(drawer);
    const auto listed = ask([&](const Context& context) { return services::refunds_to_pay(context, by.id); });
    if (!listed) return;
    for (const auto& file : *listed) {
        const bool is_enough = counter_.drawers().at(drawer).cash >= file.refund.refund.amount.amount();
        if (!is_enough || !is_paid_by_hand(file)) continue;
        static_cast<void>(hand_out(by, file));
        return;
    }
}

// Too much change given, or too little.
void Simulation::miscount() {
    const auto open = open_drawers();
    if (open.empty()) return;
    const std::size_t drawer = draw_.one_of(open);
    constexpr int most_coins = 20;
    const std::int64_t by = std::int64_t{draw_.between(-most_coins, most_coins)} * 50;
    if (by == 0 || counter_.drawers().at(drawer).cash + by < 0) return;
    counter_.go_wrong(drawer, by);
    note(by > 0 ? "over" : "short");
}

// As it lies there; what is over or short is explained once the program asks for it.
void Simulation::close_drawer(std::size_t drawer, const Account& by) {
    const auto& counted = counter_.drawers().at(drawer);
    services::CloseDrawerCommand command{counted.shift.value(), in_pieces(counted.cash), std::nullopt};
    const auto close = [&](const Context& context) { return options_.steps.close_drawer(context, by, command); };
    auto closed = insist(close);
    if (!closed && (closed.error().code == "difference_unexplained" || closed.error().code == "not_your_drawer")) {
        command.reason = "釣銭の誤り";
        closed = insist(close);
    }
    if (closed || closed.error().code == "shift_is_closed") counter_.close(drawer);
}

void Simulation::close_a_drawer() {
    const auto open = open_drawers();
    if (open.empty()) return;
    const std::size_t drawer = draw_.one_of(open);
    constexpr int is_away = 20;
    close_drawer(drawer, draw_.in_hundred(is_away) ? clerk() : holder_of(drawer));
}

} // namespace hiroba::test
