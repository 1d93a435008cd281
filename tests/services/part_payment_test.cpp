// 一部納付: an application of which a part is paid is given up, revoked, closed upon or expires like any other: what
// was paid comes back by the terms, by the way it came, and the rest is not owed any more.
#include "persistence/repositories/refund_payouts.hpp"
#include "services/booking/change.hpp"
#include "services/booking/revoke.hpp"
#include "services/closures/closure_task.hpp"
#include "services/closures/closures.hpp"
#include "services/counter/drawer.hpp"
#include "services/counter/take_payment.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;
using persistence::Refund;

namespace {

// The whole large meeting room in the afternoon, 1,680 yen, on 1 December 2026 unless asked otherwise: 21 days ahead.
constexpr Yen fee{1'680};
UseRequest large_meeting(std::string_view day = "2026-12-01", std::string_view band = "afternoon") {
    return TownHall::band("large_meeting", day, band);
}

// What was paid, and how.
enum class Paid { cash, card, card_and_cash, terminal_and_transfer };
struct Way {
    Paid paid;
    std::string name;
    Yen by_hand;
    Yen by_card;
    [[nodiscard]] Yen in_all() const { return by_hand + by_card; }
};
const std::array ways = {Way{Paid::cash, "cash", Yen{500}, Yen{0}}, Way{Paid::card, "card", Yen{0}, Yen{1'180}},
                         Way{Paid::card_and_cash, "card and cash", Yen{200}, Yen{1'180}},
                         Way{Paid::terminal_and_transfer, "terminal and transfer", Yen{1'300}, Yen{0}}};

struct PartPaid {
    PartPaid(TownHall& town_hall, const Way& way, const UseRequest& use = large_meeting()) : hall(town_hall) {
        REQUIRE(open_drawer(hall.context, clerk, DrawerCode{"kirara_1"}, Yen{10'000}));
        id = hall.hold(who, use).value().booking.application;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, {who.id, false}, id, PaymentMethod::cash));
        switch (way.paid) {
        case Paid::cash:
            take(PaymentMethod::cash, way.by_hand);
            break;
        case Paid::card:
            pay_by_card_beside(Yen{500});
            break;
        case Paid::card_and_cash:
            pay_by_card_beside(Yen{500});
            take(PaymentMethod::cash, way.by_hand);
            break;
        case Paid::terminal_and_transfer:
            take(PaymentMethod::terminal, Yen{300});
            take(PaymentMethod::bank_transfer, Yen{1'000});
            break;
        }
        REQUIRE(paid(hall.application(id)) == way.in_all());
        REQUIRE(hall.booking(id).state == BookingState::permitted_unpaid);
    }

    TownHall& hall;
    Account who = hall.resident();
    Account clerk = hall.staff();
    ApplicationId id;

    CounterPaymentId take(PaymentMethod method, Yen amount) {
        TakePaymentCommand command{.application = id,
                                   .method = method,
                                   .amount = amount,
                                   .reference = method == PaymentMethod::cash ? "" : "slip-" + hall.fresh_key(),
                                   .idempotency_key = hall.fresh_key(),
                                   .request_hash = "hash"};
        if (method == PaymentMethod::terminal) command.terminal_kind = "credit";
        return take_payment(hall.context, clerk, command).value().payment.id;
    }
    // A page is for all that is left, so the card paid a part only when the other part was undone.
    void pay_by_card_beside(Yen cash) {
        const auto taken = take(PaymentMethod::cash, cash);
        hall.pay(who, id);
        REQUIRE(undo_payment(hall.context, clerk, {taken, "金額の間違い"}));
    }

    [[nodiscard]] std::vector<Refund> refunds() { return hall.application(id).refunds; }
    // What is due, through the provider and by hand.
    [[nodiscard]] Yen due(bool by_provider) {
        Yen sum;
        for (const Refund& refund : refunds()) {
            const auto payout = hall.database.read(
                [&](persistence::Session& session) { return persistence::payout_of(session, refund.id); });
            if (is_payable(refund.state) && payout.attempt.has_value() == by_provider) sum += refund.amount;
        }
        return sum;
    }
    void check_due(Yen by_provider, Yen by_hand) {
        CHECK(due(true) == by_provider);
        CHECK(due(false) == by_hand);
        CHECK(owed(hall.application(id)) == Yen{0});
    }
    // Approved, sent or paid by bank: the town owes nothing of it afterwards.
    void pay_back() {
        const auto approver = hall.staff().id;
        for (const Refund& refund : refunds())
            if (refund.state == RefundState::due) CHECK(approve_refund(hall.context, approver, refund.id));
        hall.work();
        for (const Refund& refund : refunds())
            if (refund.state == RefundState::approved)
                CHECK(pay_by_bank_transfer(hall.context, approver,
                                           {refund.id, "振込-1", to_town_time(hall.clock.now()).date}));
        CHECK(std::ranges::none_of(refunds(), [](const Refund& refund) { return is_payable(refund.state); }));
    }
    [[nodiscard]] Yen told() { // before it is given up
        const auto view = hall.application(id);
        return refund_terms(*hall.catalog.current(), view, view.bookings.front(), hall.clock.now()).value().amount;
    }
};

void check_balance(TownHall& hall) {
    for (const auto& check : trial_balance(hall.database).checks) {
        CAPTURE(check.code);
        CHECK(check.ledger == check.tables);
    }
}

void for_each_way(const std::function<void(TownHall& hall, const Way& way)>& test) {
    for (const Way& way : ways) {
        CAPTURE(way.name);
        in_the_town_hall([&](TownHall& hall) {
            test(hall, way);
            check_balance(hall);
        });
    }
}

ClosureCommand closing(TownHall& hall, std::string_view day) {
    return {.kind = persistence::ClosureKind::emergency,
            .facility = FacilityCode{"kirara"},
            .space = std::nullopt,
            .first = date(day),
            .last = date(day),
            .daily = std::nullopt,
            .reason = {"漏水", "Water damage"},
            .revokes = true,
            .idempotency_key = hall.fresh_key(),
            .request_hash = "hash"};
}

} // namespace

TEST_CASE("the applicant gives up in good time what is paid in part: all of it comes back by the way it came") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        CHECK(part.told() == way.in_all());
        CHECK(hall.cancel(part.who, part.id));
        CHECK(hall.booking(part.id).state == BookingState::cancelled);
        part.check_due(way.by_card, way.by_hand);
        part.pay_back();
        CHECK(hall.provider.given_back() == way.by_card.amount());
    });
}

TEST_CASE(
    "late, the desk gives it up: what the terms keep of the fee comes out of what was paid, and no more is asked") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        hall.clock.set(at("2026-11-28 10:00")); // three days before: half of the fee, 840 yen, is kept
        const Yen kept = std::min(way.in_all(), Yen{840});
        const Yen back = way.in_all() - kept;
        CHECK(part.told() == back);
        CHECK(cancel_application(hall.context, {part.clerk.id, true}, {part.id, {}}));
        CHECK(hall.booking(part.id).state == BookingState::cancelled);
        const Yen by_provider = std::min(back, way.by_card);
        part.check_due(by_provider, back - by_provider);
        part.pay_back();
    });
}

TEST_CASE(
    "the town revokes it: all that was paid comes back, and a revocation of the user's own doing keeps to the terms") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        hall.clock.set(at("2026-11-30 10:00"));
        const auto booking = hall.booking(part.id);
        CHECK(refund_for_cause(hall.context, booking.id, RefundCause::town).value().amount == way.in_all());
        const Yen by_terms = way.in_all() > Yen{840} ? way.in_all() - Yen{840} : Yen{0};
        CHECK(refund_for_cause(hall.context, booking.id, RefundCause::user).value().amount == by_terms);
        CHECK(revoke_booking(hall.context, {booking.id, part.clerk.id, "設備の故障"}));
        part.check_due(way.by_card, way.by_hand);
        part.pay_back();
    });
}

TEST_CASE("a revocation of what is paid in part is taken back: the part is paid again, and the rest is owed") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        const auto booking = hall.booking(part.id).id;
        CHECK(revoke_booking(hall.context, {booking, part.clerk.id, "設備の故障"}));
        CHECK(reinstate_booking(hall.context, part.clerk.id, booking));
        CHECK(hall.booking(part.id).state == BookingState::permitted_unpaid);
        CHECK(owed(hall.application(part.id)) == fee - way.in_all());
        part.take(PaymentMethod::cash, fee - way.in_all());
        CHECK(hall.booking(part.id).state == BookingState::permitted);
        CHECK(hall.cancel(part.who, part.id)); // what the provider gave back once more is set aside once
        part.check_due(way.by_card, fee - way.by_card);
        part.pay_back();
    });
}

