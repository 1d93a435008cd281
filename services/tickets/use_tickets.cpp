#include "services/tickets/use_tickets.hpp"

#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/tickets_in_use.hpp"
#include "services/board/look_log.hpp"
#include "services/once_more.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/payment_due.hpp"
#include "services/payment/start_payment.hpp"
#include "services/tickets/give_tickets_back.hpp"
#include "services/tickets/terms_json.hpp"
#include "services/tickets/ticketed_use.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Booking;
using persistence::Session;
using persistence::TicketBook;
using persistence::TicketUse;

constexpr int most_offered = 20;

Refusal too_few(std::int64_t needed, std::int64_t left) {
    return {"too_few_tickets", {{"needed", needed}, {"left", left}}};
}

Result<TicketBook> book_for(Session& session, const Viewer& viewer, const ApplicationView& view, ApplicationId id) {
    auto book = persistence::find_ticket_book(session, id);
    const bool is_theirs = book && !book->buyer && book->account == view.application.account;
    if (!book || (!viewer.is_staff && !is_theirs)) return refuse("book_not_found");
    // Who brings a book that was sold to a name shows it at the desk.
    if (!is_theirs && !book->buyer) return refuse("book_of_somebody_else");
    return std::move(*book);
}

// What of the booking is charged under that account and not paid.
Yen unpaid_under(Session& session, BookingId booking, const AccountCode& account) {
    for (const auto& charge : persistence::charges_by_account(session, booking))
        if (charge.account == account) return charge.charged - charge.paid;
    return Yen{0};
}

// How tickets of that book would pay for the booking as it stands.
struct Paying {
    TicketedFee fee;
    TicketShare share; // all that the use still needs
    Yen unpaid;        // of what tickets can pay for
    [[nodiscard]] Yen amount() const { return std::min(paid_by_tickets(fee.use.basic, share), unpaid); }
};
// Where money paid a part, no more tickets than pay for the rest.
void leave_out_the_idle(Paying& paying) {
    TicketShare fewer = paying.share;
    for (--fewer.tickets; fewer.tickets > 0; --fewer.tickets) {
        if (paid_by_tickets(paying.fee.use.basic, fewer) < paying.unpaid) return;
        paying.share = fewer;
    }
}
Result<Paying> paying(Session& session, const TownInForce& town, const persistence::Application& application,
                      const Booking& booking, const TicketBook& book) {
    const TicketTerms terms = terms_kept_in(book.terms_json);
    Paying paying{.fee = ticketed_fee(town, application, booking), .share = {}, .unpaid = {}};
    const auto needed =
        tickets_for({&terms, book.is_sold, book.price_class, book.valid_until, book.left}, paying.fee.use);
    if (!needed) return tl::unexpected(needed.error());
    paying.share.whole = *needed;
    for (const TicketUse& use : persistence::ticket_uses_of_booking(session, booking.id)) {
        if (use.returned_for) continue;
        if (persistence::find_ticket_book(session, use.book).value().ticket != book.ticket)
            return refuse("tickets_of_other_kind");
        paying.share.before += use.tickets;
    }
    if (paying.share.before >= paying.share.whole) return refuse("already_covered");
    paying.share.tickets = paying.share.whole - paying.share.before;
    // What is held is not charged yet.
    paying.unpaid =
        booking.charged > booking.paid ? unpaid_under(session, booking.id, paying.fee.account) : paying.fee.use.basic;
    leave_out_the_idle(paying);
    return paying;
}

// Nothing of it is left to pay: it waits for nothing any more.
Result<void> permit_if_covered(Session& session, BookingId id, AccountId by, Instant now) {
    const Booking booking = persistence::find_booking(session, id).value();
    if (booking.state != BookingState::permitted_unpaid || booking.charged != booking.paid) return {};
    const auto moved = persistence::advance(session, id, {.event = BookingEvent::paid, .at = now, .by = by});
    return moved ? Result<void>{} : tl::unexpected(moved.error());
}

const Booking* find_in(const ApplicationView& view, BookingId id) {
    const auto found = std::ranges::find(view.bookings, id, &Booking::id);
    return found == view.bookings.end() ? nullptr : &*found;
}

