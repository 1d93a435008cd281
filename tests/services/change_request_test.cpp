// 変更の申請: what staff decide of a permit is applied for; the booking stands, and what it would need is kept.
#include "persistence/repositories/posts.hpp"
#include "persistence/repositories/reviews.hpp"
#include "services/approval/reviews.hpp"
#include "services/approval/worklist.hpp"
#include "services/audit/audit_by_town.hpp"
#include "services/booking/asked_change.hpp"
#include "services/booking/change_request.hpp"
#include "services/booking/kept_change.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/revoke.hpp"
#include "services/booking/suspensions.hpp"
#include "services/closures/closures.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/database/harness/at_the_same_moment.hpp"
#include "tests/services/support/hanasato.hpp"

#include <doctest/doctest.h>
#include <random>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

constexpr auto change = ReviewMatter::change;

// Hanasato: what is sold is looked at by the desk; ten people in the assembly room by the chief, above 5,000 yen by the
// mayor as well.
struct Office {
    explicit Office(TownHall& at)
        : hall(at), desk(at.staff()), chief(at.staff(Role::approver)), mayor(at.staff(Role::approver)),
          who(at.resident()) {
        for (const auto& [person, post] : {std::pair{chief.id, "chief"}, {mayor.id, "mayor"}})
            hall.database.transact([&, person = person, post = post](persistence::Session& session) {
                persistence::save_post_holder(
                    session,
                    {.post = PostCode{post}, .account = person, .first = date("2026-01-01"), .last = {}, .name = {}});
            });
    }
    TownHall& hall;
    persistence::Account desk;
    persistence::Account chief;
    persistence::Account mayor;
    persistence::Account who;

    persistence::Booking paid(const UseRequest& use = big_room(), std::int64_t people = 10) {
        const auto held = hall.hold(who, use).value().booking.application;
        REQUIRE(hall.fill_in(who, held, people));
        hall.pay(who, held);
        return hall.booking(held);
    }

    // Where ten people are looked at.
    ChangeCommand to_assembly(const persistence::Booking& booking, const char* band = "morning") {
        auto command = change_of(hall, booking);
        command.space = SpaceCode{"assembly_room"};
        command.band = BandCode{band};
        return command;
    }
    // The same room in another band, where something is sold: the desk alone decides.
    ChangeCommand to_afternoon(const persistence::Booking& booking) {
        auto command = change_of(hall, booking);
        command.band = BandCode{"afternoon"};
        command.declared = DeclaredChange{std::nullopt, true};
        return command;
    }
    Result<ApplicationView> apply(const ChangeCommand& command) {
        hall.clock.pass(std::chrono::seconds{1}); // each has its moment, by which the newest is known
        return apply_for_change(hall.context, {who.id, false}, {command, "お願いします"});
    }
    Result<ApplicationView> withdraw(ApplicationId id) {
        return withdraw_change(hall.context, {who.id, false}, id, std::nullopt);
    }
    Result<ApplicationView> draft(ApplicationId id, bool is_granted = true, const std::string& reason = {}) {
        return draft_change(hall.context, desk,
                            {.application = id, .change = {}, .is_granted = is_granted, .reason = reason});
    }
    Result<ApplicationView> decide(ApplicationId id, bool is_granted, const std::string& reason = {}) {
        return decide_asked_change(hall.context, desk, {.application = id, .is_granted = is_granted, .reason = reason});
    }
    SeenApplication seen(ApplicationId id) { return {id, hall.application(id).application.version, change}; }
    Result<ApplicationView> act(const persistence::Account& by, ApplicationId id,
                                ApprovalAct what = ApprovalAct::approve, const std::string& words = {}) {
        return act_on_draft(hall.context, by, {seen(id), what, words});
    }
    persistence::Review review(ApplicationId id) {
        return hall.database.read(
            [&](persistence::Session& session) { return persistence::newest_review(session, id, change).value(); });
    }
    int kept() { return hall.count("claim c JOIN claim_owner o ON o.owner_id = c.owner_id WHERE o.kind = 'change'"); }
    bool is_free(const UseRequest& use) {
        const auto other = hall.resident();
        const auto held = hall.hold(other, use);
        if (!held) return false;
        REQUIRE(hall.cancel(other, held->booking.application));
        return true;
    }
};

