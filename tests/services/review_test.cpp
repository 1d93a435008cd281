// 起案・決裁・合議・代決: who may do what with a draft, and what comes out.
#include "services/approval/posts.hpp"
#include "services/approval/worklist.hpp"
#include "services/booking/change.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/revoke.hpp"
#include "tests/services/support/approvers.hpp"

#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Opinion;
using persistence::Proposal;

namespace {

const std::string why = "施設の管理上支障があるため";

std::vector<std::string> numbers_of(const ApplicationView& view) {
    std::vector<std::string> numbers;
    for (const auto& decision : view.decisions)
        numbers.push_back(std::string{name_of(decision.kind)} + " " + decision.number);
    return numbers;
}

std::vector<std::string> events_of(TownHall& hall, Approvers& people, ApplicationId id) {
    const auto review = people.review(id);
    std::vector<std::string> events;
    for (const auto& line :
         hall.database.read([&](persistence::Session& session) { return persistence::history_of(session, review.id); }))
        events.push_back(line.event);
    return events;
}

} // namespace

TEST_CASE("a draft goes from post to post, and the last approval is the decision") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto applied = large_hall_applied_for(hall, who);
        const ApplicationId id = applied.application.id;
        CHECK(applied.review->step == 0);
        const auto drafted = people.draft(id, {.standard_conditions = {"restore"}, .own_conditions = {"21時まで"}});
        REQUIRE(drafted);
        CHECK(drafted->review->step == 1);
        CHECK(drafted->review->steps == 2);
        CHECK(people.act(people.director, id, ApprovalAct::approve, "支障ありません").value().review->step == 2);
        CHECK(hall.booking(id).state == BookingState::under_review);
        const auto decided = people.act(people.section_head, id).value();
        CHECK(decided.bookings.front().state == BookingState::permitted_unpaid);
        CHECK_FALSE(decided.review);
        REQUIRE(decided.decisions.size() == 1);
        const auto& permit = decided.decisions.front();
        CHECK(permit.kind == DecisionKind::conditional_permit);
        CHECK(permit.number == "星教許可第1号");
        CHECK(permit.fiscal_year == 2026);
        CHECK(permit.decided_on == date("2026-11-10"));
        CHECK(permit.decided_by == people.section_head.id);
        CHECK(permit.post == PostCode{"section_head"});
        CHECK(permit.conditions.size() == 2);
        CHECK(permit.conditions[1].ja == "21時まで");
        CHECK(permit.appeal == AppealCode{"appeal_2026"});
        CHECK(events_of(hall, people, id) == std::vector<std::string>{"opened", "drafted", "approved", "decided"});
        CHECK(hall.notices(who.id) == std::vector<std::string>{"permitted"});
    });
}

TEST_CASE("below the limit the director decides alone, above it the superintendent does") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto small = large_hall_applied_for(hall, who, 100, "2027-01-16").application.id;
        const auto large = large_hall_applied_for(hall, who, 500, "2027-01-17").application.id;
        REQUIRE(people.draft(small));
        CHECK(people.review(small).draft->steps.size() == 1);
        CHECK(people.act(people.director, small).value().decisions.size() == 1);
        CHECK(people.decide(large).decisions.front().post == PostCode{"superintendent"});
    });
}

