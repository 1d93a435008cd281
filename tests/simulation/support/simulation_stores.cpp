// Convenience stores: payers who go there with their number, and stores that tell of it then or hours later.
#include "tests/simulation/support/ask.hpp"
#include "tests/simulation/support/simulation.hpp"

namespace hiroba::test {

void Simulation::go_to_a_store() {
    std::vector<std::size_t> held;
    for (std::size_t page = 0; page < card_.payments().size(); ++page)
        if (card_.can_be_paid_at_a_store(page)) held.push_back(page);
    const auto which = recent(held);
    if (!which) return;
    const std::size_t page = held.at(*which);
    constexpr int at_once = 60;
    card_.pay_at_a_store(page);
    const bool is_told_at_once = draw_.in_hundred(at_once);
    if (is_told_at_once) card_.report(page);
    note(card_.payments().at(page).closed_at ? "after it was called off"
         : is_told_at_once                   ? ""
                                             : "and is told of later");
}

void Simulation::let_a_store_report() {
    std::vector<std::size_t> taken;
    for (std::size_t page = 0; page < card_.payments().size(); ++page)
        if (card_.can_be_reported(page)) taken.push_back(page);
    if (taken.empty()) return;
    const std::size_t page = draw_.one_of(taken);
    const bool is_late = card_.payments().at(page).number->ends_at < clock_.now();
    card_.report(page);
    note(is_late ? "after the number had ended" : "");
}

} // namespace hiroba::test
