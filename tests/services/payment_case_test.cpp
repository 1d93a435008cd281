// 要確認の収納: money that comes late, twice, in another amount, or not at all, and what staff do about it.
#include "persistence/repositories/journal.hpp"
#include "services/booking/cancel.hpp"
#include "services/payment/payment_cases.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;
using persistence::Attempt;

namespace {

constexpr auto a_day = 24h;

std::int64_t balance(TownHall& hall, const std::string& account) { // debit less credit
    for (const auto& one :
         hall.database.read([](persistence::Session& session) { return persistence::trial_balance(session); }))
        if (one.account == account) return (one.debit - one.credit).amount();
    return 0;
}

// The page expired, the booking was given up, and then the payer paid after all.
Attempt paid_late(TownHall& hall, const persistence::Account& who) {
    const auto begun = hall.at_the_page(who);
    hall.provider.expire(begun.attempt_ref);
    hall.work_after(15s);
    CHECK(hall.cancel(who, begun.application));
    hall.provider.pay(begun.attempt_ref, hall.clock.now());
    hall.receive(PlayedProvider::notice("late_" + begun.attempt_ref, begun.attempt_ref));
    hall.work();
    REQUIRE(hall.attempt(begun.id).state == "paid_late");
    return hall.attempt(begun.id);
}

CaseFile only_case(TownHall& hall, AccountId staff) {
    const auto cases = waiting_cases(hall.context, staff);
    REQUIRE(cases.size() == 1);
    return case_file(hall.context, staff, cases.front().about.id).value();
}

std::string settle(TownHall& hall, const CaseFile& file, AccountId staff, CaseAction action,
                   const std::string& note = "") {
    return refusal_of(settle_case(hall.context, {file.about.id, staff, action, note}));
}

} // namespace

TEST_CASE("late money pays the booking after all while it is still free (F11)") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff().id;
        const auto late = paid_late(hall, who);
        const auto file = only_case(hall, staff);
        CHECK(file.about.kind == PaymentCaseKind::paid_late);
        CHECK(file.possible == std::vector{CaseAction::seat_again, CaseAction::refund});
        CHECK_FALSE(file.cannot_seat);
        CHECK(hall.booking(late.application).state == BookingState::cancelled); // looking changes nothing
        CHECK(balance(hall, suspense_account) == -470);

        CHECK(settle(hall, file, staff, CaseAction::seat_again).empty());
        CHECK(hall.booking(late.application).state == BookingState::permitted);
        CHECK(hall.claimed_slots(late.application) > 0);
        CHECK(hall.attempt(late.id).state == "paid");
        CHECK(balance(hall, suspense_account) == 0);
        CHECK(balance(hall, receivable_account) == 0);
        CHECK(waiting_cases(hall.context, staff).empty());
        CHECK(settle(hall, file, staff, CaseAction::refund) == "case_settled");
        // It is a booking like others now.
        CHECK(hall.cancel(who, late.application).value().view.refunds.size() == 1);
    });
}

TEST_CASE("late money is given back when somebody else has the room") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        const auto late = paid_late(hall, hall.resident());
        CHECK(hall.hold(hall.resident(), TownHall::small_meeting()));
        const auto file = only_case(hall, staff);
        CHECK(file.cannot_seat.value().code == "already_taken");
        CHECK(file.possible == std::vector{CaseAction::refund});
        CHECK(settle(hall, file, staff, CaseAction::seat_again) == "already_taken");
        CHECK(settle(hall, file, staff, CaseAction::refund).empty());

        const auto refunds = hall.application(late.application).refunds;
        REQUIRE(refunds.size() == 1);
        CHECK(refunds.front().ground == persistence::RefundGround::overpaid);
        CHECK_FALSE(refunds.front().booking);
        CHECK(balance(hall, suspense_account) == 0);
        CHECK(balance(hall, "refunds_payable") == -470);
        CHECK(approve_refund(hall.context, hall.staff().id, refunds.front().id));
        hall.work();
        CHECK(hall.provider.given_back() == 470);
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(balance(hall, "provider_clearing:played") == 0);
    });
}

