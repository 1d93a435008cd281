#include "tests/simulation/support/ordinance.hpp"

#include <algorithm>
#include <map>

namespace hiroba::test {

std::int64_t price_on_the_wall(const Use& use) {
    static const std::map<std::string, std::map<std::string, std::int64_t>> annex_1{
        {"big_room", {{"morning", 1'000}, {"afternoon", 2'000}, {"evening", 3'000}}},
        {"small_room", {{"morning", 400}, {"afternoon", 500}, {"evening", 600}}},
        {"council_room", {{"morning", 4'000}, {"afternoon", 6'000}, {"evening", 8'000}}}};
    constexpr std::int64_t piano = 700;
    return annex_1.at(use.space).at(use.band) + (use.with_piano ? piano : 0);
}

int percent_given_back(LocalDate asked_on, LocalDate date) {
    const auto days = (date - asked_on).count();
    if (days >= 7) return 100;
    return days >= 1 ? 50 : 0;
}

std::int64_t given_back(std::int64_t fee, std::int64_t paid, int percent) {
    constexpr int whole = 100;
    const std::int64_t of_fee = percent == whole ? fee : fee * percent / whole / 10 * 10;
    return std::max<std::int64_t>(paid - (fee - of_fee), 0);
}

void KeptOfUse::paid_whole() {
    std::set<Way> after;
    for (Way way : ways_) {
        way.kept = std::max(way.kept, fee());
        after.insert(way);
    }
    ways_ = std::move(after);
}

void KeptOfUse::may_be_paid() {
    const std::set<Way> nothing_more = ways_;
    paid_whole();
    ways_.insert(nothing_more.begin(), nothing_more.end());
}

void KeptOfUse::may_be_undone() {
    const std::set<Way> before = ways_;
    for (Way way : before) {
        way.kept = 0;
        ways_.insert(way);
    }
}

void KeptOfUse::changed(const Use& to, LocalDate on) {
    std::set<Way> after;
    for (Way way : ways_) {
        const int percent = std::min(way.most_percent, percent_given_back(on, use_.date));
        if (to.date != use_.date && way.kept > 0) way.most_percent = percent;
        const std::int64_t too_much = std::max<std::int64_t>(way.kept - price_on_the_wall(to), 0);
        way.kept -= given_back(too_much, too_much, percent);
        after.insert(way);
    }
    ways_ = std::move(after);
    use_ = to;
}

void KeptOfUse::given_up(const std::set<LocalDate>& asked_on) {
    std::set<Way> after;
    for (const LocalDate on : asked_on)
        for (Way way : ways_) {
            const int percent = std::min(way.most_percent, percent_given_back(on, use_.date));
            way.kept -= given_back(std::max(way.kept, fee()), way.kept, percent);
            after.insert(way);
        }
    ways_ = std::move(after);
}

void KeptOfUse::taken_back_by_the_town() { ways_ = {Way{}}; }

std::set<std::int64_t> KeptOfUse::amounts() const {
    std::set<std::int64_t> amounts;
    for (const Way& way : ways_)
        amounts.insert(way.kept);
    return amounts;
}

} // namespace hiroba::test
