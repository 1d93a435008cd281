// 充当: what a change costs in addition is paid by what the application is to be given back, as long as that is not on
// its way.
#include "persistence/repositories/documents.hpp"
#include "persistence/repositories/journal.hpp"
#include "services/booking/change.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/revoke.hpp"
#include "services/counter/take_payment.hpp"
#include "services/issuing/content_json.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/hanasato.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::Account;
using persistence::Decision;
using persistence::Refund;
using persistence::Session;

namespace {

// Credit less debit of an account of the journal.
std::int64_t balance(TownHall& hall, const std::string& account) {
    for (const auto& one : hall.database.read([](Session& session) { return persistence::trial_balance(session); }))
        if (one.account == account) return (one.credit - one.debit).amount();
    return 0;
}

DocumentWords words_of(TownHall& hall, const Decision& decision) {
    const auto document = hall.database.read(
        [&](Session& session) { return persistence::find_document(session, decision.paper.value()).value(); });
    return content_from_json_text(document.content_json).words;
}

nlohmann::json facts_of_newest_notice(TownHall& hall, const Account& who) {
    const auto notices =
        hall.database.read([&](Session& session) { return persistence::notices_of(session, who.id, 1); });
    return nlohmann::json::parse(notices.at(0).facts_json);
}

Yen in_state(const ApplicationView& view, RefundState state) {
    Yen sum;
    for (const Refund& refund : view.refunds)
        if (refund.state == state) sum += refund.amount;
    return sum;
}

// The big room in the morning (1,000 yen) and the small one in the evening (600 yen), paid; the small one was given
// back, and its 600 yen are due.
struct Given {
    Account who;
    ApplicationView view;
    persistence::Booking big;
    RefundId due;
};
Given small_given_back(TownHall& hall) {
    const auto who = hall.resident();
    const auto paid = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
    auto view = hall.cancel(who, paid.application.id, {paid.bookings[1].id}).value().view;
    REQUIRE(view.refunds.size() == 1);
    REQUIRE(view.refunds.front().amount == Yen{600});
    const RefundId due = view.refunds.front().id;
    return {who, view, paid.bookings.front(), due};
}

ChangeCommand to_band(TownHall& hall, const persistence::Booking& booking, const char* band) {
    auto command = change_of(hall, booking);
    command.band = BandCode{band};
    return command;
}

} // namespace

