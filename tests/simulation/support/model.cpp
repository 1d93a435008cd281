#include "tests/simulation/support/model_books.hpp"

namespace hiroba::test {

using persistence::Database;

void Model::told_attempt(AttemptId id, const std::string& key) {
    attempts_.emplace(id, key);
    const auto [known, is_first] = by_key_.emplace(key, id);
    if (!is_first && known->second != id) answers_that_differ_.push_back("one key, two attempts: " + key);
}

void Model::told_use(BookingId booking, const Use& use, std::int64_t price) {
    uses_.emplace(booking, use);
    if (price != price_on_the_wall(use))
        answers_that_differ_.push_back("answered a price of " + yen(price) + ", and the wall says " +
                                       yen(price_on_the_wall(use)) + ": " + named(booking));
}

void Model::takes_payment_back(const std::vector<BookingId>& bookings) {
    for (const BookingId booking : bookings)
        told_paid_.erase(booking);
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
    for (const Books::Attempt& attempt : books.attempts) {
        if (!attempt.brought_money()) continue;
        const auto at_provider = received.find(attempt.ref);
        if (at_provider == received.end() || at_provider->second != attempt.amount)
            found.push_back("booked as paid, and no provider has " + yen(attempt.amount) + " of " + attempt.ref);
    }
    for (const Books::Refund& refund : books.refunds)
        if ((refund.state == "succeeded" || refund.state == "paid_twice") && !returned.contains(refund.ref))
            found.push_back("booked as given back, and no provider did: " + named(refund.id));
}

// The cash in each drawer, in the bag for the bank and out of the safe, and the slips of the terminal, are what the
// journal says; and so is what each payer gave and was handed back.
void Model::find_cash_that_is_elsewhere(const Books& books, Contradictions& found) const {
    const auto compare = [&](const std::string& account, std::int64_t there) {
        if (books.balance(account) != there)
            found.push_back(account + " has " + yen(there) + ", the journal says " + yen(books.balance(account)));
    };
    for (const auto& drawer : counter_.drawers())
        compare("cash:" + drawer.code, drawer.cash - drawer.mistakes);
    compare("cash_to_deposit", counter_.in_the_bag());
    compare("change_fund", -counter_.out_of_the_safe());
    compare("over_short", -counter_.mistakes_found());
    compare("counter_clearing:terminal", counter_.on_slips());

    std::size_t known = 0;
    for (const auto& taken : counter_.taken()) {
        const auto booked = books.taken.find(taken.payment);
        const std::string number = "payment " + std::to_string(taken.payment.value());
        if (booked == books.taken.end())
            found.push_back("paid at the counter, and not in the books: " + number);
        else if (booked->second.amount != taken.amount || booked->second.application != taken.application ||
                 booked->second.state != (taken.is_undone ? "undone" : "received"))
            found.push_back("paid at the counter otherwise than the books say: " + number);
        if (booked != books.taken.end()) ++known;
    }
    if (known != books.taken.size()) found.push_back("the books know of payments that nobody made at the counter");

    std::map<RefundId, std::int64_t> handed_out;
    for (const auto& each : counter_.handed_out())
        handed_out[each.refund] += each.amount;
    for (const Books::Refund& refund : books.refunds) {
        const std::int64_t in_cash = refund.in_cash && refund.is_paid_by_hand() ? refund.amount : 0;
        if (in_cash != handed_out[refund.id])
            found.push_back("handed out " + yen(handed_out[refund.id]) + ", the books say " + yen(in_cash) + ": " +
                            named(refund.id));
    }
}

// For what is owed never more comes than that: what is too much is a case or a refund.
void Model::find_what_is_paid_twice(const Books& books, Contradictions& found) const {
    for (const Books::Obligation& obligation : books.obligations)
        if (obligation.came > obligation.amount || (obligation.state == "paid" && obligation.came != obligation.amount))
            found.push_back("for " + yen(obligation.amount) + " came " + yen(obligation.came) + ": obligation " +
                            std::to_string(obligation.number));
}

// What the books hold to be dead cannot be paid any more on the payer's page, or with the number that they hold. And
// what the payer holds is what the program shows of it.
void Model::find_ways_that_are_open(const Books& books, Contradictions& found) const {
    for (const auto* const provider : providers_)
        for (std::size_t page = 0; page < provider->payments().size(); ++page) {
            const auto& payment = provider->payments()[page];
            const Books::Attempt* const attempt = books.attempt(payment.ref);
            if (provider->is_open(page) && attempt != nullptr && !attempt->live && !attempt->brought_money())
                found.push_back(attempt->state + " in the books, and the payer can still pay: " + payment.ref);
        }
    for (const Books::Number& number : books.numbers) {
        bool is_given_out = false;
        for (const auto* const provider : providers_)
            for (const auto& payment : provider->payments())
                is_given_out = is_given_out || (payment.ref == number.attempt_ref && payment.number &&
                                                payment.number->payer_mail == number.payer_mail &&
                                                number.payment_code ==
                                                    (number.store == "lawson" ? "1" : "2") + payment.ref.substr(0, 8));
        if (!is_given_out) found.push_back("a number that nobody holds is shown: " + number.attempt_ref);
    }
}

void Model::find_lost_answers(const Books& books, Contradictions& found) const {
    found.insert(found.end(), answers_that_differ_.begin(), answers_that_differ_.end());
    for (const auto& [id, key] : attempts_)
        if (std::ranges::find(books.attempts, id, &Books::Attempt::id) == books.attempts.end())
            found.push_back("an attempt was answered and is not there: " + key);
    for (const Books::Booking& booking : books.bookings)
        if (told_paid_.contains(booking.id) && (booking.state == "permitted_unpaid" || booking.state == "expired"))
            found.push_back("answered as paid, and now " + booking.state + ": " + named(booking.id));
    for (const auto& message : refused_)
        if (books.inbox.contains(message)) found.push_back("a forged message was stored: " + message.second);
}

// Who paid at a store is asked for a bank account under the mail that they gave there.
void Model::find_refunds_that_ask_nobody(const Books& books, Contradictions& found) const {
    std::map<std::string, std::string> mails;
    for (const Books::Number& number : books.numbers)
        mails[number.attempt_ref] = number.payer_mail;
    for (const auto* const provider : providers_)
        for (const auto& refund : provider->refunds()) {
            const auto mail = mails.find(provider->payments().at(refund.payment).ref);
            if (mail != mails.end() && mail->second != refund.payer_mail)
                found.push_back("nobody is asked for a bank account: " + refund.ref);
        }
}

// Every yen that came is booked as it came, or is a case because it was another amount.
void Model::find_money_not_booked(const Books& books, Contradictions& found) const {
    for (const auto* const provider : providers_)
        for (const auto& payment : provider->payments()) {
            if (!payment.paid_at) continue;
            const Books::Attempt* const attempt = books.attempt(payment.ref);
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
        const std::int64_t booked = books.balance("provider_clearing:" + std::string{provider->provider()});
        if (there != booked)
            found.push_back(std::string{provider->provider()} + " has " + yen(there) + ", the journal says " +
                            yen(booked));
    }
}

void Model::find_doubts(const Books& books, Contradictions& found) const {
    for (const Books::Attempt& attempt : books.attempts)
        if (attempt.live && !books.has_case(Books::Which::open, attempt.ref))
            found.push_back("for ever " + attempt.state + ", and nobody sees it: " + attempt.ref);
    static const std::set<std::string> over{"succeeded", "paid_out", "paid_twice", "taken_back", "set_off"};
    for (const Books::Refund& refund : books.refunds)
        if (!over.contains(refund.state) && !books.has_case(Books::Which::open, refund.id))
            found.push_back("for ever " + refund.state + ": " + named(refund.id));
    for (const Books::Obligation& obligation : books.obligations)
        if (obligation.state == "owed")
            found.push_back("owed for ever: obligation " + std::to_string(obligation.number));
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
            for (const Books::Refund& refund : books.refunds)
                if (refund.attempt_ref == payment.ref && (refund.state == "succeeded" || refund.state == "paid_twice"))
                    booked += refund.amount;
            if (payment.given_back != booked)
                found.push_back("the provider gave back " + yen(payment.given_back) + " of " + payment.ref +
                                ", the books say " + yen(booked));
        }
    for (const Books::Refund& refund : books.refunds)
        if (refund.state == "paid_twice" && !books.has_case(Books::Which::any, refund.id, "refunded_twice"))
            found.push_back("given back twice, and no case: " + named(refund.id));
}

Contradictions Model::now(Database& database) const {
    const Books books = read(database);
    Contradictions found;
    find_money_that_is_not_there(books, found);
    find_cash_that_is_elsewhere(books, found);
    find_what_is_paid_twice(books, found);
    find_ways_that_are_open(books, found);
    find_lost_answers(books, found);
    find_lost_changes(books, found);
    return found;
}

Contradictions Model::at_the_end(Database& database) const {
    const Books books = read(database);
    Contradictions found;
    find_money_that_is_not_there(books, found);
    find_cash_that_is_elsewhere(books, found);
    find_what_is_paid_twice(books, found);
    find_ways_that_are_open(books, found);
    find_lost_answers(books, found);
    find_lost_changes(books, found);
    find_money_not_booked(books, found);
    find_wrong_sums(books, found);
    find_doubts(books, found);
    find_lost_messages(books, found);
    find_double_refunds(books, found);
    find_refunds_that_ask_nobody(books, found);
    find_bookings_beside_their_money(books, found);
    return found;
}

} // namespace hiroba::test
