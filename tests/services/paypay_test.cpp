// Paying by QR code: a provider that tells of payments by our reference, whose messages prove nothing, and whose codes
// are closed by us.
#include "services/finance/trial_balance.hpp"
#include "services/payment/offered_methods.hpp"
#include "services/payment/posting.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;
using persistence::Attempt;

namespace {

Yen balance(TownHall& hall, std::string_view account) {
    for (const auto& line : trial_balance(hall.database).accounts)
        if (line.account == account) return line.debit - line.credit;
    return Yen{0};
}

Attempt begun_by_code(TownHall& hall, const persistence::Account& who,
                      const UseRequest& use = TownHall::small_meeting()) {
    const auto held = hall.hold(who, use).value();
    static_cast<void>(hall.fill_in(who, held.booking.application).value());
    return hall.start(who, held.booking.application, "", PaymentMethod::paypay).value();
}

// The code is on the payer's screen for five minutes.
Attempt code_shown(TownHall& hall, const persistence::Account& who) {
    hall.qr_provider.pages_end_at = hall.clock.now() + 5min;
    const Attempt begun = begun_by_code(hall, who);
    hall.work();
    return hall.attempt(begun.id);
}

std::vector<std::string> asked(const PlayedProvider& provider) {
    std::vector<std::string> what;
    for (const auto& call : provider.calls())
        what.push_back(call.what);
    return what;
}

void hint(TownHall& hall, const std::string& id, const std::string& attempt_ref) {
    CHECK(receive_notice(hall.context, {"played_qr", "signed", PlayedProvider::notice(id, attempt_ref)}));
}

} // namespace

TEST_CASE(
    "a booking is paid by the method that was chosen, at the provider that offers it, and posted to its clearing") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        CHECK(shown.provider == "played_qr");
        CHECK(shown.method == "paypay");
        CHECK(shown.state == "awaiting_user");
        CHECK(shown.expires_at == hall.clock.now() + 5min);
        CHECK(hall.provider.calls().empty());
        hall.qr_provider.pay(shown.attempt_ref, hall.clock.now());
        hall.work_after(3s);
        CHECK(hall.booking(shown.application).state == BookingState::permitted);
        CHECK(balance(hall, "provider_clearing:played_qr") == Yen{470});
        CHECK(balance(hall, receivable_account) == Yen{0});
    });
}

TEST_CASE("while the code is on the screen the provider is asked every three seconds") {
    in_the_town_hall([](TownHall& hall) {
        static_cast<void>(code_shown(hall, hall.resident()));
        hall.work_after(2s);
        CHECK(asked(hall.qr_provider) == std::vector<std::string>{"start"});
        hall.work_after(1s);
        CHECK(asked(hall.qr_provider) == std::vector<std::string>{"start", "query"});
    });
}

