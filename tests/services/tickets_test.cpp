// 回数券: books of tickets are sold, used, given back and refunded, and the journal says so each time.
#include "services/booking/reductions.hpp"
#include "services/booking/revoke.hpp"
#include "services/counter/pay_refund.hpp"
#include "services/finance/collections.hpp"
#include "services/issuing/issue.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/payment_cases.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refunding.hpp"
#include "tests/database/harness/meeting.hpp"
#include "tests/services/support/park.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <barrier>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;

namespace {

// The same, in a town that halves the fee for people over 65, by rule, and for clubs, as staff decide.
void at_the_park_with_reductions(const std::function<void(Park& park, TownHall& hall)>& test) {
    const TemporaryFolder folder;
    const auto town = folder.path() / "town";
    std::filesystem::copy(in_repository("ops/towns/minatomori"), town, std::filesystem::copy_options::recursive);
    std::ofstream(town / "town.toml", std::ios::app) << R"toml(
[[reduction]]
code = "over_65"
name = { ja = "65歳以上", en = "People over 65" }
percent = { facility = 50, additional = 0, equipment = 0 }
automatic = true
article = { ja = "規則別表 1", en = "Rules, annex 1" }

[[reduction]]
code = "club"
name = { ja = "クラブ", en = "Club" }
percent = { facility = 50, additional = 0, equipment = 0 }
article = { ja = "規則別表 2", en = "Rules, annex 2" }
)toml";
    at_the_park_of(town.string(), test);
}

} // namespace

