#include "services/board/look_log.hpp"

#include "persistence/repositories/accounts.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>

namespace hiroba::services {
namespace {

constexpr std::chrono::minutes one_look{1};

// The looks of the last minute that have been logged.
class RecentLooks {
public:
    bool contain(AccountId by, const std::string& subject, Instant now) {
        const std::lock_guard lock(mutex_);
        std::erase_if(looks_, [&](const auto& look) { return now - look.second >= one_look; });
        return looks_.contains({by, subject});
    }
    void add(AccountId by, const std::string& subject, Instant now) {
        const std::lock_guard lock(mutex_);
        looks_.insert_or_assign({by, subject}, now);
    }

private:
    std::mutex mutex_;
    std::map<std::pair<AccountId, std::string>, Instant> looks_;
};

} // namespace

// Remembered only once it stands in the log: a look whose row could not be written is logged when it is repeated.
void log_looks(const Context& context, AccountId by, const std::string& action,
               const std::vector<std::string>& subjects) {
    static RecentLooks recent;
    const Instant now = context.clock.now();
    std::vector<std::string> unlogged;
    std::ranges::copy_if(subjects, std::back_inserter(unlogged),
                         [&](const std::string& subject) { return !recent.contain(by, action + " " + subject, now); });
    if (unlogged.empty()) return;
    context.database.transact([&](persistence::Session& session) {
        for (const std::string& subject : unlogged)
            persistence::log_access(session, by, action, subject, now);
    });
    for (const std::string& subject : unlogged)
        recent.add(by, action + " " + subject, now);
}

void log_look(const Context& context, AccountId by, const std::string& action, const std::string& subject) {
    log_looks(context, by, action, {subject});
}

} // namespace hiroba::services
