// 回数券: until when a book is good, how many tickets a use needs, what they pay for, what comes back.
#include "domain/fees/ticket.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace hiroba;

namespace {

LocalDate day(std::string_view iso8601) { return LocalDate::parse(iso8601).value(); }

TicketTerms hours_on_a_court() {
    return {
        .covers = TicketCover::minutes, .minutes = 60, .spaces = {SpaceCode{"court"}}, .only_for = UserClass::in_town};
}

TicketedUse two_hours() {
    return {.space = SpaceCode{"court"},
            .date = day("2026-12-01"),
            .user_class = UserClass::in_town,
            .price_class = std::nullopt,
            .minutes = 120,
            .charged_units = 4,
            .is_reduced = false,
            .basic = Yen{420}};
}

std::string refused(const TicketTerms& terms, const TicketedUse& use, TicketsLeft book = {}) {
    book.terms = &terms;
    const auto needed = tickets_for(book, use);
    return needed ? "" : needed.error().code;
}

} // namespace

TEST_CASE("a book is good until the day before the same day so many months later, or the last of a shorter month") {
    Ticket ticket{.code = TicketCode{"book"}, .name = {}, .visits = 11, .rates = {}};
    CHECK_FALSE(valid_until(ticket, day("2026-11-10")));
    struct Case {
        int months;
        const char* sold_on;
        const char* until;
    };
    for (const auto& [months, sold_on, until] : std::vector<Case>{{12, "2026-11-10", "2027-11-09"},
                                                                  {1, "2027-01-31", "2027-02-28"},
                                                                  {1, "2028-01-30", "2028-02-29"},
                                                                  {12, "2028-02-29", "2029-02-28"},
                                                                  {6, "2026-09-01", "2027-02-28"}}) {
        CAPTURE(sold_on);
        ticket.valid_months = months;
        CHECK(valid_until(ticket, day(sold_on)) == day(until));
    }
}

TEST_CASE("how many tickets a use needs depends on what one is for") {
    const TicketsLeft book;
    auto terms = hours_on_a_court();
    const auto needed = [&](int minutes, std::int64_t units) {
        TicketedUse use = two_hours();
        use.minutes = minutes;
        use.charged_units = units;
        TicketsLeft asked = book;
        asked.terms = &terms;
        return tickets_for(asked, use).value();
    };
    CHECK(needed(60, 2) == 1);
    CHECK(needed(61, 3) == 2);
    CHECK(needed(120, 4) == 2);
    terms.covers = TicketCover::charged_unit;
    CHECK(needed(120, 4) == 4);
    terms.covers = TicketCover::use;
    CHECK(needed(600, 20) == 1);
}

TEST_CASE("the reasons why tickets do not pay, each before the next") {
    auto terms = hours_on_a_court();
    TicketedUse use = two_hours();
    TicketsLeft book;
    use.basic = Yen{0};
    CHECK(refused(terms, use, book) == "nothing_to_cover");
    use.is_reduced = true;
    CHECK(refused(terms, use, book) == "tickets_not_with_reduction");
    book.valid_until = day("2026-11-30");
    CHECK(refused(terms, use, book) == "tickets_expired");
    book.price_class = PriceClassCode{"high_school"};
    CHECK(refused(terms, use, book) == "tickets_of_other_class");
    use.price_class = PriceClassCode{"high_school"};
    CHECK(refused(terms, use, book) == "tickets_expired");
    use.user_class = UserClass::out_of_town;
    CHECK(refused(terms, use, book) == "tickets_of_other_class");
    use.space = SpaceCode{"ground"};
    CHECK(refused(terms, use, book) == "tickets_of_other_space");
    terms.covers = TicketCover::visit;
    CHECK(refused(terms, use, book) == "tickets_for_visits");
    book.is_sold = false;
    CHECK(refused(terms, use, book) == "book_undone");
}

TEST_CASE("tickets of a use together always pay for all of it, to the yen") {
    for (const std::int64_t whole : {1, 2, 3, 7})
        for (const std::int64_t fee : {1, 100, 310, 999}) {
            CAPTURE(whole);
            CAPTURE(fee);
            Yen sum;
            for (std::int64_t before = 0; before < whole; ++before)
                sum += paid_by_tickets(Yen{fee}, {before, 1, whole});
            CHECK(sum == Yen{fee});
        }
    CHECK(paid_by_tickets(Yen{310}, {0, 1, 2}) == Yen{155});
    CHECK(paid_by_tickets(Yen{310}, {1, 1, 2}) == Yen{155});
}

TEST_CASE("what is left is given back by its share of the price, rounded down") {
    CHECK(refund_of_tickets({90, {}}, Yen{2'100}, 10, 11) == Yen{1'718});
    CHECK(refund_of_tickets({100, {}}, Yen{2'100}, 11, 11) == Yen{2'100});
    CHECK(refund_of_tickets({100, {}}, Yen{2'100}, 0, 11) == Yen{0});
}

TEST_CASE("tickets come back as the terms say") {
    CHECK_FALSE(tickets_come_back(TicketReturn::never, 100));
    CHECK(tickets_come_back(TicketReturn::always, 0));
    CHECK(tickets_come_back(TicketReturn::with_refund, 50));
    CHECK_FALSE(tickets_come_back(TicketReturn::with_refund, 0));
}