TEST_CASE("a book is sold for cash: it has a number, a receipt, its revenue, and its money lies in the drawer") {
    at_the_park([](Park& park, TownHall& hall) {
        auto command = park.selling(park.who.id);
        command.payment.given = Yen{3'000};
        const auto sold = park.sell(command).value();
        CHECK(sold.file.book.number.value_or("").size() == 9);
        CHECK(sold.file.book.left == 11);
        CHECK(sold.file.book.price == book_price);
        CHECK(sold.file.book.valid_until == date("2027-11-09"));
        CHECK(*sold.payment.payment.given - sold.payment.payment.amount == Yen{900});
        CHECK(park.balance("cash:park_gate") == Yen{12'100});
        CHECK(park.balance(park_revenue) == -book_price);
        CHECK(park.balance(receivable_account) == Yen{0});
        CHECK(shift_file(hall.context, park.shift).value().shift.sums.in == book_price);

        REQUIRE(sold.payment.receipt);
        const auto issued = list_documents(hall.context, {park.clerk.id, true}, sold.file.book.id).value().issued;
        REQUIRE(issued.size() == 1);
        CHECK(issued.front().document.number == "令和8年度 第1号");
        CHECK(issued.front().document.content_json.find("回数券（1時間券） 11枚") != std::string::npos);
        REQUIRE(reissue_document(hall.context, park.clerk.id, *sold.payment.receipt, "紛失"));

        const auto collected =
            collections_between(hall.database, persistence::RevenueOwner::town, date("2026-11-10"), date("2026-11-10"))
                .value();
        REQUIRE(collected.size() == 1);
        CHECK(collected.front().amount == book_price);

        const auto again = park.sell(command).value();
        CHECK(again.file.book.id == sold.file.book.id);
        CHECK(hall.count("ticket_book") == 1);
        command.request_hash = "another";
        CHECK(refusal_of(park.sell(command)) == "idempotency_key_reused");
        CHECK(own_books(hall.context, park.who.id).size() == 1);
        CHECK(hall.database.read([&](persistence::Session& session) { return views_of(session, park.who.id, 10); })
                  .empty()); // it is no application for a use
    });
}

TEST_CASE("a book is sold at the terminal, by transfer, and to who has no account") {
    at_the_park([](Park& park, TownHall& hall) {
        auto terminal = park.selling(std::nullopt, "浜 太郎");
        terminal.payment.method = PaymentMethod::terminal;
        terminal.payment.terminal_kind = "emoney";
        terminal.payment.reference = "slip-1";
        const auto sold = park.sell(terminal).value();
        CHECK(sold.file.book.holder == "浜 太郎");
        CHECK(sold.payment.receipt);
        auto transfer = park.selling(park.who.id);
        transfer.payment.method = PaymentMethod::bank_transfer;
        transfer.payment.reference = "T-1";
        transfer.payment.received_on = date("2026-11-09");
        REQUIRE(park.sell(transfer));
        CHECK(park.balance(park_revenue) == Yen{-4'200});
        CHECK(search_books(hall.context, park.clerk.id, "太郎").size() == 1);
        CHECK(search_books(hall.context, park.clerk.id, sold.file.book.number->substr(0, 4)).size() == 1);
        CHECK(search_books(hall.context, park.clerk.id, "nobody").empty());
    });
}

TEST_CASE("what a sale is refused for comes in one order: each of these is wrong in all that comes later as well") {
    at_the_park([](Park& park, TownHall& hall) {
        auto command = park.selling(park.clerk.id); // no resident
        command.facility = FacilityCode{"moon_base"};
        command.ticket = TicketCode{"swimming"};
        command.price_class = PriceClassCode{"elder"};
        command.payment.method = PaymentMethod::payment_notice;
        command.payment.received_on = date("2026-11-11");
        const auto outsider = hall.resident(UserClass::out_of_town).id;
        struct Row {
            std::string_view refusal;
            std::function<void()> mend;
        };
        const std::vector<Row> rows{
            {"unknown_facility", [&] { command.facility = FacilityCode{"sports_park"}; }},
            {"unknown_ticket", [&] { command.ticket = TicketCode{"court_hours"}; }},
            {"account_not_found", [&] { command.account = outsider; }},
            {"tickets_of_other_class", [&] { command.account = park.who.id; }},
            {"unknown_price_class", [&] { command.price_class.reset(); }},
            {"method_not_offered", [&] { command.payment.method = PaymentMethod::bank_transfer; }},
            {"reference_missing", [&] { command.payment.reference = "T-1"; }},
            {"received_later_than_today", [&] { command.payment.received_on = date("2026-03-31"); }},
            {"received_before_owed", [&] { command.payment.received_on = date("2026-04-01"); }},
        };
        for (const auto& [refusal, mend] : rows) {
            CHECK(refusal_of(park.sell(command)) == refusal);
            mend();
        }
        CHECK(hall.count("ticket_book") == 0);
        REQUIRE(park.sell(command));
        CHECK(hall.count("obligation WHERE assessed_on = '2026-04-01' AND fiscal_year = 2026") == 1);
    });
}

TEST_CASE("every reason not to sell a book has its name, and leaves nothing") {
    at_the_park([](Park& park, TownHall& hall) {
        auto command = park.selling(park.who.id);
        command.facility = FacilityCode{"moon_base"};
        CHECK(refusal_of(park.sell(command)) == "unknown_facility");
        command = park.selling(park.who.id);
        command.ticket = TicketCode{"swimming"};
        CHECK(refusal_of(park.sell(command)) == "unknown_ticket");
        CHECK(refusal_of(park.sell(park.selling(park.clerk.id))) == "account_not_found");
        CHECK(refusal_of(park.sell(park.selling(hall.resident(UserClass::out_of_town).id))) ==
              "tickets_of_other_class");
        command = park.selling(park.who.id);
        command.price_class = PriceClassCode{"elder"};
        CHECK(refusal_of(park.sell(command)) == "unknown_price_class");
        command = park.selling(park.who.id);
        command.payment.method = PaymentMethod::payment_notice;
        CHECK(refusal_of(park.sell(command)) == "method_not_offered");
        command.payment.method = PaymentMethod::terminal;
        CHECK(refusal_of(park.sell(command)) == "reference_missing");
        command = park.selling(park.who.id);
        command.payment.given = Yen{2'000};
        CHECK(refusal_of(park.sell(command)) == "given_too_little");
        REQUIRE(close_drawer(hall.context, park.clerk, {park.shift, {{Yen{10'000}, 1}}, {}}));
        CHECK(refusal_of(park.sell(park.selling(park.who.id))) == "no_open_drawer");
        CHECK(hall.count("ticket_book") == 0);
        CHECK(hall.count("application") == 0);
    });
}

TEST_CASE("tickets pay for a use whole: it is permitted, nothing is owed, and revenue is what the book brought") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        const auto command = park.using_tickets(id, book);
        const auto view = use_tickets(hall.context, park.who, command).value();
        CHECK(view.bookings.front().state == BookingState::permitted);
        CHECK(view.bookings.front().total == two_hours);
        CHECK(view.bookings.front().charged == Yen{0});
        CHECK(owed(view) == Yen{0});
        CHECK(view.ticket_uses.size() == 1);
        CHECK(park.left(book) == 9);
        CHECK(park.balance(park_revenue) == -book_price);
        CHECK(park.balance(receivable_account) == Yen{0});
        REQUIRE(use_tickets(hall.context, park.who, command)); // the same request again
        CHECK(park.left(book) == 9);
        CHECK(refusal_of(park.use(id, book)) == "nothing_owed");
        const auto uses = park.file(book).uses;
        REQUIRE(uses.size() == 1);
        CHECK(uses.front().use.amount == two_hours);
        CHECK(uses.front().number == view.application.number);
    });
}

TEST_CASE("one ticket pays for a part, cash for the rest; given up in time, each comes back as it was") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        const auto view = park.use(id, book, 1).value();
        CHECK(view.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(owed(view) == Yen{210});
        CHECK(park.balance(receivable_account) == Yen{210});
        REQUIRE(park.cash(id, Yen{210}));
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(park.balance(park_revenue) == Yen{-2'310});
        REQUIRE(hall.cancel(park.who, id));
        CHECK(park.left(book) == 11);
        const auto refunds = hall.application(id).refunds;
        REQUIRE(refunds.size() == 1);
        CHECK(refunds.front().amount == Yen{210});
        CHECK(park.balance(park_revenue) == -book_price);
    });
}

TEST_CASE("cash pays a part first, tickets for what is left of it") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(pay_later(hall.context, {park.who.id, false}, id, PaymentMethod::cash));
        REQUIRE(park.cash(id, Yen{300}));
        const auto view = park.use(id, book).value();
        CHECK(view.bookings.front().state == BookingState::permitted);
        CHECK(owed(view) == Yen{0});
        CHECK(park.file(book).uses.front().use.amount == Yen{120});
        CHECK(park.left(book) == 10); // one pays for 210 yen, so one is enough
        CHECK(park.balance(park_revenue) == Yen{-2'400});
    });
}

TEST_CASE("every reason not to use a ticket has its name, and takes none") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        const auto other = hall.resident();
        auto command = park.using_tickets(id, book);
        CHECK(refusal_of(use_tickets(hall.context, other, command)) == "application_not_found");
        CHECK(refusal_of(park.use(id, ApplicationId{1})) == "book_not_found");
        command.booking = BookingId{1};
        CHECK(refusal_of(use_tickets(hall.context, park.who, command)) == "booking_not_found");
        const auto theirs = park.sell(park.selling(other.id)).value().file.book.id;
        CHECK(refusal_of(park.use(id, theirs)) == "book_not_found");
        CHECK(refusal_of(use_tickets(hall.context, park.clerk, park.using_tickets(id, theirs))) ==
              "book_of_somebody_else");
        CHECK(refusal_of(park.use(id, book, 3)) == "too_many_tickets");
        const auto ground =
            park.held(TownHall::hours("ground", "2026-11-21", "09:00", "11:00"), std::nullopt, "ball_games");
        CHECK(refusal_of(park.use(ground, book)) == "tickets_of_other_space");
        const auto outsider = hall.resident(UserClass::out_of_town);
        const auto by_name = park.sell(park.selling(std::nullopt, "浜 太郎")).value().file.book.id;
        const auto from_outside = park.held(court("09:00", "11:00", "2026-11-20", "court_2"), outsider);
        CHECK(refusal_of(use_tickets(hall.context, park.clerk, park.using_tickets(from_outside, by_name))) ==
              "tickets_of_other_class");
        CHECK(park.left(book) == 11);
        CHECK(park.left(by_name) == 11);
    });
}

TEST_CASE("a book that is out of date pays for nothing, and too few tickets for no more than they are") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        for (const char* day : {"2026-11-16", "2026-11-17", "2026-11-18", "2026-11-23", "2026-11-24"})
            REQUIRE(park.use(park.held(court("09:00", "11:00", day)), book));
        CHECK(park.left(book) == 1);
        const auto id = park.held(court("13:00", "15:00", "2026-11-25"));
        CHECK(refusal_of(park.use(id, book)) == "too_few_tickets");
        const auto offers = tickets_of_application(hall.context, {park.who.id, false}, id).value().offers;
        REQUIRE(offers.size() == 1);
        CHECK(offers.front().needed == 2);
        CHECK(offers.front().refusal.value().code == "too_few_tickets");
        REQUIRE(park.use(id, book, 1));
        CHECK(park.left(book) == 0);
        const auto late = park.sold();
        hall.database.transact([&](persistence::Session& session) {
            session.execute("UPDATE ticket_book SET valid_until = '2026-12-01' WHERE application_id = :application_id",
                            {{"application_id", late}});
        });
        CHECK(refusal_of(park.use(park.held(court("09:00", "11:00", "2026-12-02")), late)) == "tickets_expired");
        REQUIRE(park.use(park.held(court("09:00", "10:00", "2026-12-01")), late)); // its last day
    });
}

TEST_CASE("of two who spend the last ticket at the same moment one has it") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        for (const char* day : {"2026-11-16", "2026-11-17", "2026-11-18", "2026-11-23", "2026-11-24"})
            REQUIRE(park.use(park.held(court("09:00", "11:00", day)), book));
        const auto one = park.held(court("09:00", "10:00", "2026-11-26"));
        const auto other = park.held(court("09:00", "10:00", "2026-11-27"));
        std::array<std::string, 2> refused;
        std::barrier together(2);
        const auto spend = [&](const UseTicketsCommand& command, std::string& refusal) {
            together.arrive_and_wait();
            refusal = refusal_of(use_tickets(hall.context, park.who, command));
        };
        {
            const auto first = park.using_tickets(one, book);
            const auto second = park.using_tickets(other, book);
            const std::jthread a([&] { spend(first, refused[0]); });
            const std::jthread b([&] { spend(second, refused[1]); });
        }
        std::ranges::sort(refused);
        CHECK(refused == std::array<std::string, 2>{"", "too_few_tickets"});
        CHECK(park.left(book) == 0);
    });
}