TEST_CASE("a method is offered for amounts that the town and the provider take, and for nothing else") {
    in_the_town_hall([](TownHall& hall) {
        const auto town = hall.catalog.current();
        const FacilityCode kirara{"kirara"};
        using Methods = std::vector<PaymentMethod>;
        const auto offered = [&](Yen amount) { return offered_methods(*town, hall.gateways, kirara, amount); };
        CHECK(offered(Yen{119}) == Methods{PaymentMethod::card, PaymentMethod::paypay});
        CHECK(offered(Yen{470}) == Methods{PaymentMethod::card, PaymentMethod::paypay, PaymentMethod::konbini});
        CHECK(offered(Yen{300'000}) == Methods{PaymentMethod::card, PaymentMethod::paypay, PaymentMethod::konbini});
        CHECK(offered(Yen{500'000}) == Methods{PaymentMethod::card, PaymentMethod::paypay});
        CHECK(offered(Yen{500'001}) == Methods{PaymentMethod::card});
        CHECK(offered(Yen{100'000'001}).empty());
        CHECK(offered(Yen{0}).empty());
        const payments::Gateways card_only{{hall.provider}};
        CHECK(offered_methods(*town, card_only, kirara, Yen{470}) == Methods{PaymentMethod::card});
    });
}

TEST_CASE("a method without a contract is refused by name, and nothing has changed") {
    in_the_town_hall([](TownHall& hall) {
        const payments::Gateways card_only{{hall.provider}};
        const Context context{hall.database,     hall.catalog,   hall.clock,        card_only,        hall.inbox_bell,
                              hall.payment_bell, hall.push_bell, hall.waiting_bell, hall.attachments, "https://x"};
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value();
        CHECK(hall.fill_in(who, held.booking.application));
        const StartPaymentCommand command{held.booking.application, "ja", hall.fresh_key(), "hash",
                                          PaymentMethod::paypay};
        CHECK(refusal_of(start_payment(context, who, command)) == "method_not_offered");
        CHECK(hall.booking(held.booking.id).state == BookingState::held);
        CHECK(hall.count("payment_attempt") == 0);
        CHECK(refusal_of(receive_notice(context, {"played_qr", "signed", "{}"})) == "unknown_provider");
    });
}

TEST_CASE("an attempt whose provider is not under contract any more is kept until it is again, and a case meanwhile") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        const payments::Gateways card_only{{hall.provider}};
        const Context context{hall.database,     hall.catalog,   hall.clock,        card_only,        hall.inbox_bell,
                              hall.payment_bell, hall.push_bell, hall.waiting_bell, hall.attachments, "https://x"};
        hall.clock.pass(3s);
        CHECK(work_on_payments(context));
        CHECK(hall.attempt(shown.id).state == "awaiting_user");
        CHECK(hall.attempt(shown.id).next_step_at == hall.clock.now() + 1h);
        CHECK(hall.count("payment_case") == 0);
        hall.clock.pass(hall.catalog.current()->town.money.hand_to_staff_after);
        CHECK(work_on_payments(context));
        CHECK(hall.attempt(shown.id).state == "awaiting_user");
        CHECK(hall.count("payment_case WHERE kind = 'attempt_in_doubt' AND is_open = 1") == 1);
        hall.qr_provider.pay(shown.attempt_ref, hall.clock.now());
        hall.work_after(1h);
        CHECK(hall.attempt(shown.id).state == "paid");
        CHECK(hall.count("payment_case WHERE is_open = 1") == 0);
    });
}

TEST_CASE("what was never sent, because its provider is not under contract any more, waits and is a case, too") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value();
        CHECK(hall.fill_in(who, held.booking.application));
        const auto begun = hall.start(who, held.booking.application, "", PaymentMethod::paypay).value();
        const payments::Gateways card_only{{hall.provider}};
        const Context context{hall.database,     hall.catalog,   hall.clock,        card_only,        hall.inbox_bell,
                              hall.payment_bell, hall.push_bell, hall.waiting_bell, hall.attachments, "https://x"};
        CHECK(work_on_payments(context));
        hall.clock.pass(hall.catalog.current()->town.money.hand_to_staff_after);
        CHECK(work_on_payments(context));
        CHECK(hall.attempt(begun.id).state == "created");
        CHECK(hall.count("payment_case WHERE kind = 'attempt_in_doubt' AND is_open = 1") == 1);
        hall.work_after(1h);
        CHECK(hall.attempt(begun.id).state == "awaiting_user");
        CHECK(hall.count("payment_case WHERE is_open = 1") == 0);
    });
}

TEST_CASE("at its end the code is closed, and the booking waits for another try") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto shown = code_shown(hall, who);
        hall.work_after(5min);
        CHECK(hall.qr_provider.calls().back().what == "cancel");
        CHECK(hall.attempt(shown.id).state == "expired");
        CHECK(hall.booking(shown.application).state == BookingState::permitted_unpaid);
        CHECK(hall.start(who, shown.application, "", PaymentMethod::card));
    });
}

TEST_CASE("who pays at the last instant has paid") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        hall.clock.pass(5min);
        hall.qr_provider.meanwhile = [&] { hall.qr_provider.pay(shown.attempt_ref, hall.clock.now()); };
        hall.work();
        CHECK(hall.attempt(shown.id).state == "paid");
        CHECK(hall.booking(shown.application).state == BookingState::permitted);
    });
}

TEST_CASE("late money that no message told of is found an hour later, and waits in suspense for staff") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        hall.work_after(5min);
        REQUIRE(hall.attempt(shown.id).state == "expired");
        hall.qr_provider.pay(shown.attempt_ref, hall.clock.now());
        hall.work_after(59min);
        CHECK(hall.attempt(shown.id).state == "expired");
        hall.work_after(1min);
        CHECK(hall.attempt(shown.id).state == "paid_late");
        CHECK(balance(hall, suspense_account) == -Yen{470});
    });
}

TEST_CASE("a message that comes before the look back does not take its place") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        hall.work_after(5min);
        REQUIRE(hall.attempt(shown.id).state == "expired");
        hall.clock.pass(10min);
        REQUIRE(
            receive_notice(hall.context, {"played_qr", "signed", PlayedProvider::notice("forged", shown.attempt_ref)}));
        hall.work();
        CHECK(hall.attempt(shown.id).state == "expired");
        hall.qr_provider.pay(shown.attempt_ref, hall.clock.now()); // and no message tells
        hall.work_after(50min);
        CHECK(hall.attempt(shown.id).state == "paid_late");
    });
}