TEST_CASE("an emergency closure revokes it and tells the sum before; lifted, it stands as it was") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        CHECK(preview_closure(hall.context, closing(hall, "2026-12-01")).value().refund == way.in_all());
        const auto closed = close_spaces(hall.context, part.clerk, closing(hall, "2026-12-01")).value();
        CHECK(hall.booking(part.id).state == BookingState::revoked);
        part.check_due(way.by_card, way.by_hand);
        CHECK(lift_closure(hall.context, part.clerk, closed.closure.id, true));
        CHECK(hall.booking(part.id).state == BookingState::permitted_unpaid);
        CHECK(owed(hall.application(part.id)) == fee - way.in_all());
        CHECK(part.due(true) + part.due(false) == Yen{0});
    });
}

TEST_CASE("whose rest is not paid in time loses the permit, and has back by the terms what was paid") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        hall.clock.pass(24h * 9);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(expire_overdue_bookings(hall.context) == 0);
        CHECK(hall.booking(part.id).state == BookingState::expired);
        part.check_due(way.by_card, way.by_hand); // twelve days before the use
        CHECK(std::ranges::all_of(
            part.refunds(), [](const Refund& refund) { return refund.ground == persistence::RefundGround::expired; }));
        part.pay_back();
    });
}

TEST_CASE("given up while the rest is being paid online: it stands until the provider has closed the page") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        const auto attempt = hall.start(part.who, part.id).value();
        CHECK(attempt.amount == fee - way.in_all());
        hall.work();
        CHECK(hall.cancel(part.who, part.id));
        CHECK(hall.booking(part.id).state == BookingState::permitted_unpaid);
        hall.work_after(15s);
        CHECK(hall.attempt(attempt.id).state == "cancelled");
        CHECK(hall.booking(part.id).state == BookingState::cancelled);
        part.check_due(way.by_card, way.by_hand);
        part.pay_back();
    });
}

