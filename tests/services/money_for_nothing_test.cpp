// Transfers and notices that are too large, too late or for nothing: money that has come is recorded, and is a case.
#include "services/counter/take_payment.hpp"
#include "services/finance/collections.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/payment_cases.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;

namespace {

Yen balance(TownHall& hall, std::string_view account) {
    for (const auto& line : trial_balance(hall.database).accounts)
        if (line.account == account) return line.debit - line.credit;
    return Yen{0};
}

// The whole large meeting room in the afternoon, 1,680 yen, to be paid by transfer.
struct Owing {
    explicit Owing(TownHall& town_hall) : hall(town_hall) {
        id = hall.hold(who, TownHall::band("large_meeting", "2026-12-01", "afternoon")).value().booking.application;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, {who.id, false}, id, PaymentMethod::bank_transfer));
    }

    TownHall& hall;
    Account who = hall.resident();
    Account clerk = hall.staff();
    ApplicationId id;

    TakePaymentCommand transfer(Yen amount, const std::string& reference = "振込 7") {
        return {.application = id,
                .method = PaymentMethod::bank_transfer,
                .amount = amount,
                .excess_to_case = true,
                .reference = reference,
                .idempotency_key = hall.fresh_key(),
                .request_hash = "hash"};
    }
    Result<TakenPayment> take(const TakePaymentCommand& command) { return take_payment(hall.context, clerk, command); }
    CaseFile only_case() {
        const auto cases = waiting_cases(hall.context, clerk.id);
        REQUIRE(cases.size() == 1);
        return case_file(hall.context, clerk.id, cases.front().about.id).value();
    }
    std::string settle(CaseAction action, const std::string& note = "") {
        return refusal_of(settle_case(hall.context, {only_case().about.id, clerk.id, action, note}));
    }
    void pay_back_by_hand() {
        const auto refunds = hall.application(id).refunds;
        REQUIRE(refunds.size() == 1);
        const RefundId refund = refunds.front().id;
        CHECK(approve_refund(hall.context, hall.staff().id, refund));
        CHECK(pay_by_bank_transfer(hall.context, clerk.id, {refund, "振込 8", to_town_time(hall.clock.now()).date}));
    }
};

void with_owing(const std::function<void(Owing& owing, TownHall& hall)>& test) {
    in_the_town_hall([&](TownHall& hall) {
        Owing owing(hall);
        test(owing, hall);
        for (const auto& check : trial_balance(hall.database).checks) {
            CAPTURE(check.code);
            CHECK(check.ledger == check.tables);
        }
    });
}

} // namespace

