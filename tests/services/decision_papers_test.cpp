// Every kind of decision has its paper from the moment on which it was decided, and what stands on it stays.
#include "domain/core/japanese_era.hpp"
#include "persistence/repositories/documents.hpp"
#include "persistence/repositories/towns.hpp"
#include "services/booking/change.hpp"
#include "services/booking/change_request.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/revoke.hpp"
#include "services/issuing/content_json.hpp"
#include "services/issuing/decision_papers.hpp"
#include "services/issuing/issue.hpp"
#include "services/town/town_loader.hpp"
#include "tests/documents/pdf_tools.hpp"
#include "tests/services/support/approvers.hpp"
#include "tests/services/support/hanasato.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::Decision;
using persistence::Proposal;
using persistence::Session;

namespace {

constexpr const char* why = "設備の故障のため";

persistence::IssuedDocument paper_of(TownHall& hall, const Decision& decision) {
    REQUIRE(decision.paper);
    return hall.database.read([&](Session& session) { return persistence::find_document(session, *decision.paper); })
        .value();
}

DocumentContent kept_of(TownHall& hall, const Decision& decision) {
    return content_from_json_text(paper_of(hall, decision).content_json);
}

std::string text_about(TownHall& hall, documents::Press& press, const Decision& decision) {
    return joined(text_of(document_pdf(hall.context, press, paper_of(hall, decision)).value()));
}

bool tells_of_appeal(DecisionKind kind) {
    return kind == DecisionKind::conditional_permit || kind == DecisionKind::change_permit ||
           kind == DecisionKind::refusal || kind == DecisionKind::change_refusal || kind == DecisionKind::revocation ||
           kind == DecisionKind::reduction_refusal;
}

ChangeCommand to_the_second(TownHall& hall, const persistence::Booking& booking) {
    ChangeCommand change;
    change.application = booking.application;
    change.booking = booking.id;
    change.date = date("2026-12-02");
    change.idempotency_key = hall.fresh_key();
    change.request_hash = "hash";
    return change;
}

ReductionDecisionCommand reduction(ApplicationId id, bool is_granted, const char* code, const char* reason) {
    ReductionDecisionCommand command{
        .application = id, .is_granted = is_granted, .reduction = {}, .evidence_seen_on = {}, .reason = reason};
    if (*code != '\0') command.reduction = ReductionCode{code};
    return command;
}

// An application that is paid, changed, given back in part, revoked, and stands again.
ApplicationId much_decided(TownHall& hall, const persistence::Account& who, const persistence::Account& desk) {
    const auto paid = hall.paid(who, {TownHall::small_meeting(), TownHall::small_meeting("afternoon")});
    REQUIRE(change_application(hall.context, {who.id, false}, to_the_second(hall, paid.bookings[0])));
    REQUIRE(hall.cancel(who, paid.application.id, {paid.bookings[1].id}));
    REQUIRE(revoke_booking(hall.context, {paid.bookings[0].id, desk.id, why}));
    REQUIRE(reinstate_booking(hall.context, desk.id, paid.bookings[0].id));
    return paid.application.id;
}

// To sell something there is what the desk decides alone.
ApplicationId change_refused(TownHall& hall, const persistence::Account& who, const persistence::Account& desk) {
    const auto booking = hall.paid(who, {TownHall::small_meeting("morning", "2026-12-04")}).bookings.front();
    ChangeCommand change = to_the_second(hall, booking);
    change.date.reset();
    change.declared = DeclaredChange{std::nullopt, true};
    REQUIRE(apply_for_change(hall.context, {who.id, false}, {change, ""}));
    REQUIRE(decide_asked_change(hall.context, desk,
                                {.application = booking.application, .is_granted = false, .reason = why}));
    return booking.application;
}

ApplicationId reduced_and_refunded(TownHall& hall, const persistence::Account& who, const persistence::Account& desk) {
    const auto paid = hall.paid(who, {TownHall::small_meeting("morning", "2026-12-03")});
    const ApplicationId id = paid.application.id;
    REQUIRE(decide_reduction(hall.context, desk, reduction(id, true, "g9", "")));
    REQUIRE(ask_reduction(hall.context, who, id, ReductionCode{"g8"}));
    REQUIRE(decide_reduction(hall.context, desk, reduction(id, false, "", "自治会の使用ではないため")));
    hall.clock.set(at("2026-12-03 08:00"));
    REQUIRE(hall.cancel(who, id));
    REQUIRE(decide_refund(hall.context, {paid.bookings.front().id, desk.id, RefundCause::disaster, "台風のため"}));
    return id;
}

} // namespace

