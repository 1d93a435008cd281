// One run: a town, its people and rooms, the offices (processes) that serve it, the time and the payment provider.
#pragma once

#include "payments/gateways.hpp"
#include "persistence/repositories/accounts.hpp"
#include "services/context.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/random/support/moving_clock.hpp"
#include "tests/random/support/receipts.hpp"
#include "tests/random/support/shared_provider.hpp"
#include "tests/random/support/stage.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hiroba::test {

// A request to hold, as its sender may repeat it.
struct SentHold {
    persistence::Account account;
    std::vector<UseRequest> uses;
    std::string key;
    std::string hash;
};

struct World {
    World(const Stage& on_stage, persistence::Database& database);

    const Stage& stage;
    const Town town; // as its files say
    MovingTime time;
    SharedProvider provider{};
    const payments::Gateways gateways{{provider}};
    Receipts receipts{};
    TemporaryFolder folder{};
    services::AttachmentStore attachments{folder.path() / "attachments"}; // of all offices
    std::vector<persistence::Account> residents;
    std::vector<persistence::Account> staff;

    [[nodiscard]] std::string fresh_key() { return "key-" + std::to_string(++keys_); }
    void remember(const SentHold& sent);
    [[nodiscard]] std::optional<SentHold> sent_before(Draw& draw) const;

    // How the run goes.
    std::atomic<int> steps{0};
    void count(const std::string& deed, const std::string& outcome); // "" when it was done
    void fail(const std::string& why);                               // the run ends; the first reason is told
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] std::string failure() const;
    [[nodiscard]] std::string tally() const; // what was done and refused, how often
    [[nodiscard]] int done(const std::string& deed) const;

private:
    [[nodiscard]] persistence::Account person(persistence::Database& database, int number, Role role,
                                              UserClass user_class) const;

    mutable std::mutex mutex_;
    std::vector<SentHold> sent_;
    std::map<std::string, std::map<std::string, int>> outcomes_;
    std::string failure_;
    std::atomic<bool> failed_{false};
    std::atomic<int> keys_{0};
};

// What stands for one process of `hiroba`: its own connections, its own memory of the town, a clock that is a little
// off.
struct Office {
    Office(World& world, persistence::Database& on, std::chrono::milliseconds ahead);

    persistence::Database& database;
    services::Catalog catalog;
    OfficeClock clock;
    services::Bell inbox_bell{};
    services::Bell payment_bell{};
    services::Bell push_bell{};
    services::Bell waiting_bell{};
    services::Context context;
};

} // namespace hiroba::test
