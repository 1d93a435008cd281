// Papers: who may have which, what stays on them, and how they are counted.
#include "domain/core/japanese_era.hpp"
#include "persistence/repositories/towns.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/reductions.hpp"
#include "services/issuing/content_json.hpp"
#include "services/issuing/day_sheet.hpp"
#include "services/issuing/issue.hpp"
#include "services/payment/pay_later.hpp"
#include "services/town/town_loader.hpp"
#include "tests/documents/pdf_tools.hpp"
#include "tests/services/support/approvers.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::Session;

namespace {

Viewer self(const persistence::Account& account) { return {account.id, account.role == Role::desk}; }

Paper receipt_of(const ApplicationView& view) { return {DocumentKind::receipt, view.obligations.back().id.value()}; }

Paper notice_of(const ApplicationView& view) {
    return {DocumentKind::payment_notice, view.obligations.back().id.value()};
}

// Two use cases at the same time, many times over.
template <class Deed>
void at_the_same_time(int threads, Deed deed) {
    std::vector<std::jthread> running;
    for (int thread = 0; thread < threads; ++thread)
        running.emplace_back([=] { deed(thread); });
}

} // namespace

TEST_CASE("an application has its form once it was submitted, a notice while it owes, a receipt when it is paid") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(list_documents(hall.context, self(who), held.application)->issuable.empty());
        static_cast<void>(hall.fill_in(who, held.application).value());
        CHECK(list_documents(hall.context, self(who), held.application)->issuable.empty());
        static_cast<void>(hall.start(who, held.application).value());
        const auto kinds_of = [&] {
            std::set<DocumentKind> kinds;
            const auto listed = list_documents(hall.context, self(who), held.application);
            for (const Paper& paper : listed->issuable)
                kinds.insert(paper.kind);
            for (const Issued& issued : listed->issued)
                kinds.insert(issued.document.kind);
            return kinds;
        };
        CHECK(kinds_of().contains(DocumentKind::application_form));
        CHECK(kinds_of().contains(DocumentKind::payment_notice));
        CHECK_FALSE(kinds_of().contains(DocumentKind::receipt));
        hall.work();
        hall.provider.pay(hall.application(held.application).attempt->attempt_ref, hall.clock.now());
        hall.work_after(std::chrono::seconds{15});
        CHECK(kinds_of().contains(DocumentKind::receipt));
        CHECK_FALSE(kinds_of().contains(DocumentKind::payment_notice));
    });
}

TEST_CASE("a paper is issued once; whoever asks again gets the same one") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who);
        const auto first = issue_document(hall.context, self(who), view.application.id, receipt_of(view));
        REQUIRE(first);
        CHECK(first->is_new);
        CHECK(first->document.number == "令和8年度 第1号");
        hall.clock.pass(std::chrono::hours{24});
        const auto again = issue_document(hall.context, self(hall.staff()), view.application.id, receipt_of(view));
        REQUIRE(again);
        CHECK_FALSE(again->is_new);
        CHECK(again->document.id == first->document.id);
        CHECK(again->document.issued_by == who.id);
        const auto list = list_documents(hall.context, self(who), view.application.id).value();
        REQUIRE(list.issued.size() == 3); // form and permit are there since it was submitted and decided
        CHECK(list.issued[0].document.kind == DocumentKind::application_form);
        CHECK(list.issued[1].document.kind == DocumentKind::permit);
        CHECK(std::ranges::find(list.issuable, receipt_of(view)) == list.issuable.end());
    });
}

TEST_CASE("somebody else's papers are not there, and what cannot be said is not issued") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto other = hall.resident();
        const auto view = hall.paid(who);
        const auto id = view.application.id;
        CHECK(refusal_of(list_documents(hall.context, self(other), id)) == "application_not_found");
        CHECK(refusal_of(issue_document(hall.context, self(other), id, receipt_of(view))) == "application_not_found");
        CHECK(refusal_of(issue_document(hall.context, self(who), id, notice_of(view))) == "not_issuable");
        CHECK(refusal_of(issue_document(hall.context, self(who), id, {DocumentKind::receipt, 1})) == "not_issuable");
        CHECK(refusal_of(issue_document(hall.context, self(who), id, {DocumentKind::day_sheet, 0})) == "not_issuable");
        const auto issued = issue_document(hall.context, self(who), id, receipt_of(view)).value().document;
        CHECK(refusal_of(print_document(hall.context, press, self(other), issued.id)) == "document_not_found");
        CHECK(refusal_of(print_document(hall.context, press, self(who), DocumentId{1})) == "document_not_found");
        CHECK(refusal_of(reissue_document(hall.context, hall.staff().id, DocumentId{1}, "紛失")) ==
              "document_not_found");
    });
}