TEST_CASE("a transfer that is too large pays what is owed, and what is too much is a case that is given back") {
    with_owing([](Owing& owing, TownHall& hall) {
        auto command = owing.transfer(Yen{2'000});
        command.excess_to_case = false;
        CHECK(refusal_of(owing.take(command)) == "too_much");
        const auto taken = owing.take(owing.transfer(Yen{2'000})).value();
        CHECK(taken.applied == Yen{1'680});
        CHECK(taken.excess == Yen{320});
        CHECK(hall.booking(owing.id).state == BookingState::permitted);
        CHECK(balance(hall, "counter_clearing:bank_transfer") == Yen{2'000});
        CHECK(balance(hall, "suspense") == Yen{-320});
        const auto file = owing.only_case();
        CHECK(file.about.kind == PaymentCaseKind::overpaid);
        CHECK(file.about.amount == Yen{320});
        CHECK(file.possible == std::vector{CaseAction::refund, CaseAction::undo_record});
        CHECK(owing.settle(CaseAction::refund).empty());
        CHECK(balance(hall, "suspense") == Yen{0});
        owing.pay_back_by_hand();
        const auto collected =
            collections_between(hall.database, persistence::RevenueOwner::town, date("2026-11-10"), date("2026-11-10"))
                .value();
        REQUIRE(collected.size() == 2);
        CHECK(std::ranges::count(collected, true, &persistence::Collection::is_late) == 1);
    });
}

TEST_CASE("a transfer that comes after the permit lapsed is a case: the booking stands again, paid by it") {
    with_owing([](Owing& owing, TownHall& hall) {
        hall.clock.pass(24h * 18);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(refusal_of(owing.take(owing.transfer(Yen{1'680}))).empty());
        CHECK(hall.booking(owing.id).state == BookingState::expired);
        const auto file = owing.only_case();
        CHECK(file.about.kind == PaymentCaseKind::paid_late);
        CHECK(file.possible == std::vector{CaseAction::seat_again, CaseAction::refund, CaseAction::undo_record});
        CHECK(owing.settle(CaseAction::seat_again).empty());
        CHECK(hall.booking(owing.id).state == BookingState::permitted);
        CHECK(balance(hall, "suspense") == Yen{0});
        CHECK(hall.cancel(owing.who, owing.id)); // and is given back like what was paid in time
    });
}

TEST_CASE("of a late transfer whose room somebody else has, only the money comes back") {
    with_owing([](Owing& owing, TownHall& hall) {
        CHECK(hall.cancel(owing.who, owing.id));
        hall.clock.pass(24h);
        static_cast<void>(hall.paid(hall.resident(), {TownHall::band("large_meeting", "2026-12-01", "afternoon")}));
        CHECK(owing.take(owing.transfer(Yen{1'680})));
        const auto file = owing.only_case();
        CHECK(file.cannot_seat.value().code == "already_taken");
        CHECK(file.possible == std::vector{CaseAction::refund, CaseAction::undo_record});
        CHECK(owing.settle(CaseAction::seat_again) == "already_taken");
        CHECK(owing.settle(CaseAction::refund).empty());
        owing.pay_back_by_hand();
    });
}

TEST_CASE("a transfer for what is paid already is a case that is given back, once") {
    with_owing([](Owing& owing, TownHall& hall) {
        CHECK(owing.take(owing.transfer(Yen{1'680}, "振込 1")));
        CHECK(owing.take(owing.transfer(Yen{300}, "振込 2"))); // also below what the facility takes by transfer
        CHECK(refusal_of(owing.take(owing.transfer(Yen{300}, "振込 2"))) == "reference_used");
        const auto file = owing.only_case();
        CHECK(file.about.kind == PaymentCaseKind::paid_twice);
        CHECK(owing.settle(CaseAction::refund).empty());
        CHECK(refusal_of(settle_case(hall.context, {file.about.id, owing.clerk.id, CaseAction::refund, ""})) ==
              "case_settled");
        CHECK(hall.application(owing.id).refunds.size() == 1);
        CHECK(hall.booking(owing.id).state == BookingState::permitted);
        owing.pay_back_by_hand();
    });
}

TEST_CASE("the same request again answers the same, with what was too much") {
    with_owing([](Owing& owing, TownHall& hall) {
        const auto command = owing.transfer(Yen{2'000});
        const auto first = owing.take(command).value();
        const auto second = owing.take(command).value();
        CHECK(second.payment.id == first.payment.id);
        CHECK(second.applied == Yen{1'680});
        CHECK(second.excess == Yen{320});
        CHECK(hall.count("counter_payment") == 2);
        CHECK(hall.count("payment_case") == 1);
    });
}

TEST_CASE("what was recorded by mistake is undone: the whole of it, or only what pays for nothing") {
    with_owing([](Owing& owing, TownHall& hall) {
        const auto taken = owing.take(owing.transfer(Yen{16'800})).value();
        CHECK(undo_payment(hall.context, owing.clerk, {taken.payment.id, "桁の間違い"}));
        CHECK(waiting_cases(hall.context, owing.clerk.id).empty());
        CHECK(balance(hall, "suspense") == Yen{0});
        CHECK(balance(hall, "counter_clearing:bank_transfer") == Yen{0});
        CHECK(owed(hall.application(owing.id)) == Yen{1'680});

        CHECK(owing.take(owing.transfer(Yen{2'000})));
        CHECK(owing.settle(CaseAction::undo_record) == "reason_required");
        CHECK(owing.settle(CaseAction::undo_record, "1,680円だった").empty());
        CHECK(hall.booking(owing.id).state == BookingState::permitted);
        CHECK(balance(hall, "counter_clearing:bank_transfer") == Yen{1'680});
    });
}

TEST_CASE("what is being given back cannot be undone, and where nothing was ever owed nothing is recorded") {
    with_owing([](Owing& owing, TownHall& hall) {
        const auto taken = owing.take(owing.transfer(Yen{2'000})).value();
        CHECK(owing.settle(CaseAction::refund).empty());
        CHECK(refusal_of(undo_payment(hall.context, owing.clerk, {taken.payment.id, "間違い"})) == "needs_refund");
        owing.id = hall.hold(owing.who, TownHall::small_meeting()).value().booking.application;
        CHECK(refusal_of(owing.take(owing.transfer(Yen{1'000}, "振込 9"))) == "nothing_owed");
        auto cash = owing.transfer(Yen{470}, "");
        cash.method = PaymentMethod::cash;
        CHECK(refusal_of(owing.take(cash)) == "nothing_owed"); // cash that is too much is never taken
    });
}
