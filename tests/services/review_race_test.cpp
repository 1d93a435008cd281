// An approval meets a withdrawal or the beginning of the use: one of them wins, whole, and the other is told.
#include "persistence/repositories/audit.hpp"
#include "tests/database/harness/at_the_same_moment.hpp"
#include "tests/services/support/approvers.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

// An application of one post's decision, drafted, with the post's turn.
ApplicationId drafted(TownHall& hall, Approvers& people, const persistence::Account& who, const std::string& day) {
    const ApplicationId id = large_hall_applied_for(hall, who, 100, day).application.id;
    REQUIRE(people.draft(id));
    return id;
}

// The same town in an office whose clock is another.
Context at_another_time(const TownHall& hall, const Clock& clock) {
    const Context& here = hall.context;
    return {here.database,    here.catalog,      clock,          here.gateways,
            here.inbox_bell,  here.payment_bell, here.push_bell, here.waiting_bell,
            here.attachments, here.public_url};
}

// Decided with a permit, or over without one: nothing in between.
void check_one_of_both(TownHall& hall, Approvers& people, ApplicationId id, bool was_approved, ReviewState otherwise) {
    const auto view = hall.application(id);
    CHECK(people.review(id).state == (was_approved ? ReviewState::decided : otherwise));
    CHECK(view.decisions.size() == (was_approved ? 1 : 0));
    CHECK(view.bookings.front().state != BookingState::under_review);
}

} // namespace

TEST_CASE("what is approved before it is withdrawn is a permit that is given up; what is withdrawn is not approved") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto approved = drafted(hall, people, who, "2027-01-16");
        REQUIRE(people.act(people.director, approved));
        REQUIRE(hall.cancel(who, approved));
        check_one_of_both(hall, people, approved, true, ReviewState::withdrawn);
        CHECK(hall.booking(approved).state == BookingState::cancelled);

        const auto withdrawn = drafted(hall, people, who, "2027-01-17");
        const auto seen = people.seen(withdrawn);
        REQUIRE(hall.cancel(who, withdrawn));
        CHECK(refusal_of(act_on_draft(hall.context, people.director, {seen})) == "stale_version");
        CHECK(refusal_of(people.act(people.director, withdrawn)) == "review_not_found");
        check_one_of_both(hall, people, withdrawn, false, ReviewState::withdrawn);
    });
}

TEST_CASE("nothing is permitted once its use has begun, also before the job lets it lapse") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto approved = drafted(hall, people, who, "2027-01-16");
        const auto late = drafted(hall, people, who, "2027-01-17");
        hall.clock.set(at("2027-01-16 08:59"));
        REQUIRE(people.act(people.director, approved));
        hall.clock.set(at("2027-01-17 09:00"));
        CHECK(refusal_of(people.act(people.director, late)) == "use_has_begun");
        CHECK(people.review(late).state == ReviewState::in_approval);
        CHECK(expire_overdue_bookings(hall.context) > 0);
        CHECK(refusal_of(people.act(people.director, late)) == "review_not_found");
        check_one_of_both(hall, people, approved, true, ReviewState::lapsed);
        check_one_of_both(hall, people, late, false, ReviewState::lapsed);
    });
}

TEST_CASE("an approval and a withdrawal at the same moment: the one or the other") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        for (const char* day : {"2027-01-16", "2027-01-17", "2027-01-23", "2027-01-24", "2027-01-30", "2027-01-31"}) {
            const auto id = drafted(hall, people, who, day);
            const auto seen = people.seen(id);
            bool was_approved = false;
            at_the_same_moment([&] { was_approved = act_on_draft(hall.context, people.director, {seen}).has_value(); },
                               [&] { CHECK(hall.cancel(who, id)); });
            check_one_of_both(hall, people, id, was_approved, ReviewState::withdrawn);
        }
    });
}

TEST_CASE("an approval in the last second and the lapse after it at the same moment: the one or the other") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        for (const std::string day : {"2027-01-16", "2027-01-17", "2027-01-23", "2027-01-24"}) {
            const auto id = drafted(hall, people, who, day);
            const auto seen = people.seen(id);
            hall.clock.set(at(day + " 08:59"));
            SetClock later;
            later.set(at(day + " 09:00"));
            const Context elsewhere = at_another_time(hall, later);
            bool was_approved = false;
            at_the_same_moment([&] { was_approved = act_on_draft(hall.context, people.director, {seen}).has_value(); },
                               [&] { static_cast<void>(expire_overdue_bookings(elsewhere)); });
            check_one_of_both(hall, people, id, was_approved, ReviewState::lapsed);
            hall.clock.set(at("2026-11-10 10:00"));
        }
    });
}

TEST_CASE("without the state in the booking's step an approval would permit what was withdrawn meanwhile") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto id = drafted(hall, people, who, "2027-01-16");
        const auto stale = hall.application(id);
        REQUIRE(hall.cancel(who, id));
        const auto town = hall.catalog.current();
        const auto permit_as_seen = [&](persistence::Session& session) {
            return permit(session, *town, stale, {stale.bookings.front().id}, {.by = people.director.id},
                          hall.clock.now());
        };
        CHECK(refusal_of(hall.database.transact(permit_as_seen)) == "wrong_state");

        std::vector<persistence::Finding> findings;
        static_cast<void>(hall.database.transact([&](persistence::Session& session) -> Result<void> {
            session.execute("UPDATE claim_owner SET state = 'under_review' WHERE owner_id = :owner_id",
                            {{"owner_id", stale.bookings.front().id.value()}}); // as if the step did not look
            static_cast<void>(permit_as_seen(session));
            findings = persistence::audit(session);
            return refuse("not_meant");
        }));
        CHECK_FALSE(findings.empty());
    });
}
