// How a schedule ends: nothing goes wrong any more, and time passes until everything is settled.
#include "services/booking/expire.hpp"
#include "services/payment/payment_cases.hpp"
#include "services/payment/refunding.hpp"
#include "tests/simulation/support/ask.hpp"
#include "tests/simulation/support/simulation.hpp"

#include <stdexcept>

namespace hiroba::test {

using namespace std::chrono_literals;
using payments::RefundProgress;
using persistence::Session;
using services::Context;

namespace {

constexpr persistence::Sql count_open_matters =
    "SELECT (SELECT COUNT(*) FROM payment_attempt WHERE live = 1) +"
    " (SELECT COUNT(*) FROM refund WHERE state NOT IN ('succeeded', 'paid_out', 'paid_twice', 'taken_back', 'set_off'))"
    " + (SELECT COUNT(*) FROM payment_case WHERE is_open = 1)";
// What a change made dearer: its use is permitted, and ends by no deadline.
constexpr persistence::Sql select_debts =
    "SELECT g.application_id FROM obligation g WHERE g.state = 'owed' AND NOT EXISTS (SELECT 1 FROM booking b"
    " JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.application_id = g.application_id"
    " AND o.state = 'permitted_unpaid')"
    " AND NOT EXISTS (SELECT 1 FROM payment_attempt t WHERE t.obligation_id = g.obligation_id AND t.live = 1)"
    " ORDER BY g.obligation_id";

} // namespace

bool Simulation::is_settled() {
    return process_->context().database.read(
        [](Session& session) { return std::get<0>(*session.select_one<std::int64_t>(count_open_matters)) == 0; });
}

// What the jobs do until there is nothing left to do at this moment.
void Simulation::work_off() {
    const Context& context = process_->context();
    constexpr int most = 300;
    int steps = 0;
    for (bool again = true; again; ++steps) {
        if (steps > most) throw std::logic_error("the workers never come to rest");
        options_.steps.apply_messages(context);
        again = options_.steps.work_on_payments(context);
        again = options_.steps.work_on_refunds(context) || again;
        again = services::expire_overdue_bookings(context) + services::end_past_uses(context) > 0 || again;
    }
}

// By whoever holds a drawer.
void Simulation::collect_what_is_owed() {
    const auto debts =
        process_->context().database.read([](Session& session) { return session.select<ApplicationId>(select_debts); });
    if (debts.empty()) return;
    deed_ = "end: collect";
    constexpr std::int64_t from_the_safe = 1'000;
    if (open_drawers().empty()) open_drawer(0, people_.staff.front(), from_the_safe);
    for (const auto& [application] : debts)
        take(holder_of(open_drawers().front()), application, PaymentMethod::cash, owed(application));
}

// In cash where enough of it lies in the clerk's drawer, else by the bank.
void Simulation::pay_by_hand(const persistence::Account& clerk, const services::RefundFile& file) {
    const auto& refund = file.refund.refund;
    const auto drawer = counter_.held_by(clerk.id);
    if (drawer && counter_.drawers().at(*drawer).cash >= refund.amount.amount() && hand_out(clerk, file)) return;
    static_cast<void>(
        services::pay_by_bank_transfer(process_->context(), clerk.id, {refund.id, "支出命令 2", today()}));
}

// All that their lists show: two people, who pay in cash or by the bank what a provider cannot give back.
void Simulation::let_staff_do_all() {
    const Context& context = process_->context();
    deed_ = "end: hand out a refund";
    for (const auto& clerk : people_.staff) {
        for (const auto& file : services::refunds_to_pay(context, clerk.id)) {
            const auto state = file.refund.refund.state;
            const RefundId id = file.refund.refund.id;
            if (state == RefundState::due || state == RefundState::awaiting_second)
                static_cast<void>(services::approve_refund(context, clerk.id, id));
            else if (is_paid_by_hand(file))
                pay_by_hand(clerk, file);
        }
    }
    collect_what_is_owed();
    const AccountId by = people_.staff.front().id;
    for (const auto& listed : services::waiting_cases(context, by)) {
        const auto file = services::case_file(context, by, listed.about.id);
        if (!file || file->possible.empty()) continue;
        const auto action = draw_.one_of(file->possible);
        const auto settled = services::settle_case(context, {listed.about.id, by, action, "確認した"});
        deed_ = "end: settle " + std::string{name_of(file->about.kind)} + " by " + std::string{name_of(action)};
        note(settled ? "" : settled.error().code);
    }
}

// What is left to everybody but the payers at this moment.
void Simulation::let_all_do_their_part() {
    work_off();
    let_staff_do_all();
    for (auto* const at : {&card_, &qr_})
        for (std::size_t refund = 0; refund < at->refunds().size(); ++refund)
            if (const auto progress = at->refunds()[refund].progress;
                progress == RefundProgress::pending || progress == RefundProgress::needs_bank_account)
                at->bank_decides(refund, RefundProgress::succeeded);
    work_off();
}

// Every message still under way comes, or is lost: what the card provider told of can be asked for. Every store tells
// of what it has taken.
void Simulation::settle() {
    fate_.spare();
    deed_ = "let a store report";
    for (std::size_t pages = card_.payments().size(); pages > 0; --pages)
        let_a_store_report();
    for (auto* const at : {&card_, &qr_}) {
        at->recover();
        constexpr int is_lost = 30;
        while (!at->outbox().empty()) {
            const std::size_t last = at->outbox().size() - 1;
            if (draw_.in_hundred(is_lost)) {
                at->outbox().pop_back();
            } else {
                deed_ = "end: deliver";
                deliver(*at, last);
            }
        }
    }
    constexpr int turns = 60; // the last of them are days: who holds a number has a week
    for (int turn = 0; turn < turns; ++turn) {
        process_->catch_up().run(process_->context(), card_);
        let_all_do_their_part();
        if (turn > 3 && is_settled()) break;
        clock_.pass(turn < 10 ? 11min : turn < 30 ? 65min : 12h);
    }
    constexpr int generations = 2;
    for (int generation = 0; generation < generations; ++generation) {
        clock_.pass(24h * 20);
        constexpr int rounds = 3;
        for (int round = 0; round < rounds; ++round)
            let_all_do_their_part();
    }
    deed_ = "end: close a drawer";
    for (const std::size_t drawer : open_drawers())
        close_drawer(drawer, holder_of(drawer));
}

} // namespace hiroba::test