TEST_CASE("every kind of decision has its paper, with number, date, reason, conditions and notice of appeal") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        Approvers people{hall};
        const auto who = hall.resident();
        std::vector<ApplicationId> applications{much_decided(hall, who, people.desk)};
        applications.push_back(large_hall_applied_for(hall, who, 100, "2027-01-16").application.id);
        static_cast<void>(people.decide(applications.back(), {.standard_conditions = {"restore"}}));
        applications.push_back(large_hall_applied_for(hall, who, 100, "2027-01-17").application.id);
        static_cast<void>(people.decide(applications.back(), {.proposal = Proposal::refuse, .reason = why}));
        applications.push_back(change_refused(hall, who, people.desk));
        applications.push_back(reduced_and_refunded(hall, who, people.desk));

        std::set<DecisionKind> seen;
        for (const ApplicationId id : applications)
            for (const Decision& decision : hall.application(id).decisions) {
                CAPTURE(name_of(decision.kind));
                CAPTURE(decision.number);
                seen.insert(decision.kind);
                const auto paper = paper_of(hall, decision);
                CHECK(paper.kind == paper_about(decision.kind));
                CHECK(paper.number == decision.number);
                const std::string text = text_about(hall, press, decision);
                const auto says = [&](const std::string& words) {
                    CHECK_MESSAGE(text.find(joined(words)) != std::string::npos, words);
                };
                says(hall.catalog.current()->papers.templates.at(paper.kind).title);
                says(decision.number);
                says(era_date(decision.decided_on));
                says(who.display_name);
                says(decision.reason);
                for (const Text& condition : decision.conditions)
                    says(condition.ja);
                CHECK(decision.appeal.has_value() == tells_of_appeal(decision.kind));
                if (decision.appeal) {
                    says("審査請求をすることができます");
                    says("処分の取消しの訴えを提起することができます");
                }
            }
        CHECK(seen == std::set<DecisionKind>{decision_kinds().begin(), decision_kinds().end()});
    });
}

TEST_CASE("the paper of a changed permit lists what is permitted by then, whatever of it changed or was given up") {
    in_the_town_hall([](TownHall& hall) {
        const auto id = much_decided(hall, hall.resident(), hall.staff());
        const auto decisions = hall.application(id).decisions;
        const auto dates_on = [&](std::size_t place) {
            std::vector<std::string> dates;
            for (const UseLine& use : kept_of(hall, decisions[place]).uses)
                dates.push_back(use.date + " " + use.time);
            return dates;
        };
        CHECK(dates_on(0) == std::vector<std::string>{"令和8年12月1日（火） 9:00～12:00 午前",
                                                      "令和8年12月1日（火） 13:00～17:00 午後"});
        REQUIRE(decisions[1].kind == DecisionKind::change_permit);
        CHECK(dates_on(1) == std::vector<std::string>{"令和8年12月1日（火） 13:00～17:00 午後",
                                                      "令和8年12月2日（水） 9:00～12:00 午前"});
        REQUIRE(decisions[2].kind == DecisionKind::change_permit);
        CHECK(dates_on(2) == std::vector<std::string>{"令和8年12月2日（水） 9:00～12:00 午前"});
    });
}