TEST_CASE("a refund that is due pays what a change costs in addition, and only the rest is owed") {
    in_hanasato([](TownHall& hall) {
        const Given given = small_given_back(hall);
        const auto command = to_band(hall, given.big, "evening"); // 3,000
        const auto plan = preview_change(hall.context, {given.who.id, false}, command).value();
        CHECK(plan.earlier_set_off == Yen{600});
        CHECK(plan.set_off == Yen{0});
        CHECK(plan.difference == Yen{1'400});
        CHECK(plan.refund == Yen{0});
        const auto changed = change_application(hall.context, {given.who.id, false}, command).value();
        CHECK(owed(changed) == Yen{1'400});
        CHECK(in_state(changed, RefundState::due) == Yen{0});
        CHECK(in_state(changed, RefundState::set_off) == Yen{600});
        CHECK(in_state(changed, RefundState::taken_back) == Yen{600});
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(balance(hall, "receivable") == -1'400);
        hall.pay(given.who, changed.application.id);
        CHECK(paid(hall.application(changed.application.id)) == Yen{3'600}); // 1,000, 600, 600 of them again, 1,400
        CHECK(balance(hall, "revenue:01-room") == 3'000);
    });
}

TEST_CASE("of a refund that is more than that, the rest stays due, and a decision says what became of it") {
    in_hanasato([](TownHall& hall) {
        const Given given = small_given_back(hall);
        const Decision before = given.view.decisions.back();
        REQUIRE(before.kind == DecisionKind::refund);
        auto command = change_of(hall, given.big);
        command.terms.wants_climate = true; // 300 more, under an account of its own
        const auto plan = preview_change(hall.context, {given.who.id, false}, command).value();
        CHECK(plan.earlier_set_off == Yen{300});
        CHECK(plan.difference == Yen{0});
        const auto changed = change_application(hall.context, {given.who.id, false}, command).value();
        CHECK(owed(changed) == Yen{0});
        CHECK(in_state(changed, RefundState::due) == Yen{300});
        CHECK(in_state(changed, RefundState::set_off) == Yen{300});
        CHECK(balance(hall, "refunds_payable") == 300);
        CHECK(balance(hall, "receivable") == 0);
        CHECK(balance(hall, "revenue:01-heating") == 300);
        const Decision& decision = changed.decisions.back();
        REQUIRE(decision.kind == DecisionKind::refund);
        CHECK(decision.refunds.size() == 2);
        const auto words = words_of(hall, decision);
        CHECK(words.at("amount_yen") == "600円");
        CHECK(words.at("set_off_yen") == "300円");
        CHECK(words.at("pay_out_yen") == "300円");
        CHECK(words.at("changed_number") == before.number);
        CHECK(words.at("refund_ground") == "使用者の取消し");
        // What is left is paid like any refund.
        const auto due = std::ranges::find(changed.refunds, RefundState::due, &Refund::state);
        REQUIRE(due != changed.refunds.end());
        REQUIRE(approve_refund(hall.context, hall.staff().id, due->id));
        hall.work();
        CHECK(hall.provider.given_back() == 300);
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(refusal_of(approve_refund(hall.context, hall.staff().id, given.due)) == "wrong_state");
    });
}

TEST_CASE("a refund that somebody has approved may be on its way: it pays nothing, and all of the difference is owed") {
    in_hanasato([](TownHall& hall) {
        for (const bool is_sent : {false, true}) {
            CAPTURE(is_sent);
            const Given given = small_given_back(hall);
            REQUIRE(approve_refund(hall.context, hall.staff().id, given.due));
            if (is_sent) hall.work();
            const auto command = to_band(hall, given.big, "afternoon"); // 2,000
            const auto plan = preview_change(hall.context, {given.who.id, false}, command).value();
            CHECK(plan.earlier_set_off == Yen{0});
            CHECK(plan.difference == Yen{1'000});
            const auto changed = change_application(hall.context, {given.who.id, false}, command).value();
            CHECK(owed(changed) == Yen{1'000});
            CHECK(in_state(changed, RefundState::set_off) == Yen{0});
            CHECK(in_state(changed, is_sent ? RefundState::succeeded : RefundState::approved) == Yen{600});
            REQUIRE(hall.cancel(given.who, changed.application.id));
        }
    });
}

TEST_CASE("where one of two has approved a refund above the limit, it is left alone") {
    in_hanasato([](TownHall& hall) { // above 1,500 yen
        const auto who = hall.resident();
        const auto paid =
            hall.paid(who, {big_room("afternoon"), TownHall::band("small_room", "2026-12-02", "evening")});
        const auto view = hall.cancel(who, paid.application.id, {paid.bookings[0].id}).value().view;
        REQUIRE(approve_refund(hall.context, hall.staff().id, view.refunds.front().id));
        auto command = change_of(hall, paid.bookings[1]);
        command.terms.wants_climate = true;
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(owed(changed) == Yen{400});
        CHECK(in_state(changed, RefundState::awaiting_second) == Yen{2'000});
    });
}

TEST_CASE("several refunds pay in the order in which they came about") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "morning"),
                                          TownHall::band("small_room", "2026-12-03", "afternoon")}); // 1,000, 400, 500
        for (const std::size_t place : {1U, 2U}) {
            REQUIRE(hall.cancel(who, paid.application.id, {paid.bookings[place].id}));
            hall.clock.pass(std::chrono::minutes{1});
        }
        auto command = change_of(hall, paid.bookings.front());
        command.equipment = std::vector<EquipmentWish>{{EquipmentCode{"piano"}, 1}}; // 700
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(owed(changed) == Yen{0});
        CHECK(in_state(changed, RefundState::due) == Yen{200});
        for (const Refund& refund : changed.refunds)
            if (refund.state == RefundState::due) CHECK(refund.booking == paid.bookings[2].id);
        CHECK(words_of(hall, changed.decisions.back()).at("changed_number") == "還付第1号、還付第2号");
    });
}

TEST_CASE("what was set off is spent: the use that it came from does not stand again") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
        REQUIRE(revoke_booking(hall.context, {paid.bookings[1].id, desk.id, "設備の故障"}));
        const auto changed =
            change_application(hall.context, {who.id, false}, to_band(hall, paid.bookings[0], "afternoon")).value();
        CHECK(owed(changed) == Yen{400});
        CHECK_FALSE(reinstate_booking(hall.context, desk.id, paid.bookings[1].id));
        CHECK(in_state(hall.application(paid.application.id), RefundState::set_off) == Yen{600});
    });
}

TEST_CASE("money that only moves between accounts has its decision as well, and the preview tells of it") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {big_room()}); // 1,000 for the room
        auto command = change_of(hall, paid.bookings.front());
        command.space = SpaceCode{"small_room"};
        command.band = BandCode{"evening"};
        command.terms.wants_climate = true; // 600 for the room, 400 for the heating
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        CHECK(plan.moved == Yen{400});
        CHECK(plan.difference == Yen{0});
        CHECK(plan.refund == Yen{0});
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(owed(changed) == Yen{0});
        CHECK(balance(hall, "revenue:01-heating") == 400);
        CHECK(balance(hall, "refunds_payable") == 0);
        REQUIRE(changed.decisions.back().kind == DecisionKind::refund);
        const auto words = words_of(hall, changed.decisions.back());
        CHECK(words.at("set_off_yen") == "400円");
        CHECK(words.at("pay_out_yen") == "0円");
    });
}

// The big room of the afternoon or evening instead of the morning: 1,000 or 2,000 yen more, which are owed.
ApplicationView with_older_difference(TownHall& hall, const Account& who, const ApplicationView& paid,
                                      const char* band = "evening") {
    const auto changed =
        change_application(hall.context, {who.id, false}, to_band(hall, paid.bookings.front(), band)).value();
    REQUIRE(owed(changed) > Yen{0});
    return changed;
}

TEST_CASE("what is given back pays an older difference of the application first, and its decision says so") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid_for = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
        REQUIRE(owed(with_older_difference(hall, who, paid_for)) == Yen{2'000});
        const auto after = hall.cancel(who, paid_for.application.id, {paid_for.bookings[1].id}).value().view;
        CHECK(owed(after) == Yen{1'400});
        CHECK(in_state(after, RefundState::due) == Yen{0});
        CHECK(in_state(after, RefundState::set_off) == Yen{600});
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(balance(hall, "receivable") == -1'400);
        REQUIRE(after.decisions.back().kind == DecisionKind::refund);
        const auto words = words_of(hall, after.decisions.back());
        CHECK(words.at("amount_yen") == "600円");
        CHECK(words.at("set_off_yen") == "600円");
        CHECK(words.at("pay_out_yen") == "0円");
        hall.pay(who, paid_for.application.id);
        CHECK(owed(hall.application(paid_for.application.id)) == Yen{0});
        CHECK(balance(hall, "receivable") == 0);
        CHECK(balance(hall, "revenue:01-room") == 3'000);
    });
}

TEST_CASE("what is more than the older difference is due, and the difference is owed no more") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid_for = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
        auto heated = change_of(hall, paid_for.bookings.front());
        heated.terms.wants_climate = true; // 300 more
        REQUIRE(owed(change_application(hall.context, {who.id, false}, heated).value()) == Yen{300});
        const auto after = hall.cancel(who, paid_for.application.id, {paid_for.bookings[1].id}).value().view;
        CHECK(owed(after) == Yen{0});
        CHECK(in_state(after, RefundState::set_off) == Yen{300});
        CHECK(in_state(after, RefundState::due) == Yen{300});
        CHECK(in_state(after, RefundState::taken_back) == Yen{0}); // one decision, not a changed one
        CHECK(balance(hall, "receivable") == 0);
        CHECK(balance(hall, "refunds_payable") == 300);
        CHECK(balance(hall, "revenue:01-heating") == 300);
        CHECK(next_step(*hall.context.catalog.current(), after) == NextStep::none);
    });
}

TEST_CASE("an older difference that is given up with its use is paid by nothing") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid_for = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
        static_cast<void>(with_older_difference(hall, who, paid_for));
        const auto after = hall.cancel(who, paid_for.application.id).value().view;
        CHECK(owed(after) == Yen{0});
        CHECK(in_state(after, RefundState::set_off) == Yen{0});
        CHECK(in_state(after, RefundState::due) == Yen{1'600});
    });
}