UseRequest assembly(const char* band = "morning", const char* day = "2026-12-01") {
    return TownHall::band("assembly_room", day, band);
}

void at_the_office(const std::function<void(Office& office, TownHall& hall)>& test) {
    in_hanasato([&](TownHall& hall) {
        Office office{hall};
        test(office, hall);
    });
}

std::vector<persistence::Finding> everything_wrong(TownHall& hall) {
    return hall.database.read([](persistence::Session& session) {
        auto findings = persistence::audit(session);
        for (auto& finding : audit_by_town(session))
            findings.push_back(std::move(finding));
        return findings;
    });
}

const persistence::Decision* decision_of(const ApplicationView& view, DecisionKind kind) {
    const auto found = std::ranges::find(view.decisions, kind, &persistence::Decision::kind);
    return found == view.decisions.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("a change is kept as it was asked for") {
    ChangeCommand command;
    command.application = ApplicationId{3};
    command.booking = BookingId{7};
    command.scope = ChangeScope::following;
    command.space = SpaceCode{"assembly_room"};
    command.date = date("2026-12-02");
    command.band = BandCode{"evening"};
    command.time = TimeRange::of(MinuteOfDay::parse("09:00").value(), MinuteOfDay::parse("24:00").value()).value();
    command.nights = 2;
    command.equipment = {{EquipmentCode{"piano"}, 1}};
    command.terms = {.price_class = PriceClassCode{"adult"},
                     .is_rehearsal = true,
                     .wants_climate = false,
                     .early_minutes = 30,
                     .extension_minutes = 60,
                     .extras = std::vector{ExtraWish{ExtraCode{"power"}, 3}}};
    command.declared = DeclaredChange{Yen{500}, true};
    const auto again = read_change(command.application, written_change(command));
    CHECK(written_change(again) == written_change(command));
    CHECK(again.booking == command.booking);
    CHECK(again.scope == command.scope);
    CHECK(again.space == command.space);
    CHECK(again.date == command.date);
    CHECK(again.band == command.band);
    CHECK(again.time == command.time);
    CHECK(again.nights == command.nights);
    CHECK(again.equipment == command.equipment);
    CHECK(again.terms == command.terms);
    CHECK(again.declared->highest_admission == Yen{500});
    CHECK(again.declared->is_commercial);
    ChangeCommand nothing;
    nothing.booking = BookingId{7};
    CHECK(read_change(ApplicationId{3}, written_change(nothing)).terms == TermsChange{});
    CHECK_FALSE(read_change(ApplicationId{3}, written_change(nothing)).declared);
}

TEST_CASE(
    "what needs review can be applied for: the booking stands, nobody can take what it would need, and the preview "
    "told what it costs") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto command = office.to_assembly(booking);
        const auto plan = preview_change(hall.context, {office.who.id, false}, command).value();
        CHECK(plan.changes.front().needs_review);
        CHECK(plan.changes.front().refusal == Refusal{"needs_review"});
        CHECK(plan.changes.front().total == Yen{4'000});
        CHECK(plan.difference == Yen{3'000});
        CHECK_FALSE(plan.is_possible());
        CHECK(refusal_of(change_application(hall.context, {office.who.id, false}, command)) == "needs_review");
        const auto asked = office.apply(command).value();
        REQUIRE(asked.change_request);
        CHECK(asked.change_request->uses.front().space == SpaceCode{"assembly_room"});
        CHECK(asked.change_request->uses.front().total == Yen{4'000});
        CHECK(asked.change_request->words == "お願いします");
        CHECK(asked.change_request->expires_at == at("2026-11-21 00:00")); // the town keeps it ten days
        const auto stands = hall.booking(booking.id);
        CHECK(stands.space == SpaceCode{"big_room"});
        CHECK(stands.state == BookingState::permitted);
        CHECK(office.review(booking.application).state == ReviewState::to_draft);
        CHECK_FALSE(office.is_free(assembly()));
        CHECK_FALSE(office.is_free(big_room()));
        CHECK(office.apply(command)); // the same request again
        CHECK(hall.count("change_request") == 1);
        auto other = command;
        other.request_hash = "another";
        CHECK(refusal_of(office.apply(other)) == "idempotency_key_reused");
    });
}

TEST_CASE("each reason not to be applied for is told, the most basic first") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto of_another = [&] {
            auto command = office.to_assembly(booking);
            return apply_for_change(hall.context, {hall.resident().id, false}, {command, ""});
        };
        CHECK(refusal_of(of_another()) == "application_not_found");
        auto stale = office.to_assembly(booking);
        stale.version = 1;
        CHECK(refusal_of(office.apply(stale)) == "stale_version");
        CHECK(refusal_of(office.apply(change_of(hall, booking))) == "nothing_changes");
        auto nowhere = office.to_assembly(booking);
        nowhere.space = SpaceCode{"attic"};
        CHECK(refusal_of(office.apply(nowhere)) == "unknown_space");
        auto by_oneself = change_of(hall, booking);
        by_oneself.band = BandCode{"evening"};
        CHECK(refusal_of(office.apply(by_oneself)) == "needs_no_review");
        const auto other = hall.resident();
        const auto held = hall.hold(other, assembly()).value().booking;
        CHECK(office.apply(office.to_assembly(booking)).error() ==
              Refusal{"already_taken", {{"date", "2026-12-01"}, {"space", "assembly_room"}}});
        REQUIRE(hall.cancel(other, held.application));
        REQUIRE(office.apply(office.to_assembly(booking)));
        CHECK(refusal_of(office.apply(office.to_assembly(booking, "evening"))) == "change_requested_already");
        CHECK(refusal_of(office.withdraw(hall.hold(office.who, assembly("evening")).value().booking.application)) ==
              "review_not_found");
        CHECK(refusal_of(office.decide(booking.application, true)) == "approval_required");
        CHECK(refusal_of(office.draft(booking.application, false)) == "reason_required");
        auto not_yet_filled_in =
            office.to_afternoon(hall.hold(office.who, big_room("morning", {}, "2026-12-03")).value().booking);
        CHECK(refusal_of(office.apply(not_yet_filled_in)) == "details_missing");
    });
}

TEST_CASE("only what the booking does not occupy already is kept, equipment included") {
    at_the_office([](Office& office, TownHall& hall) {
        auto use = big_room();
        use.equipment.push_back({EquipmentCode{"piano"}, 1});
        const auto booking = office.paid(use);
        const auto held = hall.claimed_slots(booking.id);
        auto same_time = change_of(hall, booking); // only what is declared: everything needed is there
        same_time.declared = DeclaredChange{std::nullopt, true};
        REQUIRE(office.apply(same_time));
        CHECK(office.kept() == 0);
        REQUIRE(office.withdraw(booking.application));
        REQUIRE(office.apply(office.to_afternoon(booking))); // room and the town's only piano
        CHECK(office.kept() > 0);
        CHECK(office.kept() % 2 == 0);
        CHECK(hall.claimed_slots(booking.id) == held);
        CHECK(everything_wrong(hall).empty());
        REQUIRE(office.decide(booking.application, true));
        CHECK(office.kept() == 0);
        CHECK(hall.booking(booking.id).start.time == MinuteOfDay::parse("13:00").value());
    });
}

TEST_CASE(
    "where the route has no post the desk decides alone: 変更許可 with the difference, or 変更不許可 with its reason") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_afternoon(booking)));
        CHECK(refusal_of(office.decide(id, false)) == "reason_required");
        REQUIRE(office.decide(id, false, "設備の点検のため"));
        auto view = hall.application(id);
        const auto* const refused = decision_of(view, DecisionKind::change_refusal);
        REQUIRE(refused != nullptr);
        CHECK(refused->reason == "設備の点検のため");
        CHECK(refused->bookings == std::vector{booking.id});
        CHECK(refused->paper.has_value());
        CHECK(hall.count("document WHERE kind = 'change_refusal'") == 1);
        CHECK(office.review(id).state == ReviewState::decided);
        CHECK(office.kept() == 0);
        CHECK(hall.notices(office.who.id).front() == "change_refused");
        CHECK(hall.booking(booking.id).start == booking.start);

        REQUIRE(office.apply(office.to_afternoon(booking)));
        REQUIRE(office.decide(id, true));
        view = hall.application(id);
        CHECK(view.bookings.front().total == Yen{6'000}); // 営利加算: 200 %
        CHECK(owed(view) == Yen{5'000});
        CHECK(view.application.details->is_commercial);
        REQUIRE(decision_of(view, DecisionKind::change_permit) != nullptr);
        CHECK(office.review(id).decision == decision_of(view, DecisionKind::change_permit)->id);
        CHECK(hall.notices(office.who.id).front() == "change_permitted");
        CHECK_FALSE(view.change_request);
        CHECK(refusal_of(office.decide(id, true)) == "review_not_found");
    });
}

TEST_CASE(
    "a change goes through its posts: the desk may not make it, drafts it, and the last approval carries it out") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_assembly(booking, "afternoon"))); // 6,000 yen: chief, then mayor
        REQUIRE(office.draft(id));
        CHECK(refusal_of(office.draft(id)) == "wrong_review_state");
        CHECK(refusal_of(office.act(office.mayor, id)) == "not_your_step");
        const auto listed = worklist(hall.context, office.chief, 10);
        const auto found = std::ranges::find(listed, change, [](const ReviewView& each) { return each.review.matter; });
        REQUIRE(found != listed.end());
        CHECK(found->part.decides.has_value());
        REQUIRE(found->change);
        CHECK(found->change->uses.front().space == SpaceCode{"assembly_room"});
        REQUIRE(office.act(office.chief, id));
        CHECK(hall.booking(booking.id).space == SpaceCode{"big_room"});
        REQUIRE(office.act(office.mayor, id));
        const auto view = hall.application(id);
        CHECK(view.bookings.front().space == SpaceCode{"assembly_room"});
        CHECK(owed(view) == Yen{5'000});
        const auto* const permit = decision_of(view, DecisionKind::change_permit);
        REQUIRE(permit != nullptr);
        CHECK(permit->post == PostCode{"mayor"});
        CHECK(permit->decided_by == office.mayor.id);
        CHECK(office.review(id).state == ReviewState::decided);
        CHECK(office.kept() == 0);
        CHECK(office.is_free(big_room()));
    });
}

