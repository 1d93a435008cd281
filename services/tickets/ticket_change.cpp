#include "services/tickets/ticket_change.hpp"

#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/tickets_in_use.hpp"
#include "services/tickets/terms_json.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Session;
using persistence::TicketBook;
using persistence::TicketUse;

// Tickets of one use of a book, and what becomes of them.
struct Paying {
    TicketUse use;
    TicketBook book;
    TicketTerms terms;
    std::int64_t stay = 0; // of the use's tickets; 0: none pays any longer
};

std::vector<Paying> paying_for(Session& session, BookingId booking) {
    std::vector<Paying> all;
    for (TicketUse& use : persistence::ticket_uses_of_booking(session, booking)) {
        if (use.returned_for) continue;
        auto book = persistence::find_ticket_book(session, use.book).value();
        auto terms = terms_kept_in(book.terms_json);
        const std::int64_t tickets = use.tickets;
        all.push_back({std::move(use), std::move(book), std::move(terms), tickets});
    }
    return all;
}

Result<std::int64_t> needed_for(const Paying& paying, const TicketedUse& use) {
    const TicketBook& book = paying.book;
    return tickets_for({&paying.terms, book.is_sold, book.price_class, book.valid_until, book.left}, use);
}

// By the first book that is for it; 0: none is.
std::int64_t needed_by_first(const std::vector<Paying>& all, const TicketedUse& use) {
    for (const Paying& paying : all)
        if (const auto needed = needed_for(paying, use)) return *needed;
    return 0;
}

std::int64_t staying(const std::vector<Paying>& all) {
    std::int64_t sum = 0;
    for (const Paying& paying : all)
        sum += paying.stay;
    return sum;
}

// Those whose book is not for the new use come back.
Result<void> leave_what_does_not_fit(std::vector<Paying>& all, const TicketedUse& use, int refund_percent) {
    for (Paying& paying : all) {
        const auto needed = needed_for(paying, use);
        if (needed) continue;
        if (!tickets_come_back(paying.terms.comes_back, refund_percent))
            return refuse("tickets_would_be_lost",
                          {{"tickets", paying.use.tickets}, {"reason", std::string{needed.error().code}}});
        paying.stay = 0;
    }
    return {};
}

// Of those that the use does not need any more, the ones that were used last come back first.
void leave_the_idle(std::vector<Paying>& all, std::int64_t idle, int refund_percent) {
    for (auto paying = all.rbegin(); paying != all.rend() && idle > 0; ++paying) {
        if (!tickets_come_back(paying->terms.comes_back, refund_percent)) continue;
        const std::int64_t back = std::min(idle, paying->stay);
        paying->stay -= back;
        idle -= back;
    }
}

// So many more, off the books that pay for it, as far as they reach; not off one that was sold to a name, which is
// shown at the desk whenever it pays.
std::map<ApplicationId, std::int64_t> taken_besides(const std::vector<Paying>& all, std::int64_t missing,
                                                    TicketsAtHand& at_hand) {
    std::map<ApplicationId, std::int64_t> more;
    for (const Paying& paying : all) {
        if (paying.stay == 0 || missing <= 0 || paying.book.buyer) continue;
        std::int64_t& left = at_hand.at(paying.book.id);
        const std::int64_t taken = std::min(missing, left);
        if (taken == 0) continue;
        more[paying.book.id] += taken;
        left -= taken;
        missing -= taken;
    }
    return more;
}

// What pays for the basic fee, one after the other.
struct Sharing {
    Yen basic;
    std::int64_t whole;
    std::int64_t before = 0;

    Yen next(std::int64_t tickets) {
        const Yen amount = paid_by_tickets(basic, {.before = before, .tickets = tickets, .whole = whole});
        before += tickets;
        return amount;
    }
};

// False when so little is to be paid that nothing of it is left for them.
bool begin(TicketChange& change, ApplicationId book, std::int64_t tickets, Yen amount) {
    if (amount == Yen{0}) return false;
    change.begun.push_back({book, tickets, amount});
    change.amount += amount;
    return true;
}

