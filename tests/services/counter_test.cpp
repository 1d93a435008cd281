// 窓口収納: drawers and shifts, cash and what is recorded, parts of one obligation, undoing, paying later.
#include "services/counter/drawer.hpp"
#include "services/counter/take_payment.hpp"
#include "services/finance/collections.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/issuing/issue.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/posting.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;

namespace {

const DrawerCode kirara_drawer{"kirara_1"};

Yen balance(TownHall& hall, std::string_view account) {
    for (const auto& line : trial_balance(hall.database).accounts)
        if (line.account == account) return line.debit - line.credit;
    return Yen{0};
}

void check_balance(TownHall& hall) {
    for (const auto& check : trial_balance(hall.database).checks) {
        CAPTURE(check.code);
        CHECK(check.ledger == check.tables);
    }
}

// A resident's morning in the small meeting room, 470 yen, to be paid at the counter.
struct Counter {
    explicit Counter(TownHall& town_hall) : hall(town_hall) {}

    TownHall& hall;
    Account who = hall.resident();
    Account clerk = hall.staff();

    ApplicationId owing(const UseRequest& use = TownHall::small_meeting()) {
        const auto id = hall.hold(who, use).value().booking.application;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, {who.id, false}, id, PaymentMethod::cash));
        return id;
    }
    ShiftId open(const Account& holder, Yen opening_float = Yen{10'000}, const DrawerCode& drawer = kirara_drawer) {
        return open_drawer(hall.context, holder, drawer, opening_float).value().shift.id;
    }
    TakePaymentCommand taking(ApplicationId id, Yen amount, PaymentMethod method = PaymentMethod::cash) {
        return {.application = id,
                .method = method,
                .amount = amount,
                .reference = method == PaymentMethod::cash ? "" : "slip-1",
                .idempotency_key = hall.fresh_key(),
                .request_hash = "hash"};
    }
    Result<TakenPayment> take(const TakePaymentCommand& command) { return take_payment(hall.context, clerk, command); }
    Result<TakenPayment> cash(ApplicationId id, Yen amount) { return take(taking(id, amount)); }
    Result<ApplicationView> undo(const TakenPayment& taken) {
        return undo_payment(hall.context, clerk, {taken.payment.id, "金額の間違い"});
    }
};

void at_the_counter(const std::function<void(Counter& counter, TownHall& hall)>& test) {
    in_the_town_hall([&](TownHall& hall) {
        Counter counter(hall);
        test(counter, hall);
        check_balance(hall);
    });
}

} // namespace

TEST_CASE("cash pays what is owed, permits the booking, lies in the drawer and has a receipt with a number") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        CHECK(hall.booking(id).state == BookingState::permitted_unpaid);
        counter.open(counter.clerk);
        auto command = counter.taking(id, Yen{470});
        command.given = Yen{1'000};
        const auto taken = counter.take(command).value();
        CHECK(*taken.payment.given - taken.payment.amount == Yen{530});
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(hall.booking(id).paid == Yen{470});
        CHECK(hall.obligation(id).state == "paid");
        CHECK(balance(hall, "cash:kirara_1") == Yen{10'470});
        CHECK(balance(hall, receivable_account) == Yen{0});
        REQUIRE(taken.receipt);
        const auto documents = list_documents(hall.context, {counter.clerk.id, true}, id).value();
        REQUIRE(documents.issued.size() == 3); // form and permit came with the application and the permit
        const auto receipt = std::ranges::find(documents.issued, DocumentKind::receipt,
                                               [](const Issued& one) { return one.document.kind; });
        REQUIRE(receipt != documents.issued.end());
        CHECK(receipt->document.subject == taken.payment.id.value());
        CHECK(receipt->marks.empty());
        CHECK(receipt->document.number == "令和8年度 第1号");
        const auto collected =
            collections_between(hall.database, persistence::RevenueOwner::town, date("2026-11-10"), date("2026-11-10"))
                .value();
        REQUIRE(collected.size() == 1);
        CHECK(collected.front().method == "cash");
        CHECK(collections_csv(collected).find(",1,20261110,20261110,470,") != std::string::npos);
    });
}

TEST_CASE("the same request again answers the same payment, and its money is taken once") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        counter.open(counter.clerk);
        const auto command = counter.taking(id, Yen{470});
        const auto first = counter.take(command).value();
        const auto second = counter.take(command).value();
        CHECK(second.payment.id == first.payment.id);
        CHECK(second.receipt == first.receipt);
        CHECK(hall.count("counter_payment") == 1);
        auto other = command;
        other.request_hash = "another";
        CHECK(refusal_of(counter.take(other)) == "idempotency_key_reused");
    });
}

