// 変更 of a use that tickets pay for: what goes on paying, what comes back, what is taken or owed besides.
#include "services/booking/change.hpp"
#include "services/booking/revoke.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/posting.hpp"
#include "tests/services/support/park.hpp"

#include <algorithm>
#include <array>
#include <barrier>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

constexpr Yen an_hour{210};

ChangeCommand change_of(TownHall& hall, ApplicationId id) {
    ChangeCommand command;
    command.application = id;
    command.booking = hall.booking(id).id;
    command.idempotency_key = hall.fresh_key();
    command.request_hash = "hash";
    return command;
}
ChangeCommand to_day(TownHall& hall, ApplicationId id, std::string_view day) {
    auto command = change_of(hall, id);
    command.date = date(day);
    return command;
}
ChangeCommand until(TownHall& hall, ApplicationId id, std::string_view end) {
    auto command = change_of(hall, id);
    command.time = court("09:00", end).time;
    return command;
}

// Of the one use that the change is of.
TicketChange told(TownHall& hall, const persistence::Account& who, const ChangeCommand& command) {
    return preview_change(hall.context, {who.id, false}, command).value().changes.front().tickets;
}
Result<ApplicationView> change(TownHall& hall, const persistence::Account& who, const ChangeCommand& command) {
    return change_application(hall.context, {who.id, false}, command);
}

// What pays for the booking: tickets and yen of each use of a book.
std::vector<std::pair<std::int64_t, Yen>> paying(const ApplicationView& view) {
    std::vector<std::pair<std::int64_t, Yen>> uses;
    for (const auto& use : view.ticket_uses)
        uses.emplace_back(use.tickets, use.amount);
    return uses;
}
using Paying = std::vector<std::pair<std::int64_t, Yen>>;

void end_validity(TownHall& hall, ApplicationId book, const char* last_day) {
    hall.database.transact([&](persistence::Session& session) {
        session.execute("UPDATE ticket_book SET valid_until = :valid_until WHERE application_id = :application_id",
                        {{"valid_until", date(last_day)}, {"application_id", book}});
    });
}

} // namespace

TEST_CASE("a use that tickets paid for moves to another day and court: the same tickets go on paying for it") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        auto command = to_day(hall, id, "2026-12-05");
        command.space = SpaceCode{"court_2"};
        const auto plan = preview_change(hall.context, {park.who.id, false}, command).value();
        CHECK(plan.is_possible());
        CHECK(plan.difference == Yen{0});
        CHECK(plan.refund == Yen{0});
        CHECK_FALSE(plan.due);
        CHECK(plan.changes.front().tickets.before == 2);
        CHECK(plan.changes.front().tickets.come_back == 0);
        CHECK(plan.changes.front().tickets.more == 0);
        CHECK(plan.changes.front().tickets.amount == two_hours);
        const auto before = hall.application(id).ticket_uses.front().id;
        const auto changed = change(hall, park.who, command).value();
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(changed.bookings.front().space == SpaceCode{"court_2"});
        CHECK(changed.bookings.front().start.date == date("2026-12-05"));
        CHECK(owed(changed) == Yen{0});
        CHECK(changed.ticket_uses.front().id == before);
        CHECK(paying(changed) == Paying{{2, two_hours}});
        CHECK(park.left(book) == 9);
        CHECK(park.balance(park_revenue) == -book_price);
        CHECK(changed.decisions.back().kind == DecisionKind::change_permit);
        REQUIRE(change(hall, park.who, command)); // the same request again
        CHECK(park.left(book) == 9);
    });
}

TEST_CASE("a longer use takes more off the same book, when they had paid for all of it") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto command = until(hall, id, "12:00");
        CHECK(told(hall, park.who, command).more == 1);
        CHECK(told(hall, park.who, command).amount == Yen{630});
        const auto changed = change(hall, park.who, command).value();
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(changed.bookings.front().total == Yen{630});
        CHECK(owed(changed) == Yen{0});
        CHECK(paying(changed) == Paying{{2, two_hours}, {1, an_hour}});
        CHECK(park.left(book) == 8);
        CHECK(park.balance(park_revenue) == -book_price);
        REQUIRE(hall.cancel(park.who, id));
        CHECK(park.left(book) == 11);
    });
}