TEST_CASE("money that paid twice is only given back, and the booking stands (F12)") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff().id;
        const auto first = hall.at_the_page(who);
        hall.provider.expire(first.attempt_ref);
        hall.work_after(15s);
        hall.pay(who, first.application);
        hall.provider.pay(first.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("event_1", first.attempt_ref));
        hall.work();
        const auto file = only_case(hall, staff);
        CHECK(file.about.kind == PaymentCaseKind::paid_twice);
        CHECK(settle(hall, file, staff, CaseAction::seat_again) == "action_not_possible");
        CHECK(settle(hall, file, staff, CaseAction::refund).empty());
        const auto refund = hall.application(first.application).refunds.front();
        CHECK(approve_refund(hall.context, hall.staff().id, refund.id).value().refund.payout.attempt == first.id);
        hall.work();
        CHECK(hall.provider.given_back() == 470);
        CHECK(hall.booking(first.application).state == BookingState::permitted);
        CHECK(balance(hall, "provider_clearing:played") == 470);
    });
}

TEST_CASE(
    "a payment of another amount moves nothing, is asked about again when staff wish, and settled with a note (F20)") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        hall.provider.page_of(begun.attempt_ref).amount = 999;
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.attempt(begun.id).state == "awaiting_user");
        const auto file = only_case(hall, staff);
        CHECK(file.about.kind == PaymentCaseKind::amount_differs);
        CHECK(file.about.facts == "JPY 999");
        CHECK(settle(hall, file, staff, CaseAction::ask_again).empty());
        hall.work();
        CHECK(only_case(hall, staff).history.size() == 3); // opened, asked again, opened
        CHECK(settle(hall, file, staff, CaseAction::dealt_with) == "reason_required");
        CHECK(settle(hall, file, staff, CaseAction::dealt_with, "事業者で返金済み").empty());
        CHECK(waiting_cases(hall.context, staff).empty());
        CHECK(hall.attempt(begun.id).state == "expired"); // it keeps the room no longer
        const auto steps = case_file(hall.context, staff, file.about.id).value().steps;
        REQUIRE(steps.size() >= 3);
        CHECK(steps.front().event == "request_sent");
        CHECK(steps.back().event == "staff_ended"); // no word of the provider's
        CHECK(steps.back().from_state == "awaiting_user");
        CHECK(steps.back().to_state == "expired");
        CHECK(steps.back().evidence.ends_with("事業者で返金済み"));
        CHECK(hall.count("payment_event WHERE event = 'provider_says_expired'") == 0);
        CHECK(hall.booking(begun.application).state == BookingState::permitted_unpaid);
        hall.pay(who, begun.application);
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
    });
}

TEST_CASE("an attempt that staff ended while it was being called off is called off, and its booking given up") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        hall.provider.page_of(begun.attempt_ref).amount = 999;
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        REQUIRE(hall.cancel(who, begun.application)); // the provider is asked to close the page, and tells of 999 yen
        hall.work();
        CHECK(hall.attempt(begun.id).state == "cancel_requested");
        CHECK(settle(hall, only_case(hall, staff), staff, CaseAction::dealt_with, "事業者で返金済み").empty());
        CHECK(hall.attempt(begun.id).state == "cancelled");
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
        CHECK(hall.claimed_slots(begun.application) == 0);
        hall.provider.page_of(begun.attempt_ref).amount = 470; // corrected after all: it comes too late
        hall.receive(PlayedProvider::notice("late_" + begun.attempt_ref, begun.attempt_ref));
        hall.work();
        CHECK(hall.attempt(begun.id).state == "paid_late");
    });
}