namespace {

// Two find as many tickets left as they need, meet, and take them: how many of them had them.
int both_take(TownHall& hall, ApplicationId book, std::int64_t tickets, bool asks_again) {
    Meeting meeting(2);
    std::array<bool, 2> took{};
    const auto take = [&](int party) {
        try {
            took[static_cast<std::size_t>(party)] = hall.database.transact([&](persistence::Session& session) {
                const bool enough = persistence::find_ticket_book(session, book).value().left >= tickets;
                if (hall.database.engine() == persistence::Engine::mariadb) meeting.wait_for_all(party);
                if (asks_again) return persistence::take_tickets(session, book, tickets);
                return enough && session.execute("UPDATE ticket_book SET left_count = left_count - :tickets"
                                                 " WHERE application_id = :application_id",
                                                 {{"tickets", tickets}, {"application_id", book}}) == 1;
            });
        } catch (const persistence::ConstraintViolated&) { // the CHECK is what is left to keep the second from it
            took[static_cast<std::size_t>(party)] = false;
        }
    };
    {
        const std::jthread one([&] { take(0); });
        const std::jthread other([&] { take(1); });
    }
    const int had_them = static_cast<int>(std::ranges::count(took, true));
    hall.database.transact([&](persistence::Session& session) { // as if it had not been
        session.execute("UPDATE ticket_book SET left_count = tickets WHERE application_id = :application_id",
                        {{"application_id", book}});
    });
    return had_them;
}

} // namespace

