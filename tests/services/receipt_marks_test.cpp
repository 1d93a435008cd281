// 返金された領収書: every copy of a receipt says what has become of its money, and no other copy comes out.
#include "services/booking/change.hpp"
#include "services/counter/take_payment.hpp"
#include "services/issuing/content_json.hpp"
#include "services/issuing/issue.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/refunding.hpp"
#include "tests/documents/pdf_tools.hpp"
#include "tests/services/support/hanasato.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;

namespace {

using enum ReceiptMarkKind;

Issued receipt_of(TownHall& hall, const Account& who, ApplicationId id, std::int64_t subject) {
    return issue_document(hall.context, {who.id, false}, id, {DocumentKind::receipt, subject}).value();
}

Issued receipt_of(TownHall& hall, const Account& who, const ApplicationView& view) {
    return receipt_of(hall, who, view.application.id, view.obligations.front().id.value());
}

std::string text_on(TownHall& hall, documents::Press& press, const Issued& receipt) {
    return joined(text_of(document_pdf(hall.context, press, receipt.document).value()));
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

ApplicationId owing_at_the_counter(TownHall& hall, const Account& who) {
    const auto id = hall.hold(who, TownHall::small_meeting()).value().booking.application; // 470 yen
    REQUIRE(hall.fill_in(who, id));
    REQUIRE(pay_later(hall.context, {who.id, false}, id, PaymentMethod::terminal));
    return id;
}

} // namespace

TEST_CASE("a receipt says that a refund is decided, then that it is paid, on every copy, with amount and day") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto view = hall.paid(who);
        const auto receipt = receipt_of(hall, who, view);
        CHECK(receipt.marks.empty());
        CHECK_FALSE(contains(text_on(hall, press, receipt), "還付決定"));

        hall.clock.set(at("2026-11-29 10:00")); // two days before: half
        REQUIRE(hall.cancel(who, view.application.id));
        CHECK(receipt_of(hall, who, view).marks ==
              std::vector{ReceiptMark{refund_decided, Yen{230}, date("2026-11-29")}});
        CHECK(contains(text_on(hall, press, receipt), "還付決定230円（令和8年11月29日）"));

        hall.clock.set(at("2026-11-30 10:00"));
        const auto due = hall.application(view.application.id).refunds.front().id;
        REQUIRE(approve_refund(hall.context, desk.id, due));
        hall.work();
        const std::vector refunded{ReceiptMark{ReceiptMarkKind::refunded, Yen{230}, date("2026-11-30")}};
        CHECK(receipt_of(hall, who, view).marks == refunded);
        const auto again = reissue_document(hall.context, desk.id, receipt.document.id, "紛失").value();
        CHECK(again.marks == refunded);
        const auto text = text_on(hall, press, again);
        CHECK(contains(text, "返金済み230円（令和8年11月30日）"));
        CHECK(contains(text, "再発行第1回"));
        const auto listed = list_documents(hall.context, {who.id, false}, view.application.id).value().issued;
        CHECK(std::ranges::count(listed, refunded, &Issued::marks) == 1); // and no other paper
    });
}

TEST_CASE("first asked for after the refund, a receipt has the mark as well") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto view = hall.paid(who);
        REQUIRE(hall.cancel(who, view.application.id));
        const auto receipt = receipt_of(hall, who, view);
        CHECK(receipt.is_new);
        CHECK(contains(text_on(hall, press, receipt), "還付決定470円"));
    });
}

TEST_CASE("a receipt of a payment that the desk took back is void on every copy") {
    in_the_town_hall([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto id = owing_at_the_counter(hall, who);
        const auto taken = take_payment(hall.context, desk,
                                        {.application = id,
                                         .method = PaymentMethod::terminal,
                                         .amount = Yen{470},
                                         .terminal_kind = "credit",
                                         .reference = "slip-1",
                                         .idempotency_key = hall.fresh_key(),
                                         .request_hash = "hash"})
                               .value();
        REQUIRE(undo_payment(hall.context, desk, {taken.payment.id, "金額の間違い"}));
        const auto listed = list_documents(hall.context, {desk.id, true}, id).value();
        const auto receipt =
            std::ranges::find(listed.issued, taken.receipt.value(), [](const Issued& one) { return one.document.id; });
        REQUIRE(receipt != listed.issued.end());
        CHECK(receipt->marks == std::vector{ReceiptMark{taken_back, Yen{470}, date("2026-11-10")}});
        CHECK(contains(text_on(hall, press, *receipt), "収納取消し470円（令和8年11月10日）"));
        CHECK(std::ranges::none_of(listed.issuable,
                                   [](const Paper& paper) { return paper.kind == DocumentKind::receipt; }));
    });
}