// What pays as it did stays as it is written; all else ends, and begins anew as it pays from now on.
void share_out(const std::vector<Paying>& all, const std::map<ApplicationId, std::int64_t>& more,
               const TicketedFee& fee, std::int64_t needed, TicketChange& change) {
    std::int64_t besides = 0;
    for (const auto& [book, tickets] : more)
        besides += tickets;
    Sharing sharing{fee.use.basic, std::max(needed, staying(all) + besides)};
    for (const Paying& paying : all) {
        const Yen amount = paying.stay == 0 ? Yen{0} : sharing.next(paying.stay);
        if (paying.stay == paying.use.tickets && amount == paying.use.amount && paying.use.account == fee.account) {
            change.amount += amount;
            continue;
        }
        change.ended.push_back(paying.use);
        const bool goes_on = begin(change, paying.book.id, paying.stay, amount);
        change.come_back += paying.use.tickets - (goes_on ? paying.stay : 0);
    }
    for (const auto& [book, tickets] : more)
        if (begin(change, book, tickets, sharing.next(tickets))) change.more += tickets;
}

// The use costs and needs what it did: what pays for it, tickets and money, goes on as it is.
bool is_the_same(const TicketedFee& before, const TicketedFee& after, std::int64_t needed_before,
                 std::int64_t needed_after) {
    return before.use.basic == after.use.basic && before.account == after.account && needed_before == needed_after;
}

} // namespace

persistence::RevenueShares TicketChange::covered() const {
    if (amount == Yen{0}) return {};
    return {{account, amount}};
}

Result<TicketChange> plan_ticket_change(Session& session, const TownInForce& town,
                                        const persistence::Application& application, const UseChange& change,
                                        TicketsAtHand& at_hand) {
    TicketChange planned;
    auto all = paying_for(session, change.before.id);
    if (all.empty()) return planned;
    const TicketedFee before = ticketed_fee(town, application, change.before);
    const TicketedFee after = ticketed_fee(town, application, change.after);
    for (const Paying& paying : all)
        at_hand.emplace(paying.book.id, paying.book.left);
    planned.before = staying(all);
    planned.account = after.account;
    const std::int64_t needed_before = needed_by_first(all, before.use);
    const std::int64_t needed = needed_by_first(all, after.use);
    if (auto fits = leave_what_does_not_fit(all, after.use, change.refund_percent); !fits)
        return tl::unexpected(fits.error());
    if (staying(all) == planned.before && is_the_same(before, after, needed_before, needed)) {
        for (const Paying& paying : all)
            planned.amount += paying.use.amount;
        return planned;
    }
    std::map<ApplicationId, std::int64_t> more;
    if (staying(all) > needed)
        leave_the_idle(all, staying(all) - needed, change.refund_percent);
    else if (needed_before > 0 && planned.before >= needed_before) // they had paid for all of it
        more = taken_besides(all, needed - staying(all), at_hand);
    share_out(all, more, after, needed, planned);
    for (const Paying& paying : all) // what comes back here pays for what is changed in the same step
        at_hand[paying.book.id] += paying.use.tickets - paying.stay;
    return planned;
}

void write_ticket_changes(Session& session, const std::vector<ChangedTickets>& changes, AccountId by, Instant now) {
    for (const ChangedTickets& changed : changes)
        for (const TicketUse& use : changed.tickets.ended)
            if (!persistence::return_tickets(
                    session, use, {.ground = persistence::TicketReturnGround::given_up, .by = by, .at = now}))
                throw std::logic_error("tickets of a locked application came back by somebody else");
    for (const auto& [booking, tickets] : changes)
        for (const TicketsBegun& begun : tickets.begun) {
            if (!persistence::take_tickets(session, begun.book, begun.tickets))
                throw std::logic_error("tickets of a locked book were used by somebody else");
            persistence::insert_ticket_use(session, {.id = TicketUseId{persistence::new_id(now)},
                                                     .book = begun.book,
                                                     .booking = booking,
                                                     .tickets = begun.tickets,
                                                     .account = tickets.account,
                                                     .amount = begun.amount,
                                                     .used_on = to_town_time(now).date,
                                                     .used_by = by,
                                                     .used_at = now});
        }
}

} // namespace hiroba::services