TEST_CASE("what a longer use needs beyond the book is a difference that is owed, and the permit stands") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        REQUIRE(refund_book(hall.context, park.clerk.id, {book, "転居"}));
        REQUIRE(park.left(book) == 0);
        const auto command = until(hall, id, "12:00");
        const auto plan = preview_change(hall.context, {park.who.id, false}, command).value();
        CHECK(plan.changes.front().tickets.more == 0);
        CHECK(plan.changes.front().additional == an_hour);
        CHECK(plan.difference == an_hour);
        CHECK(plan.due);
        const auto changed = change(hall, park.who, command).value();
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(owed(changed) == an_hour);
        CHECK(payment_due_of(changed) == plan.due);
        CHECK(paying(changed) == Paying{{2, two_hours}});
        REQUIRE(park.use(id, park.sold())); // another book pays for the rest
        CHECK(owed(hall.application(id)) == Yen{0});
    });
}

TEST_CASE("a shorter use gives back the tickets that it does not need") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto command = until(hall, id, "10:00");
        CHECK(told(hall, park.who, command).come_back == 1);
        const auto changed = change(hall, park.who, command).value();
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(owed(changed) == Yen{0});
        CHECK(paying(changed) == Paying{{1, an_hour}});
        CHECK(changed.refunds.empty());
        CHECK(park.left(book) == 10);
        const auto uses = park.file(book).uses;
        REQUIRE(uses.size() == 2);
        CHECK(uses.front().use.returned_for == persistence::TicketReturnGround::given_up);
    });
}

TEST_CASE("on its day a shorter use keeps the tickets that would not come back") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held(court("13:00", "15:00"));
        REQUIRE(park.use(id, book));
        hall.clock.set(at("2026-11-20 08:00"));
        auto command = change_of(hall, id);
        command.time = court("13:00", "14:00").time;
        CHECK(told(hall, park.who, command).come_back == 0);
        const auto changed = change(hall, park.who, command).value();
        CHECK(paying(changed) == Paying{{2, an_hour}});
        CHECK(owed(changed) == Yen{0});
        CHECK(park.left(book) == 9);
    });
}

TEST_CASE("to a day on which the book is not good: its tickets come back, and the permit waits for money again") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        end_validity(hall, book, "2026-11-30");
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        const auto command = to_day(hall, id, "2026-12-05");
        const auto plan = preview_change(hall.context, {park.who.id, false}, command).value();
        CHECK(plan.changes.front().tickets.come_back == 2);
        CHECK(plan.changes.front().tickets.amount == Yen{0});
        CHECK(plan.difference == two_hours);
        const auto changed = change(hall, park.who, command).value();
        CHECK(changed.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(changed.bookings.front().expires_at == plan.due);
        CHECK(payment_due_of(changed) == plan.due);
        CHECK(owed(changed) == two_hours);
        CHECK(changed.ticket_uses.empty());
        CHECK(park.left(book) == 11);
        CHECK(park.balance(receivable_account) == two_hours);
        REQUIRE(park.use(id, park.sold())); // a newer book
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(park.balance(receivable_account) == Yen{0});
    });
}

TEST_CASE("where tickets would be lost the change is refused by name, and all stays as it was") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        end_validity(hall, book, "2026-11-30");
        const auto id = park.held(court("13:00", "15:00"));
        REQUIRE(park.use(id, book));
        hall.clock.set(at("2026-11-20 08:00"));
        const auto command = to_day(hall, id, "2026-12-05");
        const auto plan = preview_change(hall.context, {park.who.id, false}, command).value();
        REQUIRE(plan.changes.front().refusal);
        CHECK(plan.changes.front().refusal ==
              Refusal{"tickets_would_be_lost", {{"tickets", std::int64_t{2}}, {"reason", "tickets_expired"}}});
        CHECK_FALSE(plan.changes.front().quote);
        CHECK(refusal_of(change(hall, park.who, command)) == "tickets_would_be_lost");
        CHECK(refusal_of(change_application(hall.context, {park.clerk.id, true}, command)) == "tickets_would_be_lost");
        CHECK(hall.booking(id).start.date == date("2026-11-20"));
        CHECK(paying(hall.application(id)) == Paying{{2, two_hours}});
        CHECK(park.left(book) == 9);
    });
}

