// 回数券: books of tickets. What a town sells, what one ticket pays for, and what becomes of it when the use comes to
// nothing.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/refusal.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/component.hpp"
#include "domain/fees/in_force.hpp"
#include "domain/fees/rates.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hiroba {

struct TicketRate {
    InForce in_force;
    Text article;
    std::optional<PriceClassCode> price_class;
    Yen price;
    friend bool operator==(const TicketRate&, const TicketRate&) = default;
};

// What one ticket is for.
enum class TicketCover {
    visit,        // a visit without a booking: the desk takes the ticket
    use,          // one use of a space, however long
    minutes,      // so many minutes begun of a use, without early use and extension
    charged_unit, // what the annex charges the use by: a band, a step of time, a night
};
[[nodiscard]] std::string_view name_of(TicketCover cover); // "charged_unit"

// Whether the tickets of a use that its applicant gives up come back. When the town takes the use back, they always do.
enum class TicketReturn {
    never,
    with_refund, // where money would be given back, in part or whole
    always,
};
[[nodiscard]] std::string_view name_of(TicketReturn rule); // "with_refund"

// 未使用券の還付: this share of the price of the tickets that are left.
struct TicketRefund {
    int percent = 100;
    Text article;
    friend bool operator==(const TicketRefund&, const TicketRefund&) = default;
};

// What whoever has bought a book may do with it, as it was sold: later town data change nothing of it.
struct TicketTerms {
    TicketCover covers = TicketCover::visit;
    std::optional<int> minutes{};        // of `minutes`
    std::vector<SpaceCode> spaces{};     // that it is for; empty of visits: named by the ticket's name alone
    std::optional<UserClass> only_for{}; // whose uses it pays for
    TicketReturn comes_back = TicketReturn::with_refund;
    std::optional<TicketRefund> refund{}; // none: what is left is not given back
    friend bool operator==(const TicketTerms&, const TicketTerms&) = default;
};

// So many tickets for one price.
struct Ticket {
    TicketCode code;
    Text name;
    int visits = 1; // tickets of a book
    std::vector<TicketRate> rates;
    std::optional<int> valid_months{}; // from the day of the sale; none: without end
    TicketTerms terms{};
    friend bool operator==(const Ticket&, const Ticket&) = default;
};

// 有効期間: the last day on which tickets of a book that is sold on that day are good: the day before the same day so
// many months later; without end when nothing is said.
[[nodiscard]] std::optional<LocalDate> valid_until(const Ticket& ticket, LocalDate sold_on);

// A use that somebody wants to pay for with tickets, as its fee was told.
struct TicketedUse {
    SpaceCode space;
    LocalDate date;
    UserClass user_class = UserClass::in_town;
    std::optional<PriceClassCode> price_class{}; // it is priced for; empty: the facility's default, or none
    int minutes = 0;                             // without early use and extension
    std::int64_t charged_units = 0;
    bool is_reduced = false; // 減免: its fee is less already
    Yen basic;               // what of the fee tickets can pay: without surcharges, early use and extension
};
// A book as it stands.
struct TicketsLeft {
    const TicketTerms* terms = nullptr;
    bool is_sold = true; // it was not undone
    std::optional<PriceClassCode> price_class{};
    std::optional<LocalDate> valid_until{};
    std::int64_t left = 0;
};
// How many tickets pay for the use whole. In this order: `book_undone`; `tickets_for_visits` (they pay for no
// booking); `tickets_of_other_space` {space}; `tickets_of_other_class` {class}; `tickets_expired` {valid_until};
// `tickets_not_with_reduction`; `nothing_to_cover`. How many are left is not asked.
[[nodiscard]] Result<std::int64_t> tickets_for(const TicketsLeft& book, const TicketedUse& use);

// What `tickets` of the `whole` that a use needs pay of `basic`, after `before` have paid for it: to the yen, together
// always all of it.
struct TicketShare {
    std::int64_t before = 0;
    std::int64_t tickets = 0;
    std::int64_t whole = 1;
};
[[nodiscard]] Yen paid_by_tickets(Yen basic, const TicketShare& share);

// What of the price goes back for those that are left, rounded down.
[[nodiscard]] Yen refund_of_tickets(const TicketRefund& rule, Yen price, std::int64_t left, std::int64_t of);

// Whether tickets come back, when the terms of the use give back that share of its fee.
[[nodiscard]] bool tickets_come_back(TicketReturn rule, int refund_percent);

} // namespace hiroba