TEST_CASE("what is wrong with a step is told by name, and nothing has changed") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const ApplicationId id = large_hall_applied_for(hall, who).application.id;
        const auto drafting = [&](const DraftCommand& command) { return refusal_of(people.draft(id, command)); };
        CHECK(refusal_of(decide_application(hall.context, people.desk, {id, true, {}, {}})) == "approval_required");
        CHECK(refusal_of(people.act(people.director, id)) == "wrong_review_state");
        CHECK(drafting({.proposal = Proposal::refuse}) == "reason_required");
        CHECK(drafting({.standard_conditions = {"sing"}}) == "unknown_condition");
        CHECK(drafting({.own_conditions = {std::string(301, 'x')}}) == "condition_too_long");
        CHECK(drafting({.own_conditions = std::vector<std::string>(21, "x")}) == "too_many_conditions");
        CHECK(drafting({.proposal = Proposal::refuse, .reason = std::string(501, 'x')}) == "reason_too_long");
        CHECK(drafting({.only = {BookingId{1}}}) == "booking_not_found");
        CHECK(events_of(hall, people, id) == std::vector<std::string>{"opened"});
        REQUIRE(people.draft(id));
        CHECK(drafting({}) == "wrong_review_state");
        CHECK(refusal_of(people.act(people.section_head, id)) == "not_your_step");
        CHECK(refusal_of(people.act(people.desk, id)) == "not_your_step");
        CHECK(refusal_of(people.act(people.director, id, ApprovalAct::send_back)) == "reason_required");
        CHECK(refusal_of(people.act(people.director, id, ApprovalAct::reject, why)) == "not_last_step");
        auto old = people.seen(id);
        old.version -= 1;
        CHECK(refusal_of(act_on_draft(hall.context, people.director, {old, ApprovalAct::approve, {}})) ==
              "stale_version");
        CHECK(refusal_of(take_back_draft(hall.context, hall.staff(), people.seen(id))) == "not_the_drafter");
        CHECK(refusal_of(act_on_draft(hall.context, people.director,
                                      {{ApplicationId{1}, 1}, ApprovalAct::approve, {}})) == "application_not_found");
        CHECK(events_of(hall, people, id) == std::vector<std::string>{"opened", "drafted"});
        CHECK(people.act(people.director, id));
        CHECK(refusal_of(people.act(people.director, id)) == "not_your_step");
        CHECK(people.act(people.section_head, id));
        CHECK(refusal_of(people.act(people.section_head, id)) == "review_not_found");
    });
}

TEST_CASE("the drafter approves nothing of the own draft, and nobody approves two steps of it") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const ApplicationId id = large_hall_applied_for(hall, hall.resident()).application.id;
        people.name_deputy("director", people.desk, "2026-11-01", "2026-11-30");
        people.name_deputy("section_head", people.director, "2026-11-01", "2026-11-30");
        REQUIRE(people.draft(id));
        CHECK(refusal_of(people.act(people.desk, id)) == "drafter_cannot_approve");
        REQUIRE(people.act(people.director, id));
        CHECK(refusal_of(people.act(people.director, id)) == "already_approved");
        CHECK(people.act(people.section_head, id));
    });
}

TEST_CASE("a deputy decides on the days of the period only, and the holder acknowledges it afterwards") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto deputy = hall.staff();
        people.name_deputy("director", deputy, "2026-11-11", "2026-11-12");
        const ApplicationId id = large_hall_applied_for(hall, hall.resident(), 100).application.id;
        REQUIRE(people.draft(id));
        CHECK(refusal_of(people.act(deputy, id)) == "deputy_period_over");
        hall.clock.set(at("2026-11-13 00:00"));
        CHECK(refusal_of(people.act(deputy, id)) == "deputy_period_over");
        hall.clock.set(at("2026-11-12 23:59"));
        const auto decided = people.act(deputy, id).value();
        CHECK(decided.decisions.front().as_deputy);
        CHECK(decided.decisions.front().decided_by == deputy.id);
        const auto acknowledge = [&](const persistence::Account& who) {
            return refusal_of(acknowledge_deputy(hall.context, who, people.seen(id), PostCode{"director"}));
        };
        CHECK(worklist(hall.context, people.director, 10).size() == 1);
        CHECK(acknowledge(people.section_head) == "not_your_step");
        CHECK(acknowledge(deputy) == "nothing_to_acknowledge");
        CHECK(acknowledge(people.director).empty());
        CHECK(acknowledge(people.director) == "nothing_to_acknowledge");
        CHECK(worklist(hall.context, people.director, 10).empty());
    });
}

