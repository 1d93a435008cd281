// The counter as it is in the world: the cash that lies in drawers, in the safe and in the bag for the bank, the slips
// of the terminal, and what payers were handed back. The model believes these, and nothing that the program says of
// them.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/finance/payment_method.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::test {

class SimulatedCounter {
public:
    struct Drawer {
        std::string code;
        std::optional<ShiftId> shift{}; // in somebody's hands
        AccountId holder{};
        std::int64_t from_the_safe = 0;
        std::int64_t cash = 0;
        std::int64_t mistakes = 0; // in it that nobody knows of: too much change given, a note that stuck to another
    };
    struct Taken {
        ApplicationId application;
        CounterPaymentId payment;
        PaymentMethod method = PaymentMethod::cash;
        std::int64_t amount = 0;
        bool is_undone = false;
    };
    struct HandedOut {
        ApplicationId application;
        RefundId refund;
        std::int64_t amount = 0;
    };

    SimulatedCounter();

    void open(std::size_t drawer, ShiftId shift, AccountId holder, std::int64_t from_the_safe);
    // Over (or short, below zero); not more than lies in it.
    void go_wrong(std::size_t drawer, std::int64_t by);
    // Emptied: the float goes back to the safe, the rest into the bag for the bank, which makes good for what is
    // missing.
    void close(std::size_t drawer);
    void take(const Taken& taken, AccountId by);
    void undo(std::size_t taken, AccountId by);
    void hand_out(const HandedOut& handed_out, AccountId by);

    [[nodiscard]] const std::vector<Drawer>& drawers() const { return drawers_; }
    [[nodiscard]] const std::vector<Taken>& taken() const { return taken_; }
    [[nodiscard]] const std::vector<HandedOut>& handed_out() const { return handed_out_; }
    [[nodiscard]] std::int64_t in_the_bag() const { return in_the_bag_; }
    [[nodiscard]] std::int64_t out_of_the_safe() const;
    [[nodiscard]] std::int64_t mistakes_found() const { return mistakes_found_; }
    [[nodiscard]] std::int64_t on_slips() const; // of the terminal
    [[nodiscard]] std::optional<std::size_t> held_by(AccountId clerk) const;

private:
    [[nodiscard]] Drawer& drawer_of(AccountId clerk);

    std::vector<Drawer> drawers_;
    std::vector<Taken> taken_;
    std::vector<HandedOut> handed_out_;
    std::int64_t in_the_bag_ = 0;
    std::int64_t mistakes_found_ = 0;
};

} // namespace hiroba::test
