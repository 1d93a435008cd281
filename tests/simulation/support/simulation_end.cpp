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

// All that their lists show: two people, who pay by the bank what a provider cannot give back.
void Simulation::let_staff_do_all() {
    const Context& context = process_->context();
    for (const auto& clerk : people_.staff) {
        for (const auto& file : services::refunds_to_pay(context, clerk.id)) {
            const auto state = file.refund.refund.state;
            const RefundId id = file.refund.refund.id;
            if (state == RefundState::due || state == RefundState::awaiting_second)
                static_cast<void>(services::approve_refund(context, clerk.id, id));
            else if (state == RefundState::failed || (state == RefundState::approved && !file.provider))
                static_cast<void>(services::pay_by_bank_transfer(context, clerk.id, {id, "支出命令 2", today()}));
        }
    }
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

// Every message still under way comes, or is lost: what the card provider told of can be asked for.
void Simulation::settle() {
    fate_.spare();
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
    constexpr int turns = 60;
    for (int turn = 0; turn < turns; ++turn) {
        process_->catch_up().run(process_->context(), card_);
        work_off();
        let_staff_do_all();
        for (auto* const at : {&card_, &qr_})
            for (std::size_t refund = 0; refund < at->refunds().size(); ++refund)
                if (const auto progress = at->refunds()[refund].progress;
                    progress == RefundProgress::pending || progress == RefundProgress::needs_bank_account)
                    at->bank_decides(refund, RefundProgress::succeeded);
        work_off();
        if (turn > 3 && is_settled()) break;
        clock_.pass(turn < 10 ? 11min : 65min);
    }
    constexpr int generations = 2;
    for (int generation = 0; generation < generations; ++generation) {
        clock_.pass(24h * 20);
        work_off();
        let_staff_do_all();
        work_off();
    }
}

} // namespace hiroba::test