// On SQLite one unit of work runs at a time, and the question does not arise.
TEST_CASE("of two who find tickets left one has them, because the taking asks again, and both without it") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        CHECK(both_take(hall, book, 11, true) == 1);
        CHECK(both_take(hall, book, 11, false) == 1); // the CHECK of the table
        if (hall.database.engine() == persistence::Engine::mariadb) {
            CHECK(both_take(hall, book, 5, false) == 2);
        }
    });
}

TEST_CASE("who refunds what is left while tickets are used is not told that nothing is left") {
    at_the_park([](Park& park, TownHall& hall) {
        for (const char* const day : {"2026-11-16", "2026-11-17", "2026-11-18", "2026-11-23", "2026-11-24"}) {
            const auto book = park.sold();
            const auto use = park.using_tickets(park.held(court("09:00", "10:00", day)), book);
            std::string refused_use;
            std::string refused_refund;
            std::barrier together(2);
            {
                const std::jthread uses([&] {
                    together.arrive_and_wait();
                    refused_use = refusal_of(use_tickets(hall.context, park.who, use));
                });
                const std::jthread refunds([&] {
                    together.arrive_and_wait();
                    refused_refund = refusal_of(refund_book(hall.context, park.clerk.id, {book, "転出"}));
                });
            }
            CHECK(refused_refund.empty());
            const auto file = park.file(book);
            CHECK(file.book.left == 0);
            CHECK(file.book.voided == (refused_use.empty() ? 10 : 11));
            if (!refused_use.empty()) REQUIRE(hall.cancel(park.who, use.application)); // it holds one of three places
        }
    });
}