struct Using {
    TicketUseId id; // made outside: a unit of work may run more than once
    AccountId by;
    Instant now;
};
Result<void> use_for_booking(Session& session, const TownInForce& town, const Viewer& viewer,
                             const ApplicationView& before, const UseTicketsCommand& command, const Using& usage) {
    if (find_in(before, command.booking) == nullptr) return refuse("booking_not_found");
    const auto book = book_for(session, viewer, before, command.book);
    if (!book) return tl::unexpected(book.error());
    if (const auto owed = obligation_to_pay(session, town, before, usage.now); !owed)
        return tl::unexpected(owed.error());
    const auto view = whole_application(session, *persistence::find_application(session, command.application));
    if (find_in(view, command.booking)->charged == find_in(view, command.booking)->paid) return refuse("nothing_owed");
    if (auto settled = settle_part(session, command.application, usage.now); !settled) return settled;
    const Booking booking = persistence::find_booking(session, command.booking).value();
    auto found = paying(session, town, view.application, booking, *book);
    if (!found) return tl::unexpected(found.error());
    TicketShare& share = found->share;
    if (command.tickets && *command.tickets > share.tickets)
        return refuse("too_many_tickets", {{"needed", share.tickets}});
    share.tickets = command.tickets.value_or(share.tickets);
    const Yen amount = found->amount();
    if (amount <= Yen{0}) return refuse("nothing_to_cover");
    if (!persistence::take_tickets(session, book->id, share.tickets))
        return tl::unexpected(too_few(share.tickets, persistence::find_ticket_book(session, book->id).value().left));
    persistence::insert_ticket_use(session, {.id = usage.id,
                                             .book = book->id,
                                             .booking = booking.id,
                                             .tickets = share.tickets,
                                             .account = found->fee.account,
                                             .amount = amount,
                                             .used_on = to_town_time(usage.now).date,
                                             .used_by = usage.by,
                                             .used_at = usage.now});
    charge(session, town, booking);
    if (auto permitted = permit_if_covered(session, booking.id, usage.by, usage.now); !permitted) return permitted;
    return reassess(session, town, view.application, usage.now);
}

// A use that the desk takes back: the booking waits for money again.
Result<void> owe_in_money(Session& session, const TownInForce& town, const TicketUse& use, AccountId by,
                          const std::string& reason, Instant now) {
    const Booking booking = persistence::find_booking(session, use.booking.value()).value();
    if (booking.state != BookingState::permitted && booking.state != BookingState::permitted_unpaid)
        return refuse("wrong_state", {{"state", std::string{name_of(booking.state)}}});
    const Instant start = to_instant(booking.start);
    if (start <= now) return refuse("use_has_begun", {{"began_at_ms", start.epoch_ms()}});
    if (auto settled = settle_part(session, booking.application, now); !settled) return settled;
    if (!persistence::return_tickets(
            session, use, {.ground = persistence::TicketReturnGround::mistake, .by = by, .at = now, .reason = reason}))
        return refuse("already_returned");
    charge(session, town, *persistence::find_booking(session, booking.id));
    const Booking after = persistence::find_booking(session, booking.id).value();
    if (after.state == BookingState::permitted && after.paid == Yen{0})
        if (auto waiting = wait_for_payment(session, town, after, {by, now, reason}); !waiting) return waiting;
    return reassess(session, town, *persistence::find_application(session, booking.application), now);
}

Result<void> take_back(Session& session, const TownInForce& town, const TicketUse& use, AccountId staff,
                       const std::string& reason, Instant now) {
    if (reason.empty()) return refuse("reason_required");
    if (use.returned_for) return refuse("already_returned");
    if (!use.booking) {
        if (use.used_on != to_town_time(now).date) return refuse("visit_is_over");
        const persistence::TicketReturning mistake{persistence::TicketReturnGround::mistake, staff, now, reason};
        if (!persistence::return_tickets(session, use, mistake)) return refuse("already_returned");
        return {};
    }
    const auto application = persistence::find_booking(session, *use.booking).value().application;
    const auto attempt = persistence::newest_attempt_of(session, application);
    if (attempt && attempt->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(attempt->id.value())}});
    return owe_in_money(session, town, use, staff, reason, now);
}

Result<TicketBook> book_of_visit(Session& session, ApplicationId id, LocalDate today) {
    auto book = persistence::find_ticket_book(session, id);
    if (!book) return refuse("book_not_found");
    if (!book->is_sold) return refuse("book_undone");
    if (terms_kept_in(book->terms_json).covers != TicketCover::visit) return refuse("tickets_for_bookings");
    if (book->valid_until && *book->valid_until < today)
        return refuse("tickets_expired", {{"valid_until", book->valid_until->iso8601()}});
    return std::move(*book);
}

} // namespace