TEST_CASE("every reason not to take money has its name, and changes nothing") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        CHECK(refusal_of(counter.cash(ApplicationId{1}, Yen{470})) == "application_not_found");
        CHECK(refusal_of(counter.take(counter.taking(id, Yen{470}, PaymentMethod::card))) == "method_not_offered");
        CHECK(refusal_of(counter.take(counter.taking(id, Yen{470}, PaymentMethod::bank_transfer))) ==
              "method_not_offered"); // from 1,000 yen on
        CHECK(refusal_of(counter.cash(id, Yen{471})) == "too_much");
        CHECK(refusal_of(counter.cash(id, Yen{470})) == "no_open_drawer");
        counter.open(counter.clerk);
        auto command = counter.taking(id, Yen{470});
        command.given = Yen{400};
        CHECK(refusal_of(counter.take(command)) == "given_too_little");
        command = counter.taking(id, Yen{470}, PaymentMethod::terminal);
        command.reference = "";
        CHECK(refusal_of(counter.take(command)) == "reference_missing");
        command = counter.taking(id, Yen{470}, PaymentMethod::terminal);
        command.received_on = date("2026-11-11");
        CHECK(refusal_of(counter.take(command)) == "received_later_than_today");
        CHECK(hall.count("counter_payment") == 0);
        CHECK(counter.cash(id, Yen{470}));
        CHECK(refusal_of(counter.cash(id, Yen{1})) == "nothing_owed");
    });
}

TEST_CASE("a slip is recorded once, until what was recorded is undone") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto one = counter.owing();
        const auto other = counter.owing(TownHall::small_meeting("afternoon"));
        const auto slip = [&](ApplicationId id) {
            auto command = counter.taking(id, Yen{300}, PaymentMethod::terminal);
            command.terminal_kind = "emoney";
            command.reference = "000123";
            return counter.take(command);
        };
        const auto taken = slip(one).value();
        CHECK(balance(hall, "counter_clearing:terminal") == Yen{300});
        CHECK(refusal_of(slip(other)) == "reference_used");
        CHECK(counter.undo(taken));
        CHECK(balance(hall, "counter_clearing:terminal") == Yen{0});
        CHECK(slip(other));
    });
}

TEST_CASE("an obligation is paid when its parts are together what is owed: cash first, the rest by card") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        counter.open(counter.clerk);
        CHECK(counter.cash(id, Yen{170}));
        CHECK(hall.booking(id).state == BookingState::permitted_unpaid);
        CHECK(owed(hall.application(id)) == Yen{300});
        const auto attempt = hall.start(counter.who, id).value();
        CHECK(attempt.amount == Yen{300});
        CHECK(refusal_of(counter.cash(id, Yen{300})) == "attempt_in_progress");
        hall.work();
        hall.provider.pay(attempt.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(hall.obligation(id).state == "paid");
        CHECK(balance(hall, "provider_clearing:played") == Yen{300});
        const auto papers = possible_papers(hall.application(id));
        CHECK(std::ranges::count(papers, DocumentKind::receipt, &Paper::kind) == 2);
    });
}

