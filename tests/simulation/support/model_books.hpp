// What the program's tables say, as the model reads them.
#pragma once

#include "tests/simulation/support/model.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace hiroba::test {

struct Model::Books {
    struct Attempt {
        AttemptId id;
        std::string ref;
        ApplicationId application;
        std::string state;
        std::int64_t amount = 0;
        bool live = false;

        [[nodiscard]] bool brought_money() const { return state == "paid" || state == "paid_late"; }
    };
    struct Refund {
        RefundId id;
        ApplicationId application;
        std::string state;
        std::int64_t amount = 0;
        std::string ref;
        std::string attempt_ref; // whose money goes back; empty: by hand
        bool in_cash = false;

        [[nodiscard]] bool is_paid_by_hand() const { return state == "paid_out" || state == "paid_twice"; }
    };
    struct Event {
        std::string name;
        std::string to;
        Instant at;
    };
    struct Booking {
        BookingId id;
        ApplicationId application;
        std::string state;
        Use use;
        std::int64_t total = 0;
        std::vector<Event> history; // in order
    };
    struct Case {
        std::string kind;
        bool is_open = false;
        std::string attempt_ref;
        std::optional<RefundId> refund;
    };
    struct Taken { // at the counter
        ApplicationId application;
        std::string state;
        std::int64_t amount = 0;
    };
    struct Change {
        std::string key;
        Instant at;
    };
    struct Obligation {
        std::int64_t number = 0;
        std::string state;
        std::int64_t amount = 0;
        std::int64_t came = 0; // from providers, at the counter, and set off
    };
    struct Number { // for a store
        std::string attempt_ref;
        std::string payer_mail;
        std::string store;
        std::string payment_code;
    };

    std::vector<Attempt> attempts;
    std::vector<Refund> refunds;
    std::vector<Booking> bookings;
    std::vector<Case> cases;
    std::map<CounterPaymentId, Taken> taken;
    std::vector<Change> changes; // in the order in which they were made
    std::vector<Obligation> obligations;
    std::vector<Number> numbers;
    std::map<std::pair<std::string, std::string>, std::string> inbox; // what became of each message
    std::map<std::string, std::int64_t> journal;                      // by account, debit less credit

    [[nodiscard]] const Attempt* attempt(const std::string& ref) const {
        const auto found = std::ranges::find(attempts, ref, &Attempt::ref);
        return found == attempts.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::int64_t balance(const std::string& account) const {
        const auto found = journal.find(account);
        return found == journal.end() ? 0 : found->second;
    }
    enum class Which { open, any };
    [[nodiscard]] bool has_case(Which which, const std::string& attempt_ref, std::string_view kind = "") const {
        return std::ranges::any_of(cases, [&](const Case& row) {
            return row.attempt_ref == attempt_ref && (kind.empty() || row.kind == kind) &&
                   (which == Which::any || row.is_open);
        });
    }
    [[nodiscard]] bool has_case(Which which, RefundId refund, std::string_view kind = "") const {
        return std::ranges::any_of(cases, [&](const Case& row) {
            return row.refund == refund && (kind.empty() || row.kind == kind) && (which == Which::any || row.is_open);
        });
    }
};

[[nodiscard]] inline std::string yen(std::int64_t amount) { return std::to_string(amount) + " yen"; }
[[nodiscard]] inline std::string named(BookingId id) { return "booking " + std::to_string(id.value()); }
[[nodiscard]] inline std::string named(RefundId id) { return "refund " + std::to_string(id.value()); }

} // namespace hiroba::test