TEST_CASE("a changed permit, a revocation and a receipt name the permit that is in force by then, not the one before") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid = hall.paid(who);
        const auto id = paid.application.id;
        auto change = to_the_second(hall, paid.bookings[0]);
        hall.clock.set(at("2026-11-11 10:00"));
        REQUIRE(change_application(hall.context, {who.id, false}, change));
        change.date = date("2026-12-03");
        change.idempotency_key = hall.fresh_key();
        REQUIRE(change_application(hall.context, {who.id, false}, change));
        REQUIRE(revoke_booking(hall.context, {paid.bookings[0].id, desk.id, why}));
        const auto view = hall.application(id);
        std::vector<const Decision*> named;
        for (const Decision& decision : view.decisions)
            if (decision.kind != DecisionKind::refund) named.push_back(&decision);
        REQUIRE(named.size() == 4); // permit, two changes, revocation
        for (std::size_t each = 1; each < named.size(); ++each) {
            const auto words = kept_of(hall, *named[each]).words;
            CHECK(words.at("permit_number") == named[each - 1]->number);
            CHECK(words.at("permit_date") == (each == 1 ? "令和8年11月10日" : "令和8年11月11日"));
        }
        const Paper receipt{DocumentKind::receipt, view.obligations.front().id.value()};
        const auto issued = issue_document(hall.context, {who.id, false}, id, receipt).value().document;
        CHECK(content_from_json_text(issued.content_json).words.at("permit_number") == named[2]->number);
        const std::string changed = text_about(hall, press, *named[2]);
        for (const std::string_view says :
             {"火気の使用、飲酒", "この許可書（画面の表示を含む。）を示すこと", "審査請求"})
            CHECK_MESSAGE(changed.find(says) != std::string::npos, says);
    });
}

TEST_CASE("a permit that was replaced or revoked says so on every later copy; what was written down stays") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid = hall.paid(who, {TownHall::small_meeting(), TownHall::small_meeting("afternoon")});
        const auto id = paid.application.id;
        const auto copy = [&](std::size_t decision) {
            return text_about(hall, press, hall.application(id).decisions[decision]);
        };
        const auto says = [](const std::string& text, const std::string& words) {
            return text.find(joined(words)) != std::string::npos;
        };
        CHECK_FALSE(says(copy(0), "効力を失いました"));
        const std::string kept = paper_of(hall, hall.application(id).decisions[0]).content_json;
        REQUIRE(change_application(hall.context, {who.id, false}, to_the_second(hall, paid.bookings[0])));
        const auto change = hall.application(id).decisions[1];
        REQUIRE(change.kind == DecisionKind::change_permit);
        CHECK(says(copy(0), "この許可書は、令和8年11月10日付け" + change.number + "の変更許可により効力を失いました"));
        CHECK_FALSE(says(copy(1), "効力を失いました"));
        REQUIRE(revoke_booking(hall.context, {paid.bookings[0].id, desk.id, why}));
        CHECK(says(copy(1), "一部取消済（令和8年11月10日付け"));
        REQUIRE(hall.cancel(who, id, {paid.bookings[1].id}));
        CHECK(says(copy(1), "取消済（使用者の申出による）"));
        CHECK_FALSE(says(copy(1), "一部取消済"));
        REQUIRE(reinstate_booking(hall.context, desk.id, paid.bookings[0].id));
        CHECK_FALSE(says(copy(1), "取消済（令和"));
        CHECK(paper_of(hall, hall.application(id).decisions[0]).content_json == kept);
    });
}

TEST_CASE("a refund of a change tells both fees and what lies between; one of a breach says that it is one") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid = hall.paid(who, {TownHall::small_meeting("afternoon")});
        auto change = to_the_second(hall, paid.bookings[0]);
        change.band = BandCode{"morning"};
        REQUIRE(change_application(hall.context, {who.id, false}, change));
        const auto view = hall.application(paid.application.id);
        REQUIRE(view.decisions.back().kind == DecisionKind::refund);
        auto words = kept_of(hall, view.decisions.back()).words;
        CHECK(words.at("refund_ground") == "使用の変更");
        CHECK(words.at("fee_before_yen") == "620円");
        CHECK(words.at("fee_after_yen") == "470円");
        CHECK(words.at("fee_difference_yen") == "150円");
        CHECK(words.at("amount_yen") == "150円");
        REQUIRE(revoke_booking(hall.context, {paid.bookings[0].id, desk.id, "目的外の使用のため", RefundCause::user}));
        const auto revoked = hall.application(paid.application.id);
        REQUIRE(revoked.decisions.back().kind == DecisionKind::refund);
        words = kept_of(hall, revoked.decisions.back()).words;
        CHECK(words.at("refund_ground") == "使用者の責めに帰すべき事由による使用許可の取消し");
        CHECK_FALSE(words.contains("fee_before_yen"));
    });
}