TEST_CASE("a returned draft is drafted again from the first step; a taken back one as well") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const ApplicationId id = large_hall_applied_for(hall, hall.resident()).application.id;
        REQUIRE(people.draft(id));
        REQUIRE(people.act(people.director, id));
        REQUIRE(people.act(people.section_head, id, ApprovalAct::send_back, "条件を付けてください"));
        CHECK(people.review(id).state == ReviewState::returned);
        REQUIRE(people.draft(id, {.standard_conditions = {"stewards"}}));
        REQUIRE(take_back_draft(hall.context, people.desk, people.seen(id)));
        CHECK(people.review(id).state == ReviewState::to_draft);
        CHECK(people.decide(id, {.standard_conditions = {"stewards"}}).decisions.front().conditions.size() == 1);
        CHECK(people.review(id).round == 3);
    });
}

TEST_CASE("the last approver can refuse what was to be permitted, with a reason; a proposed refusal goes its way") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto rejected = large_hall_applied_for(hall, who, 100, "2027-01-16").application.id;
        REQUIRE(people.draft(rejected));
        CHECK(refusal_of(people.act(people.director, rejected, ApprovalAct::reject)) == "reason_required");
        const auto refused = people.act(people.director, rejected, ApprovalAct::reject, why).value();
        CHECK(people.review(rejected).state == ReviewState::rejected);
        CHECK(refused.bookings.front().state == BookingState::refused);
        CHECK(numbers_of(refused) == std::vector<std::string>{"refusal 星教指令第1号"});
        CHECK(refused.decisions.front().reason == why);
        const auto proposed = large_hall_applied_for(hall, who, 100, "2027-01-17").application.id;
        REQUIRE(people.draft(proposed, {.proposal = Proposal::refuse, .reason = why}));
        CHECK(refusal_of(people.act(people.director, proposed, ApprovalAct::reject, why)) == "proposal_is_refusal");
        CHECK(numbers_of(people.act(people.director, proposed).value()) ==
              std::vector<std::string>{"refusal 星教指令第2号"});
        CHECK(hall.claimed_slots(proposed) == 0);
    });
}

TEST_CASE("who is asked says agree or object, once; the last step waits for it") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const ApplicationId id = large_hall_applied_for(hall, hall.resident(), 100).application.id;
        const PostCode general{"general_affairs"};
        const auto asking = [&](const persistence::Account& by, const PostCode& post) {
            return refusal_of(ask_opinion(hall.context, by, people.seen(id), post));
        };
        const auto saying = [&](const persistence::Account& by, Opinion opinion, const std::string& words) {
            return refusal_of(give_opinion(hall.context, by, {people.seen(id), general, opinion, words}));
        };
        CHECK(asking(people.desk, general) == "wrong_review_state");
        REQUIRE(people.draft(id));
        CHECK(saying(people.general_affairs, Opinion::agree, "") == "not_asked");
        CHECK(asking(people.section_head, general) == "not_your_step");
        CHECK(asking(people.desk, PostCode{"mayor"}) == "unknown_post");
        CHECK(asking(people.desk, PostCode{"director"}) == "already_asked");
        CHECK(asking(people.director, general).empty());
        CHECK(asking(people.desk, general) == "already_asked");
        CHECK(refusal_of(people.act(people.director, id)) == "consultation_open");
        CHECK(saying(people.director, Opinion::agree, "") == "not_your_step");
        CHECK(saying(people.general_affairs, Opinion::object, "") == "reason_required");
        CHECK(saying(people.general_affairs, Opinion::object, "当日は停電があります").empty());
        CHECK(saying(people.general_affairs, Opinion::agree, "") == "not_asked");
        CHECK(people.act(people.director, id).value().decisions.size() == 1);
        CHECK(events_of(hall, people, id) ==
              std::vector<std::string>{"opened", "drafted", "asked", "objected", "decided"});
    });
}