TEST_CASE("a charge back of a payment of another amount is a case, too, before it or after it") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        const std::string payment_ref = "payment_" + begun.attempt_ref;
        hall.provider.page_of(begun.attempt_ref).amount = 999;
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::dispute("dp_1", payment_ref));
        hall.work();
        CHECK(hall.count("payment_case") == 0); // nobody knows the payment yet
        hall.work_after(15s);
        hall.work();
        CHECK(hall.attempt(begun.id).payment_ref == payment_ref);
        CHECK(hall.count("payment_case WHERE kind = 'amount_differs' AND is_open = 1") == 1);
        CHECK(hall.count("payment_case WHERE kind = 'disputed' AND is_open = 1") == 1);
    });
}

TEST_CASE("a provider that tells nothing for longer than the town waits is a case, until it answers (F8)") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        const auto begun = hall.at_the_page(hall.resident());
        const auto silent_for = [&](std::chrono::milliseconds time) {
            hall.provider.fail_next(GatewayFault::provider_down);
            hall.work_after(time);
        };
        silent_for(payment_page_length + 1min);
        CHECK(waiting_cases(hall.context, staff).empty());
        silent_for(a_day);
        CHECK(only_case(hall, staff).about.kind == PaymentCaseKind::attempt_in_doubt);
        CHECK(hall.attempt(begun.id).next_step_at == hall.clock.now() + 1h); // asked on, but not every second
        hall.provider.expire(begun.attempt_ref);
        hall.work_after(1h);
        CHECK(hall.attempt(begun.id).state == "expired");
        CHECK(waiting_cases(hall.context, staff).empty());
    });
}

TEST_CASE("a refund that nobody tells of is a case, until the provider answers") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff().id;
        const auto paid = hall.paid(who);
        const auto refund = hall.cancel(who, paid.application.id).value().view.refunds.front().id;
        CHECK(approve_refund(hall.context, staff, refund));
        hall.provider.lose_next_answer();
        hall.work();
        hall.provider.fail_next(GatewayFault::provider_down);
        hall.work_after(25h);
        const auto file = only_case(hall, staff);
        CHECK(file.about.kind == PaymentCaseKind::refund_in_doubt);
        CHECK(file.about.refund == refund);
        CHECK(settle(hall, file, staff, CaseAction::ask_again).empty());
        hall.work();
        CHECK(hall.provider.given_back() == 470);
        CHECK(waiting_cases(hall.context, staff).empty());
    });
}

TEST_CASE("a charge back is a case that names the payment; one of nobody's payment is kept as a message (F27)") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        const auto paid = hall.paid(hall.resident());
        const auto attempt = hall.application(paid.application.id).attempt.value();
        hall.receive(PlayedProvider::dispute("dp_1", attempt.payment_ref.value()));
        hall.receive(PlayedProvider::dispute("dp_2", "payment_of_nobody"));
        hall.work();
        const auto file = only_case(hall, staff);
        CHECK(file.about.kind == PaymentCaseKind::disputed);
        CHECK(file.attempt.value().id == attempt.id);
        CHECK(hall.count("provider_inbox WHERE outcome = 'unmatched'") == 1);
        CHECK(settle(hall, file, staff, CaseAction::refund) == "action_not_possible");
        CHECK(settle(hall, file, staff, CaseAction::dealt_with, "反証を提出").empty());
        hall.receive(PlayedProvider::dispute("dp_3", attempt.payment_ref.value())); // the bank has decided
        hall.work();
        CHECK(only_case(hall, staff).about.id == file.about.id);
    });
}

TEST_CASE("cases that are not there are not found, and every look is logged") {
    in_the_town_hall([](TownHall& hall) {
        const auto staff = hall.staff().id;
        CHECK(refusal_of(case_file(hall.context, staff, 1)) == "case_not_found");
        CHECK(refusal_of(settle_case(hall.context, {1, staff, CaseAction::refund, ""})) == "case_not_found");
        CHECK(waiting_cases(hall.context, staff).empty());
        CHECK(hall.count("access_log WHERE action = 'payment_cases'") == 1);
    });
}