TEST_CASE(
    "a delegated change ends with the chief; the last post may refuse what was to be granted, a refusal is drafted") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_assembly(booking))); // 4,000 yen
        REQUIRE(office.draft(id));
        REQUIRE(office.act(office.chief, id, ApprovalAct::reject, "議会で使うため"));
        CHECK(office.review(id).state == ReviewState::rejected);
        CHECK(decision_of(hall.application(id), DecisionKind::change_refusal)->reason == "議会で使うため");
        CHECK(office.is_free(assembly()));
        REQUIRE(office.apply(office.to_assembly(booking)));
        REQUIRE(office.draft(id, false, "販売はできません"));
        CHECK(refusal_of(office.act(office.chief, id, ApprovalAct::reject, "x")) == "proposal_is_refusal");
        REQUIRE(office.act(office.chief, id));
        const auto view = hall.application(id);
        CHECK(view.decisions.back().kind == DecisionKind::change_refusal);
        CHECK(view.decisions.back().reason == "販売はできません");
        CHECK(view.decisions.back().post == PostCode{"chief"});
        CHECK(view.bookings.front().space == SpaceCode{"big_room"});
        REQUIRE(office.apply(office.to_assembly(booking)));
        REQUIRE(office.draft(id));
        REQUIRE(office.act(office.chief, id));
        CHECK(hall.booking(booking.id).space == SpaceCode{"assembly_room"});
    });
}

