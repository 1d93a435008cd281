#include "tests/random/support/actor.hpp"

#include <algorithm>

namespace hiroba::test {

using namespace std::chrono_literals;

std::vector<Actor::Deed> Actor::deeds_of(Part part) {
    switch (part) {
    case Part::resident:
        return {{20, "hold", &Actor::hold},
                {3, "hold again", &Actor::hold_again},
                {16, "fill in", &Actor::fill_in},
                {10, "submit", &Actor::submit},
                {14, "start payment", &Actor::start_payment},
                {16, "visit payment page", &Actor::visit_payment_page},
                {8, "cancel", &Actor::cancel},
                {12, "change", &Actor::change},
                {2, "extend", &Actor::extend},
                {6, "join waiting list", &Actor::join_waiting_list},
                {2, "leave waiting list", &Actor::leave_waiting_list},
                {4, "ask for a reduction", &Actor::ask_reduction},
                {6, "look at own", &Actor::look_at_own}};
    case Part::desk:
        return {{12, "book on behalf", &Actor::book_on_behalf},
                {14, "decide", &Actor::decide},
                {8, "decide reduction", &Actor::decide_reduction},
                {3, "cancel at the desk", &Actor::cancel_at_the_desk},
                {4, "change at the desk", &Actor::change_at_the_desk},
                {4, "revoke", &Actor::revoke},
                {6, "reinstate", &Actor::reinstate},
                {8, "close", &Actor::close},
                {4, "revoke for closure", &Actor::revoke_for_closure},
                {9, "lift closure", &Actor::lift_closure},
                {14, "record attendance", &Actor::record_attendance},
                {2, "suspend", &Actor::suspend},
                {3, "lift suspension", &Actor::lift_suspension},
                {3, "look at lists", &Actor::look_at_lists},
                {2, "audit", &Actor::audit}};
    case Part::jobs:
        return {{40, "work on payments", &Actor::work_on_payments},
                {12, "apply messages", &Actor::apply_messages},
                {10, "expire", &Actor::expire},
                {8, "end past uses", &Actor::end_past_uses},
                {16, "serve waiting list", &Actor::serve_waiting_list},
                {8, "work on closures", &Actor::work_on_closures},
                {3, "spoil the line", &Actor::spoil_the_line}};
    }
    return {};
}

void Actor::act(int deeds, std::chrono::steady_clock::time_point until) {
    std::vector<Deed> by_weight;
    for (const Deed& deed : deeds_of(part_))
        by_weight.insert(by_weight.end(), static_cast<std::size_t>(deed.weight), deed);
    for (int number = 0; number < deeds && !world_.failed() && std::chrono::steady_clock::now() < until; ++number) {
        const Deed& deed = draw_.one_of(by_weight);
        deed_ = deed.name;
        try {
            (this->*deed.act)();
        } catch (const std::exception& fault) {
            world_.fail(deed_ + ": " + fault.what());
        }
        ++world_.steps;
        let_time_pass();
    }
}

// Mostly not at all: people are quicker than deadlines. Sometimes past the end of holds, sometimes until the next day.
void Actor::let_time_pass() {
    if (draw_.from(rc::gen::inRange(0, 30)) == 0) world_.time.pass(std::chrono::seconds{draw_.between(10, 300)});
    if (draw_.from(rc::gen::inRange(0, 200)) == 0) world_.time.pass(std::chrono::minutes{draw_.between(120, 600)});
}

const persistence::Account& Actor::account(AccountId id) const {
    for (const auto* const people : {&world_.residents, &world_.staff})
        if (const auto found = std::ranges::find(*people, id, &persistence::Account::id); found != people->end())
            return *found;
    throw std::logic_error("an account of nobody");
}

UseRequest Actor::wish() {
    constexpr int days_ahead = 4;
    const int least = draw_.in_hundred(15) ? 0 : 1;
    return any_use(draw_, world_.town, draw_.one_of(world_.stage.spaces),
                   today() + std::chrono::days{draw_.between(least, days_ahead)});
}

// Mostly one use; else the same place on several days, or several places of the same building.
std::vector<UseRequest> Actor::wishes() {
    std::vector<UseRequest> uses{wish()};
    constexpr int several = 40;
    if (!draw_.in_hundred(several)) return uses;
    const bool same_place = draw_.in_hundred(50);
    constexpr int most_more = 3;
    for (int more = draw_.between(1, most_more); more > 0; --more) {
        UseRequest next = same_place ? uses.back() : wish();
        if (same_place) next.date = next.date + std::chrono::days{1};
        const bool same_building =
            find_space(world_.town, next.space).facility == find_space(world_.town, uses.front().space).facility;
        if (same_building || draw_.in_hundred(5)) uses.push_back(std::move(next));
    }
    return uses;
}

std::optional<ReductionCode> Actor::reduction() {
    if (world_.town.reductions.empty()) return std::nullopt;
    return draw_.one_of(world_.town.reductions).code;
}

persistence::ApplicationDetails Actor::details() {
    constexpr int names_an_activity = 70;
    constexpr int sells_tickets = 12;
    persistence::ApplicationDetails filled{.activity = std::nullopt,
                                           .purpose = "読書会",
                                           .group_name = std::nullopt,
                                           .people = draw_.between(1, 14),
                                           .highest_admission = std::nullopt,
                                           .is_commercial = draw_.in_hundred(sells_tickets),
                                           .reduction = std::nullopt};
    constexpr int charges_admission = 10;
    constexpr int asks_for_a_reduction = 30;
    if (draw_.in_hundred(charges_admission)) filled.highest_admission = Yen{draw_.between(1, 4'000)};
    if (draw_.in_hundred(asks_for_a_reduction)) filled.reduction = reduction();
    if (draw_.in_hundred(names_an_activity)) filled.activity = draw_.one_of(world_.stage.activities);
    return filled;
}

std::optional<KnownApplication> Actor::application() {
    constexpr int stays_with_its_own = 65;
    if (own_ && draw_.in_hundred(stays_with_its_own)) return receipts_.application(*own_);
    return receipts_.application(draw_);
}

} // namespace hiroba::test