TEST_CASE("what the applicant takes back, changes or lets pass ends or returns the review") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto taken_back = large_hall_applied_for(hall, who, 300, "2027-01-16").application.id;
        REQUIRE(people.draft(taken_back));
        REQUIRE(hall.cancel(who, taken_back));
        CHECK(people.review(taken_back).state == ReviewState::withdrawn);
        CHECK(refusal_of(people.act(people.director, taken_back)) == "review_not_found");

        const auto changed = large_hall_applied_for(hall, who, 300, "2027-01-17").application.id;
        REQUIRE(people.draft(changed));
        ChangeCommand command;
        command.application = changed;
        command.booking = hall.booking(changed).id;
        command.band = BandCode{"evening"};
        command.idempotency_key = hall.fresh_key();
        command.request_hash = "hash";
        REQUIRE(change_application(hall.context, {who.id, false}, command));
        CHECK(people.review(changed).state == ReviewState::returned);
        CHECK(people.decide(changed).decisions.size() == 1);

        const auto lapsed = large_hall_applied_for(hall, who, 300, "2027-01-23").application.id;
        REQUIRE(people.draft(lapsed));
        hall.clock.set(at("2027-01-23 09:00"));
        CHECK(expire_overdue_bookings(hall.context) > 0);
        CHECK(people.review(lapsed).state == ReviewState::lapsed);
    });
}

TEST_CASE("a draft whose fee changes on its way goes back to its drafter, and the reduction is decided once") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const ApplicationId id = large_hall_applied_for(hall, hall.resident(), 100).application.id;
        REQUIRE(people.draft(id));
        const ReductionDecisionCommand grant{.application = id,
                                             .is_granted = true,
                                             .reduction = ReductionCode{"g9"},
                                             .evidence_seen_on = std::nullopt,
                                             .reason = {}};
        REQUIRE(draft_reduction(hall.context, people.desk, {grant}));
        CHECK(people.review(id).state == ReviewState::in_approval);
        const SeenApplication seen{id, people.seen(id).version, ReviewMatter::reduction};
        REQUIRE(act_on_draft(hall.context, people.director, {seen, ApprovalAct::approve, {}}));
        CHECK(people.review(id).state == ReviewState::returned);
        CHECK(refusal_of(people.act(people.director, id)) == "wrong_review_state");
        CHECK(people.decide(id).decisions.size() == 2);
    });
}

