#include "tests/simulation/support/counter.hpp"

#include <stdexcept>

namespace hiroba::test {

SimulatedCounter::SimulatedCounter() {
    for (const char* const code : {"desk_1", "desk_2"})
        drawers_.push_back({.code = code});
}

void SimulatedCounter::open(std::size_t drawer, ShiftId shift, AccountId holder, std::int64_t from_the_safe) {
    Drawer& opened = drawers_.at(drawer);
    if (opened.shift) throw std::logic_error("a drawer is opened that is open");
    opened = {opened.code, shift, holder, from_the_safe, from_the_safe, 0};
}

void SimulatedCounter::go_wrong(std::size_t drawer, std::int64_t by) {
    Drawer& wrong = drawers_.at(drawer);
    if (!wrong.shift || wrong.cash + by < 0) throw std::logic_error("nothing can be missing of what is not there");
    wrong.cash += by;
    wrong.mistakes += by;
}

void SimulatedCounter::close(std::size_t drawer) {
    Drawer& closed = drawers_.at(drawer);
    in_the_bag_ += closed.cash - closed.from_the_safe;
    mistakes_found_ += closed.mistakes;
    closed = {.code = closed.code};
}

SimulatedCounter::Drawer& SimulatedCounter::drawer_of(AccountId clerk) {
    const auto held = held_by(clerk);
    if (!held) throw std::logic_error("cash moves, and nobody holds a drawer for it");
    return drawers_.at(*held);
}

void SimulatedCounter::take(const Taken& taken, AccountId by) {
    if (taken.method == PaymentMethod::cash) drawer_of(by).cash += taken.amount;
    taken_.push_back(taken);
}

void SimulatedCounter::undo(std::size_t taken, AccountId by) {
    Taken& undone = taken_.at(taken);
    if (undone.method == PaymentMethod::cash) drawer_of(by).cash -= undone.amount;
    undone.is_undone = true;
}

void SimulatedCounter::hand_out(const HandedOut& handed_out, AccountId by) {
    drawer_of(by).cash -= handed_out.amount;
    handed_out_.push_back(handed_out);
}

std::int64_t SimulatedCounter::out_of_the_safe() const {
    std::int64_t sum = 0;
    for (const Drawer& drawer : drawers_)
        sum += drawer.from_the_safe;
    return sum;
}

std::int64_t SimulatedCounter::on_slips() const {
    std::int64_t sum = 0;
    for (const Taken& taken : taken_)
        if (taken.method != PaymentMethod::cash && !taken.is_undone) sum += taken.amount;
    return sum;
}

std::optional<std::size_t> SimulatedCounter::held_by(AccountId clerk) const {
    for (std::size_t number = 0; number < drawers_.size(); ++number)
        if (drawers_[number].shift && drawers_[number].holder == clerk) return number;
    return std::nullopt;
}

} // namespace hiroba::test
