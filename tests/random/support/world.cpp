#include "tests/random/support/world.hpp"

#include "persistence/repositories/new_id.hpp"

namespace hiroba::test {

using persistence::Account;
using persistence::Session;

World::World(const Stage& on_stage, persistence::Database& database)
    : stage(on_stage), town(services::Catalog(database).current()->town), time(on_stage.begins) {
    constexpr int residents_in_town = 5;
    constexpr int residents_outside = 3;
    constexpr int desks = 3;
    int number = 0;
    for (int one = 0; one < residents_in_town; ++one)
        residents.push_back(person(database, ++number, Role::resident, UserClass::in_town));
    for (int one = 0; one < residents_outside; ++one)
        residents.push_back(person(database, ++number, Role::resident, UserClass::out_of_town));
    for (int one = 0; one < desks; ++one)
        staff.push_back(person(database, ++number, Role::desk, UserClass::in_town));
}

Account World::person(persistence::Database& database, int number, Role role, UserClass user_class) const {
    const std::string name = "person" + std::to_string(number);
    const Account account{AccountId{persistence::new_id(time.now())}, name, name, role, user_class, "none"};
    database.transact([&](Session& session) { persistence::save_account(session, account); });
    return account;
}

void World::remember(const SentHold& sent) {
    const std::lock_guard lock(mutex_);
    sent_.push_back(sent);
}

std::optional<SentHold> World::sent_before(Draw& draw) const {
    const std::lock_guard lock(mutex_);
    if (sent_.empty()) return std::nullopt;
    constexpr int recent = 8;
    return draw.one_of_the_last(sent_, recent);
}

void World::count(const std::string& deed, const std::string& outcome) {
    const std::lock_guard lock(mutex_);
    ++outcomes_[deed][outcome];
}

void World::fail(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (failure_.empty()) failure_ = why;
    failed_ = true;
}

std::string World::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

std::string World::tally() const {
    const std::lock_guard lock(mutex_);
    std::string lines;
    for (const auto& [deed, outcomes] : outcomes_) {
        lines += "  " + deed + ":";
        for (const auto& [outcome, times] : outcomes)
            lines += " " + (outcome.empty() ? "done" : outcome) + " " + std::to_string(times) + ",";
        lines.back() = '\n';
    }
    return lines;
}

int World::done(const std::string& deed) const {
    const std::lock_guard lock(mutex_);
    const auto found = outcomes_.find(deed);
    if (found == outcomes_.end()) return 0;
    const auto times = found->second.find("");
    return times == found->second.end() ? 0 : times->second;
}

Office::Office(World& world, persistence::Database& on, std::chrono::milliseconds ahead)
    : database(on), catalog(on), clock(world.time, ahead),
      context{database,     catalog,   clock,        world.gateways,    inbox_bell,
              payment_bell, push_bell, waiting_bell, world.attachments, "https://yoyaku.example"} {}

} // namespace hiroba::test