TEST_CASE("an issued paper comes out the same to the byte, whatever changes in the town and the application") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto view = hall.paid(who);
        const auto issued =
            issue_document(hall.context, self(who), view.application.id, receipt_of(view)).value().document;
        const auto before = print_document(hall.context, press, self(who), issued.id).value();
        CHECK(before.file_name == "receipt-" + *view.application.number + ".pdf");
        CHECK(before.pdf.starts_with("%PDF-"));

        // The person has another name, the town other templates and issuers.
        auto renamed = who;
        renamed.display_name = "別の名前";
        hall.database.transact([&](Session& session) { persistence::save_account(session, renamed); });
        auto files = hall.database.read([](Session& session) { return persistence::load_edition_in_force(session); })
                         .value()
                         .files;
        auto& main = files.at("town.toml");
        main.replace(main.find("星見川町長　星野　渡"), std::string{"星見川町長　星野　渡"}.size(),
                     "星見川町長　次の　町長");
        hall.database.transact([&](Session& session) {
            static_cast<void>(persistence::put_in_force(session, files, {}, hall.clock.now()));
        });
        hall.catalog.refresh();
        hall.clock.pass(std::chrono::hours{24 * 365 * 3});
        CHECK(print_document(hall.context, press, self(who), issued.id).value().pdf == before.pdf);
    });
}

TEST_CASE("what is kept is what the paper shows, and no more") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who);
        const auto issued =
            issue_document(hall.context, self(who), view.application.id, receipt_of(view)).value().document;
        const DocumentContent kept = content_from_json_text(issued.content_json);
        CHECK(kept.words.at("amount_yen") == "470円");
        CHECK(kept.words.at("applicant_name") == who.display_name);
        CHECK_FALSE(kept.words.contains("purpose")); // a receipt does not say what the room was for
        CHECK_FALSE(kept.words.contains("people"));
        CHECK(kept.taxes == std::vector{TaxLine{"10％対象（税込）", "470円", "42円"}});
        CHECK(to_json_text(kept) == issued.content_json);
    });
}

TEST_CASE("a notice that must be paid by midnight names the day that ends then, as the pages do") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto id =
            hall.hold(who, TownHall::band("large_hall", "2027-01-16", "morning")).value().booking.application;
        REQUIRE(hall.fill_in(who, id, 300));
        REQUIRE(hall.submit(who, id));
        static_cast<void>(Approvers{hall}.decide(id));
        REQUIRE(pay_later(hall.context, self(who), id, PaymentMethod::payment_notice));
        const auto view = hall.application(id);
        REQUIRE(deadline_of(view, BookingState::permitted_unpaid) == at("2026-11-25 00:00"));
        const auto notice = issue_document(hall.context, self(who), id, notice_of(view)).value();
        CHECK(content_from_json_text(notice.document.content_json).words.at("due_on") == "令和8年11月24日 24:00");
    });
}

TEST_CASE("the form says what was handed in, whatever is moved, given up or reduced since; a reduction has its own") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who, {hall.small_meeting("morning"), hall.small_meeting("evening")});
        const auto id = view.application.id;
        const auto forms = [&] {
            std::vector<persistence::IssuedDocument> found;
            const auto list = list_documents(hall.context, self(who), id).value();
            for (const Issued& issued : list.issued)
                if (issued.document.kind == DocumentKind::application_form ||
                    issued.document.kind == DocumentKind::application_with_reduction)
                    found.push_back(issued.document);
            for (const Paper& paper : list.issuable)
                CHECK(paper.kind == DocumentKind::receipt);
            return found;
        };
        REQUIRE(forms().size() == 1);
        const std::string handed_in = forms()[0].content_json;
        CHECK(content_from_json_text(handed_in).words.at("applied_on") == "令和8年11月10日");
        CHECK(content_from_json_text(handed_in).uses.size() == 2);
        hall.clock.set(at("2026-11-12 10:00"));
        REQUIRE(hall.cancel(who, id, {view.bookings[1].id}));
        REQUIRE(ask_reduction(hall.context, who, id, ReductionCode{"g9"}));
        REQUIRE(forms().size() == 2);
        CHECK(forms()[0].content_json == handed_in);
        const DocumentContent asked = content_from_json_text(forms()[1].content_json);
        CHECK(forms()[1].kind == DocumentKind::application_with_reduction);
        CHECK(asked.words.at("applied_on") == "令和8年11月12日");
        CHECK(asked.uses.size() == 1);
    });
}