TEST_CASE("what is asked for at the desk is drafted and kept; taking it back ends it, what was applied for waits on") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid(assembly("evening"), 8);
        const auto id = booking.application;
        auto command = change_of(hall, booking);
        command.band = BandCode{"morning"};
        command.version = hall.application(id).application.version;
        CHECK(change_application(hall.context, {office.desk.id, true}, command).error() ==
              Refusal{"approval_required", {{"post", "chief"}}});
        const ChangeDraft draft{
            .application = id, .version = command.version, .change = command, .words = "電話で申出"};
        REQUIRE(draft_change(hall.context, office.desk, draft));
        REQUIRE(draft_change(hall.context, office.desk, draft)); // the same request again
        const auto repeated = change_application(hall.context, {office.desk.id, true}, command);
        REQUIRE(repeated); // as who lost the answer sends it
        CHECK(repeated->change_request->command == written_change(command));
        CHECK(repeated->change_request->words.empty()); // the posts' alone
        CHECK(hall.booking(booking.id).start == booking.start);
        CHECK(refusal_of(withdraw_change(hall.context, {hall.staff().id, true}, id, std::nullopt)) ==
              "not_the_drafter");
        CHECK(hall.count("change_request") == 1);
        CHECK(office.review(id).state == ReviewState::in_approval);
        CHECK(hall.application(id).change_request->asked_by_staff);
        auto another = draft;
        another.version.reset();
        another.change->idempotency_key = hall.fresh_key();
        CHECK(refusal_of(draft_change(hall.context, office.desk, another)) == "change_requested_already");
        CHECK_FALSE(office.is_free(assembly()));
        CHECK(refusal_of(take_back_draft(hall.context, hall.staff(), office.seen(id))) == "not_the_drafter");
        REQUIRE(take_back_draft(hall.context, office.desk, office.seen(id)));
        CHECK(office.review(id).state == ReviewState::withdrawn);
        CHECK(office.is_free(assembly()));

        auto in_the_small = office.paid();
        REQUIRE(office.apply(office.to_assembly(in_the_small)));
        REQUIRE(office.draft(in_the_small.application));
        REQUIRE(take_back_draft(hall.context, office.desk, office.seen(in_the_small.application)));
        CHECK(office.review(in_the_small.application).state == ReviewState::to_draft);
        CHECK_FALSE(office.is_free(assembly()));
        auto without_post = change_of(hall, office.paid(big_room("evening")));
        without_post.band = BandCode{"afternoon"};
        CHECK(refusal_of(draft_change(hall.context, office.desk,
                                      {.application = without_post.application, .change = without_post})) ==
              "no_approval_route");
    });
}

