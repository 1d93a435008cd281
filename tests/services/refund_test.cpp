// 還付 and 充当: by cause, by account, and against what a change costs in addition.
#include "persistence/repositories/journal.hpp"
#include "services/booking/revoke.hpp"
#include "services/finance/collections.hpp"
#include "tests/services/support/hanasato.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::RefundGround;
using persistence::RefundState;
using persistence::RevenueOwner;
using persistence::RevenueShares;

namespace {

RevenueShares shares(std::vector<std::pair<const char*, std::int64_t>> amounts) {
    RevenueShares all;
    for (const auto& [account, yen] : amounts)
        all.push_back({AccountCode{account}, Yen{yen}});
    return all;
}

// Credit less debit of an account of the journal.
std::int64_t balance(TownHall& hall, const std::string& account) {
    for (const auto& one :
         hall.database.read([](persistence::Session& session) { return persistence::trial_balance(session); }))
        if (one.account == account) return (one.credit - one.debit).amount();
    return 0;
}

} // namespace

TEST_CASE("what is owed, paid and given back is so under the account of each part of the fee") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {heated_room_with_piano()});
        CHECK(paid.obligations.front().shares ==
              shares({{"01-equipment", 700}, {"01-heating", 300}, {"01-room", 1'000}}));
        CHECK(balance(hall, "revenue:01-heating") == 300);
        hall.clock.set(at("2026-11-26 10:00")); // five days before: half
        const auto booking = hall.booking(paid.bookings.front().id);
        const auto terms = refund_terms(*hall.catalog.current(), paid, booking, hall.clock.now());
        CHECK(terms->percent == 50);
        CHECK(terms->days_before == 5);
        CHECK(terms->of.paid == Yen{2'000});
        CHECK(terms->amount == Yen{1'000});
        const auto given_back = hall.cancel(who, paid.application.id).value().view;
        REQUIRE(given_back.refunds.size() == 1);
        CHECK(given_back.refunds.front().shares ==
              shares({{"01-equipment", 350}, {"01-heating", 150}, {"01-room", 500}}));
        CHECK(given_back.refunds.front().cause == RefundCause::user);
        CHECK(balance(hall, "revenue:01-room") == 500);
        CHECK(balance(hall, "refunds_payable") == 1'000);
    });
}

TEST_CASE("what was paid goes on paying for a changed booking under other accounts, and the rest is given back") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        auto use = big_room();
        use.equipment.push_back({EquipmentCode{"piano"}, 1});
        const auto paid = hall.paid(who, {use}); // 1,000 for the room, 700 for the piano
        auto command = change_of(hall, paid.bookings.front());
        command.space = SpaceCode{"small_room"};
        command.equipment = std::vector<EquipmentWish>{};
        command.terms.wants_climate = true; // 400 for the room, 300 for the heating
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        CHECK(plan.refund == Yen{1'000});
        CHECK(plan.difference == Yen{0});
        CHECK(plan.set_off == Yen{0});
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(owed(changed) == Yen{0});
        // 300 pass from the room (600 too much) and the piano (700) to the heating: 138 and 162 by the largest
        // remainder.
        CHECK(balance(hall, "revenue:01-room") == 400);
        CHECK(balance(hall, "revenue:01-equipment") == 0);
        CHECK(balance(hall, "revenue:01-heating") == 300);
        CHECK(balance(hall, "refunds_payable") == 1'000);
        std::int64_t set_off = 0;
        for (const auto& refund : changed.refunds)
            if (refund.state == RefundState::set_off) {
                set_off += refund.amount.amount();
                CHECK(refund.shares == shares({{"01-equipment", 162}, {"01-room", 138}}));
            }
        CHECK(set_off == 300);
        // All of what it costs now comes back when it is given up.
        CHECK(hall.cancel(who, paid.application.id));
        CHECK(balance(hall, "revenue:01-heating") == 0);
        CHECK(balance(hall, "refunds_payable") == 1'700);
    });
}

TEST_CASE("a refund of one booking pays the extra fee of another, and only the difference is owed") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid =
            hall.paid(who, {big_room(), hall.band("small_room", "2026-12-02", "evening")}); // 1,000 and 600
        auto command = change_of(hall, paid.bookings.front());
        command.scope = ChangeScope::all;
        command.band = BandCode{"afternoon"}; // 2,000 and 500
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        CHECK(plan.set_off == Yen{100});
        CHECK(plan.difference == Yen{900});
        CHECK(plan.refund == Yen{0});
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(owed(changed) == Yen{900});
        REQUIRE(changed.refunds.size() == 1);
        CHECK(changed.refunds.front().state == RefundState::set_off);
        CHECK(changed.refunds.front().amount == Yen{100});
        CHECK(balance(hall, "refunds_payable") == 0);
        CHECK(balance(hall, "receivable") == -900);
        hall.pay(who, paid.application.id);
        CHECK(services::paid(hall.application(paid.application.id)) == Yen{2'600});
        CHECK(balance(hall, "revenue:01-room") == 2'500);
    });
}

TEST_CASE("what the town takes back is refunded by the rule for its cause") {
    struct Case {
        const char* what;
        bool outdoors;
        RefundCause cause;
        const char* refusal;
    };
    const std::vector<Case> cases{
        {"the town needs the room", false, RefundCause::town, ""},
        {"an earthquake", false, RefundCause::disaster, ""},
        {"rain does not stop a meeting", false, RefundCause::rain, "refund_cause_not_covered"},
        {"rain on the ground", true, RefundCause::rain, ""}};
    in_hanasato([&](TownHall& hall) {
        for (const Case& one : cases) {
            CAPTURE(one.what);
            const auto who = hall.resident();
            const auto use = one.outdoors ? hall.hours("ground", "2026-12-01", "10:00", "12:00") : big_room();
            const auto paid = hall.paid(who, {use});
            const auto yen = services::paid(paid);
            const auto revoked = revoke_booking(
                hall.context, {paid.bookings.front().id, hall.staff().id, "使用できないため", one.cause});
            CHECK(refusal_of(revoked) == one.refusal);
            if (!revoked) {
                CHECK(hall.cancel(who, paid.application.id));
                continue;
            }
            const auto refund = hall.application(paid.application.id).refunds.front();
            CHECK(refund.ground == RefundGround::revoked);
            CHECK(refund.cause == one.cause);
            CHECK(refund.amount == yen);
            CHECK(refund.reason == "使用できないため");
        }
    });
}

TEST_CASE("staff refund what the town kept of a booking that was given up, once, with a reason") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff();
        const auto paid = hall.paid(who, {big_room()});
        const BookingId id = paid.bookings.front().id;
        const auto refund = [&](const char* reason, BookingId of) {
            return refusal_of(decide_refund(hall.context, {of, staff.id, RefundCause::disaster, reason}));
        };
        CHECK(refund("台風", id) == "wrong_state"); // it can be revoked
        hall.clock.set(at("2026-11-26 10:00"));
        CHECK(hall.cancel(who, paid.application.id));
        CHECK(refund("", id) == "reason_required");
        CHECK(refund("台風", BookingId{1}) == "booking_not_found");
        CHECK(refund("台風", id) == "");
        const auto refunds = hall.application(paid.application.id).refunds;
        REQUIRE(refunds.size() == 2);
        CHECK(refunds.back().ground == RefundGround::decided);
        CHECK(refunds.back().amount == Yen{500});
        CHECK(refunds.back().decided_by == staff.id);
        CHECK(refund("台風", id) == "nothing_to_refund");
        CHECK(hall.notices(who.id).front() == "refund_decided");
    });
}

TEST_CASE("a designated manager's own revenue is kept apart from the town's") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto ground = hall.paid(who, {hall.hours("ground", "2026-12-01", "10:00", "12:00")});
        const auto room = hall.paid(who, {heated_room_with_piano()});
        CHECK(ground.obligations.front().managed_by == FacilityCode{"park"});
        CHECK_FALSE(room.obligations.front().managed_by);
        CHECK(balance(hall, "managers_fee:park:99-ground") == 1'040);
        CHECK(balance(hall, "provider_clearing:played:park") == -1'040);
        const auto collected = [&](RevenueOwner owner) {
            return collections_between(hall.database, owner, date("2026-11-10"), date("2026-11-11")).value();
        };
        REQUIRE(collected(RevenueOwner::manager).size() == 1);
        CHECK(collected(RevenueOwner::manager).front().facility == FacilityCode{"park"});
        const auto towns = collected(RevenueOwner::town);
        REQUIRE(towns.size() == 1);
        const std::string csv = collections_csv(towns);
        CHECK(std::ranges::count(csv, '\n') == 4); // the header, and a line for each account
        CHECK(csv.find(",700,") != std::string::npos);
        CHECK(csv.find("01-heating") != std::string::npos);
        CHECK(csv.find("99-ground") == std::string::npos);
    });
}