TEST_CASE("the desk's booking and what waits for a review have their form from the same moment on") {
    in_the_town_hall([](TownHall& hall) {
        const auto waiting = large_hall_applied_for(hall, hall.resident());
        const auto desk = hall.staff();
        OnBehalfCommand command{.account = hall.resident().id,
                                .hold = {{hall.small_meeting()}, Fitting::all, hall.fresh_key(), "hash"},
                                .details = {}};
        command.details.purpose = "会議";
        command.details.people = 5;
        const auto booked = book_on_behalf(hall.context, desk, command).value();
        for (const ApplicationId id : {waiting.application.id, booked.view.application.id}) {
            const auto form = hall.database.read([&](Session& session) {
                return persistence::find_document(session, id, DocumentKind::application_form, 0);
            });
            REQUIRE(form);
            CHECK(form->issued_at == hall.clock.now());
        }
    });
}

TEST_CASE("a payment notice whose sum was paid says so on every later copy") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto id = hall.hold(who, hall.small_meeting()).value().booking.application;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, self(who), id, PaymentMethod::cash));
        const auto notice = issue_document(hall.context, self(who), id, notice_of(hall.application(id))).value();
        const auto copy = [&] {
            return joined(text_of(print_document(hall.context, press, self(who), notice.document.id).value().pdf));
        };
        CHECK(copy().find("納付済") == std::string::npos);
        hall.pay(who, id);
        CHECK(copy().starts_with("納付済"));
    });
}

TEST_CASE("a payment notice that another replaced says so on every later copy") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto held = hall.hold_all(who, {hall.small_meeting("morning"), hall.small_meeting("evening")});
        REQUIRE(held);
        const auto id = held->view.application.id;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, self(who), id, PaymentMethod::cash));
        const auto notice = issue_document(hall.context, self(who), id, notice_of(hall.application(id))).value();
        const auto copy = [&] {
            return joined(text_of(print_document(hall.context, press, self(who), notice.document.id).value().pdf));
        };
        CHECK(copy().find("効力を失いました") == std::string::npos);
        REQUIRE(hall.cancel(who, id, {held->view.bookings[0].id}));
        CHECK(copy().find("額の変更により効力を失いました") != std::string::npos);
        REQUIRE(hall.cancel(who, id));
        CHECK(copy().find("納付の必要はありません") != std::string::npos);
    });
}

TEST_CASE("a receipt tells the tax by the rates of the town's data, each rate once") {
    in_the_town_hall([](TownHall& hall) {
        auto files = hall.database.read([](Session& session) { return persistence::load_edition_in_force(session); })
                         .value()
                         .files;
        files.at("kirara.toml") += R"(
[[tax]]
spaces = ["small_meeting"]
percent = 8
included = true
direction = "up"
article = { ja = "条例第5条", en = "Ordinance, article 5" }
)";
        REQUIRE(services::load_town(files));
        hall.database.transact([&](Session& session) {
            static_cast<void>(persistence::put_in_force(session, files, {}, hall.clock.now()));
        });
        hall.catalog.refresh();
        const auto who = hall.resident();
        const auto view = hall.paid(who, {hall.small_meeting("morning"), hall.small_meeting("evening"),
                                          TownHall::band("small_hall", "2027-01-15", "all_day")});
        const auto issued = issue_document(hall.context, self(who), view.application.id, receipt_of(view)).value();
        const DocumentContent kept = content_from_json_text(issued.document.content_json);
        CHECK(kept.taxes == std::vector{TaxLine{"10％対象（税込）", "11,520円", "1,047円"},
                                        TaxLine{"8％対象（税込）", "1,250円", "93円"}}); // 92.6, up
    });
}

TEST_CASE("receipts are numbered without a gap, however many are issued at once, and none is issued twice") {
    in_the_town_hall([](TownHall& hall) {
        std::vector<ApplicationView> paid;
        for (int day = 1; day <= 6; ++day) // 30 November is a Monday
            paid.push_back(
                hall.paid(hall.resident(), {hall.small_meeting("morning", "2026-12-0" + std::to_string(day))}));
        at_the_same_time(12, [&](int thread) {
            const auto& view = paid[static_cast<std::size_t>(thread) % paid.size()];
            static_cast<void>(
                issue_document(hall.context, {view.application.account, false}, view.application.id, receipt_of(view))
                    .value());
        });
        std::set<std::string> numbers;
        for (const auto& view : paid) {
            const auto receipt = hall.database.read([&](Session& session) {
                return persistence::find_document(session, view.application.id, DocumentKind::receipt,
                                                  receipt_of(view).subject);
            });
            REQUIRE(receipt);
            numbers.insert(receipt->number.value());
            CHECK(receipt->series == "receipt/town/2026");
        }
        CHECK(numbers == std::set<std::string>{"令和8年度 第1号", "令和8年度 第2号", "令和8年度 第3号",
                                               "令和8年度 第4号", "令和8年度 第5号", "令和8年度 第6号"});
    });
}