TEST_CASE(
    "a payer who is faster than giving up has paid the rest, and everything comes back when it is given up again") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        const auto attempt = hall.start(part.who, part.id).value();
        hall.work();
        CHECK(hall.cancel(part.who, part.id));
        hall.provider.pay(attempt.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.booking(part.id).state == BookingState::permitted);
        CHECK(hall.cancel(part.who, part.id));
        part.check_due(fee - way.by_hand, way.by_hand);
        part.pay_back();
        CHECK(hall.provider.given_back() == (fee - way.by_hand).amount());
    });
}

TEST_CASE("the terms are those of the day on which it was given up, however long the provider takes to answer") {
    in_the_town_hall([](TownHall& hall) {
        PartPaid part(hall, ways.front(), large_meeting("2026-11-18"));
        hall.clock.set(at("2026-11-11 23:50")); // the last day on which everything comes back
        CHECK(part.told() == Yen{500});
        static_cast<void>(hall.start(part.who, part.id).value());
        hall.work();
        hall.provider.fail_next(payments::GatewayFault::timed_out);
        CHECK(hall.cancel(part.who, part.id));
        hall.work();
        CHECK(hall.booking(part.id).state == BookingState::permitted_unpaid);
        hall.clock.set(at("2026-11-12 00:10"));
        hall.work();
        CHECK(hall.booking(part.id).state == BookingState::cancelled);
        part.check_due(Yen{0}, Yen{500});
    });
}

TEST_CASE("an emergency closure waits for the page on which the rest is being paid, and revokes then") {
    in_the_town_hall([](TownHall& hall) {
        PartPaid part(hall, ways.front());
        static_cast<void>(hall.start(part.who, part.id).value());
        hall.work();
        CHECK(refusal_of(revoke_booking(hall.context, {hall.booking(part.id).id, part.clerk.id, "漏水"})) ==
              "attempt_in_progress");
        CHECK(close_spaces(hall.context, part.clerk, closing(hall, "2026-12-01")));
        CHECK(hall.booking(part.id).state == BookingState::permitted_unpaid);
        hall.work_after(15s);
        CHECK(hall.booking(part.id).state == BookingState::permitted_unpaid); // for the town to decide about
        hall.clock.pass(15s);
        static_cast<void>(work_on_closures(hall.context));
        CHECK(hall.booking(part.id).state == BookingState::revoked);
        part.check_due(Yen{0}, Yen{500});
    });
}

