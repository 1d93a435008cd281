// One plain story, for a blow at each point of it.
#include "services/booking/cancel.hpp"
#include "services/payment/refunding.hpp"
#include "tests/simulation/support/ask.hpp"
#include "tests/simulation/support/simulation.hpp"

namespace hiroba::test {

using namespace std::chrono_literals;
using services::Context;

// Each job once; what was interrupted is taken up again when its lease is over.
void Simulation::work_in_turn() {
    deed_ = "work in turn";
    constexpr int turns = 3;
    for (int turn = 0; turn < turns; ++turn) {
        static_cast<void>(ask([&](const Context& context) { return options_.steps.apply_messages(context), true; }));
        static_cast<void>(ask([&](const Context& context) { return options_.steps.work_on_payments(context); }));
        static_cast<void>(ask([&](const Context& context) { return options_.steps.work_on_refunds(context); }));
        clock_.pass(91s);
    }
}

Contradictions Simulation::run_plain_story(PaymentMethod method, Blow blow, int point) {
    constexpr int in_good_time = 12;
    const Request hold{.who = 0,
                       .key = fresh_key(),
                       .uses = {{.space = SpaceCode{"big_room"},
                                 .date = today() + std::chrono::days{in_good_time},
                                 .band = BandCode{"afternoon"}}}};
    fate_.plan(blow, point);
    deed_ = "hold";
    for (int times = 0; times < 2; ++times)
        send(hold);
    const Request payment{.who = 0, .key = fresh_key(), .uses = {}, .application = known_.front().id, .method = method};
    deed_ = "begin payment";
    for (int times = 0; times < 2; ++times)
        send(payment);
    work_in_turn();
    auto& at = method == PaymentMethod::paypay ? qr_ : card_;
    if (!at.payments().empty() && at.can_be_paid(0)) at.pay(0, at.payments().front().asked);
    if (!at.payments().empty() && at.can_give_out_number(0)) {
        at.give_out_number(0);
        clock_.pass(1h);
        work_in_turn();
        at.pay_at_a_store(0);
        at.report(0);
    }
    deed_ = "deliver";
    for (int times = 0; times < 2 && !at.outbox().empty(); ++times)
        deliver(at, 0);
    work_in_turn();
    deed_ = "give back";
    const auto& mine = bookings_.at(payment.application);
    for (const BookingId booking : mine)
        model_.gives_up(booking, today());
    for (int times = 0; times < 2; ++times)
        static_cast<void>(ask([&](const Context& context) {
            return services::cancel_application(context, {people_.residents.front().id, false},
                                                {payment.application, {}});
        }));
    deed_ = "approve";
    for (int times = 0; times < 2; ++times)
        for (const auto& clerk : people_.staff) {
            const auto listed =
                ask([&](const Context& context) { return services::refunds_to_pay(context, clerk.id); });
            if (listed && !listed->empty())
                static_cast<void>(ask([&](const Context& context) {
                    return services::approve_refund(context, clerk.id, listed->front().refund.refund.id);
                }));
        }
    work_in_turn();
    return judged();
}

Contradictions Simulation::run_story_at_the_counter(Blow blow, int point) {
    constexpr int in_good_time = 12;
    const Request hold{.who = 0,
                       .key = fresh_key(),
                       .uses = {{.space = SpaceCode{"big_room"},
                                 .date = today() + std::chrono::days{in_good_time},
                                 .band = BandCode{"morning"}}}};
    constexpr std::int64_t from_the_safe = 5'000;
    constexpr std::int64_t part = 400;
    constexpr std::int64_t short_of = -50;
    const auto& clerk = people_.staff.front();
    fate_.plan(blow, point);
    deed_ = "open a drawer";
    open_drawer(0, clerk, from_the_safe);
    deed_ = "hold";
    for (int times = 0; times < 2; ++times)
        send(hold);
    const Known known = known_.front();
    for (int times = 0; times < 2; ++times)
        pay_later(known);
    deed_ = "pay at the counter";
    take(clerk, known.id, PaymentMethod::cash, part);
    take(clerk, known.id, PaymentMethod::terminal, price_on_the_wall(uses_.begin()->second) - part);
    const auto change_to = [&](const char* band) {
        deed_ = "change";
        const auto [booking, use] = *uses_.begin();
        Change change{booking, use};
        change.to.band = band;
        const Request request{.who = 0, .key = fresh_key(), .uses = {}, .application = known.id, .change = change};
        for (int times = 0; times < 2; ++times)
            send(request);
    };
    change_to("evening");
    deed_ = "pay at the counter";
    take(clerk, known.id, PaymentMethod::cash, owed(known.id));
    change_to("afternoon");
    deed_ = "hand out a refund";
    const auto refunds_seen_by = [&](const persistence::Account& by) {
        return insist([&](const Context& context) { return services::refunds_to_pay(context, by.id); });
    };
    for (const auto& approver : people_.staff)
        for (const auto& file : refunds_seen_by(approver))
            static_cast<void>(ask([&](const Context& context) {
                return services::approve_refund(context, approver.id, file.refund.refund.id);
            }));
    for (const auto& file : refunds_seen_by(clerk))
        if (is_paid_by_hand(file)) static_cast<void>(hand_out(clerk, file));
    counter_.go_wrong(0, short_of);
    deed_ = "close a drawer";
    close_drawer(0, clerk);
    return judged();
}

} // namespace hiroba::test