TEST_CASE("a revocation that is taken back names what it takes back, and the refund with it") {
    in_the_town_hall([](TownHall& hall) {
        const auto id = much_decided(hall, hall.resident(), hall.staff());
        const Decision decision = hall.application(id).decisions.back();
        REQUIRE(decision.kind == DecisionKind::reinstatement);
        const DocumentContent kept = kept_of(hall, decision);
        CHECK(kept.words.at("taken_back_number") == "星教指令第1号");
        CHECK(kept.words.at("taken_back_on") == "令和8年11月10日");
        CHECK(kept.words.at("refund_taken_back_yen") == "470円");
    });
}

TEST_CASE("what is refunded by rule is decided by nobody, under a number, with its rate and its article") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who);
        REQUIRE(hall.cancel(who, paid.application.id));
        const auto view = hall.application(paid.application.id);
        const Decision& decision = view.decisions.back();
        REQUIRE(decision.kind == DecisionKind::refund);
        CHECK_FALSE(decision.decided_by);
        REQUIRE(view.refunds.size() == 1);
        CHECK(decision.refunds == std::vector{view.refunds.front().id});
        const DocumentContent kept = kept_of(hall, decision);
        CHECK(kept.words.at("refund_ground") == "使用者の取消し");
        CHECK(kept.words.at("refund_percent") == std::to_string(view.refunds.front().percent) + "％");
        CHECK(kept.words.at("paid_yen") == "470円");
        CHECK_FALSE(kept.words.at("refund_article").empty());
    });
}

TEST_CASE("what was decided stays on its paper, whatever becomes of the booking, the town and its templates") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        auto who = hall.resident();
        const auto paid = hall.paid(who);
        const Decision permit = paid.decisions.front();
        const auto at_once = paper_of(hall, permit);
        REQUIRE(change_application(hall.context, {who.id, false}, to_the_second(hall, paid.bookings.front())));
        const std::string name = who.display_name;
        who.display_name = "別の名前";
        hall.database.transact([&](Session& session) { persistence::save_account(session, who); });
        auto files = hall.database.read([](Session& session) { return persistence::load_edition_in_force(session); })
                         .value()
                         .files;
        auto& main = files.at("town.toml");
        main.replace(main.find("教育長　海野　岬"), std::string{"教育長　海野　岬"}.size(), "教育長　次の　教育長");
        auto& form = files.at("documents/permit.toml");
        form.replace(form.find("許可します。"), std::string{"許可します。"}.size(), "許可した。");
        hall.database.transact([&](Session& session) {
            static_cast<void>(persistence::put_in_force(session, files, {}, hall.clock.now()));
        });
        hall.catalog.refresh();

        const std::string text = text_about(hall, press, permit); // printed for the first time
        for (const std::string& words :
             {std::string{"令和8年12月1日"}, std::string{"教育長海野岬"}, std::string{"許可します。"}, joined(name)})
            CHECK_MESSAGE(text.find(words) != std::string::npos, words);
        CHECK(text.find("令和8年12月2日") == std::string::npos);
        CHECK(paper_of(hall, permit).content_json == at_once.content_json);
        const Decision changed = hall.application(paid.application.id).decisions.back();
        CHECK(kept_of(hall, changed).words.at("issuer") ==
              "星見川町教育委員会　教育長　海野　岬"); // decided before the next one
    });
}

TEST_CASE("a notice of appeal that a decision told cannot be changed or taken away; one that nobody was told can") {
    in_the_town_hall([](TownHall& hall) {
        const auto files =
            hall.database.read([](Session& session) { return persistence::load_edition_in_force(session); })
                .value()
                .files;
        const auto with = [&](const std::string& words, const std::string& others) {
            auto changed = files;
            auto& main = changed.at("town.toml");
            for (auto at = main.find(words); at != std::string::npos; at = main.find(words, at + others.size()))
                main.replace(at, words.size(), others);
            return refusal_of(put_town_in_force(hall.database, load_town(changed).value(), changed, hall.clock.now()));
        };
        CHECK(with("起算して3か月以内に", "起算して4か月以内に").empty());
        CHECK(with("起算して4か月以内に", "起算して3か月以内に").empty()); // the files as they were
        const auto paid = hall.paid(hall.resident());
        REQUIRE(revoke_booking(hall.context, {paid.bookings.front().id, hall.staff().id, why}));
        CHECK(with("起算して3か月以内に", "起算して4か月以内に") == "appeal_was_told");
        CHECK(with("\"appeal_2026\"", "\"appeal_2027\"") == "appeal_was_told");
        CHECK(with("contact = ", "contact =  ").empty());
    });
}