TEST_CASE("a refund that staff decide of a use that is over pays its own older difference") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid_for = hall.paid(who, {big_room()});
        static_cast<void>(with_older_difference(hall, who, paid_for)); // 2,000
        hall.clock.set(at("2026-12-03 09:00"));
        REQUIRE(end_past_uses(hall.context) == 1);
        const auto terms = refund_for_cause(hall.context, paid_for.bookings.front().id, RefundCause::town).value();
        CHECK(terms.divided.set_off == Yen{1'000});
        CHECK(terms.divided.due == Yen{0});
        const auto decided = decide_refund(hall.context, {.booking = paid_for.bookings.front().id,
                                                          .by = desk.id,
                                                          .cause = RefundCause::town,
                                                          .reason = "暖房の故障"})
                                 .value();
        CHECK(decided.refund.set_off == Yen{1'000});
        CHECK(decided.refund.due == Yen{0});
        const auto facts = facts_of_newest_notice(hall, who);
        CHECK(facts.at("refund_yen") == 1'000);
        CHECK(facts.at("set_off_yen") == 1'000);
        CHECK(facts.at("pay_out_yen") == 0);
        const auto after = hall.application(paid_for.application.id);
        CHECK(owed(after) == Yen{1'000});
        CHECK(in_state(after, RefundState::set_off) == Yen{1'000});
        CHECK(in_state(after, RefundState::due) == Yen{0});
        CHECK(words_of(hall, after.decisions.back()).at("set_off_yen") == "1,000円");
        CHECK(words_of(hall, after.decisions.back()).at("pay_out_yen") == "0円");
    });
}

// The small room was used on 20 November; the big one of December has become dearer by heating since it was paid.
struct UsedAndOwing {
    Account who;
    ApplicationView view;
    BookingId used;
};
UsedAndOwing used_and_owing(TownHall& hall) {
    const auto who = hall.resident();
    const auto paid_for = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-11-20", "evening")}); // 600
    auto heated = change_of(hall, paid_for.bookings.back());
    heated.terms.wants_climate = true; // 300 more
    auto view = change_application(hall.context, {who.id, false}, heated).value();
    hall.clock.set(at("2026-11-21 09:00"));
    REQUIRE(end_past_uses(hall.context) == 1);
    return {who, std::move(view), paid_for.bookings.front().id};
}

TEST_CASE(
    "of a refund that staff decide all are told what was decided, what of it pays a difference, what is paid out") {
    in_hanasato([](TownHall& hall) {
        const auto [who, before, used] = used_and_owing(hall);
        CHECK(unpaid_of(before, before.bookings.back()).amount == Yen{300});
        CHECK(unpaid_of(before, before.bookings.back()).older_difference == Yen{300});
        CHECK(unpaid_of(before, before.bookings.front()).amount == Yen{0});
        const auto told = refund_for_cause(hall.context, used, RefundCause::town).value();
        CHECK(told.amount == Yen{600});
        CHECK(told.divided.set_off == Yen{300});
        CHECK(told.divided.due == Yen{300});
        const auto decided =
            decide_refund(hall.context,
                          {.booking = used, .by = hall.staff().id, .cause = RefundCause::town, .reason = "暖房の故障"})
                .value();
        CHECK(decided.refund.total() == Yen{600});
        CHECK(decided.refund.set_off == Yen{300});
        CHECK(decided.refund.due == Yen{300});
        const auto facts = facts_of_newest_notice(hall, who);
        CHECK(facts.at("refund_yen") == 600);
        CHECK(facts.at("set_off_yen") == 300);
        CHECK(facts.at("pay_out_yen") == 300);
        const auto after = hall.application(before.application.id);
        CHECK(owed(after) == Yen{0});
        CHECK(in_state(after, RefundState::set_off) == Yen{300});
        CHECK(in_state(after, RefundState::due) == Yen{300});
        const auto words = words_of(hall, after.decisions.back());
        CHECK(words.at("amount_yen") == "600円");
        CHECK(words.at("set_off_yen") == "300円");
        CHECK(words.at("pay_out_yen") == "300円");
    });
}

TEST_CASE("a part that was paid of the difference counts before what a refund pays of it, in what is told and done") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid_for =
            hall.paid(who, {TownHall::small_meeting(), TownHall::band("small_meeting", "2026-12-02", "morning")});
        hall.clock.set(at("2026-11-26 10:00")); // half of 470 yen comes back, 240 yen are kept
        const auto given_up = hall.cancel(who, paid_for.application.id, {paid_for.bookings[0].id}).value().view;
        REQUIRE(approve_refund(hall.context, desk.id, given_up.refunds.front().id)); // it may be on its way
        auto larger = change_of(hall, paid_for.bookings[1]);
        larger.space = SpaceCode{"large_meeting_a"};
        const Yen difference = owed(change_application(hall.context, {who.id, false}, larger).value());
        REQUIRE(difference > Yen{100});
        REQUIRE(take_payment(hall.context, desk,
                             {.application = paid_for.application.id,
                              .method = PaymentMethod::terminal,
                              .amount = Yen{100},
                              .terminal_kind = "credit",
                              .reference = "slip-1",
                              .idempotency_key = hall.fresh_key(),
                              .request_hash = "hash"}));
        const Yen left = difference - Yen{100};
        CHECK(unpaid_of(hall.application(paid_for.application.id), hall.booking(paid_for.bookings[1].id))
                  .older_difference == left);
        const auto told = refund_for_cause(hall.context, paid_for.bookings[0].id, RefundCause::town).value();
        CHECK(told.amount == Yen{240});
        CHECK(told.divided.set_off == std::min(Yen{240}, left));
        CHECK(told.divided.total() == Yen{240});
        const auto decided =
            decide_refund(
                hall.context,
                {.booking = paid_for.bookings[0].id, .by = desk.id, .cause = RefundCause::town, .reason = "暖房の故障"})
                .value();
        CHECK(decided.refund.set_off == told.divided.set_off);
        CHECK(decided.refund.due == told.divided.due);
        CHECK(owed(hall.application(paid_for.application.id)) == left - told.divided.set_off);
    });
}

TEST_CASE("of a revocation nothing is set off, and all of it is told as due") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid_for = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
        static_cast<void>(with_older_difference(hall, who, paid_for));
        const auto told = refund_for_cause(hall.context, paid_for.bookings.back().id, RefundCause::town).value();
        CHECK(told.divided.set_off == Yen{0});
        CHECK(told.divided.due == Yen{600});
        REQUIRE(revoke_booking(hall.context, {paid_for.bookings.back().id, hall.staff().id, "設備の故障"}));
        const auto facts = facts_of_newest_notice(hall, who);
        CHECK(facts.at("refund_yen") == 600);
        CHECK_FALSE(facts.contains("set_off_yen"));
    });
}

TEST_CASE("while somebody is at the payment page of the difference, a refund that staff decide is due whole") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid_for = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-11-20", "evening")});
        const auto& small = paid_for.bookings.front(); // the earlier one
        auto later = change_of(hall, paid_for.bookings.back());
        later.band = BandCode{"evening"};
        REQUIRE(change_application(hall.context, {who.id, false}, later));
        hall.clock.set(at("2026-11-21 09:00"));
        REQUIRE(end_past_uses(hall.context) == 1);
        REQUIRE(hall.start(who, paid_for.application.id));
        CHECK(refund_for_cause(hall.context, small.id, RefundCause::town).value().divided.due == Yen{600});
        const auto decided = decide_refund(
            hall.context, {.booking = small.id, .by = desk.id, .cause = RefundCause::town, .reason = "暖房の故障"});
        CHECK(decided.value().refund.set_off == Yen{0});
        CHECK(decided.value().refund.due == Yen{600});
        CHECK_FALSE(facts_of_newest_notice(hall, who).contains("set_off_yen"));
        const auto after = hall.application(paid_for.application.id);
        CHECK(owed(after) == Yen{2'000});
        CHECK(in_state(after, RefundState::due) == Yen{600});
        CHECK(in_state(after, RefundState::set_off) == Yen{0});
    });
}