TEST_CASE("who gives a use up on its day gets neither money nor tickets back; what the town revokes comes back whole") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto late = park.held(court("13:00", "15:00", "2026-11-11"));
        REQUIRE(park.use(late, book));
        hall.clock.set(at("2026-11-11 09:00"));
        REQUIRE(hall.cancel(park.who, late));
        CHECK(park.left(book) == 9);

        const auto revoked = park.held();
        REQUIRE(park.use(revoked, book));
        CHECK(park.left(book) == 7);
        const auto booking = hall.booking(revoked).id;
        REQUIRE(revoke_booking(hall.context, {booking, park.clerk.id, "コート工事"}));
        CHECK(park.left(book) == 9);
        REQUIRE(reinstate_booking(hall.context, park.clerk.id, booking));
        CHECK(hall.booking(revoked).state == BookingState::permitted);
        CHECK(park.left(book) == 7); // they pay for it again
        CHECK(park.balance(receivable_account) == Yen{0});
    });
}

TEST_CASE("tickets that a reinstatement finds spent have come back for good: the use is owed in money") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto booking = hall.booking(id).id;
        const auto taken_back_and_forth = [&] {
            REQUIRE(revoke_booking(hall.context, {booking, park.clerk.id, "コート工事"}));
            REQUIRE(reinstate_booking(hall.context, park.clerk.id, booking));
        };
        REQUIRE(revoke_booking(hall.context, {booking, park.clerk.id, "コート工事"}));
        std::vector<ApplicationId> others;
        for (const char* const day : {"2026-11-24", "2026-11-25", "2026-11-26", "2026-12-01", "2026-12-02"}) {
            others.push_back(park.held(court("09:00", "11:00", day)));
            REQUIRE(park.use(others.back(), book));
        }
        CHECK(park.left(book) == 1);
        REQUIRE(reinstate_booking(hall.context, park.clerk.id, booking));
        CHECK(park.left(book) == 1);
        CHECK(owed(hall.application(id)) == two_hours);
        CHECK(hall.booking(id).state == BookingState::permitted_unpaid);
        CHECK(hall.booking(id).expires_at.has_value());
        CHECK(hall.count("notice WHERE kind = 'reinstated' AND facts_json LIKE '%\"owed_yen\":420%'") == 1);
        CHECK(hall.count("ticket_use WHERE returned_for = 'revoked' AND returned_by_revocation = 0") == 1);
        REQUIRE(hall.cancel(park.who, others.back()));
        CHECK(park.left(book) == 3);
        taken_back_and_forth();
        CHECK(park.left(book) == 3);
        CHECK(owed(hall.application(id)) == two_hours);
        hall.clock.set(hall.booking(id).expires_at.value() + 1s);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(id).state == BookingState::expired);
    });
}

TEST_CASE("what was revoked for the user's own doing is taken again as well when it is reinstated") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto booking = hall.booking(id).id;
        const auto terms = [&](RefundCause cause) {
            return refund_for_cause(hall.context, booking, cause).value().tickets;
        };
        CHECK(terms(RefundCause::user).count == 2);
        CHECK(terms(RefundCause::user).come_back == 2);
        REQUIRE(revoke_booking(hall.context, {booking, park.clerk.id, "条件違反", RefundCause::user}));
        CHECK(park.left(book) == 11);
        CHECK(park.file(book).uses.front().use.returned_for == persistence::TicketReturnGround::given_up);
        REQUIRE(reinstate_booking(hall.context, park.clerk.id, booking));
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(park.left(book) == 9);
        CHECK(owed(hall.application(id)) == Yen{0});
        hall.clock.set(at("2026-11-20 08:00"));
        CHECK(terms(RefundCause::user).come_back == 0);
        CHECK(terms(RefundCause::town).come_back == 2);
    });
}