TEST_CASE("drafting an application in pieces makes nobody's limit greater") {
    in_the_town_hall([](TownHall& hall) {
        Approvers approvers(hall);
        const auto who = hall.resident();
        const auto held = hall.hold_all(who, {TownHall::band("large_hall", "2027-01-16", "morning"),
                                              TownHall::band("large_hall", "2027-01-16", "afternoon")});
        const auto id = held->view.application.id;
        REQUIRE(hall.fill_in(who, id, 100));
        const auto view = hall.submit(who, id).value().view;
        const auto steps_of = [&](const std::vector<BookingId>& only) {
            REQUIRE(approvers.draft(id, {.only = only}));
            const auto steps = approvers.review(id).draft->steps.size();
            REQUIRE(take_back_draft(hall.context, approvers.desk, approvers.seen(id)));
            return steps;
        };
        REQUIRE(view.bookings[0].total <= Yen{20'000}); // what the director may decide
        REQUIRE(view.bookings[1].total <= Yen{20'000});
        REQUIRE(view.bookings[0].total + view.bookings[1].total > Yen{20'000});
        CHECK(steps_of({}) == 2);
        CHECK(steps_of({view.bookings[0].id}) == 2);
        REQUIRE(hall.cancel(who, id, {view.bookings[1].id})); // what is given up counts no more
        CHECK(steps_of({view.bookings[0].id}) == 1);
    });
}

TEST_CASE("what was left out of a draft waits for one of its own") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto held = hall.hold_all(who, {TownHall::band("large_hall", "2027-01-16", "morning"),
                                              TownHall::band("large_hall", "2027-01-17", "morning")});
        const ApplicationId id = held->view.application.id;
        REQUIRE(hall.fill_in(who, id, 100));
        const auto bookings = hall.submit(who, id).value().view.bookings;
        const auto decided = people.decide(id, {.only = {bookings[1].id}});
        CHECK(decided.bookings[0].state == BookingState::under_review);
        CHECK(decided.decisions.front().bookings == std::vector{bookings[1].id});
        CHECK(people.review(id).state == ReviewState::to_draft);
        CHECK(people.decide(id).decisions.size() == 2);
    });
}

TEST_CASE("what the town's own approval system decided is carried out under both numbers") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const ApplicationId id = large_hall_applied_for(hall, who).application.id;
        OutsideDecisionCommand outcome;
        outcome.outcome.seen = people.seen(id);
        CHECK(refusal_of(record_outside_decision(hall.context, people.desk, outcome)) == "outside_number_required");
        outcome.outside_number = "R8-生涯-123";
        outcome.outcome.seen = people.seen(id);
        const auto decided = record_outside_decision(hall.context, people.desk, outcome).value();
        CHECK(decided.decisions.front().outside_number == "R8-生涯-123");
        CHECK(decided.decisions.front().number == "星教許可第1号");
        CHECK(people.review(id).state == ReviewState::decided);
    });
}

TEST_CASE("what the desk books for somebody in a hall with a route is approved all the same") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        OnBehalfCommand command{
            .account = hall.resident().id,
            .hold = {{TownHall::band("large_hall", "2027-01-16", "morning")}, Fitting::all, hall.fresh_key(), "hash"},
            .details = {}};
        command.details.activity = ActivityCode{"performance"};
        command.details.purpose = "発表会";
        command.details.people = 100;
        const auto booked = book_on_behalf(hall.context, people.desk, command).value();
        CHECK(booked.view.bookings.front().state == BookingState::under_review);
        CHECK(people.decide(booked.view.application.id).decisions.size() == 1);
    });
}

TEST_CASE("of approving and taking back at the same moment exactly one happens") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        for (const char* const day : {"2027-01-10", "2027-01-16", "2027-01-17", "2027-01-23", "2027-01-24"}) {
            const ApplicationId application = large_hall_applied_for(hall, who, 100, day).application.id;
            REQUIRE(people.draft(application));
            const auto seen = people.seen(application);
            Result<ApplicationView> approved = refuse("not_yet");
            Result<ApplicationView> again = refuse("not_yet");
            std::thread first{[&] { approved = act_on_draft(hall.context, people.director, {seen}); }};
            std::thread second{[&] { again = act_on_draft(hall.context, people.director, {seen}); }};
            const auto cancelled = hall.cancel(who, application);
            first.join();
            second.join();
            const auto state = hall.booking(application).state;
            CHECK_FALSE((approved && again));
            const bool decided = approved || again;
            // Taking back after the decision cancels a permit; before it, there is none.
            CHECK(hall.application(application).decisions.size() == (decided ? 1U : 0U));
            CHECK(cancelled.has_value());
            CHECK(state == (decided ? BookingState::cancelled : BookingState::withdrawn));
        }
    });
}