TEST_CASE("what is kept for a change stands in nobody's way who asks for it; who is suspended asks for none") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto command = office.to_assembly(booking);
        REQUIRE(office.apply(command));
        const auto again = preview_change(hall.context, {office.who.id, false}, command).value();
        CHECK(again.changes.front().refusal == Refusal{"needs_review"});
        CHECK(preview_change(hall.context, {office.desk.id, true}, command).value().is_possible());
        REQUIRE(office.withdraw(booking.application));
        REQUIRE(suspend_resident(hall.context, office.desk, office.who.id, date("2026-12-31"), "無断で来なかった"));
        CHECK(refusal_of(office.apply(office.to_assembly(booking))) == "suspended");
        CHECK(office.kept() == 0);
    });
}

TEST_CASE("a draft about a booking to which something happened comes back, and what is kept stays kept") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_assembly(booking)));
        REQUIRE(office.draft(id));
        hall.database.transact([&](persistence::Session& session) {
            persistence::lock_application(session, id);
            persistence::note_event(session, booking.id, "cap_followed", std::nullopt, {}, hall.clock.now());
        });
        SUBCASE("whoever acts first is shown so") { REQUIRE(office.act(office.chief, id)); }
        SUBCASE("the job finds it") { CHECK(return_outdated_drafts(hall.context) == 1); }
        CHECK(office.review(id).state == ReviewState::returned);
        CHECK_FALSE(office.is_free(assembly()));
        REQUIRE(office.draft(id));
        REQUIRE(office.act(office.chief, id));
        CHECK(hall.booking(booking.id).space == SpaceCode{"assembly_room"});
    });
}

