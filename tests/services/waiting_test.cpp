// キャンセル待ち: whatever frees a slot, it goes to those who wait, in their order, before it is anybody's to take.
#include "persistence/repositories/claims.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/waiting_list.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/booking/revoke.hpp"
#include "services/closures/closures.hpp"
#include "services/waiting/line.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/database/harness/meeting.hpp"
#include "tests/services/support/approvers.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <set>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;
using persistence::Booking;
using persistence::Session;
using persistence::WaitingState;

namespace {

const std::string held_back = "claim_owner WHERE kind = 'hold_back' AND state = 'held'";

// Somebody new who waits for it.
Account waits_for(TownHall& hall, const UseRequest& use) {
    const Account who = hall.resident();
    REQUIRE(join_waiting_list(hall.context, who, use));
    return who;
}

WaitingState state_of_place(TownHall& hall, const Account& who) {
    return waiting_places(hall.context, who.id).front().waiting.state;
}

// Nobody else can take it, and the next sweep offers it to who waits.
void goes_to(TownHall& hall, const Account& waiting, const UseRequest& use) {
    CHECK(refusal_of(hall.hold(hall.resident(), use)) == "already_taken");
    CHECK(serve_waiting_list(hall.context) == 1);
    CHECK(state_of_place(hall, waiting) == WaitingState::offered);
}

// The use cases of a change, as far as its slots go: all of one application move by the one hold-back.
Result<void> move_to(TownHall& hall, const Account& who, const std::vector<std::pair<Booking, UseRequest>>& moves) {
    const auto town = hall.catalog.current();
    const Instant now = hall.clock.now();
    std::vector<Booking> before;
    std::vector<persistence::Occupation> kept;
    for (const auto& [booking, use] : moves) {
        before.push_back(booking);
        kept.push_back(occupation_of(*town, check_use(town->town, use).value()));
    }
    return hall.database.transact([&](Session& session) -> Result<void> {
        const auto application = *persistence::find_application(session, before.front().application);
        const auto goes_to_the_line = hold_back_for(session, *town, before, kept, now);
        for (const auto& [booking, use] : moves) {
            const auto prepared = prepare_use(*town, use, {who.user_class, false, false}, now);
            if (!prepared) return tl::unexpected(prepared.error());
            auto changed = new_booking(*town, application, *prepared, now, now);
            changed.booking.id = booking.id;
            changed.booking.state = booking.state;
            changed.booking.expires_at = booking.expires_at;
            if (auto moved = persistence::change_use(session, changed, who.id, "", now, goes_to_the_line); !moved)
                return moved;
        }
        return {};
    });
}

ClosureCommand closure_of_the_day(TownHall& hall, bool revokes) {
    return {.kind = persistence::ClosureKind::emergency,
            .facility = FacilityCode{"kirara"},
            .space = std::nullopt,
            .first = date("2026-12-01"),
            .last = date("2026-12-01"),
            .daily = std::nullopt,
            .reason = {"避難所の開設", "Evacuation shelter"},
            .revokes = revokes,
            .idempotency_key = hall.fresh_key(),
            .request_hash = "hash"};
}

} // namespace

TEST_CASE("what a changed booking gives up goes to who waits for it, and what it keeps stays its own") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto held = hall.hold(holder, hall.small_meeting("all_day")).value().booking;
        const auto waiting = waits_for(hall, hall.small_meeting("morning"));
        CHECK(move_to(hall, holder, {{held, hall.small_meeting("afternoon_evening")}}));
        goes_to(hall, waiting, hall.small_meeting("morning"));
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("afternoon"))) == "already_taken");
    });
}

TEST_CASE("what a changed booking gives up is free at once when nobody waits for it") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto held = hall.hold(holder, hall.small_meeting("all_day")).value().booking;
        const auto waiting = waits_for(hall, hall.small_meeting("evening"));
        CHECK(move_to(hall, holder, {{held, hall.small_meeting("afternoon_evening")}}));
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning")));
        CHECK(serve_waiting_list(hall.context) == 0);
        CHECK(state_of_place(hall, waiting) == WaitingState::waiting);
    });
}