Result<ApplicationView> use_tickets(const Context& context, const Account& who, const UseTicketsCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const Viewer viewer{who.id, who.role != Role::resident};
    const Using usage{TicketUseId{persistence::new_id(now)}, who.id, now};
    const persistence::IdempotencyKey key{who.id, "ticket_use", command.idempotency_key, command.request_hash};
    auto used = once_more_for_the_same_request(context, [&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, command.application);
        const auto view = view_application(session, viewer, command.application);
        if (!view) return view;
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return view;
        if (auto done = use_for_booking(session, *town, viewer, *view, command, usage); !done)
            return tl::unexpected(done.error());
        persistence::remember(session, key, usage.id.value(), now);
        return view_application(session, viewer, command.application);
    });
    context.push_bell.ring();
    return used;
}

Result<BookFile> use_for_visit(const Context& context, AccountId staff, const VisitCommand& command) {
    const Instant now = context.clock.now();
    const LocalDate today = to_town_time(now).date;
    const TicketUseId id{persistence::new_id(now)};
    const persistence::IdempotencyKey key{staff, "ticket_visit", command.idempotency_key, command.request_hash};
    return once_more_for_the_same_request(context, [&](Session& session) -> Result<BookFile> {
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (!*known) {
            const auto book = book_of_visit(session, command.book, today);
            if (!book) return tl::unexpected(book.error());
            if (!persistence::take_tickets(session, book->id, command.tickets))
                return tl::unexpected(too_few(command.tickets, book->left));
            persistence::insert_ticket_use(session, {.id = id,
                                                     .book = book->id,
                                                     .tickets = command.tickets,
                                                     .amount = {},
                                                     .used_on = today,
                                                     .used_by = staff,
                                                     .used_at = now});
            persistence::remember(session, key, id.value(), now);
        }
        return book_file(session, persistence::find_ticket_book(session, command.book).value());
    });
}

Result<BookFile> take_tickets_back(const Context& context, AccountId staff, const TakeBackCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto file = context.database.transact([&](Session& session) -> Result<BookFile> {
        const auto found = persistence::find_ticket_use(session, command.use);
        if (!found) return refuse("use_not_found");
        if (found->booking)
            persistence::lock_application(session, persistence::find_booking(session, *found->booking)->application);
        const TicketUse use = persistence::find_ticket_use(session, command.use).value();
        if (auto done = take_back(session, *town, use, staff, command.reason, now); !done)
            return tl::unexpected(done.error());
        return book_file(session, persistence::find_ticket_book(session, use.book).value());
    });
    context.push_bell.ring();
    return file;
}

namespace {

// Something of it is to be paid, or will be once it is held no more.
bool waits_for_money(const Booking& booking) {
    return booking.charged > booking.paid || (booking.state == BookingState::held && booking.total > Yen{0});
}

// What giving it up at this moment means for the tickets that pay for it.
TicketsOfUse paying_now(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& booking,
                        Instant now) {
    const bool pays = std::ranges::find(view.ticket_uses, booking.id, &TicketUse::booking) != view.ticket_uses.end();
    if (!pays) return {};
    const auto terms = refund_terms(town, view, booking, now);
    return tickets_to_give_back(session, booking, {.refund_percent = terms ? terms->percent : 0});
}

TicketOffer offer_of(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& booking,
                     const TicketBook& book) {
    TicketOffer offer{.booking = booking.id, .book = book, .needed = 0, .amount = {}};
    const auto found = paying(session, town, view.application, booking, book);
    if (!found) {
        offer.refusal = found.error();
        return offer;
    }
    offer.needed = found->share.tickets;
    offer.amount = found->amount();
    if (book.left < offer.needed) offer.refusal = too_few(offer.needed, book.left);
    return offer;
}

} // namespace

Result<ApplicationTickets> tickets_of_application(const Context& context, const Viewer& viewer, ApplicationId id) {
    const auto town = context.catalog.current();
    auto found = context.database.read([&](Session& session) -> Result<ApplicationTickets> {
        const auto view = view_application(session, viewer, id);
        if (!view) return tl::unexpected(view.error());
        ApplicationTickets tickets;
        for (const Booking& booking : view->bookings) {
            tickets.paying.emplace(booking.id, paying_now(session, *town, *view, booking, context.clock.now()));
            for (auto& use : persistence::ticket_uses_of_booking(session, booking.id))
                tickets.uses.push_back({.use = std::move(use), .booking = booking, .number = view->application.number});
        }
        const auto books = persistence::ticket_books_with_some_left(session, view->application.account, most_offered);
        for (const Booking& booking : view->bookings)
            if (waits_for_money(booking))
                for (const TicketBook& book : books)
                    tickets.offers.push_back(offer_of(session, *town, *view, booking, book));
        return tickets;
    });
    if (found && viewer.is_staff)
        log_look(context, viewer.account, "tickets_of_application", std::to_string(id.value()));
    return found;
}

} // namespace hiroba::services