TEST_CASE("what was applied for ends with what it is about, and gives back what it kept") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_assembly(booking)));
        SUBCASE("withdrawn") {
            REQUIRE(office.withdraw(id));
            CHECK(office.review(id).state == ReviewState::withdrawn);
        }
        SUBCASE("withdrawn while the posts look at it") {
            REQUIRE(office.draft(id));
            REQUIRE(office.withdraw(id));
            CHECK(refusal_of(office.act(office.chief, id)) == "review_not_found");
            CHECK(office.review(id).state == ReviewState::withdrawn);
        }
        SUBCASE("the booking is given up") {
            REQUIRE(hall.cancel(office.who, id));
            CHECK(office.review(id).state == ReviewState::lapsed);
        }
        SUBCASE("its permit is revoked") {
            REQUIRE(revoke_booking(hall.context, {booking.id, office.desk.id, "工事のため"}));
            CHECK(office.review(id).state == ReviewState::lapsed);
        }
        SUBCASE("it is changed otherwise, even into what was kept for it") {
            REQUIRE(office.withdraw(id));
            REQUIRE(office.apply(office.to_afternoon(booking)));
            auto plain = change_of(hall, booking);
            plain.band = BandCode{"afternoon"};
            REQUIRE(change_application(hall.context, {office.who.id, false}, plain));
            CHECK(office.review(id).state == ReviewState::lapsed);
        }
        SUBCASE("a closure covers what is kept") {
            REQUIRE(close_spaces(hall.context, office.desk,
                                 {.kind = persistence::ClosureKind::planned,
                                  .facility = FacilityCode{"hall"},
                                  .space = SpaceCode{"assembly_room"},
                                  .first = date("2026-12-01"),
                                  .last = date("2026-12-01"),
                                  .daily = std::nullopt,
                                  .reason = {"点検", "Inspection"},
                                  .revokes = false,
                                  .idempotency_key = hall.fresh_key(),
                                  .request_hash = "hash"}));
            CHECK(office.review(id).state == ReviewState::lapsed);
            CHECK(hall.booking(booking.id).state == BookingState::permitted);
            CHECK(hall.notices(office.who.id).front() == "change_lapsed");
        }
        SUBCASE("the town's days are over") {
            hall.clock.set(at("2026-11-20 23:59"));
            CHECK(end_change_requests(hall.context) == 0);
            hall.clock.set(at("2026-11-21 00:00"));
            CHECK(end_change_requests(hall.context) == 1);
            CHECK(office.review(id).state == ReviewState::lapsed);
            CHECK(hall.notices(office.who.id).front() == "change_lapsed");
            CHECK(hall.booking(booking.id).state == BookingState::permitted);
        }
        CHECK(office.kept() == 0);
        CHECK_FALSE(hall.application(id).change_request);
        CHECK(refusal_of(office.withdraw(id)) == "review_not_found");
        CHECK(everything_wrong(hall).empty());
    });
}

TEST_CASE("who waits for what was kept has it before anybody else when it is given back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who, {hall.small_meeting("morning", "2027-01-16")}).bookings.front();
        auto command = change_of(hall, booking);
        command.space = SpaceCode{"large_hall"};
        REQUIRE(apply_for_change(hall.context, {who.id, false}, {command, ""}));
        const auto other = hall.resident();
        REQUIRE(join_waiting_list(hall.context, other, TownHall::band("large_hall", "2027-01-16", "morning")));
        REQUIRE(withdraw_change(hall.context, {who.id, false}, booking.application, std::nullopt));
        CHECK(refusal_of(hall.hold(hall.resident(), TownHall::band("large_hall", "2027-01-16", "morning"))) ==
              "already_taken");
        CHECK(serve_waiting_list(hall.context) > 0);
        CHECK(hall.notices(other.id).front() == "offered");
    });
}

TEST_CASE("it lapses when the earlier of the two uses begins") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who, {hall.small_meeting("evening", "2026-12-05")}).bookings.front();
        auto command = change_of(hall, booking);
        command.space = SpaceCode{"large_hall"};
        command.band = BandCode{"morning"};
        REQUIRE(apply_for_change(hall.context, {who.id, false}, {command, ""}));
        CHECK(hall.application(booking.application).change_request->expires_at == at("2026-12-05 09:00"));
        hall.clock.set(at("2026-12-05 09:00"));
        CHECK(end_change_requests(hall.context) == 1);
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
    });
}

