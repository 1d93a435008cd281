#include "services/tickets/sell_book.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/tickets_in_use.hpp"
#include "services/booking/booking_number.hpp"
#include "services/booking/notices.hpp"
#include "services/once_more.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/posting.hpp"
#include "services/tickets/terms_json.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Application;
using persistence::Obligation;
using persistence::Session;
using persistence::TicketBook;

// What the town offers.
struct Offered {
    const Facility* facility = nullptr;
    const Ticket* ticket = nullptr;
};

Result<Offered> offered(const TownInForce& town, const SellBookCommand& command) {
    const Facility* facility = find_facility(town.town, command.facility);
    if (facility == nullptr) return refuse("unknown_facility");
    const auto ticket = std::ranges::find(facility->tickets, command.ticket, &Ticket::code);
    if (ticket == facility->tickets.end()) return refuse("unknown_ticket");
    return Offered{facility, &*ticket};
}

Result<Quote> price_of(const Offered& offer, const SellBookCommand& command, LocalDate today) {
    auto quote = quote_ticket(*offer.ticket, offer.facility->fee_rules, offer.facility->account_codes,
                              command.price_class, 1, today);
    if (quote && quote->total == Yen{0}) return refuse("nothing_owed");
    return quote;
}

// Whose it becomes; a buyer by name has none, and the book stands under the clerk who sells it.
Result<Account> holder_of(Session& session, const Account& staff, const SellBookCommand& command) {
    if (!command.account) return staff;
    auto account = persistence::find_account(session, *command.account);
    if (!account || account->role != Role::resident) return refuse("account_not_found");
    return std::move(*account);
}

Result<void> check_class(const Offered& offer, const Account& holder, const SellBookCommand& command) {
    const auto& only_for = offer.ticket->terms.only_for;
    if (!command.account || !only_for || *only_for == holder.user_class) return {};
    return refuse("tickets_of_other_class", {{"class", std::string{name_of(*only_for)}}});
}

// Since when its price is owed: since it came, as a transfer may have before today; but in a year whose books are
// closed nothing is assessed any more.
LocalDate owed_since(const SellBookCommand& command, LocalDate today) {
    const LocalDate received = command.payment.received_on.value_or(today);
    return std::clamp(received, first_open_day(today), today);
}

Application application_of(const TownInForce& town, const Offered& offer, const Account& holder, const Account& staff,
                           ApplicationId id, Instant now) {
    return {.id = id,
            .number = std::nullopt,
            .account = holder.id,
            .made_by = staff.id,
            .kind = persistence::ApplicationKind::ordinary,
            .facility = offer.facility->code,
            .user_class = holder.user_class,
            .details = std::nullopt,
            .edition = town.edition,
            .created_at = now};
}

TicketBook book_of(const Offered& offer, Yen price, const SellBookCommand& command, const Account& staff,
                   ApplicationId id, Instant now) {
    const LocalDate today = to_town_time(now).date;
    const bool by_name = !command.account;
    return {.id = id,
            .number = std::nullopt,
            .ticket = offer.ticket->code,
            .name = offer.ticket->name,
            .price_class = command.price_class,
            .buyer = by_name ? std::optional{command.buyer} : std::nullopt,
            .price = price,
            .tickets = offer.ticket->visits,
            .left = offer.ticket->visits,
            .sold_on = today,
            .valid_until = valid_until(*offer.ticket, today),
            .terms_json = kept_terms(offer.ticket->terms),
            .sold_by = staff.id,
            .sold_at = now};
}

// Assessed as it is collected (随時の収入).
void owe_price(Session& session, const TownInForce& town, const Application& application, const Quote& price,
               LocalDate assessed_on, Instant now) {
    const Obligation obligation{.id = ObligationId{persistence::new_id(now)},
                                .application = application.id,
                                .state = "owed",
                                .amount = price.total,
                                .shares = shares_of(price),
                                .assessed_on = assessed_on,
                                .fiscal_year = fiscal_year_of_receipt(assessed_on),
                                .managed_by = managed_by(town, application),
                                .due_at = std::nullopt};
    persistence::insert_obligation(session, obligation);
    post_assessed(session, obligation, now);
}

TakePaymentCommand whole_price(const SellBookCommand& command, ApplicationId id, Yen price) {
    TakePaymentCommand payment = command.payment;
    payment.application = id;
    payment.amount = price;
    return payment;
}

