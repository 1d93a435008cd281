// The ordinance of Hanasato's hall, as it hangs on its wall, and what by it a use costs its applicant in the end.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"

#include <compare>
#include <cstdint>
#include <set>
#include <string>

namespace hiroba::test {

struct Use {
    std::string space;
    std::string band;
    LocalDate date;
    bool with_piano = false;
    friend bool operator==(const Use&, const Use&) = default;
};
[[nodiscard]] std::int64_t price_on_the_wall(const Use& use);

// All of the fee until the seventh day before, half of it until the day before, nothing on the day.
[[nodiscard]] int percent_given_back(LocalDate asked_on, LocalDate date);
// Of what was paid of a fee: what of the fee is not given back is kept of it first.
[[nodiscard]] std::int64_t given_back(std::int64_t fee, std::int64_t paid, int percent);

// What the town has kept of one use, followed from step to step. Where the order of a payment and a step cannot be told
// from outside, it is followed both ways.
class KeptOfUse {
public:
    explicit KeptOfUse(const Use& use) : use_(use) {}

    void paid_whole();
    void may_be_paid(); // all that is owed by now, or nothing more
    void may_be_undone();
    void changed(const Use& to, LocalDate on);
    void given_up(const std::set<LocalDate>& asked_on); // on one of these days
    void taken_back_by_the_town();

    [[nodiscard]] std::set<std::int64_t> amounts() const;

private:
    struct Way {
        std::int64_t kept = 0;
        int most_percent = 100; // moving to a later day does not win back what the first day had forfeited
        friend auto operator<=>(const Way&, const Way&) = default;
    };
    [[nodiscard]] std::int64_t fee() const { return price_on_the_wall(use_); }

    Use use_;
    std::set<Way> ways_{Way{}};
};

} // namespace hiroba::test