TEST_CASE("the look back is one look: when nothing came, or the provider has forgotten the code, nobody asks again") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        hall.work_after(5min);
        hall.qr_provider.fail_next(GatewayFault::provider_down);
        hall.work_after(1h);
        CHECK(hall.attempt(shown.id).next_step_at);
        hall.qr_provider.fail_next(GatewayFault::not_found);
        hall.work_after(10min);
        CHECK(hall.attempt(shown.id).state == "expired");
        CHECK_FALSE(hall.attempt(shown.id).next_step_at);
    });
}

TEST_CASE("an answer that stays lost until the page would be over is settled by our reference") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = begun_by_code(hall, who);
        hall.qr_provider.lose_next_answer();
        hall.work();
        REQUIRE(hall.attempt(begun.id).state == "unknown");
        hall.work_after(payment_page_length);
        CHECK(asked(hall.qr_provider) == std::vector<std::string>{"start", "cancel"});
        CHECK(hall.attempt(begun.id).state == "expired");
        CHECK(hall.start(who, begun.application));
    });
}

TEST_CASE("who gives up while the answer is lost is let go when the provider has called it off") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = begun_by_code(hall, who);
        hall.qr_provider.fail_next(GatewayFault::timed_out);
        hall.work();
        REQUIRE(hall.attempt(begun.id).state == "unknown");
        CHECK(hall.cancel(who, begun.application));
        hall.work_after(2s);
        CHECK(hall.attempt(begun.id).state == "cancelled");
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
        CHECK(hall.claimed_slots(begun.application) == 0);
        CHECK(asked(hall.qr_provider) == std::vector<std::string>{"start", "cancel"});
    });
}

TEST_CASE("a forged message makes the provider be asked, and nothing else") {
    in_the_town_hall([](TownHall& hall) {
        const auto shown = code_shown(hall, hall.resident());
        hint(hall, "forged", shown.attempt_ref);
        hint(hall, "of nobody", "never-ours");
        hall.work();
        CHECK(hall.qr_provider.calls().back().what == "query");
        CHECK(hall.attempt(shown.id).state == "awaiting_user");
        CHECK(balance(hall, "provider_clearing:played_qr") == Yen{0});
        CHECK(hall.count("provider_inbox WHERE outcome = 'unmatched'") == 1);
    });
}

TEST_CASE("a message about an attempt of another provider touches nothing") {
    in_the_town_hall([](TownHall& hall) {
        const auto by_card = hall.at_the_page(hall.resident());
        hint(hall, "mixed up", by_card.attempt_ref);
        hall.work();
        CHECK(hall.provider.calls().size() == 1);
        CHECK(hall.count("provider_inbox WHERE outcome = 'unmatched'") == 1);
    });
}

TEST_CASE("who pays two codes of one booking has paid once, and the other money is in suspense") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = code_shown(hall, who);
        hall.work_after(5min);
        hall.qr_provider.pages_end_at = hall.clock.now() + 5min;
        const auto second = hall.start(who, first.application, "", PaymentMethod::paypay).value();
        hall.work();
        hall.qr_provider.pay(first.attempt_ref, hall.clock.now());
        hall.qr_provider.pay(second.attempt_ref, hall.clock.now());
        hint(hall, "1", first.attempt_ref);
        hint(hall, "2", second.attempt_ref);
        hall.work();
        CHECK(hall.attempt(first.id).state == "paid_late");
        CHECK(hall.attempt(second.id).state == "paid");
        CHECK(balance(hall, "provider_clearing:played_qr") == Yen{940});
        CHECK(balance(hall, suspense_account) == -Yen{470});
    });
}

TEST_CASE("a card payment and a code for one booking: who pays both has paid once") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto code = code_shown(hall, who);
        hall.work_after(5min);
        const auto card = hall.start(who, code.application, "", PaymentMethod::card).value();
        hall.work();
        hall.provider.pay(card.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        hall.qr_provider.pay(code.attempt_ref, hall.clock.now());
        hall.work_after(1h);
        CHECK(hall.attempt(card.id).state == "paid");
        CHECK(hall.attempt(code.id).state == "paid_late");
        CHECK(balance(hall, "provider_clearing:played") == Yen{470});
        CHECK(balance(hall, "provider_clearing:played_qr") == Yen{470});
    });
}
