// 決裁 of revocations and reductions: drafted by the desk, decided by the posts that the town's route for them names.
#include "persistence/repositories/posts.hpp"
#include "services/approval/reviews.hpp"
#include "services/approval/worklist.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/quotes.hpp"
#include "tests/services/support/hanasato.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

// The posts of Hanasato, and what they do with an application as it stands.
struct Posts {
    explicit Posts(TownHall& at)
        : hall(at), desk(at.staff()), chief(at.staff(Role::approver)), mayor(at.staff(Role::approver)) {
        for (const auto& [who, post] : {std::pair{chief.id, "chief"}, {mayor.id, "mayor"}})
            hall.database.transact([&, who = who, post = post](persistence::Session& session) {
                persistence::save_post_holder(
                    session,
                    {.post = PostCode{post}, .account = who, .first = date("2026-01-01"), .last = {}, .name = {}});
            });
    }
    TownHall& hall;
    persistence::Account desk;
    persistence::Account chief;
    persistence::Account mayor;

    SeenApplication seen(ApplicationId id, ReviewMatter matter) {
        return {id, hall.application(id).application.version, matter};
    }
    Result<ApplicationView> act(const persistence::Account& who, ApplicationId id, ReviewMatter matter,
                                ApprovalAct act = ApprovalAct::approve, const std::string& words = {}) {
        return act_on_draft(hall.context, who, {seen(id, matter), act, words});
    }
    persistence::Review review(ApplicationId id, ReviewMatter matter) {
        return hall.database.read(
            [&](persistence::Session& session) { return persistence::newest_review(session, id, matter).value(); });
    }
};

UseRequest council(const char* band = "morning", const char* day = "2026-12-01") {
    return TownHall::band("council_room", day, band);
}

RevocationDraft revocation_of(const persistence::Booking& booking, const persistence::Account& by) {
    return {.revocation = {.booking = booking.id, .by = by.id, .reason = "議会を開くため", .cause = RefundCause::town}};
}

ApplicationId asking_for(TownHall& hall, const persistence::Account& who, const char* band, const char* reduction) {
    const auto id = hall.hold(who, council(band)).value().view.application.id;
    REQUIRE(put_details(hall.context, who, {id, meeting_of_eight(reduction)}));
    REQUIRE(hall.submit(who, id));
    return id;
}

// What the desk books for somebody who shows on the telephone's other end, or at the counter, why they pay less.
OnBehalfCommand with_evidence(TownHall& hall, const persistence::Account& who, const char* band) {
    OnBehalfCommand command;
    command.account = who.id;
    command.hold = {{council(band)}, Fitting::all, hall.fresh_key(), "hash"};
    command.details = meeting_of_eight("g2");
    command.evidence_seen_on = date("2026-11-10");
    return command;
}

constexpr auto revocation = ReviewMatter::revocation;
constexpr auto reduction = ReviewMatter::reduction;

} // namespace

TEST_CASE("a revocation is drafted, approved post by post, and happens with the last; its paper names the post") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        const auto view = hall.paid(hall.resident(), {council()});
        const auto booking = view.bookings.front();
        const auto id = view.application.id;
        CHECK(revoke_booking(hall.context, revocation_of(booking, posts.desk).revocation).error() ==
              Refusal{"approval_required", {{"post", "chief"}}});
        REQUIRE(draft_revocation(hall.context, posts.desk, revocation_of(booking, posts.desk)));
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
        CHECK(refusal_of(posts.act(posts.mayor, id, revocation)) == "not_your_step");
        CHECK(refusal_of(posts.act(posts.chief, id, ReviewMatter::permit)) == "review_not_found");
        REQUIRE(posts.act(posts.chief, id, revocation));
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
        CHECK(refusal_of(posts.act(posts.mayor, id, revocation, ApprovalAct::reject, "否")) == "proposal_is_refusal");
        REQUIRE(posts.act(posts.mayor, id, revocation));
        CHECK(hall.booking(booking.id).state == BookingState::revoked);
        const auto after = hall.application(id);
        const auto decision =
            std::ranges::find(after.decisions, DecisionKind::revocation, &persistence::Decision::kind);
        REQUIRE(decision != after.decisions.end());
        CHECK(decision->post == PostCode{"mayor"});
        CHECK(after.refunds.front().amount == Yen{4'000});
        CHECK(posts.review(id, revocation).decision == decision->id);
        CHECK(hall.count("document WHERE kind = 'revocation'") == 1);
    });
}