TEST_CASE("bookings that change together move into each other's place, and the line gets what they leave") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto held = hall.hold_all(holder, {hall.small_meeting("morning"), hall.small_meeting("afternoon")});
        const auto bookings = held.value().view.bookings;
        const auto waiting = waits_for(hall, hall.small_meeting("morning"));
        CHECK(move_to(hall, holder,
                      {{bookings[1], hall.small_meeting("evening")}, {bookings[0], hall.small_meeting("afternoon")}}));
        goes_to(hall, waiting, hall.small_meeting("morning"));
    });
}

TEST_CASE("what is refused after a review goes to who waits for it") {
    in_the_town_hall([](TownHall& hall) {
        const auto applicant = hall.resident();
        const auto wish = TownHall::band("large_hall", "2027-01-16", "morning");
        const auto held = hall.hold(applicant, wish).value().booking;
        CHECK(hall.fill_in(applicant, held.application, 300));
        CHECK(hall.submit(applicant, held.application));
        const auto waiting = waits_for(hall, wish);
        static_cast<void>(Approvers{hall}.decide(
            held.application, {.proposal = persistence::Proposal::refuse, .reason = "定員を超えるため"}));
        CHECK(hall.booking(held.id).state == BookingState::refused);
        goes_to(hall, waiting, wish);
    });
}

TEST_CASE("what the desk revokes goes to who waits for it") {
    in_the_town_hall([](TownHall& hall) {
        const auto booking = hall.paid(hall.resident()).bookings.front();
        const auto waiting = waits_for(hall, hall.small_meeting());
        CHECK(revoke_booking(hall.context, {booking.id, hall.staff().id, "虚偽の申請"}));
        goes_to(hall, waiting, hall.small_meeting());
        CHECK(refusal_of(reinstate_booking(hall.context, hall.staff().id, booking.id)) == "already_taken");
    });
}

TEST_CASE("a revocation that is taken back before anybody was offered the slot comes before who waits") {
    in_the_town_hall([](TownHall& hall) {
        const auto booking = hall.paid(hall.resident()).bookings.front();
        const auto waiting = waits_for(hall, hall.small_meeting());
        CHECK(revoke_booking(hall.context, {booking.id, hall.staff().id, "誤り"}));
        CHECK(hall.count(held_back) == 1);
        CHECK(reinstate_booking(hall.context, hall.staff().id, booking.id));
        CHECK(hall.count(held_back) == 0);
        CHECK(hall.claimed_slots(booking.id) == 12);
        CHECK(serve_waiting_list(hall.context) == 0);
        CHECK(state_of_place(hall, waiting) == WaitingState::waiting);
    });
}

TEST_CASE("what a closure takes is offered to nobody, and is there for its holder when the closure is lifted") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto booking = hall.paid(hall.resident()).bookings.front();
        const auto waiting = waits_for(hall, hall.small_meeting());
        const auto closed = close_spaces(hall.context, desk, closure_of_the_day(hall, true)).value();
        CHECK(hall.booking(booking.id).state == BookingState::revoked);
        CHECK(hall.count(held_back) == 0);
        CHECK(serve_waiting_list(hall.context) == 0);
        CHECK(state_of_place(hall, waiting) == WaitingState::waiting);
        CHECK(lift_closure(hall.context, desk, closed.closure.id, true));
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
    });
}

TEST_CASE("what a closure took goes to who waits for it when it is lifted and the permits do not come back") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto booking = hall.paid(hall.resident(), {hall.small_meeting("all_day")}).bookings.front();
        const auto first = waits_for(hall, hall.small_meeting("morning"));
        const auto second = waits_for(hall, hall.small_meeting("morning_afternoon"));
        const auto closed = close_spaces(hall.context, desk, closure_of_the_day(hall, true)).value();
        CHECK(lift_closure(hall.context, desk, closed.closure.id, false));
        CHECK(hall.booking(booking.id).state == BookingState::revoked);
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening"))); // for which nobody waits
        goes_to(hall, first, hall.small_meeting("morning"));
        CHECK(state_of_place(hall, second) == WaitingState::waiting);
    });
}