TEST_CASE("what tickets paid for whole is not reduced, and stays permitted") {
    at_the_park_with_reductions([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        CHECK(refusal_of(ask_reduction(hall.context, park.who, id, ReductionCode{"over_65"})) == "paid_with_tickets");
        REQUIRE(ask_reduction(hall.context, park.who, id, ReductionCode{"club"}));
        CHECK(refusal_of(decide_reduction(hall.context, park.clerk,
                                          {.application = id,
                                           .is_granted = true,
                                           .reduction = std::nullopt,
                                           .evidence_seen_on = std::nullopt,
                                           .reason = ""})) == "paid_with_tickets");
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(hall.booking(id).total == two_hours);
        hall.clock.pass(24h * 9);
        CHECK(expire_overdue_bookings(hall.context) == 0);
        CHECK(hall.booking(id).state == BookingState::permitted);
    });
}

TEST_CASE("a fee that changes after tickets paid it is a difference: the permit does not wait for payment again") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto follow = [&](const persistence::Booking& before) {
            return hall.database.transact([&](persistence::Session& session) {
                return follow_fee(session, *hall.catalog.current(), {before, before.start, Yen{630}}, std::nullopt,
                                  hall.clock.now());
            });
        };
        REQUIRE(follow(hall.booking(id)));
        CHECK(hall.booking(id).state == BookingState::permitted);
    });
}

TEST_CASE("late money seats only what it was for, not what tickets had paid and its applicant gave up") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held_on("2026-12-05", "2026-12-06");
        const auto bookings = hall.application(id).bookings;
        REQUIRE(pay_later(hall.context, {park.who.id, false}, id, PaymentMethod::cash));
        REQUIRE(use_tickets(hall.context, park.who, park.using_tickets(id, book))); // of the first
        REQUIRE(hall.cancel(park.who, id, {bookings[0].id}));
        CHECK(park.left(book) == 11);
        hall.clock.set(hall.booking(bookings[1].id).expires_at.value() + 1s);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        REQUIRE(take_payment(hall.context, park.clerk,
                             {.application = id,
                              .method = PaymentMethod::bank_transfer,
                              .amount = two_hours,
                              .excess_to_case = true,
                              .reference = "T-9",
                              .idempotency_key = hall.fresh_key(),
                              .request_hash = "hash"}));
        const auto cases = waiting_cases(hall.context, park.clerk.id);
        REQUIRE(cases.size() == 1);
        CHECK(refusal_of(settle_case(hall.context,
                                     {cases.front().about.id, park.clerk.id, CaseAction::seat_again, ""})) == "");
        CHECK(hall.booking(bookings[0].id).state == BookingState::cancelled);
        CHECK(hall.booking(bookings[1].id).state == BookingState::permitted);
        CHECK(owed(hall.application(id)) == Yen{0});
    });
}

TEST_CASE("what giving up means tells how many tickets come back, and offers name first what runs out first") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto later = park.sold();
        hall.clock.pass(24h);
        const auto first = park.sold();
        hall.database.transact([&](persistence::Session& session) {
            session.execute("UPDATE ticket_book SET valid_until = '2026-12-31' WHERE application_id = :application_id",
                            {{"application_id", first}});
        });
        const auto id = park.held();
        const auto offers = tickets_of_application(hall.context, {park.who.id, false}, id).value().offers;
        REQUIRE(offers.size() == 2);
        CHECK(offers[0].book.id == first);
        CHECK(offers[1].book.id == later);
        REQUIRE(park.use(id, first));
        const auto paying = [&] {
            return tickets_of_application(hall.context, {park.who.id, false}, id)
                .value()
                .paying.at(hall.booking(id).id);
        };
        CHECK(paying().count == 2);
        CHECK(paying().come_back == 2);
        hall.clock.set(at("2026-11-20 08:00"));
        CHECK(paying().count == 2);
        CHECK(paying().come_back == 0);
        CHECK(hall.count("access_log WHERE action = 'tickets_of_application'") == 0);
        REQUIRE(tickets_of_application(hall.context, {park.clerk.id, true}, id));
        CHECK(hall.count("access_log WHERE action = 'tickets_of_application'") == 1);
    });
}

TEST_CASE("a use of which a part is not paid in time lapses, and its tickets come back by the terms") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held(court("09:00", "11:00", "2026-12-05"));
        REQUIRE(park.use(id, book, 1));
        hall.clock.set(hall.booking(id).expires_at.value() + 1s);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(id).state == BookingState::expired);
        CHECK(park.left(book) == 11);
        CHECK(park.balance(receivable_account) == Yen{0});
    });
}