TEST_CASE("money that comes for the rest after it was given up is a case, and pays nothing") {
    in_the_town_hall([](TownHall& hall) {
        PartPaid part(hall, ways.front());
        const auto attempt = hall.start(part.who, part.id).value();
        hall.work();
        CHECK(hall.cancel(part.who, part.id));
        hall.work_after(15s);
        REQUIRE(hall.booking(part.id).state == BookingState::cancelled);
        hall.provider.pay(attempt.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("late", attempt.attempt_ref));
        hall.work();
        CHECK(hall.attempt(attempt.id).state == "paid_late");
        part.check_due(Yen{0}, Yen{500});
        CHECK(hall.count("payment_case WHERE kind = 'paid_late' AND is_open = 1") == 1);
    });
}

TEST_CASE("of several uses one is given up: its part comes back, the others keep theirs and owe their rest") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto clerk = hall.staff();
        REQUIRE(open_drawer(hall.context, clerk, DrawerCode{"kirara_1"}, Yen{10'000}));
        // 1,680 and 1,260 yen
        const auto id =
            hall.hold_all(who, {large_meeting(), large_meeting("2026-12-02", "morning")}).value().view.application.id;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, {who.id, false}, id, PaymentMethod::cash));
        REQUIRE(take_payment(hall.context, clerk,
                             {.application = id,
                              .method = PaymentMethod::cash,
                              .amount = Yen{1'000},
                              .reference = "",
                              .idempotency_key = hall.fresh_key(),
                              .request_hash = "hash"}));
        const auto before = hall.application(id).bookings;
        CHECK(hall.cancel(who, id, {before.front().id})); // 1,000 × 1,680 ÷ 2,940
        const auto after = hall.application(id);
        REQUIRE(after.refunds.size() == 1);
        CHECK(after.refunds.front().amount == Yen{571});
        CHECK(owed(after) == Yen{831});
        CHECK(after.bookings.back().state == BookingState::permitted_unpaid);
        CHECK(take_payment(hall.context, clerk,
                           {.application = id,
                            .method = PaymentMethod::cash,
                            .amount = Yen{831},
                            .reference = "",
                            .idempotency_key = hall.fresh_key(),
                            .request_hash = "hash"}));
        CHECK(hall.application(id).bookings.back().state == BookingState::permitted);
        check_balance(hall);
    });
}

TEST_CASE("what is paid in part moves to a cheaper room: the part pays for it, and what is too much comes back") {
    for_each_way([](TownHall& hall, const Way& way) {
        PartPaid part(hall, way);
        ChangeCommand command;
        command.application = part.id;
        command.booking = hall.booking(part.id).id;
        command.space = SpaceCode{"large_meeting_a"}; // 840 yen
        command.idempotency_key = hall.fresh_key();
        command.request_hash = "hash";
        const Yen rest = way.in_all() < Yen{840} ? Yen{840} - way.in_all() : Yen{0};
        const Yen back = way.in_all() > Yen{840} ? way.in_all() - Yen{840} : Yen{0};
        const auto plan = preview_change(hall.context, {part.who.id, false}, command).value();
        CHECK(plan.difference == Yen{0});
        CHECK(plan.refund == back);
        CHECK(change_application(hall.context, {part.who.id, false}, command));
        CHECK(owed(hall.application(part.id)) == rest);
        CHECK(part.due(true) + part.due(false) == back);
        CHECK(hall.booking(part.id).state ==
              (rest > Yen{0} ? BookingState::permitted_unpaid : BookingState::permitted));
    });
}

TEST_CASE("two desks give the same part-paid application up at once: it comes back once") {
    in_the_town_hall([](TownHall& hall) {
        PartPaid part(hall, ways[2]);
        const std::array desks{hall.staff().id, hall.staff().id};
        std::vector<std::string> told(2);
        {
            std::vector<std::jthread> both;
            for (std::size_t desk = 0; desk < 2; ++desk)
                both.emplace_back([&, desk] {
                    told[desk] = refusal_of(cancel_application(hall.context, {desks[desk], true}, {part.id, {}}));
                });
        }
        std::ranges::sort(told);
        CHECK(told == std::vector<std::string>{"", "wrong_state"});
        part.check_due(ways[2].by_card, ways[2].by_hand);
    });
}