TEST_CASE("nothing is held back when a lifted closure leaves nothing to those who wait") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto booking = hall.paid(hall.resident()).bookings.front();
        const auto waiting = waits_for(hall, hall.small_meeting());
        const auto closed = close_spaces(hall.context, desk, closure_of_the_day(hall, true)).value();
        CHECK(lift_closure(hall.context, desk, closed.closure.id, true));
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
        CHECK(hall.count(held_back) == 0);
        CHECK(serve_waiting_list(hall.context) == 0);
        CHECK(state_of_place(hall, waiting) == WaitingState::waiting);
    });
}

TEST_CASE("what is held back when a hall closes is not offered while it is closed, and is when it opens in time") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto holder = hall.resident();
        const auto view = hall.paid(holder);
        const auto waiting = waits_for(hall, hall.small_meeting());
        CHECK(hall.cancel(holder, view.application.id));
        const auto closed = close_spaces(hall.context, desk, closure_of_the_day(hall, true)).value();
        CHECK(serve_waiting_list(hall.context) == 0);
        CHECK(state_of_place(hall, waiting) == WaitingState::waiting);
        CHECK(lift_closure(hall.context, desk, closed.closure.id, true));
        goes_to(hall, waiting, hall.small_meeting());
    });
}

TEST_CASE("an offer that has lapsed goes to the next in line, however fast somebody else asks") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder);
        const auto first = waits_for(hall, hall.small_meeting());
        const auto second = waits_for(hall, hall.small_meeting());
        CHECK(hall.cancel(holder, view.application.id));
        CHECK(serve_waiting_list(hall.context) == 1);
        const auto offer = *waiting_places(hall.context, first.id).front().waiting.offer;
        hall.clock.set(*hall.booking(offer).expires_at + 5s); // the sweep may be as late as that
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        goes_to(hall, second, hall.small_meeting());
        CHECK(state_of_place(hall, first) == WaitingState::lapsed);
    });
}

TEST_CASE("who joins the line while the slot is given back has it offered, or is told that it is free") {
    in_the_town_hall([](TownHall& hall) {
        for (int round = 0; round < 30; ++round) {
            const auto use = hall.small_meeting("morning", round % 2 == 0 ? "2026-12-02" : "2026-12-03");
            const auto who = hall.resident();
            const auto other = hall.resident();
            const auto held = hall.hold(who, use).value().booking;
            Result<WaitingPlace> joined = refuse("not_tried");
            {
                std::jthread joins([&] { joined = join_waiting_list(hall.context, other, use); });
                std::this_thread::sleep_for(std::chrono::microseconds{round * 100});
                REQUIRE(hall.cancel(who, held.application));
            }
            if (!joined) {
                CHECK(refusal_of(joined) == "slot_is_free");
                continue;
            }
            goes_to(hall, other, use);
            REQUIRE(leave_waiting_list(hall.context, other, joined->waiting.id));
            while (serve_waiting_list(hall.context) > 0) {
            }
            hall.clock.pass(time_for_an_offer + 1min);
            static_cast<void>(serve_waiting_list(hall.context));
        }
    });
}