TEST_CASE("moving a use on its day does not win back tickets that its day has forfeited") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held(court("13:00", "15:00"));
        REQUIRE(park.use(id, book));
        hall.clock.set(at("2026-11-20 08:00"));
        REQUIRE(change(hall, park.who, to_day(hall, id, "2026-12-05")));
        CHECK(paying(hall.application(id)) == Paying{{2, two_hours}});
        REQUIRE(hall.cancel(park.who, id));
        CHECK(park.left(book) == 9);
    });
}

TEST_CASE("where money paid a part, tickets pay their share of another length, and money the rest") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book, 1));
        REQUIRE(park.cash(id, an_hour));
        REQUIRE(change(hall, park.who, to_day(hall, id, "2026-12-05")));
        CHECK(paying(hall.application(id)) == Paying{{1, an_hour}});
        CHECK(owed(hall.application(id)) == Yen{0});

        const auto longer = change(hall, park.who, until(hall, id, "12:00")).value();
        CHECK(paying(longer) == Paying{{1, an_hour}}); // nobody asked for another ticket
        CHECK(owed(longer) == an_hour);
        CHECK(longer.bookings.front().state == BookingState::permitted);

        const auto shorter = change(hall, park.who, until(hall, id, "10:00")).value();
        CHECK(paying(shorter) == Paying{{1, an_hour}});
        CHECK(owed(shorter) == Yen{0});
        REQUIRE(shorter.refunds.size() == 1);
        CHECK(shorter.refunds.front().amount == an_hour);
    });
}

TEST_CASE("cash that paid first goes on paying beside the ticket for the rest") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(pay_later(hall.context, {park.who.id, false}, id, PaymentMethod::cash));
        REQUIRE(park.cash(id, Yen{300}));
        REQUIRE(park.use(id, book));
        const auto moved = change(hall, park.who, to_day(hall, id, "2026-12-05")).value();
        CHECK(paying(moved) == Paying{{1, Yen{120}}});
        CHECK(owed(moved) == Yen{0});
        CHECK(moved.refunds.empty());
        const auto longer = change(hall, park.who, until(hall, id, "12:00")).value();
        CHECK(paying(longer) == Paying{{1, an_hour}});
        CHECK(owed(longer) == Yen{120});
    });
}

TEST_CASE("while a part of a use is unpaid, it is changed as well: what is left to pay follows") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held(court("09:00", "11:00", "2026-12-05"));
        REQUIRE(park.use(id, book, 1));
        const auto longer = change(hall, park.who, until(hall, id, "12:00")).value();
        CHECK(longer.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(owed(longer) == two_hours);
        const auto plan = preview_change(hall.context, {park.who.id, false}, until(hall, id, "10:00")).value();
        CHECK_FALSE(plan.due); // nothing is left to pay
        const auto shorter = change(hall, park.who, until(hall, id, "10:00")).value();
        CHECK(shorter.bookings.front().state == BookingState::permitted);
        CHECK(owed(shorter) == Yen{0});
        CHECK(paying(shorter) == Paying{{1, an_hour}});
    });
}

TEST_CASE("what makes the same use dearer is owed in money; the tickets stay as they are") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        auto command = change_of(hall, id);
        command.declared = DeclaredChange{.highest_admission = std::nullopt, .is_commercial = true};
        const auto changed = change_application(hall.context, {park.clerk.id, true}, command).value();
        CHECK(changed.bookings.front().total == Yen{1'260});
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(paying(changed) == Paying{{2, two_hours}});
        CHECK(owed(changed) == Yen{840});
    });
}

TEST_CASE("several uses in one step share what the book has left") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held_on("2026-12-05", "2026-12-08");
        for (const auto& booking : hall.application(id).bookings) {
            auto command = park.using_tickets(id, book);
            command.booking = booking.id;
            REQUIRE(use_tickets(hall.context, park.who, command));
        }
        REQUIRE(park.left(book) == 7);
        auto longer = until(hall, id, "12:00");
        longer.scope = ChangeScope::all;
        const auto changed = change(hall, park.who, longer).value();
        CHECK(owed(changed) == Yen{0});
        CHECK(park.left(book) == 5);
        CHECK(changed.ticket_uses.size() == 4);
        auto shorter = until(hall, id, "10:00");
        shorter.scope = ChangeScope::all;
        REQUIRE(change(hall, park.who, shorter));
        CHECK(park.left(book) == 9);
        CHECK(park.balance(park_revenue) == -book_price);
    });
}