TEST_CASE("a part that was taken by mistake is given back on any day, out of the drawer that the clerk holds") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        const auto shift = counter.open(counter.clerk);
        const auto part = counter.cash(id, Yen{170}).value();
        CHECK(close_drawer(hall.context, counter.clerk,
                           {shift, {{Yen{10'000}, 1}, {Yen{100}, 1}, {Yen{50}, 1}, {Yen{10}, 2}}, {}}));
        hall.clock.pass(24h);
        CHECK(refusal_of(counter.undo(part)) == "no_open_drawer");
        counter.open(counter.clerk);
        CHECK(counter.undo(part));
        CHECK(owed(hall.application(id)) == Yen{470});
    });
}

TEST_CASE(
    "a payment is undone on its day and in its shift: the counter-entry stands beside it, and the booking waits") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        const auto shift = counter.open(counter.clerk);
        const auto taken = counter.cash(id, Yen{470}).value();
        CHECK(counter.undo(taken));
        CHECK(refusal_of(counter.undo(taken)) == "already_undone");
        CHECK(hall.booking(id).state == BookingState::permitted_unpaid);
        CHECK(hall.booking(id).paid == Yen{0});
        CHECK(hall.obligation(id).state == "owed");
        CHECK(balance(hall, "cash:kirara_1") == Yen{10'000});
        const auto file = shift_file(hall.context, shift).value();
        REQUIRE(file.entries.size() == 2);
        CHECK(file.entries.back().kind == persistence::EntryKind::undone);
        CHECK(file.entries.back().reason == "金額の間違い");
        const auto again = counter.cash(id, Yen{470}).value();
        CHECK(again.receipt != taken.receipt);
        const auto collected =
            collections_between(hall.database, persistence::RevenueOwner::town, date("2026-11-10"), date("2026-11-10"))
                .value();
        CHECK(collected.size() == 3);
        CHECK(std::ranges::count(collected, true, &persistence::Collection::is_undoing) == 1);
    });
}

TEST_CASE("what was paid whole is a refund once its shift or its day is over, or something of it was given back") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        const auto shift = counter.open(counter.clerk);
        const auto taken = counter.cash(id, Yen{470}).value();
        CHECK(close_drawer(hall.context, counter.clerk, {shift, {{Yen{10'000}, 1}, {Yen{100}, 4}, {Yen{10}, 7}}, {}}));
        counter.open(counter.clerk);
        CHECK(refusal_of(counter.undo(taken)) == "needs_refund");

        const auto other = counter.owing(TownHall::small_meeting("afternoon"));
        const auto recorded = counter
                                  .take([&] {
                                      auto command =
                                          counter.taking(other, owed(hall.application(other)), PaymentMethod::terminal);
                                      command.terminal_kind = "credit";
                                      return command;
                                  }())
                                  .value();
        hall.clock.pass(24h);
        CHECK(refusal_of(counter.undo(recorded)) == "needs_refund");
    });
}

TEST_CASE("a drawer is in the hands of one person, and a person holds one drawer") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const Account other = hall.staff();
        CHECK(refusal_of(open_drawer(hall.context, other, DrawerCode{"nowhere"}, Yen{0})) == "drawer_not_found");
        counter.open(counter.clerk);
        CHECK(refusal_of(open_drawer(hall.context, other, kirara_drawer, Yen{0})) == "drawer_is_open");
        CHECK(refusal_of(open_drawer(hall.context, counter.clerk, DrawerCode{"town_hall_1"}, Yen{0})) ==
              "holds_another_drawer");
        counter.open(other, Yen{0}, DrawerCode{"town_hall_1"});
        for (const auto& [drawer, shift] : drawers_now(hall.context))
            CHECK(shift->held_by == (drawer.code == kirara_drawer ? counter.clerk.id : other.id));
    });
}

TEST_CASE("a drawer takes the fees of its facilities only") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing(TownHall::hours("arena_full", "2026-12-01", "09:00", "11:00"));
        const Yen amount = owed(hall.application(id));
        counter.open(counter.clerk);
        CHECK(refusal_of(counter.cash(id, amount)) == "drawer_of_another_payee");
    });
}