namespace {

// Somebody gives the slot back and looks who waits, while somebody else finds it taken and joins the line: whether one
// of the two has seen the other, so that nobody waits for what is free.
bool one_sees_the_other(TownHall& hall, const UseRequest& use, bool is_locked) {
    const auto holder = hall.resident();
    const auto waits = hall.resident();
    const auto held = hall.hold(holder, use).value().booking;
    const auto town = hall.catalog.current();
    const auto wanted = check_use(town->town, use).value();
    const auto occupation = occupation_of(*town, wanted);
    std::set<std::pair<UnitId, LocalDate>> days;
    for (const UnitId unit : occupation.units)
        days.emplace(unit, use.date);
    Meeting meeting(2);
    std::array<bool, 2> seen{};
    const auto meet_unlocked = [&](int party) {
        if (!is_locked) meeting.wait_for_all(party);
    };
    {
        const std::jthread gives_back([&] {
            hall.database.transact([&](persistence::Session& session) {
                if (is_locked) persistence::lock_days(session, days);
                const auto line = persistence::waiting_for(session, {use.space}, use.date, use.date);
                seen[0] = std::ranges::any_of(line, [&](const auto& one) { return one.account == waits.id; });
                meet_unlocked(0);
                persistence::release(session, OwnerId{held.id.value()}, hall.clock.now());
            });
        });
        const std::jthread joins([&] {
            static_cast<void>(hall.database.transact([&](persistence::Session& session) -> Result<void> {
                if (is_locked) persistence::lock_days(session, days);
                seen[1] = persistence::owners_within(session, occupation).empty();
                meet_unlocked(1);
                if (seen[1]) return refuse("slot_is_free");
                return persistence::insert_waiting(session,
                                                   {.id = WaitingId{persistence::new_id(hall.clock.now())},
                                                    .account = waits.id,
                                                    .facility = wanted.facility->code,
                                                    .space = use.space,
                                                    .start = wanted.start,
                                                    .end = wanted.end,
                                                    .band = use.band,
                                                    .nights = use.nights,
                                                    .state = WaitingState::waiting,
                                                    .offer = std::nullopt,
                                                    .created_at = hall.clock.now()},
                                                   hall.clock.now());
            }));
        });
    }
    hall.database.transact([&](persistence::Session& session) { // as the booking's own way would have it
        session.execute("DELETE FROM waiting");
        session.execute("DELETE FROM quota_counter WHERE counter = 'waiting_list'");
    });
    static_cast<void>(hall.cancel(holder, held.application));
    return seen[0] || seen[1];
}

} // namespace

// On SQLite one unit of work runs at a time, and the question does not arise.
TEST_CASE("who joins the line and who gives back meet because both lock the days, and do not without the lock") {
    in_the_town_hall([](TownHall& hall) {
        for (int round = 0; round < 5; ++round)
            CHECK(one_sees_the_other(hall, hall.small_meeting("morning", "2026-12-02"), true));
        if (hall.database.engine() == persistence::Engine::mariadb)
            CHECK_FALSE(one_sees_the_other(hall, hall.small_meeting("morning", "2026-12-03"), false));
    });
}

TEST_CASE("who leaves with an offer in hand gives it to the next in line") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder);
        const auto first = waits_for(hall, hall.small_meeting());
        const auto second = waits_for(hall, hall.small_meeting());
        CHECK(hall.cancel(holder, view.application.id));
        goes_to(hall, first, hall.small_meeting());
        const auto offered = waiting_places(hall.context, first.id).front().waiting;
        CHECK(refusal_of(leave_waiting_list(hall.context, second, offered.id)) == "waiting_not_found");
        CHECK(leave_waiting_list(hall.context, first, offered.id).value().waiting.state == WaitingState::lapsed);
        CHECK(hall.booking(*offered.offer).state == BookingState::withdrawn);
        goes_to(hall, second, hall.small_meeting());
    });
}

TEST_CASE("who has applied for what was offered has no place any more to leave") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder);
        const auto waiting = waits_for(hall, hall.small_meeting());
        CHECK(hall.cancel(holder, view.application.id));
        goes_to(hall, waiting, hall.small_meeting());
        const auto offered = waiting_places(hall.context, waiting.id).front().waiting;
        CHECK(hall.fill_in(waiting, *offered.offer));
        CHECK(hall.start(waiting, *offered.offer));
        CHECK(refusal_of(leave_waiting_list(hall.context, waiting, offered.id)) == "wrong_state");
        CHECK(hall.booking(*offered.offer).state == BookingState::permitted_unpaid);
    });
}

TEST_CASE("a space that is free but for its equipment is not waited for, and says what is missing") {
    in_the_town_hall([](TownHall& hall) {
        auto with_projectors = [](UseRequest use, std::int64_t quantity) {
            use.equipment.push_back({EquipmentCode{"projector"}, quantity});
            return use;
        };
        CHECK(hall.hold(hall.resident(), with_projectors(TownHall::band("kitchen", "2026-12-01", "morning"), 1)));
        const auto refused = join_waiting_list(hall.context, hall.resident(), with_projectors(hall.small_meeting(), 2));
        REQUIRE(refusal_of(refused) == "too_much_equipment");
        CHECK(refused.error().facts.at("free") == Fact{std::int64_t{1}});
        CHECK(hall.count("waiting") == 0);
    });
}