TEST_CASE("a draft about a booking to which something happened comes back, and lapses when nothing is left") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        const auto who = hall.resident();
        const auto view = hall.paid(who, {council()});
        const auto booking = view.bookings.front();
        const auto id = view.application.id;
        REQUIRE(draft_revocation(hall.context, posts.desk, revocation_of(booking, posts.desk)));
        CHECK(return_outdated_drafts(hall.context) == 0);
        auto change = change_of(hall, booking);
        change.date = date("2026-12-02");
        REQUIRE(change_application(hall.context, {who.id, false}, change));
        SUBCASE("whoever acts first is shown so") { REQUIRE(posts.act(posts.chief, id, revocation)); }
        SUBCASE("the job finds it") { CHECK(return_outdated_drafts(hall.context) == 1); }
        CHECK(posts.review(id, revocation).state == ReviewState::returned);
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
        REQUIRE(draft_revocation(hall.context, posts.desk, revocation_of(booking, posts.desk))); // again, as it is now
        CHECK(posts.review(id, revocation).round == 2);
        REQUIRE(hall.cancel(who, id));
        CHECK(return_outdated_drafts(hall.context) == 1);
        CHECK(posts.review(id, revocation).state == ReviewState::lapsed);
        CHECK(refusal_of(draft_revocation(hall.context, posts.desk, revocation_of(booking, posts.desk))) ==
              "wrong_state");
    });
}

TEST_CASE(
    "one revocation is drafted at a time, the drafter takes it back, and what came back is given up by the desk") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        const auto view = hall.paid(hall.resident(), {council()});
        const auto booking = view.bookings.front();
        const auto id = view.application.id;
        REQUIRE(draft_revocation(hall.context, posts.desk, revocation_of(booking, posts.desk)));
        CHECK(refusal_of(draft_revocation(hall.context, posts.desk, revocation_of(booking, posts.desk))) ==
              "wrong_review_state");
        const auto colleague = hall.staff();
        CHECK(refusal_of(take_back_draft(hall.context, colleague, posts.seen(id, revocation))) == "not_the_drafter");
        REQUIRE(posts.act(posts.chief, id, revocation, ApprovalAct::send_back, "理由を詳しく"));
        REQUIRE(take_back_draft(hall.context, colleague, posts.seen(id, revocation)));
        CHECK(posts.review(id, revocation).state == ReviewState::withdrawn);
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
        auto nothing = revocation_of(booking, posts.desk);
        nothing.revocation.reason.clear();
        CHECK(refusal_of(draft_revocation(hall.context, posts.desk, nothing)) == "reason_required");
    });
}

TEST_CASE("a reduction is granted by the post that may decide it, with the evidence that the desk saw") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        const auto who = hall.resident();
        const auto id = asking_for(hall, who, "morning", "g2"); // 4,000 yen: the chief decides up to 5,000
        ReductionDecisionCommand grant{
            .application = id, .is_granted = true, .reduction = {}, .evidence_seen_on = {}, .reason = {}};
        CHECK(refusal_of(draft_reduction(hall.context, posts.desk, {grant})) == "evidence_required");
        grant.evidence_seen_on = date("2026-11-10");
        CHECK(refusal_of(decide_reduction(hall.context, posts.desk, grant)) == "approval_required");
        REQUIRE(draft_reduction(hall.context, posts.desk, {grant}));
        CHECK(hall.booking(id).total == Yen{4'000});
        CHECK(hall.application(id).reduction->state == persistence::ReductionState::waiting);
        const auto listed = worklist(hall.context, posts.chief, 10);
        const auto drafted =
            std::ranges::find(listed, reduction, [](const ReviewView& each) { return each.review.matter; });
        REQUIRE(drafted != listed.end());
        CHECK(drafted->part.decides.has_value());
        REQUIRE(posts.act(posts.chief, id, reduction));
        CHECK(hall.booking(id).total == Yen{2'000});
        const auto after = hall.application(id);
        CHECK(after.reduction->state == persistence::ReductionState::granted);
        CHECK(after.reduction->evidence->seen_on == date("2026-11-10"));
        CHECK(posts.review(id, reduction).state == ReviewState::decided);
    });
}

TEST_CASE("the last post may refuse a reduction that was to be granted, and a refusal is drafted with its reason") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        const auto who = hall.resident();
        const auto id = asking_for(hall, who, "afternoon", "g2"); // 6,000 yen: two posts
        ReductionDecisionCommand grant{.application = id,
                                       .is_granted = true,
                                       .reduction = {},
                                       .evidence_seen_on = date("2026-11-10"),
                                       .reason = {}};
        REQUIRE(draft_reduction(hall.context, posts.desk, {grant}));
        REQUIRE(posts.act(posts.chief, id, reduction));
        REQUIRE(posts.act(posts.mayor, id, reduction, ApprovalAct::reject, "営利のおそれ"));
        CHECK(hall.application(id).reduction->state == persistence::ReductionState::refused);
        CHECK(hall.booking(id).total == Yen{6'000});
        CHECK(posts.review(id, reduction).state == ReviewState::rejected);

        const auto other = asking_for(hall, hall.resident(), "evening", "g2");
        ReductionDecisionCommand refuse{
            .application = other, .is_granted = false, .reduction = {}, .evidence_seen_on = {}, .reason = "要件なし"};
        REQUIRE(draft_reduction(hall.context, posts.desk, {refuse}));
        REQUIRE(posts.act(posts.chief, other, reduction));
        REQUIRE(posts.act(posts.mayor, other, reduction));
        CHECK(hall.application(other).reduction->reason == "要件なし");
    });
}