TEST_CASE("a decision is signed by the authority that decides, and its notice of appeal is that authority's") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        struct Row {
            UseRequest use;
            const char* signs;
            const char* authority;
            const char* number;
            const char* appeal;
            const char* gives_back;
        };
        for (const Row& row : {Row{big_room(), "花里町教育委員会", "花里町教育委員会", "許可第1号",
                                   "花里町教育委員会が代表します", "花里町長　花田　実"},
                               Row{TownHall::hours("ground", "2026-12-01", "09:00", "10:00"),
                                   "指定管理者　花里スポーツ協会　会長　岸　走", "花里スポーツ協会", "花ス許可第1号",
                                   "被告は花里スポーツ協会です", "指定管理者　花里スポーツ協会　会長　岸　走"}}) {
            CAPTURE(row.authority);
            const auto paid = hall.paid(who, {row.use});
            CHECK(kept_of(hall, paid.decisions.front()).words.at("issuer") == row.signs);
            CHECK(paid.decisions.front().number == row.number);
            CHECK(paid.decisions.front().authority.ja == row.authority);
            REQUIRE(revoke_booking(hall.context, {paid.bookings.front().id, desk.id, why}));
            const auto decisions = hall.application(paid.application.id).decisions;
            REQUIRE(decisions.size() == 3);
            CHECK(kept_of(hall, decisions[1]).words.at("issuer") == row.signs);
            REQUIRE(kept_of(hall, decisions[1]).appeal.size() == 1);
            CHECK(kept_of(hall, decisions[1]).appeal.front().find(row.appeal) != std::string::npos);
            REQUIRE(decisions[2].kind == DecisionKind::refund);
            CHECK(kept_of(hall, decisions[2]).words.at("issuer") == row.gives_back);
            const auto form =
                issue_document(hall.context, {who.id, false}, paid.application.id, {DocumentKind::application_form, 0});
            REQUIRE(form);
            CHECK(content_from_json_text(form->document.content_json).words.at("issuer") == row.signs);
        }
    });
}

TEST_CASE("receipts are issued by whose revenue it is, whoever decides") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        for (const auto& [use, issuer] :
             {std::pair{big_room(), "花里町長"},
              std::pair{TownHall::hours("ground", "2026-12-01", "09:00", "10:00"), "花里スポーツ協会"}}) {
            const auto paid = hall.paid(who, {use});
            const auto receipt = issue_document(hall.context, {who.id, false}, paid.application.id,
                                                {DocumentKind::receipt, paid.obligations.front().id.value()});
            REQUIRE(receipt);
            CHECK(content_from_json_text(receipt->document.content_json).words.at("issuer") == issuer);
        }
    });
}

TEST_CASE(
    "what a deputy decided is signed by the authority all the same, and stays theirs when the town names another") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto who = hall.resident();
        const auto deputy = hall.staff();
        people.name_deputy("director", deputy, "2026-11-01", "2026-11-30");
        const auto id = large_hall_applied_for(hall, who, 100).application.id;
        static_cast<void>(people.draft(id));
        const auto decided = people.act(deputy, id);
        REQUIRE_FALSE(decided.value().decisions.empty());
        const Decision& decision = decided->decisions.front();
        CHECK(decision.as_deputy);
        CHECK(kept_of(hall, decision).words.at("issuer") == "星見川町教育委員会　教育長　海野　岬");
        auto files = hall.database.read([](Session& session) { return persistence::load_edition_in_force(session); })
                         .value()
                         .files;
        auto& main = files.at("town.toml");
        main.replace(main.find("ja = \"星見川町教育委員会\""), std::string{"ja = \"星見川町教育委員会\""}.size(),
                     "ja = \"星見川町長\"");
        hall.database.transact([&](Session& session) {
            static_cast<void>(persistence::put_in_force(session, files, {}, hall.clock.now()));
        });
        hall.catalog.refresh();
        CHECK(hall.application(id).decisions.front().authority.ja == "星見川町教育委員会");
    });
}