TEST_CASE("of an obligation paid in parts, a refund counts against the newest part first, and no yen twice") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto id = owing_at_the_counter(hall, who);
        std::vector<std::int64_t> parts;
        for (const std::int64_t yen : {300, 170}) {
            const auto taken = take_payment(hall.context, desk,
                                            {.application = id,
                                             .method = PaymentMethod::terminal,
                                             .amount = Yen{yen},
                                             .terminal_kind = "credit",
                                             .reference = "slip-" + std::to_string(yen),
                                             .idempotency_key = hall.fresh_key(),
                                             .request_hash = "hash"});
            parts.push_back(taken.value().payment.id.value());
            hall.clock.pass(1min);
        }
        hall.clock.set(at("2026-11-29 10:00")); // two days before: half, 230 yen
        REQUIRE(hall.cancel(who, id));
        CHECK(receipt_of(hall, who, id, parts[0]).marks ==
              std::vector{ReceiptMark{refund_decided, Yen{60}, date("2026-11-29")}});
        CHECK(receipt_of(hall, who, id, parts[1]).marks ==
              std::vector{ReceiptMark{refund_decided, Yen{170}, date("2026-11-29")}});
        // The decision names both.
        const auto decision = hall.application(id).decisions.back();
        const auto paper = hall.database.read([&](persistence::Session& session) {
            return persistence::find_document(session, decision.paper.value()).value();
        });
        CHECK(content_from_json_text(paper.content_json).words.at("original_number") ==
              "令和8年度 第1号、令和8年度 第2号");
    });
}

TEST_CASE("what was set off and what the payer's bank takes back stand on the receipt") {
    in_hanasato([](TownHall& hall) {
        documents::Press press;
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {big_room(), TownHall::band("small_room", "2026-12-02", "evening")});
        REQUIRE(hall.cancel(who, paid.application.id, {paid.bookings[1].id}));
        auto command = change_of(hall, paid.bookings.front());
        command.terms.wants_climate = true;
        REQUIRE(change_application(hall.context, {who.id, false}, command));
        hall.receive(
            PlayedProvider::dispute("dp_1", hall.application(paid.application.id).attempt.value().payment_ref.value()));
        hall.work();
        const auto receipt = receipt_of(hall, who, paid);
        CHECK(receipt.marks == std::vector{ReceiptMark{refund_decided, Yen{300}, date("2026-11-10")},
                                           ReceiptMark{ReceiptMarkKind::set_off, Yen{300}, date("2026-11-10")},
                                           ReceiptMark{disputed, Yen{1'600}, date("2026-11-10")}});
        CHECK(contains(text_on(hall, press, receipt), "充当済み300円"));
        CHECK(contains(text_on(hall, press, receipt), "チャージバック1,600円"));
    });
}

TEST_CASE("from ten thousand yen on, what is given back in part has a corrected invoice with its tax") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who, {TownHall::band("small_hall", "2027-01-15", "all_day"),
                                          TownHall::band("small_hall", "2027-01-16", "all_day")}); // 11,520 each
        const auto receipt = receipt_of(hall, who, view);
        REQUIRE(hall.cancel(who, view.application.id, {view.bookings[0].id}));
        const auto decision = hall.application(view.application.id).decisions.back();
        const auto paper = hall.database.read([&](persistence::Session& session) {
            return persistence::find_document(session, decision.paper.value()).value();
        });
        const auto content = content_from_json_text(paper.content_json);
        CHECK(content.taxes == std::vector{TaxLine{"10％対象（税込）", "11,520円", "1,047円"}});
        CHECK(content.words.at("original_number") == receipt.document.number);
        CHECK(content.words.at("registered_name") == "星見川町");
        CHECK(receipt_of(hall, who, view).marks ==
              std::vector{ReceiptMark{refund_decided, Yen{11'520}, date("2026-11-10")}});
    });
}