TEST_CASE("a book that was sold to a name pays for what it was shown for: what is longer is owed in money") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sell(park.selling(std::nullopt, "港 一郎")).value().file.book.id;
        const auto id = park.held();
        REQUIRE(use_tickets(hall.context, park.clerk, park.using_tickets(id, book)));
        const auto command = until(hall, id, "12:00");
        CHECK(told(hall, park.who, command).more == 0);
        const auto changed = change(hall, park.who, command).value();
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(owed(changed) == an_hour);
        CHECK(park.left(book) == 9);
        REQUIRE(use_tickets(hall.context, park.clerk, park.using_tickets(id, book))); // shown again
        CHECK(owed(hall.application(id)) == Yen{0});
        CHECK(park.left(book) == 8);
    });
}

TEST_CASE(
    "a permit that tickets pay for stands again when its revocation is taken back, though a change of it is owed") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held();
        REQUIRE(park.use(id, book));
        REQUIRE(refund_book(hall.context, park.clerk.id, {book, "転居"}));
        REQUIRE(change(hall, park.who, until(hall, id, "12:00")));
        REQUIRE(owed(hall.application(id)) == an_hour);
        const auto booking = hall.booking(id).id;
        REQUIRE(revoke_booking(hall.context, {booking, park.clerk.id, "コート工事"}));
        REQUIRE(reinstate_booking(hall.context, park.clerk.id, booking));
        CHECK(hall.booking(id).state == BookingState::permitted);
        CHECK(owed(hall.application(id)) == an_hour);
    });
}

TEST_CASE("what is given back of one use pays what a change of another adds to what tickets paid") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        const auto id = park.held_on("2026-12-05", "2026-12-08");
        REQUIRE(park.use(id, book));
        REQUIRE(park.cash(id, two_hours));
        REQUIRE(refund_book(hall.context, park.clerk.id, {book, "転居"}));
        REQUIRE(change(hall, park.who, until(hall, id, "12:00")));
        REQUIRE(owed(hall.application(id)) == an_hour);
        const auto given_up = hall.cancel(park.who, id, {hall.application(id).bookings.back().id}).value().view;
        CHECK(owed(given_up) == Yen{0});
        Yen due;
        for (const auto& refund : given_up.refunds)
            due += refund.amount;
        CHECK(due == two_hours);
        CHECK(std::ranges::count(given_up.refunds, an_hour, &persistence::Refund::amount) == 2); // set off, and due
    });
}

TEST_CASE("two uses that become longer at the same moment: one has the last ticket, the other owes money") {
    at_the_park([](Park& park, TownHall& hall) {
        const auto book = park.sold();
        for (const char* day : {"2026-11-16", "2026-11-23", "2026-11-24"})
            REQUIRE(park.use(park.held(court("09:00", "11:00", day)), book));
        const std::array ids{park.held(court("09:00", "11:00", "2026-11-30")),
                             park.held(court("09:00", "11:00", "2026-12-01"))};
        for (const ApplicationId id : ids)
            REQUIRE(park.use(id, book));
        REQUIRE(park.left(book) == 1);
        std::array<std::string, 2> refused;
        std::barrier together(2);
        const auto lengthen = [&](const ChangeCommand& command, std::string& refusal) {
            together.arrive_and_wait();
            refusal = refusal_of(change(hall, park.who, command));
        };
        {
            const auto first = until(hall, ids[0], "12:00");
            const auto second = until(hall, ids[1], "12:00");
            const std::jthread a([&] { lengthen(first, refused[0]); });
            const std::jthread b([&] { lengthen(second, refused[1]); });
        }
        CHECK(refused == std::array<std::string, 2>{"", ""});
        CHECK(park.left(book) == 0);
        std::array owing{owed(hall.application(ids[0])), owed(hall.application(ids[1]))};
        std::ranges::sort(owing);
        CHECK(owing == std::array{Yen{0}, an_hour});
    });
}