TEST_CASE("the desk takes tickets back that were used by mistake: the use waits for money again") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto use = park.file(book).uses.front().use.id;
        CHECK(refusal_of(take_tickets_back(hall.context, park.clerk.id, {use, ""})) == "reason_required");
        REQUIRE(take_tickets_back(hall.context, park.clerk.id, {use, "別の冊子"}));
        CHECK(hall.booking(id).state == BookingState::permitted_unpaid);
        CHECK(owed(hall.application(id)) == two_hours);
        CHECK(park.left(book) == 11);
        CHECK(refusal_of(take_tickets_back(hall.context, park.clerk.id, {use, "もう一度"})) == "already_returned");
        REQUIRE(park.cash(id, two_hours));
        CHECK(hall.booking(id).state == BookingState::permitted);
    });
}

TEST_CASE("a sale is undone in its shift while all tickets are left, and never after one was used") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto sold = park.sell(park.selling(park.who.id)).value();
        const auto payment = sold.payment.payment.id;
        const auto id = park.held();
        REQUIRE(park.use(id, sold.file.book.id));
        CHECK(refusal_of(undo_payment(hall.context, park.clerk, {payment, "間違い"})) == "tickets_used");
        REQUIRE(hall.cancel(park.who, id));
        REQUIRE(undo_payment(hall.context, park.clerk, {payment, "間違い"}));
        CHECK_FALSE(park.file(sold.file.book.id).book.is_sold);
        CHECK(park.balance("cash:park_gate") == Yen{10'000});
        CHECK(park.balance(park_revenue) == Yen{0});
        CHECK(own_books(hall.context, park.who.id).empty());
        CHECK(refusal_of(refund_book(hall.context, park.clerk.id, {sold.file.book.id, "返却"})) == "book_undone");
    });
}

TEST_CASE("what is left of a book is refunded by the terms that it was sold with, in cash after approval") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        REQUIRE(park.use(park.held(court("09:00", "10:00")), book));
        CHECK(refusal_of(refund_book(hall.context, park.clerk.id, {book, ""})) == "reason_required");
        CHECK(refusal_of(refund_book(hall.context, park.clerk.id, {ApplicationId{1}, "転出"})) == "book_not_found");
        const auto file = refund_book(hall.context, park.clerk.id, {book, "転出"}).value();
        CHECK(file.book.left == 0);
        CHECK(file.book.voided == 10);
        REQUIRE(file.refunds.size() == 1);
        CHECK(file.refunds.front().amount == Yen{1'718}); // 2,100 × 10 / 11 × 90 %
        CHECK(refusal_of(refund_book(hall.context, park.clerk.id, {book, "転出"})) == "nothing_to_refund");
        const auto refund = file.refunds.front().id;
        REQUIRE(approve_refund(hall.context, hall.staff().id, refund));
        const auto paid = pay_refund_in_cash(hall.context, park.clerk, {refund, "森 みなと", hall.fresh_key(), "hash"});
        REQUIRE(paid);
        CHECK(paid->refund.refund.state == persistence::RefundState::paid_out);
        CHECK(park.balance("cash:park_gate") == Yen{10'382});
        CHECK(park.balance(park_revenue) == Yen{-382});
    });
}

TEST_CASE("tickets for visits are taken at the desk, and a mistake is taken back on the day") {
    in_the_town_hall([](TownHall& hall) {
        const auto clerk = hall.staff();
        REQUIRE(open_drawer(hall.context, clerk, DrawerCode{"town_hall_1"}, Yen{10'000}));
        const auto command = selling(hall, "gym", "training_book", std::nullopt, "星 花子");
        const auto book = sell_book(hall.context, clerk, command).value().file.book.id;
        const auto visit = [&](std::int64_t tickets) {
            return use_for_visit(hall.context, clerk.id, {book, tickets, hall.fresh_key(), "hash"});
        };
        CHECK(visit(2).value().book.left == 9);
        CHECK(refusal_of(visit(10)) == "too_few_tickets");
        const auto use = visit(1).value().uses.back().use.id;
        CHECK(take_tickets_back(hall.context, clerk.id, {use, "押し間違い"}).value().book.left == 9);
        CHECK(refusal_of(refund_book(hall.context, clerk.id, {book, "転出"})) == "book_not_refundable");
        const auto today = visit(1).value().uses.back().use.id;
        hall.clock.pass(24h);
        CHECK(refusal_of(take_tickets_back(hall.context, clerk.id, {today, "押し間違い"})) == "visit_is_over");
        check_balance(hall);
    });
}
