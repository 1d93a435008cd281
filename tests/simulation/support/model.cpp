#include "tests/simulation/support/model.hpp"

#include <algorithm>

namespace hiroba::test {

using payments::RefundProgress;
using persistence::Database;
using persistence::Session;
using persistence::Sql;

namespace {

constexpr Sql select_attempts = "SELECT p.attempt_id, p.attempt_ref, o.application_id, p.state, p.amount_yen, p.live"
                                " FROM payment_attempt p JOIN obligation o ON o.obligation_id = p.obligation_id"
                                " ORDER BY p.attempt_id";
constexpr Sql select_refunds =
    "SELECT r.refund_id, r.application_id, r.state, r.amount_yen, p.refund_ref, t.attempt_ref FROM refund r"
    " LEFT JOIN refund_payout p ON p.refund_id = r.refund_id"
    " LEFT JOIN payment_attempt t ON t.attempt_id = p.attempt_id ORDER BY r.refund_id";
constexpr Sql select_bookings = "SELECT b.booking_id, b.application_id, o.state, b.use_date, b.total_yen FROM booking b"
                                " JOIN claim_owner o ON o.owner_id = b.booking_id ORDER BY b.booking_id";
constexpr Sql select_events = "SELECT booking_id, to_state FROM booking_event ORDER BY booking_id, sequence";
constexpr Sql select_cases = "SELECT c.kind, c.is_open, t.attempt_ref, c.refund_id FROM payment_case c"
                             " LEFT JOIN payment_attempt t ON t.attempt_id = c.attempt_id";
constexpr Sql select_inbox = "SELECT provider, dedupe_key, outcome FROM provider_inbox";
constexpr Sql select_owed = "SELECT COUNT(*) FROM obligation WHERE state = 'owed'";
constexpr Sql sum_debits = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM journal_transfer"
                           " WHERE debit_account = :account";
constexpr Sql sum_credits = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM journal_transfer"
                            " WHERE credit_account = :account";

struct AttemptRow {
    AttemptId id;
    std::string ref;
    ApplicationId application;
    std::string state;
    std::int64_t amount = 0;
    bool live = false;

    [[nodiscard]] bool brought_money() const { return state == "paid" || state == "paid_late"; }
};
struct RefundRow {
    RefundId id;
    ApplicationId application;
    std::string state;
    std::int64_t amount = 0;
    std::string ref;
    std::string attempt_ref; // whose money goes back; empty: by hand
};
struct BookingRow {
    BookingId id;
    ApplicationId application;
    std::string state;
    LocalDate date;
    std::int64_t total = 0;
    std::set<std::string> was; // every state it was ever in
};
struct CaseRow {
    std::string kind;
    bool is_open = false;
    std::string attempt_ref;
    std::optional<RefundId> refund;
};

std::string yen(std::int64_t amount) { return std::to_string(amount) + " yen"; }
std::string named(BookingId id) { return "booking " + std::to_string(id.value()); }
std::string named(RefundId id) { return "refund " + std::to_string(id.value()); }

// The ordinance of Hanasato's hall, as it hangs on its wall: all of the fee until the seventh day before, half of it
// until the day before, nothing on the day.
std::int64_t given_back_by_the_ordinance(std::int64_t fee, LocalDate asked_on, LocalDate date) {
    const auto days = (date - asked_on).count();
    if (days >= 7) return fee;
    return days >= 1 ? fee / 2 : 0;
}

} // namespace

struct Model::Books {
    std::vector<AttemptRow> attempts;
    std::vector<RefundRow> refunds;
    std::vector<BookingRow> bookings;
    std::vector<CaseRow> cases;
    std::map<std::pair<std::string, std::string>, std::string> inbox; // what became of each message
    std::map<std::string, std::int64_t> clearing;                     // by provider, debit less credit
    std::int64_t owed = 0;

