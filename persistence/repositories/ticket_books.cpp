#include "persistence/repositories/ticket_books.hpp"

#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/tickets_in_use.hpp"

#include <array>

namespace hiroba::persistence {
namespace {

using OptionalText = std::optional<std::string>;

constexpr Sql insert_book =
    "INSERT INTO ticket_book (application_id, ticket_code, name_ja, name_en, price_class, buyer_name, state, price_yen,"
    " tickets, left_count, void_count, sold_on, valid_until, terms_json, sold_by, sold_at_ms)"
    " VALUES (:application_id, :ticket_code, :name_ja, :name_en, :price_class, :buyer_name, 'sold', :price_yen,"
    " :tickets, :tickets, 0, :sold_on, :valid_until, :terms_json, :sold_by, :sold_at_ms)";
const std::string select_books =
    "SELECT k.application_id, p.number, p.account_id, p.facility_code, k.ticket_code, k.name_ja, k.name_en,"
    " k.price_class, k.buyer_name, a.display_name, k.state, k.price_yen, k.tickets, k.left_count, k.void_count,"
    " k.sold_on, k.valid_until, k.terms_json, k.sold_by, k.sold_at_ms FROM ticket_book k"
    " JOIN application p ON p.application_id = k.application_id JOIN account a ON a.account_id = p.account_id ";
const std::string newest_first = " ORDER BY k.application_id DESC LIMIT :row_limit";
// Changes nothing, and yet keeps the row: the portable FOR UPDATE.
constexpr Sql lock = "UPDATE ticket_book SET state = state WHERE application_id = :application_id";
constexpr Sql take = "UPDATE ticket_book SET left_count = left_count - :tickets"
                     " WHERE application_id = :application_id AND state = 'sold' AND left_count >= :tickets";
constexpr Sql give_back = "UPDATE ticket_book SET left_count = left_count + :tickets"
                          " WHERE application_id = :application_id";
constexpr Sql undo = "UPDATE ticket_book SET state = 'undone', left_count = 0"
                     " WHERE application_id = :application_id AND state = 'sold' AND left_count = tickets";
constexpr Sql void_left =
    "UPDATE ticket_book SET left_count = 0, void_count = void_count + :tickets"
    " WHERE application_id = :application_id AND state = 'sold' AND left_count = :tickets AND left_count > 0";
constexpr Sql insert_use =
    "INSERT INTO ticket_use (use_id, book_id, booking_id, state, tickets, account_code, amount_yen, used_on, used_by,"
    " used_at_ms) VALUES (:use_id, :book_id, :booking_id, 'used', :tickets, :account_code, :amount_yen, :used_on,"
    " :used_by, :used_at_ms)";
const std::string select_uses =
    "SELECT use_id, book_id, booking_id, tickets, account_code, amount_yen, used_on, used_by, used_at_ms,"
    " returned_for, returned_at_ms, return_reason FROM ticket_use ";
const std::string oldest_first = " ORDER BY used_at_ms, use_id";
constexpr Sql return_use = "UPDATE ticket_use SET state = 'returned', returned_for = :returned_for,"
                           " returned_by = :returned_by, returned_at_ms = :returned_at_ms,"
                           " return_reason = :return_reason WHERE use_id = :use_id AND state = 'used'";
constexpr Sql retake_use = "UPDATE ticket_use SET state = 'used', returned_for = NULL, returned_by = NULL,"
                           " returned_at_ms = NULL, return_reason = NULL, returned_by_revocation = 0"
                           " WHERE use_id = :use_id AND state = 'returned' AND returned_by_revocation = 1";
constexpr Sql note_revocation = "UPDATE ticket_use SET returned_by_revocation = 1 WHERE use_id = :use_id"
                                " AND state = 'returned'";
constexpr Sql keep_returned = "UPDATE ticket_use SET returned_by_revocation = 0 WHERE use_id = :use_id"
                              " AND state = 'returned'";
// CAST: MariaDB sums BIGINT into DECIMAL.
constexpr Sql select_covered = "SELECT account_code, CAST(SUM(amount_yen) AS SIGNED) FROM ticket_use"
                               " WHERE booking_id = :booking_id AND state = 'used' GROUP BY account_code"
                               " ORDER BY account_code";

constexpr std::array grounds{TicketReturnGround::given_up, TicketReturnGround::revoked, TicketReturnGround::mistake};

std::vector<TicketBook> books_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<TicketBook> books;
    for (auto& [id, number, account, facility, ticket, name_ja, name_en, price_class, buyer, display_name, state, price,
                tickets, left, voided, sold_on, valid_until, terms_json, sold_by, sold_at] :
         session.select<ApplicationId, OptionalText, AccountId, FacilityCode, TicketCode, std::string, std::string,
                        std::optional<PriceClassCode>, OptionalText, std::string, std::string, Yen, std::int64_t,
                        std::int64_t, std::int64_t, LocalDate, std::optional<LocalDate>, std::string, AccountId,
                        Instant>(sql, binds)) {
        std::string holder = buyer.value_or(display_name);
        books.push_back({.id = id,
                         .number = std::move(number),
                         .account = account,
                         .facility = std::move(facility),
                         .ticket = std::move(ticket),
                         .name = {std::move(name_ja), std::move(name_en)},
                         .price_class = std::move(price_class),
                         .buyer = std::move(buyer),
                         .holder = std::move(holder),
                         .is_sold = state == "sold",
                         .price = price,
                         .tickets = tickets,
                         .left = left,
                         .voided = voided,
                         .sold_on = sold_on,
                         .valid_until = valid_until,
                         .terms_json = std::move(terms_json),
                         .sold_by = sold_by,
                         .sold_at = sold_at});
    }
    return books;
}

std::vector<TicketUse> uses_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<TicketUse> uses;
    for (auto& [id, book, booking, tickets, account, amount, used_on, used_by, used_at, returned_for, returned_at,
                reason] :
         session.select<TicketUseId, ApplicationId, std::optional<BookingId>, std::int64_t, std::optional<AccountCode>,
                        Yen, LocalDate, AccountId, Instant, OptionalText, std::optional<Instant>, OptionalText>(
             sql, binds)) {
        TicketUse use{.id = id,
                      .book = book,
                      .booking = booking,
                      .tickets = tickets,
                      .account = std::move(account),
                      .amount = amount,
                      .used_on = used_on,
                      .used_by = used_by,
                      .used_at = used_at,
                      .returned_at = returned_at,
                      .return_reason = std::move(reason)};
        if (returned_for) use.returned_for = detail::named(grounds, *returned_for, "ticket_use.returned_for");
        uses.push_back(std::move(use));
    }
    return uses;
}

} // namespace

