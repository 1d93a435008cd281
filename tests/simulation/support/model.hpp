// What must be true of the money, worked out from the providers' own books, from the cash in the drawers, from what
// payers and staff were answered, and from the ordinance as a resident reads it. It knows the program's tables by plain
// SQL, and none of its code.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/database.hpp"
#include "tests/simulation/support/counter.hpp"
#include "tests/simulation/support/ordinance.hpp"
#include "tests/simulation/support/provider.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace hiroba::test {

using Contradictions = std::vector<std::string>;

class Model {
public:
    Model(std::vector<const SimulatedProvider*> providers, const SimulatedCounter& counter)
        : providers_(std::move(providers)), counter_(counter) {}

    // Answers that came.
    void told_attempt(AttemptId id, const std::string& key);
    void told_use(BookingId booking, const Use& use, std::int64_t price);
    void told_paid(BookingId booking) { told_paid_.insert(booking); }
    void told_change(const std::string& key) { told_changes_.insert(key); }
    void accepted_message(const std::string& provider, const std::string& id) { accepted_.insert({provider, id}); }
    void refused_message(const std::string& provider, const std::string& id) { refused_.insert({provider, id}); }
    // What was asked for, whether or not an answer came.
    void gives_up(BookingId booking, LocalDate on) { given_up_[booking].insert(on); }
    void asks_for_change(const std::string& key, BookingId booking, const Use& to) { changes_[key] = {booking, to}; }
    void takes_payment_back(const std::vector<BookingId>& bookings);

    // At any moment: what the program says of money, the providers and the drawers say, too; what was answered is
    // there; no two ways to pay are open.
    [[nodiscard]] Contradictions now(persistence::Database& database) const;
    // When nothing goes wrong any more, every message has come or could be asked for, staff have done what their lists
    // show, and all days have passed: nothing is in doubt, nobody has paid for nothing, and every booking follows its
    // money.
    [[nodiscard]] Contradictions at_the_end(persistence::Database& database) const;

private:
    struct Books;
    struct WantedChange {
        BookingId booking;
        Use to;
    };
    [[nodiscard]] Books read(persistence::Database& database) const;
    void find_money_that_is_not_there(const Books& books, Contradictions& found) const;
    void find_cash_that_is_elsewhere(const Books& books, Contradictions& found) const;
    void find_what_is_paid_twice(const Books& books, Contradictions& found) const;
    void find_ways_that_are_open(const Books& books, Contradictions& found) const;
    void find_lost_answers(const Books& books, Contradictions& found) const;
    void find_lost_changes(const Books& books, Contradictions& found) const;
    void find_money_not_booked(const Books& books, Contradictions& found) const;
    void find_wrong_sums(const Books& books, Contradictions& found) const;
    void find_doubts(const Books& books, Contradictions& found) const;
    void find_lost_messages(const Books& books, Contradictions& found) const;
    void find_double_refunds(const Books& books, Contradictions& found) const;
    void find_refunds_that_ask_nobody(const Books& books, Contradictions& found) const;
    void find_bookings_beside_their_money(const Books& books, Contradictions& found) const;
    [[nodiscard]] std::map<ApplicationId, std::int64_t> paid_in_the_end(const Books& books) const;

    std::vector<const SimulatedProvider*> providers_;
    const SimulatedCounter& counter_;
    std::map<AttemptId, std::string> attempts_; // by which key
    std::map<std::string, AttemptId> by_key_;
    std::map<BookingId, Use> uses_; // as they were held
    std::set<BookingId> told_paid_;
    std::map<std::string, WantedChange> changes_; // by key
    std::set<std::string> told_changes_;
    std::map<BookingId, std::set<LocalDate>> given_up_;
    std::set<std::pair<std::string, std::string>> accepted_;
    std::set<std::pair<std::string, std::string>> refused_;
    Contradictions answers_that_differ_;
};

} // namespace hiroba::test