TEST_CASE("the offer is for the space, and the equipment that came back with it can be added to the offer") {
    in_the_town_hall([](TownHall& hall) {
        auto with_both_projectors = hall.small_meeting();
        with_both_projectors.equipment = {{EquipmentCode{"projector"}, 2}};
        const auto holder = hall.resident();
        const auto held = hall.hold(holder, with_both_projectors).value().booking;
        const auto waiting = waits_for(hall, with_both_projectors);
        CHECK(hall.cancel(holder, held.application));
        goes_to(hall, waiting, hall.small_meeting());
        const auto offer = hall.booking(*waiting_places(hall.context, waiting.id).front().waiting.offer);
        CHECK(offer.equipment.empty());
        CHECK(move_to(hall, waiting, {{offer, with_both_projectors}}));
        CHECK(hall.booking(offer.id).equipment == with_both_projectors.equipment);
    });
}

TEST_CASE("what remains after an offer of a part stays held back until the line has been gone through") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder, {hall.small_meeting("all_day")});
        const auto morning = waits_for(hall, hall.small_meeting("morning"));
        CHECK(hall.cancel(holder, view.application.id));
        goes_to(hall, morning, hall.small_meeting("morning"));
        CHECK(hall.count(held_back) == 1);
        // Also who joins only now has it before anybody who asks.
        const auto evening = waits_for(hall, hall.small_meeting("evening"));
        goes_to(hall, evening, hall.small_meeting("evening"));
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("afternoon"))) == "already_taken");
        hall.clock.pass(5min);
        CHECK(serve_waiting_list(hall.context) == 1);
        CHECK(hall.hold(hall.resident(), hall.small_meeting("afternoon")));
        CHECK(hall.count(held_back) == 0);
    });
}

TEST_CASE("all who can have part of it are offered theirs in one go, also when its while is over") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder, {hall.small_meeting("all_day")});
        const auto morning = waits_for(hall, hall.small_meeting("morning"));
        const auto all_day = waits_for(hall, hall.small_meeting("all_day"));
        const auto evening = waits_for(hall, hall.small_meeting("evening"));
        CHECK(hall.cancel(holder, view.application.id));
        hall.clock.pass(1h);
        CHECK(serve_waiting_list(hall.context) == 3); // two offers, and the afternoon is free
        CHECK(state_of_place(hall, morning) == WaitingState::offered);
        CHECK(state_of_place(hall, all_day) == WaitingState::waiting);
        CHECK(state_of_place(hall, evening) == WaitingState::offered);
        CHECK(hall.hold(hall.resident(), hall.small_meeting("afternoon")));
    });
}

TEST_CASE("who came first is served first, also with what several gave back") {
    in_the_town_hall([](TownHall& hall) {
        const auto one = hall.resident();
        const auto other = hall.resident();
        const auto morning = hall.paid(one, {hall.small_meeting("morning")}).application.id;
        const auto afternoon = hall.paid(other, {hall.small_meeting("afternoon")}).application.id;
        const auto first = waits_for(hall, hall.small_meeting("morning_afternoon"));
        hall.clock.pass(1s);
        const auto second = waits_for(hall, hall.small_meeting("afternoon"));
        CHECK(hall.cancel(one, morning));
        CHECK(hall.cancel(other, afternoon));
        CHECK(serve_waiting_list(hall.context) == 1);
        CHECK(state_of_place(hall, first) == WaitingState::offered);
        CHECK(state_of_place(hall, second) == WaitingState::waiting);
        CHECK(hall.count(held_back) == 0);
    });
}

TEST_CASE("a slot is not held back for who waits for other hours of the day") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto morning = hall.paid(holder, {hall.small_meeting("morning")}).application.id;
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening")));
        static_cast<void>(waits_for(hall, hall.small_meeting("evening")));
        CHECK(hall.cancel(holder, morning));
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning")));
    });
}