std::string_view name_of(TicketReturnGround ground) {
    switch (ground) {
    case TicketReturnGround::given_up:
        return "given_up";
    case TicketReturnGround::revoked:
        return "revoked";
    case TicketReturnGround::mistake:
        return "mistake";
    }
    return {};
}

void insert_ticket_book(Session& session, const TicketBook& book) {
    session.execute(insert_book, {{"application_id", book.id},
                                  {"ticket_code", book.ticket},
                                  {"name_ja", book.name.ja},
                                  {"name_en", book.name.en},
                                  {"price_class", book.price_class},
                                  {"buyer_name", book.buyer},
                                  {"price_yen", book.price},
                                  {"tickets", book.tickets},
                                  {"sold_on", book.sold_on},
                                  {"valid_until", book.valid_until},
                                  {"terms_json", book.terms_json},
                                  {"sold_by", book.sold_by},
                                  {"sold_at_ms", book.sold_at}});
}

std::optional<TicketBook> find_ticket_book(Session& session, ApplicationId id) {
    static const Sql select = Sql::built(select_books + "WHERE k.application_id = :application_id");
    auto found = books_by(session, select, {{"application_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void lock_ticket_book(Session& session, ApplicationId id) { session.execute(lock, {{"application_id", id}}); }

std::vector<TicketBook> ticket_books_of(Session& session, AccountId account, int limit) {
    static const Sql select = Sql::built(
        select_books + "WHERE p.account_id = :account_id AND k.buyer_name IS NULL AND k.state = 'sold'" + newest_first);
    return books_by(session, select, {{"account_id", account}, {"row_limit", limit}});
}

std::vector<TicketBook> ticket_books_with_some_left(Session& session, AccountId account, int limit) {
    static const Sql select =
        Sql::built(select_books + "WHERE p.account_id = :account_id AND k.buyer_name IS NULL"
                                  " AND k.state = 'sold' AND k.left_count > 0"
                                  " ORDER BY CASE WHEN k.valid_until IS NULL THEN 1 ELSE 0 END, k.valid_until,"
                                  " k.application_id LIMIT :row_limit");
    return books_by(session, select, {{"account_id", account}, {"row_limit", limit}});
}

std::vector<TicketBook> find_ticket_books(Session& session, const TicketBookQuery& query) {
    static const Sql by_number =
        Sql::built(select_books + "WHERE SUBSTR(p.number, 1, LENGTH(:number)) = :number" + newest_first);
    static const Sql by_name =
        Sql::built(select_books + "WHERE INSTR(COALESCE(k.buyer_name, a.display_name), :name) > 0" + newest_first);
    if (!query.number.empty())
        return books_by(session, by_number, {{"number", query.number}, {"row_limit", query.limit}});
    return books_by(session, by_name, {{"name", query.name}, {"row_limit", query.limit}});
}

bool take_tickets(Session& session, ApplicationId book, std::int64_t tickets) {
    return session.execute(take, {{"application_id", book}, {"tickets", tickets}}) == 1;
}

bool undo_ticket_book(Session& session, ApplicationId book) {
    return session.execute(undo, {{"application_id", book}}) == 1;
}

bool void_tickets(Session& session, ApplicationId book, std::int64_t left) {
    return session.execute(void_left, {{"application_id", book}, {"tickets", left}}) == 1;
}

void insert_ticket_use(Session& session, const TicketUse& use) {
    session.execute(insert_use, {{"use_id", use.id},
                                 {"book_id", use.book},
                                 {"booking_id", use.booking},
                                 {"tickets", use.tickets},
                                 {"account_code", use.account},
                                 {"amount_yen", use.amount},
                                 {"used_on", use.used_on},
                                 {"used_by", use.used_by},
                                 {"used_at_ms", use.used_at}});
}

std::optional<TicketUse> find_ticket_use(Session& session, TicketUseId id) {
    static const Sql select = Sql::built(select_uses + "WHERE use_id = :use_id");
    auto found = uses_by(session, select, {{"use_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<TicketUse> ticket_uses_of_book(Session& session, ApplicationId book) {
    static const Sql select = Sql::built(select_uses + "WHERE book_id = :book_id" + oldest_first);
    return uses_by(session, select, {{"book_id", book}});
}

std::vector<TicketUse> ticket_uses_of_booking(Session& session, BookingId booking) {
    static const Sql select = Sql::built(select_uses + "WHERE booking_id = :booking_id" + oldest_first);
    return uses_by(session, select, {{"booking_id", booking}});
}

std::vector<TicketUse> tickets_used_for(Session& session, ApplicationId application) {
    static const Sql select = Sql::built(select_uses +
                                         "WHERE state = 'used' AND booking_id IN (SELECT booking_id FROM booking"
                                         " WHERE application_id = :application_id)" +
                                         oldest_first);
    return uses_by(session, select, {{"application_id", application}});
}

void note_returned_by_revocation(Session& session, TicketUseId id) {
    session.execute(note_revocation, {{"use_id", id}});
}

std::vector<TicketUse> returned_by_revocation(Session& session, BookingId booking) {
    static const Sql select =
        Sql::built(select_uses + "WHERE booking_id = :booking_id AND returned_by_revocation = 1" + oldest_first);
    return uses_by(session, select, {{"booking_id", booking}});
}

bool return_tickets(Session& session, const TicketUse& use, const TicketReturning& returning) {
    if (session.execute(return_use, {{"use_id", use.id},
                                     {"returned_for", name_of(returning.ground)},
                                     {"returned_by", returning.by},
                                     {"returned_at_ms", returning.at},
                                     {"return_reason",
                                      returning.reason.empty() ? std::nullopt : std::optional{returning.reason}}}) != 1)
        return false;
    session.execute(give_back, {{"application_id", use.book}, {"tickets", use.tickets}});
    return true;
}

bool retake_tickets(Session& session, const TicketUse& use) {
    if (!take_tickets(session, use.book, use.tickets)) {
        session.execute(keep_returned, {{"use_id", use.id}});
        return false;
    }
    return session.execute(retake_use, {{"use_id", use.id}}) == 1;
}

RevenueShares covered_by_tickets(Session& session, BookingId booking) {
    RevenueShares covered;
    for (auto& [account, amount] : session.select<AccountCode, Yen>(select_covered, {{"booking_id", booking}}))
        covered.push_back({std::move(account), amount});
    return covered;
}

} // namespace hiroba::persistence