TEST_CASE("a post's holder names and ends its deputies, and nobody else does") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const PostCode post{"director"};
        const auto naming = [&](const persistence::Account& by, AccountId whom, std::string_view first,
                                std::string_view last) {
            return refusal_of(name_deputy(hall.context, by, {post, whom, date(first), date(last)}));
        };
        const AccountId desk = people.desk.id;
        CHECK(naming(people.section_head, desk, "2026-12-01", "2026-12-02") == "not_your_post");
        CHECK(naming(people.director, hall.resident().id, "2026-12-01", "2026-12-02") == "account_not_found");
        CHECK(naming(people.director, people.director.id, "2026-12-01", "2026-12-02") == "deputy_is_holder");
        CHECK(naming(people.director, desk, "2026-12-02", "2026-12-01") == "period_reversed");
        CHECK(naming(people.director, desk, "2026-11-01", "2026-11-02") == "period_over");
        CHECK(naming(people.director, desk, "2026-12-01", "2027-12-02") == "period_too_long");
        CHECK(hall.count("deputy") == 0);
        CHECK(naming(people.director, desk, "2026-12-01", "2026-12-02").empty());
        const auto posts = posts_of_town(hall.context, people.director);
        CHECK(posts.front().is_mine);
        REQUIRE(posts.front().deputies.size() == 1);
        const auto id = posts.front().deputies.front().id;
        CHECK(refusal_of(end_deputy(hall.context, people.section_head, id)) == "not_your_post");
        CHECK(end_deputy(hall.context, people.director, id));
        CHECK(refusal_of(end_deputy(hall.context, people.director, id)) == "deputy_not_found");
        CHECK(refusal_of(name_deputy(hall.context, people.director,
                                     {PostCode{"mayor"}, desk, date("2026-12-01"), date("2026-12-02")})) ==
              "unknown_post");
    });
}

TEST_CASE("for a holder who is suddenly absent a deputy is named on somebody's word, and the log says on whose") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto deputy = hall.staff();
        const auto name = [&](const persistence::Account& by, const std::string& post, const persistence::Account& whom,
                              std::string_view first = "2026-11-10") {
            return refusal_of(name_deputy_in_absence(hall.database, hall.catalog.current()->town, by,
                                                     {PostCode{post}, whom.id, date(first), date("2026-11-12")},
                                                     hall.clock.now()));
        };
        CHECK(name(people.desk, "nobody", deputy) == "unknown_post");
        CHECK(name(hall.resident(), "director", deputy) == "account_not_found");
        CHECK(name(people.desk, "director", hall.resident()) == "account_not_found");
        CHECK(name(people.desk, "director", people.director) == "deputy_is_holder");
        CHECK(name(people.desk, "director", deputy, "2026-11-13") == "period_reversed");
        CHECK(hall.count("access_log WHERE action = 'deputy_named_in_absence'") == 0);
        CHECK(name(people.desk, "director", deputy).empty());
        CHECK(hall.count("access_log WHERE action = 'deputy_named_in_absence' AND account_id = " +
                         std::to_string(people.desk.id.value())) == 1);
        const ApplicationId id = large_hall_applied_for(hall, hall.resident(), 100).application.id;
        REQUIRE(people.draft(id));
        const auto decided = people.act(deputy, id).value();
        CHECK(decided.decisions.front().as_deputy);
        CHECK(worklist(hall.context, people.director, 10).size() == 1); // to be acknowledged
    });
}

TEST_CASE("everybody's worklist says what they have to do") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const ApplicationId id = large_hall_applied_for(hall, hall.resident()).application.id;
        const auto part = [&](const persistence::Account& who) { return worklist(hall.context, who, 10).at(0).part; };
        CHECK(part(people.desk).drafts);
        CHECK_FALSE(part(people.director).drafts);
        REQUIRE(people.draft(id));
        CHECK(part(people.desk).drafted);
        CHECK(part(people.director).decides.has_value());
        CHECK_FALSE(part(people.section_head).decides);
        REQUIRE(ask_opinion(hall.context, people.desk, people.seen(id), PostCode{"general_affairs"}));
        CHECK(part(people.general_affairs).consulted.size() == 1);
        CHECK(refusal_of(review_file(hall.context, people.desk, ApplicationId{1})) == "application_not_found");
        CHECK(hall.count("access_log WHERE action = 'application'") > 0);
    });
}
