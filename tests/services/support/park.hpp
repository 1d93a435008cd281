// Minatomori's sports park, where courts are paid for with books of tickets (回数券).
#pragma once

#include "services/counter/drawer.hpp"
#include "services/counter/take_payment.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/tickets/sell_book.hpp"
#include "services/tickets/use_tickets.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <string>

namespace hiroba::test {

// The revenue of the sports park.
inline constexpr const char* park_revenue = "revenue:01-13-01-06-03-01";
inline constexpr Yen book_price{2'100};
inline constexpr Yen two_hours{420};

// A sale by the desk, in cash.
inline services::SellBookCommand selling(TownHall& hall, std::string_view facility, std::string_view ticket,
                                         std::optional<AccountId> to, const std::string& buyer) {
    return {.facility = FacilityCode{std::string{facility}},
            .ticket = TicketCode{std::string{ticket}},
            .account = to,
            .buyer = buyer,
            .payment = {.application = {},
                        .method = PaymentMethod::cash,
                        .amount = {},
                        .reference = "",
                        .idempotency_key = "",
                        .request_hash = ""},
            .idempotency_key = hall.fresh_key(),
            .request_hash = "hash"};
}

inline UseRequest court(std::string_view from = "09:00", std::string_view until = "11:00",
                        std::string_view day = "2026-11-20", std::string_view space = "court_1") {
    return TownHall::hours(space, day, from, until);
}

// Minatomori's sports park: eleven hours on a court for 2,100 yen; two hours cost 420 yen.
struct Park {
    explicit Park(TownHall& town_hall) : hall(town_hall) {
        shift = services::open_drawer(hall.context, clerk, DrawerCode{"park_gate"}, Yen{10'000}).value().shift.id;
    }

    TownHall& hall;
    persistence::Account who = hall.resident();
    persistence::Account clerk = hall.staff();
    ShiftId shift;

    services::SellBookCommand selling(std::optional<AccountId> to, const std::string& buyer = "") {
        return test::selling(hall, "sports_park", "court_hours", to, buyer);
    }
    Result<services::SoldBook> sell(const services::SellBookCommand& command) {
        return services::sell_book(hall.context, clerk, command);
    }
    ApplicationId sold() { return sell(selling(who.id)).value().file.book.id; }
    ApplicationId held(const UseRequest& use = court(), std::optional<persistence::Account> by = std::nullopt,
                       const std::string& activity = "tennis") {
        const persistence::Account& applicant = by ? *by : who;
        const auto id = hall.hold(applicant, use).value().booking.application;
        REQUIRE(hall.fill_in(applicant, id, 4, activity));
        return id;
    }
    // From nine to eleven on each of the two days, in one application.
    ApplicationId held_on(std::string_view first_day, std::string_view second_day) {
        const auto id = hall.hold_all(who, {court("09:00", "11:00", first_day), court("09:00", "11:00", second_day)})
                            .value()
                            .view.application.id;
        REQUIRE(hall.fill_in(who, id, 4, "tennis"));
        return id;
    }
    services::UseTicketsCommand using_tickets(ApplicationId application, ApplicationId book,
                                              std::optional<std::int64_t> tickets = std::nullopt) {
        return {.application = application,
                .booking = hall.booking(application).id,
                .book = book,
                .tickets = tickets,
                .idempotency_key = hall.fresh_key(),
                .request_hash = "hash"};
    }
    Result<services::ApplicationView> use(ApplicationId application, ApplicationId book,
                                          std::optional<std::int64_t> tickets = std::nullopt) {
        return services::use_tickets(hall.context, who, using_tickets(application, book, tickets));
    }
    Result<services::TakenPayment> cash(ApplicationId application, Yen amount) {
        return services::take_payment(hall.context, clerk,
                                      {.application = application,
                                       .method = PaymentMethod::cash,
                                       .amount = amount,
                                       .reference = "",
                                       .idempotency_key = hall.fresh_key(),
                                       .request_hash = "hash"});
    }
    services::BookFile file(ApplicationId book) { return services::show_book(hall.context, clerk.id, book).value(); }
    std::int64_t left(ApplicationId book) { return file(book).book.left; }
    // Debit less credit.
    Yen balance(std::string_view account) {
        for (const auto& line : services::trial_balance(hall.database).accounts)
            if (line.account == account) return line.debit - line.credit;
        return Yen{0};
    }
};

inline void check_balance(TownHall& hall) {
    for (const auto& check : services::trial_balance(hall.database).checks) {
        CAPTURE(check.code);
        CHECK(check.ledger == check.tables);
    }
}

inline void at_the_park_of(const std::string& town, const std::function<void(Park& park, TownHall& hall)>& test) {
    in_the_town_hall_of(town, [&](TownHall& hall) {
        Park park(hall);
        test(park, hall);
        check_balance(hall);
    });
}

inline void at_the_park(const std::function<void(Park& park, TownHall& hall)>& test) {
    at_the_park_of("minatomori", test);
}

} // namespace hiroba::test