    [[nodiscard]] const AttemptRow* attempt(const std::string& ref) const {
        const auto found = std::ranges::find(attempts, ref, &AttemptRow::ref);
        return found == attempts.end() ? nullptr : &*found;
    }
    enum class Which { open, any };
    [[nodiscard]] bool has_case(Which which, const std::string& attempt_ref, std::string_view kind = "") const {
        return std::ranges::any_of(cases, [&](const CaseRow& row) {
            return row.attempt_ref == attempt_ref && (kind.empty() || row.kind == kind) &&
                   (which == Which::any || row.is_open);
        });
    }
    [[nodiscard]] bool has_case(Which which, RefundId refund, std::string_view kind = "") const {
        return std::ranges::any_of(cases, [&](const CaseRow& row) {
            return row.refund == refund && (kind.empty() || row.kind == kind) && (which == Which::any || row.is_open);
        });
    }
};

void Model::told_attempt(AttemptId id, const std::string& key) {
    attempts_.emplace(id, key);
    const auto [known, is_first] = by_key_.emplace(key, id);
    if (!is_first && known->second != id) answers_that_differ_.push_back("one key, two attempts: " + key);
}

Model::Books Model::read(Database& database) const {
    return database.read([&](Session& session) {
        Books books;
        for (auto& [id, ref, application, state, amount, live] :
             session.select<AttemptId, std::string, ApplicationId, std::string, std::int64_t,
                            std::optional<std::int64_t>>(select_attempts))
            books.attempts.push_back({id, std::move(ref), application, std::move(state), amount, live.has_value()});
        for (auto& [id, application, state, amount, ref, attempt_ref] :
             session.select<RefundId, ApplicationId, std::string, std::int64_t, std::optional<std::string>,
                            std::optional<std::string>>(select_refunds))
            books.refunds.push_back(
                {id, application, std::move(state), amount, ref.value_or(""), attempt_ref.value_or("")});
        std::map<BookingId, std::set<std::string>> histories;
        for (auto& [id, to_state] : session.select<BookingId, std::string>(select_events))
            histories[id].insert(std::move(to_state));
        for (auto& [id, application, state, date, total] :
             session.select<BookingId, ApplicationId, std::string, LocalDate, std::int64_t>(select_bookings))
            books.bookings.push_back({id, application, std::move(state), date, total, histories[id]});
        for (auto& [kind, is_open, attempt_ref, refund] :
             session.select<std::string, std::optional<std::int64_t>, std::optional<std::string>,
                            std::optional<RefundId>>(select_cases))
            books.cases.push_back({std::move(kind), is_open.has_value(), attempt_ref.value_or(""), refund});
        for (auto& [provider, id, outcome] : session.select<std::string, std::string, std::string>(select_inbox))
            books.inbox.emplace(std::pair{std::move(provider), std::move(id)}, std::move(outcome));
        for (const auto* const provider : providers_) {
            const std::string account = "provider_clearing:" + std::string{provider->provider()};
            const auto sum = [&](const Sql& sql) {
                return std::get<0>(*session.select_one<std::int64_t>(sql, {{"account", account}}));
            };
            books.clearing[std::string{provider->provider()}] = sum(sum_debits) - sum(sum_credits);
        }
        books.owed = std::get<0>(*session.select_one<std::int64_t>(select_owed));
        return books;
    });
}

// No money in the books that no provider has; none given back in the books that no provider gave back.
void Model::find_money_that_is_not_there(const Books& books, Contradictions& found) const {
    std::map<std::string, std::int64_t> received;
    std::set<std::string> returned;
    for (const auto* const provider : providers_) {
        for (const auto& payment : provider->payments())
            if (payment.paid_at) received.emplace(payment.ref, payment.received);
        for (const auto& refund : provider->refunds())
            if (refund.ever_succeeded) returned.insert(refund.ref);
    }
    for (const AttemptRow& attempt : books.attempts) {
        if (!attempt.brought_money()) continue;
        const auto at_provider = received.find(attempt.ref);
        if (at_provider == received.end() || at_provider->second != attempt.amount)
            found.push_back("booked as paid, and no provider has " + yen(attempt.amount) + " of " + attempt.ref);
    }
    for (const RefundRow& refund : books.refunds)
        if ((refund.state == "succeeded" || refund.state == "paid_twice") && !returned.contains(refund.ref))
            found.push_back("booked as given back, and no provider did: " + named(refund.id));
}

void Model::find_lost_answers(const Books& books, Contradictions& found) const {
    found.insert(found.end(), answers_that_differ_.begin(), answers_that_differ_.end());
    for (const auto& [id, key] : attempts_)
        if (std::ranges::find(books.attempts, id, &AttemptRow::id) == books.attempts.end())
            found.push_back("an attempt was answered and is not there: " + key);
    for (const BookingRow& booking : books.bookings)
        if (told_paid_.contains(booking.id) && (booking.state == "permitted_unpaid" || booking.state == "expired"))
            found.push_back("answered as paid, and now " + booking.state + ": " + named(booking.id));
    for (const auto& message : refused_)
        if (books.inbox.contains(message)) found.push_back("a forged message was stored: " + message.second);
}

// Every yen that came is booked as it came, or is a case because it was another amount.
void Model::find_money_not_booked(const Books& books, Contradictions& found) const {
    for (const auto* const provider : providers_)
        for (const auto& payment : provider->payments()) {
            if (!payment.paid_at) continue;
            const AttemptRow* const attempt = books.attempt(payment.ref);
            if (attempt == nullptr)
                found.push_back("paid for an attempt that is not there: " + payment.ref);
            else if (payment.received == payment.asked && !attempt->brought_money())
                found.push_back("paid at the provider, and " + attempt->state + " in the books: " + payment.ref);
            else if (payment.received != payment.asked &&
                     !books.has_case(Books::Which::any, payment.ref, "amount_differs"))
                found.push_back("another amount, and no case: " + payment.ref);
            if (payment.is_disputed && !books.has_case(Books::Which::any, payment.ref, "disputed"))
                found.push_back("a charge back, and no case: " + payment.ref);
        }
}

void Model::find_wrong_sums(const Books& books, Contradictions& found) const {
    for (const auto* const provider : providers_) {
        std::int64_t not_believed = 0;
        for (const auto& payment : provider->payments())
            if (payment.received != payment.asked) not_believed += payment.received;
        const std::int64_t there = provider->money() - not_believed;
        const std::int64_t booked = books.clearing.at(std::string{provider->provider()});
        if (there != booked)
            found.push_back(std::string{provider->provider()} + " has " + yen(there) + ", the journal says " +
                            yen(booked));
    }
}

void Model::find_doubts(const Books& books, Contradictions& found) const {
    for (const AttemptRow& attempt : books.attempts)
        if (attempt.live && !books.has_case(Books::Which::open, attempt.ref))
            found.push_back("for ever " + attempt.state + ", and nobody sees it: " + attempt.ref);
    static const std::set<std::string> over{"succeeded", "paid_out", "paid_twice", "taken_back", "set_off"};
    for (const RefundRow& refund : books.refunds)
        if (!over.contains(refund.state) && !books.has_case(Books::Which::open, refund.id))
            found.push_back("for ever " + refund.state + ": " + named(refund.id));
    if (books.owed > 0) found.push_back(std::to_string(books.owed) + " obligations are owed for ever");
}

void Model::find_lost_messages(const Books& books, Contradictions& found) const {
    for (const auto& message : accepted_)
        if (!books.inbox.contains(message)) found.push_back("a message was accepted and is lost: " + message.second);
    for (const auto& [message, outcome] : books.inbox)
        if (outcome == "waiting") found.push_back("a message was never applied: " + message.second);
}

void Model::find_double_refunds(const Books& books, Contradictions& found) const {
    for (const auto* const provider : providers_)
        for (const auto& payment : provider->payments()) {
            std::int64_t booked = 0;
            for (const RefundRow& refund : books.refunds)
                if (refund.attempt_ref == payment.ref && (refund.state == "succeeded" || refund.state == "paid_twice"))
                    booked += refund.amount;
            if (payment.given_back != booked)
                found.push_back("the provider gave back " + yen(payment.given_back) + " of " + payment.ref +
                                ", the books say " + yen(booked));
        }
    for (const RefundRow& refund : books.refunds)
        if (refund.state == "paid_twice" && !books.has_case(Books::Which::any, refund.id, "refunded_twice"))
            found.push_back("given back twice, and no case: " + named(refund.id));
}

// What is kept of each application's money is what its bookings cost, by the states in which they ended.
void Model::find_bookings_beside_their_money(const Books& books, Contradictions& found) const {
    std::map<ApplicationId, std::int64_t> kept;
    for (const auto* const provider : providers_)
        for (const auto& payment : provider->payments())
            if (const AttemptRow* const attempt = books.attempt(payment.ref);
                attempt != nullptr && payment.received == payment.asked)
                kept[attempt->application] += payment.received - payment.given_back;
    for (const RefundRow& refund : books.refunds)
        if (refund.state == "paid_out" || refund.state == "paid_twice") kept[refund.application] -= refund.amount;
    for (const RefundRow& refund : books.refunds) // settled with the payer outside of the books
        if (refund.state == "paid_twice") kept[refund.application] += refund.amount;

    std::map<ApplicationId, std::set<std::int64_t>> allowed;
    for (const BookingRow& booking : books.bookings) {
        const auto told = prices_.find(booking.id);
        const std::int64_t price = told == prices_.end() ? booking.total : told->second;
        std::set<std::int64_t> keeps;
        const bool was_paid = booking.was.contains("permitted");
        if (booking.state == "held" || booking.state == "permitted_unpaid") {
            found.push_back("for ever " + booking.state + ": " + named(booking.id));
            continue;
        }
        if (booking.state == "used" || booking.state == "no_show" || booking.state == "permitted")
            keeps = {price};
        else if (booking.state == "cancelled" && was_paid) {
            if (const auto asked = given_up_.find(booking.id); asked != given_up_.end())
                for (const LocalDate on : asked->second)
                    keeps.insert(price - given_back_by_the_ordinance(price, on, booking.date));
            else
                found.push_back("nobody gave it up: " + named(booking.id));
        } else
            keeps = {0};
        std::set<std::int64_t>& sums = allowed[booking.application];
        std::set<std::int64_t> next;
        for (const std::int64_t before : sums.empty() ? std::set<std::int64_t>{0} : sums)
            for (const std::int64_t keep : keeps)
                next.insert(before + keep);
        sums = std::move(next);
    }
    for (const auto& [application, sums] : allowed) {
        if (sums.contains(kept[application])) continue;
        std::string line = "application " + std::to_string(application.value()) + " has paid " +
                           yen(kept[application]) + " in the end:";
        for (const BookingRow& booking : books.bookings)
            if (booking.application == application)
                line += " " + named(booking.id) + " of " + yen(booking.total) + " is " + booking.state + ",";
        for (const std::int64_t sum : sums)
            line += " " + yen(sum) + " would be right,";
        found.push_back(std::move(line));
    }
}

Contradictions Model::now(Database& database) const {
    const Books books = read(database);
    Contradictions found;
    find_money_that_is_not_there(books, found);
    find_lost_answers(books, found);
    return found;
}

Contradictions Model::at_the_end(Database& database) const {
    const Books books = read(database);
    Contradictions found;
    find_money_that_is_not_there(books, found);
    find_lost_answers(books, found);
    find_money_not_booked(books, found);
    find_wrong_sums(books, found);
    find_doubts(books, found);
    find_lost_messages(books, found);
    find_double_refunds(books, found);
    find_bookings_beside_their_money(books, found);
    return found;
}

} // namespace hiroba::test