TEST_CASE("a drawer is counted: what is over or short is explained and posted, and the rest waits to be deposited") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto id = counter.owing();
        const auto shift = counter.open(counter.clerk);
        CHECK(counter.cash(id, Yen{470}));
        CloseDrawerCommand closing{shift, {{Yen{10'000}, 1}, {Yen{100}, 4}, {Yen{50}, 1}}, {}};
        CHECK(refusal_of(close_drawer(hall.context, hall.staff(), closing)) == "not_your_drawer");
        const auto differs = close_drawer(hall.context, counter.clerk, closing);
        CHECK(refusal_of(differs) == "difference_unexplained");
        CHECK(differs.error().facts.at("difference_yen") == Fact{std::int64_t{-20}});
        closing.reason = "釣銭の渡し間違い";
        const auto file = close_drawer(hall.context, counter.clerk, closing).value();
        CHECK(file.shift.counted == Yen{10'450});
        CHECK(file.counts.size() == 3);
        CHECK(balance(hall, "cash:kirara_1") == Yen{0});
        CHECK(balance(hall, over_short_account) == Yen{20});
        CHECK(balance(hall, cash_to_deposit_account) == Yen{450});
        CHECK(balance(hall, change_fund_account) == Yen{0});
        CHECK(refusal_of(close_drawer(hall.context, counter.clerk, closing)) == "shift_is_closed");
        CHECK(refusal_of(counter.cash(id, Yen{1})) == "nothing_owed");
    });
}

TEST_CASE("a drawer whose holder is away is counted by somebody else, who says why; a third looks at it again") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto shift = counter.open(counter.clerk);
        const auto colleague = hall.staff(Role::finance);
        CloseDrawerCommand closing{shift, {{Yen{10'000}, 1}}, {}};
        const auto refused = close_drawer(hall.context, colleague, closing);
        CHECK(refusal_of(refused) == "not_your_drawer");
        CHECK(refused.error().facts.at("holder") == Fact{counter.clerk.display_name});
        closing.reason = "担当者が不在";
        const auto file = close_drawer(hall.context, colleague, closing).value();
        CHECK(file.shift.closer == colleague.display_name);
        CHECK(file.shift.difference_reason == "担当者が不在");
        CHECK(refusal_of(close_drawer(hall.context, counter.clerk, closing)) == "shift_is_closed");
        CHECK(refusal_of(look_at_shift(hall.context, colleague, shift, {})) == "own_shift");
        CHECK(refusal_of(look_at_shift(hall.context, counter.clerk, shift, {})) == "own_shift");
        CHECK(look_at_shift(hall.context, hall.staff(), shift, {}));
        counter.open(counter.clerk); // the holder can take a drawer again
    });
}

TEST_CASE("a drawer that holds less than its float takes the rest of it from what waits to be deposited") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto shift = counter.open(counter.clerk);
        CHECK(close_drawer(hall.context, counter.clerk, {shift, {{Yen{5'000}, 1}}, "盗難"}));
        CHECK(balance(hall, over_short_account) == Yen{5'000});
        CHECK(balance(hall, cash_to_deposit_account) == -Yen{5'000});
        CHECK(balance(hall, "cash:kirara_1") == Yen{0});
    });
}

TEST_CASE("somebody else looks at a closed shift, once") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const Account finance = hall.staff(Role::finance);
        const Account helper = hall.staff();
        const auto shift = counter.open(counter.clerk);
        CHECK(refusal_of(look_at_shift(hall.context, finance, ShiftId{1}, {})) == "shift_not_found");
        CHECK(refusal_of(look_at_shift(hall.context, finance, shift, {})) == "shift_is_open");
        CHECK(close_drawer(hall.context, helper, {shift, {{Yen{10'000}, 1}}, "担当者が早退"}));
        CHECK(refusal_of(look_at_shift(hall.context, counter.clerk, shift, {})) == "own_shift");
        CHECK(refusal_of(look_at_shift(hall.context, helper, shift, {})) == "own_shift");
        const auto looked = look_at_shift(hall.context, finance, shift, "確認済").value();
        CHECK(looked.shift.looked_by == finance.display_name);
        CHECK(refusal_of(look_at_shift(hall.context, finance, shift, {})) == "already_looked_at");
        CHECK(shifts_of_days(hall.context, date("2026-11-10"), date("2026-11-10")).value().size() == 1);
        CHECK(shifts_of_days(hall.context, date("2026-11-11"), date("2026-11-11")).value().empty());
    });
}

TEST_CASE("who pays later has the deadline of the method, counted from the assessment, however often they choose") {
    at_the_counter([](Counter& counter, TownHall& hall) {
        const auto held = hall.hold(counter.who, TownHall::band("small_hall", "2026-12-20", "morning")).value().booking;
        const Viewer self{counter.who.id, false};
        const auto choose = [&](PaymentMethod method) {
            return pay_later(hall.context, self, held.application, method);
        };
        CHECK(refusal_of(choose(PaymentMethod::cash)) == "details_missing");
        REQUIRE(hall.fill_in(counter.who, held.application));
        CHECK(refusal_of(choose(PaymentMethod::card)) == "method_not_offered");
        CHECK(refusal_of(pay_later(hall.context, {hall.resident().id, false}, held.application, PaymentMethod::cash)) ==
              "application_not_found");
        REQUIRE(choose(PaymentMethod::payment_notice));
        CHECK(hall.booking(held.id).expires_at == at("2026-11-25 00:00")); // the end of the fourteenth day
        hall.clock.pass(24h * 2);
        REQUIRE(choose(PaymentMethod::cash));
        CHECK(hall.booking(held.id).expires_at == at("2026-11-18 00:00"));
        CHECK(hall.application(held.application).plan->method == PaymentMethod::cash);
        hall.clock.pass(24h * 3);
        REQUIRE(choose(PaymentMethod::payment_notice));
        CHECK(hall.booking(held.id).expires_at == at("2026-11-25 00:00"));
        hall.clock.pass(24h * 4);
        CHECK(refusal_of(choose(PaymentMethod::cash)) == "payment_due_passed");
        CHECK(hall.booking(held.id).state == BookingState::permitted_unpaid);
    });
}

TEST_CASE("a town without any provider runs on its counter") {
    in_the_town_hall([](TownHall& hall) {
        Counter counter(hall);
        const payments::Gateways none{{}};
        const Context alone{hall.database,    hall.catalog,           hall.clock,     none,
                            hall.inbox_bell,  hall.payment_bell,      hall.push_bell, hall.waiting_bell,
                            hall.attachments, hall.context.public_url};
        const auto id = hall.hold(counter.who, TownHall::small_meeting()).value().booking.application;
        REQUIRE(hall.fill_in(counter.who, id));
        CHECK(refusal_of(start_payment(alone, counter.who, {id, "ja", hall.fresh_key(), "hash"})) ==
              "method_not_offered");
        CHECK(pay_later(alone, {counter.who.id, false}, id, PaymentMethod::cash));
        CHECK(open_drawer(alone, counter.clerk, kirara_drawer, Yen{0}));
        CHECK(take_payment(alone, counter.clerk, counter.taking(id, Yen{470})));
        CHECK(hall.booking(id).state == BookingState::permitted);
    });
}