TEST_CASE("a draft whose fee is another by now goes back to its drafter, who drafts it at the new one") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_assembly(booking)));
        REQUIRE(office.draft(id));
        hall.database.transact([&](persistence::Session& session) {
            session.execute("UPDATE change_request_use SET total_yen = 3999"); // as if the annex was another that day
        });
        REQUIRE(office.act(office.chief, id));
        CHECK(office.review(id).state == ReviewState::returned);
        REQUIRE(office.draft(id));
        CHECK(hall.application(id).change_request->uses.front().total == Yen{4'000});
        REQUIRE(office.act(office.chief, id));
        CHECK(hall.booking(booking.id).total == Yen{4'000});
    });
}

TEST_CASE("an approval against a booking of the same slot, and against a withdrawal: one of both, whole") {
    at_the_office([](Office& office, TownHall& hall) {
        for (const char* day : {"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"}) {
            const auto booking = office.paid(big_room_on(day));
            const auto id = booking.application;
            REQUIRE(office.apply(office.to_assembly(booking)));
            REQUIRE(office.draft(id));
            const auto seen = office.seen(id);
            const auto other = hall.resident();
            bool was_held = false;
            at_the_same_moment([&] { CHECK(act_on_draft(hall.context, office.chief, {seen})); },
                               [&] { was_held = hall.hold(other, assembly("morning", day)).has_value(); });
            CHECK_FALSE(was_held);
            CHECK(hall.booking(booking.id).space == SpaceCode{"assembly_room"});
        }
        for (const char* day : {"2026-12-08", "2026-12-09", "2026-12-10", "2026-12-11"}) {
            const auto booking = office.paid(big_room_on(day));
            const auto id = booking.application;
            REQUIRE(office.apply(office.to_assembly(booking)));
            REQUIRE(office.draft(id));
            const auto seen = office.seen(id);
            bool was_approved = false;
            bool was_withdrawn = false;
            at_the_same_moment([&] { was_approved = act_on_draft(hall.context, office.chief, {seen}).has_value(); },
                               [&] { was_withdrawn = office.withdraw(id).has_value(); });
            CHECK(was_approved != was_withdrawn);
            CHECK(office.review(id).state == (was_approved ? ReviewState::decided : ReviewState::withdrawn));
            CHECK(hall.booking(booking.id).space == SpaceCode{was_approved ? "assembly_room" : "big_room"});
            CHECK(office.kept() == 0);
        }
        CHECK(everything_wrong(hall).empty());
    });
}

TEST_CASE("without what is kept somebody else would have the slot, and without the lock both would be carried out") {
    at_the_office([](Office& office, TownHall& hall) {
        const auto booking = office.paid();
        const auto id = booking.application;
        REQUIRE(office.apply(office.to_assembly(booking)));
        REQUIRE(office.draft(id));
        const auto stale = hall.application(id);
        REQUIRE(office.withdraw(id));
        CHECK(hall.hold(hall.resident(), assembly())); // it was the claim that kept it
        const auto town = hall.catalog.current();
        // An approval that had read the request before the withdrawal and did not wait for it.
        const auto carried_out = hall.database.transact([&](persistence::Session& session) -> Result<DecisionId> {
            return decide_change_request(session, *town, stale, *stale.change_request,
                                         {.is_granted = true, .by = office.chief.id}, hall.clock.now());
        });
        CHECK(refusal_of(carried_out) == "already_taken");
        static_cast<void>(hall.database.transact([&](persistence::Session& session) -> Result<void> {
            REQUIRE(decide_change_request(session, *town, stale, *stale.change_request,
                                          {.is_granted = false, .by = office.chief.id, .reason = "x"},
                                          hall.clock.now()));
            persistence::Review open = persistence::newest_review(session, id, change).value();
            CHECK(open.state == ReviewState::withdrawn); // refused, and withdrawn: both
            persistence::ReviewAdvance decided;
            decided.event = ReviewEvent::decided;
            decided.at = hall.clock.now();
            CHECK_FALSE(persistence::advance(session, open, decided)); // only the state in the row says no
            return refuse("not_meant");
        }));
    });
}

TEST_CASE("the auditor finds what is kept for a change beside what it needs: a slot too few, one elsewhere, a piece "
          "missing") {
    at_the_office([](Office& office, TownHall& hall) {
        auto use = big_room();
        use.equipment.push_back({EquipmentCode{"piano"}, 1});
        const auto booking = office.paid(use);
        REQUIRE(office.apply(office.to_afternoon(booking)));
        CHECK(everything_wrong(hall).empty());
        const std::string kept = " owner_id = (SELECT owner_id FROM change_request)";
        const std::string of_piano = " AND unit_id = (SELECT unit_id FROM unit WHERE code LIKE 'piano%')";
        for (const std::string& broken : {"DELETE FROM claim WHERE slot_index = 60 AND" + kept,
                                          "UPDATE claim SET slot_index = 90 WHERE slot_index = 60 AND" + kept,
                                          "DELETE FROM claim WHERE" + kept + of_piano}) {
            CAPTURE(broken);
            std::vector<persistence::Finding> findings;
            static_cast<void>(hall.database.transact([&](persistence::Session& session) -> Result<void> {
                CHECK(session.execute(persistence::Sql::built(broken)) > 0);
                findings = audit_by_town(session);
                return refuse("not_meant");
            }));
            REQUIRE(findings.size() == 1);
            CHECK(findings.front().invariant == "changes_keep_what_they_need");
            CHECK(findings.front().count == 1);
        }
        REQUIRE(office.withdraw(booking.application));
    });
}

TEST_CASE("whatever is asked, withdrawn, decided, given up or closed in whichever order, the books agree") {
    at_the_office([](Office& office, TownHall& hall) {
        std::mt19937 random(20261130); // NOLINT(cert-msc51-cpp): the same every time
        const auto any_of = [&](int many) { return std::uniform_int_distribution<int>(0, many - 1)(random); };
        std::vector<persistence::Booking> bookings;
        for (const char* day : {"2026-12-01", "2026-12-02", "2026-12-03"})
            for (const char* band : {"morning", "evening"})
                bookings.push_back(office.paid(big_room(band, {}, day)));
        const std::array bands{"morning", "afternoon", "evening"};
        int asked = 0;
        int decided = 0;
        for (int turn = 0; turn < 60; ++turn) {
            const auto& booking = bookings[static_cast<std::size_t>(any_of(static_cast<int>(bookings.size())))];
            const auto id = booking.application;
            switch (any_of(8)) {
            case 0:
            case 1:
                if (office.apply(office.to_assembly(booking, bands[static_cast<std::size_t>(any_of(3))]))) ++asked;
                break;
            case 2:
                static_cast<void>(office.withdraw(id));
                break;
            case 3:
                static_cast<void>(office.draft(id, any_of(3) > 0, "満室"));
                break;
            case 4:
            case 5:
                if (office.act(office.chief, id) || office.act(office.mayor, id)) ++decided;
                break;
            case 6:
                if (any_of(4) == 0) static_cast<void>(hall.cancel(office.who, id));
                break;
            default: {
                auto plain = change_of(hall, booking);
                plain.band = BandCode{bands[static_cast<std::size_t>(any_of(3))]};
                static_cast<void>(change_application(hall.context, {office.who.id, false}, plain));
            }
            }
            if (turn % 20 == 19) hall.clock.pass(std::chrono::hours{24 * 4});
            static_cast<void>(end_change_requests(hall.context));
            static_cast<void>(return_outdated_drafts(hall.context));
            const auto findings = everything_wrong(hall);
            CAPTURE(turn);
            CAPTURE(findings.empty() ? std::string{} : std::string{findings.front().invariant});
            REQUIRE(findings.empty());
        }
        CHECK(asked > 3);
        CHECK(decided > 0);
    });
}