TEST_CASE("what the desk books with evidence, where posts decide reductions, is booked whole and drafted for them") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        const auto command = with_evidence(hall, hall.resident(), "afternoon"); // 6,000 yen: two posts
        const auto quotes = quote_together(
            hall.context,
            {.account = *command.account, .uses = command.hold.uses, .details = command.details, .is_granted = true});
        CHECK(quotes.total == Yen{6'000}); // as it will be owed
        CHECK(quotes.total_if_granted == Yen{3'000});
        const auto booked = book_on_behalf(hall.context, posts.desk, command).value().view;
        const auto id = booked.application.id;
        CHECK(booked.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(booked.bookings.front().total == Yen{6'000});
        CHECK(owed(booked) == Yen{6'000});
        REQUIRE(booked.reduction);
        CHECK(booked.reduction->state == persistence::ReductionState::waiting);
        const auto review = posts.review(id, reduction);
        CHECK(review.state == ReviewState::in_approval);
        REQUIRE(review.draft);
        CHECK(review.draft->by == posts.desk.id);
        CHECK(review.draft->proposal == persistence::Proposal::grant);
        CHECK(review.draft->reduction == ReductionCode{"g2"});
        CHECK(review.draft->evidence_seen_on == date("2026-11-10"));
        // The same request again is the same booking, and no second draft.
        CHECK(book_on_behalf(hall.context, posts.desk, command).value().view.application.id == id);
        CHECK(hall.count("review") == 1);
        REQUIRE(posts.act(posts.chief, id, reduction));
        REQUIRE(posts.act(posts.mayor, id, reduction));
        const auto after = hall.application(id);
        CHECK(after.bookings.front().total == Yen{3'000});
        CHECK(owed(after) == Yen{3'000});
        CHECK(after.reduction->evidence->seen_on == date("2026-11-10"));
        CHECK(posts.review(id, reduction).state == ReviewState::decided);
    });
}

TEST_CASE(
    "it is decided at once in the post of who books it, where that post alone decides and may approve its draft") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        hall.database.transact([&](persistence::Session& session) {
            persistence::save_post_holder(session, {.post = PostCode{"chief"},
                                                    .account = posts.desk.id,
                                                    .first = date("2026-01-01"),
                                                    .last = {},
                                                    .name = {}});
        });
        const auto small = with_evidence(hall, hall.resident(), "morning"); // 4,000 yen: the chief decides up to 5,000
        const auto booked = book_on_behalf(hall.context, posts.desk, small).value().view;
        CHECK(booked.bookings.front().total == Yen{2'000});
        CHECK(owed(booked) == Yen{2'000});
        CHECK(booked.reduction->state == persistence::ReductionState::granted);
        const auto grant =
            std::ranges::find(booked.decisions, DecisionKind::reduction_grant, &persistence::Decision::kind);
        REQUIRE(grant != booked.decisions.end());
        CHECK(grant->post == PostCode{"chief"});
        CHECK(grant->decided_by == posts.desk.id);
        CHECK(posts.review(booked.application.id, reduction).decision == grant->id);
        const auto large = with_evidence(hall, hall.resident(), "evening"); // two posts: the mayor as well
        const auto waiting = book_on_behalf(hall.context, posts.desk, large).value().view;
        CHECK(waiting.bookings.front().total == Yen{8'000});
        CHECK(posts.review(waiting.application.id, reduction).state == ReviewState::in_approval);
    });
}

TEST_CASE("a booking at the desk whose evidence cannot be right, or without a class that it is of, leaves nothing") {
    in_hanasato([](TownHall& hall) {
        Posts posts{hall};
        auto tomorrow = with_evidence(hall, hall.resident(), "morning");
        tomorrow.evidence_seen_on = date("2027-01-01");
        CHECK(refusal_of(book_on_behalf(hall.context, posts.desk, tomorrow)) == "evidence_in_future");
        auto without_class = with_evidence(hall, hall.resident(), "morning");
        without_class.details.reduction = std::nullopt;
        CHECK(refusal_of(book_on_behalf(hall.context, posts.desk, without_class)) == "no_reduction_asked");
        CHECK(hall.count("application") == 0);
        CHECK(hall.count("review") == 0);
        CHECK(hall.count("claim") == 0);
    });
}