Result<TakenPayment> sell(Session& session, const TownInForce& town, const Account& staff,
                          const SellBookCommand& command, ApplicationId id, const PreparedPayment& prepared) {
    const LocalDate today = to_town_time(prepared.now).date;
    const auto offer = offered(town, command);
    if (!offer) return tl::unexpected(offer.error());
    const auto holder = holder_of(session, staff, command);
    if (!holder) return tl::unexpected(holder.error());
    if (auto fits = check_class(*offer, *holder, command); !fits) return tl::unexpected(fits.error());
    const auto price = price_of(*offer, command, today);
    if (!price) return tl::unexpected(price.error());
    const Application application = application_of(town, *offer, *holder, staff, id, prepared.now);
    persistence::insert_application(session, application);
    while (!persistence::give_number(session, id, new_booking_number())) {
    }
    persistence::insert_ticket_book(session, book_of(*offer, price->total, command, staff, id, prepared.now));
    owe_price(session, town, application, *price, owed_since(command, today), prepared.now);
    return take_payment_in(session, town, staff, whole_price(command, id, price->total), prepared);
}

Result<SoldBook> with_book(Session& session, Result<TakenPayment> taken) {
    if (!taken) return tl::unexpected(taken.error());
    auto book = persistence::find_ticket_book(session, taken->payment.application).value();
    return SoldBook{book_file(session, std::move(book)), std::move(*taken)};
}

Result<TicketBook> refundable(Session& session, const BookRefund& command, LocalDate today) {
    auto book = persistence::find_ticket_book(session, command.book);
    if (!book) return refuse("book_not_found");
    if (command.reason.empty()) return refuse("reason_required");
    if (!book->is_sold) return refuse("book_undone");
    if (!terms_kept_in(book->terms_json).refund) return refuse("book_not_refundable");
    if (book->valid_until && *book->valid_until < today)
        return refuse("tickets_expired", {{"valid_until", book->valid_until->iso8601()}});
    return std::move(*book);
}

} // namespace

Result<SoldBook> sell_book(const Context& context, const Account& staff, const SellBookCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const ApplicationId id{persistence::new_id(now)};
    const PreparedPayment prepared = prepare_payment(now);
    const persistence::IdempotencyKey key{staff.id, "ticket_sale", command.idempotency_key, command.request_hash};
    const auto work = [&](Session& session) -> Result<SoldBook> {
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return with_book(session, taken_before(session, staff.id, CounterPaymentId{**known}));
        auto taken = sell(session, *town, staff, command, id, prepared);
        if (taken) persistence::remember(session, key, taken->payment.id.value(), now);
        return with_book(session, std::move(taken));
    };
    return once_more_for_the_same_request(context, work);
}

Result<BookFile> refund_book(const Context& context, AccountId staff, const BookRefund& command) {
    const Instant now = context.clock.now();
    auto refunded = context.database.transact([&](Session& session) -> Result<BookFile> {
        persistence::lock_application(session, command.book);
        persistence::lock_ticket_book(session, command.book); // who uses tickets locks only the use's application
        const auto book = refundable(session, command, to_town_time(now).date);
        if (!book) return tl::unexpected(book.error());
        const TicketRefund rule = terms_kept_in(book->terms_json).refund.value();
        const Yen amount = refund_of_tickets(rule, book->price, book->left, book->tickets);
        if (amount == Yen{0} || !persistence::void_tickets(session, book->id, book->left))
            return refuse("nothing_to_refund");
        const auto obligations = persistence::obligations_of(session, book->id);
        const auto paid = std::ranges::find(obligations, "paid", &Obligation::state);
        order_book_refund(session, *paid,
                          {.ground = persistence::RefundGround::tickets,
                           .cause = RefundCause::user,
                           .amount = amount,
                           .percent = rule.percent,
                           .article = rule.article,
                           .decided_by = staff,
                           .reason = command.reason},
                          now);
        if (!book->buyer)
            notify(session, *persistence::find_application(session, book->id),
                   {.kind = "refund_decided", .reason = command.reason, .yen = {{"refund_yen", amount}}}, now);
        return book_file(session, *persistence::find_ticket_book(session, book->id));
    });
    context.payment_bell.ring();
    return refunded;
}

} // namespace hiroba::services