TEST_CASE("every reissue has a number of its own, its reason, and stands in the log") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto view = hall.paid(who);
        const auto issued =
            issue_document(hall.context, self(who), view.application.id, receipt_of(view)).value().document;
        const auto original = print_document(hall.context, press, self(who), issued.id).value().pdf;
        at_the_same_time(8, [&](int thread) {
            static_cast<void>(
                reissue_document(hall.context, desk.id, issued.id, "紛失 " + std::to_string(thread)).value());
        });
        const auto reissues =
            hall.database.read([&](Session& session) { return persistence::reissues_of(session, issued.id); });
        REQUIRE(reissues.size() == 8);
        for (std::size_t at = 0; at < reissues.size(); ++at) {
            CHECK(reissues[at].number == static_cast<std::int64_t>(at) + 1);
            CHECK(reissues[at].by == desk.id);
            CHECK(reissues[at].reason.starts_with("紛失"));
        }
        const auto now =
            hall.database.read([&](Session& session) { return persistence::find_document(session, issued.id); });
        CHECK(now->reissues == 8);
        const auto again = print_document(hall.context, press, self(who), issued.id).value().pdf;
        CHECK(again != original);
        CHECK(again == print_document(hall.context, press, self(who), issued.id).value().pdf);
    });
}

TEST_CASE("what an application of many uses comes to fits on its papers") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto view =
            hall.paid(who, {hall.small_meeting("morning", "2026-12-01"), hall.small_meeting("evening", "2026-12-01"),
                            hall.small_meeting("afternoon", "2026-12-02")});
        const auto issued =
            issue_document(hall.context, self(who), view.application.id, {DocumentKind::application_form, 0})
                .value()
                .document;
        const DocumentContent kept = content_from_json_text(issued.content_json);
        REQUIRE(kept.uses.size() == 3);
        CHECK(kept.uses[0].date == "令和8年12月1日（火）");
        CHECK(kept.uses[0].time == "9:00～12:00 午前");
        CHECK(kept.uses[0].space == "小会議室");
        CHECK(kept.uses[0].fee == "470円");
        CHECK(kept.fees.back().role == FeeLineRole::total);
        CHECK(kept.fees.back().amount == "1,870円"); // 470 + 780 + 620
        CHECK(print_document(hall.context, press, self(who), issued.id));
    });
}

TEST_CASE("the sheet of a day is printed for the desk, every room once, and the look is logged") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        static_cast<void>(hall.paid(hall.resident()));
        const auto desk = hall.staff();
        CHECK(print_day_sheet(hall.context, press, desk, FacilityCode{"kirara"}, date("2026-12-01"))
                  .value()
                  .starts_with("%PDF-"));
        CHECK(refusal_of(print_day_sheet(hall.context, press, desk, FacilityCode{"nowhere"}, date("2026-12-01"))) ==
              "unknown_facility");
    });
}

TEST_CASE("the sheet of a day says what to prepare, who waits for a permit, and what to take at the counter") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        auto heated = TownHall::small_meeting();
        heated.terms.wants_climate = true; // 470 yen, and 330 for three hours of heating
        heated.equipment.push_back({EquipmentCode{"projector"}, 1});
        const auto id = hall.hold(who, heated).value().booking.application;
        REQUIRE(hall.fill_in(who, id));
        REQUIRE(pay_later(hall.context, {who.id, false}, id, PaymentMethod::cash));
        static_cast<void>(hall.hold(hall.resident(), TownHall::small_meeting("evening")).value());
        static_cast<void>(hall.paid(hall.resident(), {TownHall::small_meeting("afternoon")}));
        const auto pdf =
            print_day_sheet(hall.context, press, hall.staff(), FacilityCode{"kirara"}, date("2026-12-01")).value();
        const std::string text = joined(text_of(pdf));
        const auto says = [&](const std::string& words) {
            CHECK_MESSAGE(text.find(words) != std::string::npos, words);
        };
        says("未納" + grouped(hall.booking(id).total) + "円");
        says("冷暖房（暖房期間）、");
        says("×1");
        says("8人");
        says("仮押さえ（未申請）");
        CHECK(text.find("申請全体") == std::string::npos);
        const auto first = text.find("未納" + grouped(hall.booking(id).total));
        CHECK(text.find("未納" + grouped(hall.booking(id).total), first + 1) ==
              std::string::npos); // the paid one owes nothing
    });
}

TEST_CASE("a receipt is printed with its mark once its money is to be given back, and as before until then") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto view = hall.paid(who);
        const auto issued =
            issue_document(hall.context, self(who), view.application.id, receipt_of(view)).value().document;
        const auto before = print_document(hall.context, press, self(who), issued.id).value();
        CHECK(joined(text_of(before.pdf)).find("還付決定") == std::string::npos);
        REQUIRE(hall.cancel(who, view.application.id));
        const auto after = print_document(hall.context, press, self(who), issued.id).value();
        CHECK(joined(text_of(after.pdf)).find("還付決定470円") != std::string::npos);
    });
}
