#include "services/board/board.hpp"

#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::Session;

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

// Remembered only once it stands in the log: a look whose row could not be written is logged when it is repeated.
void log_look(const Context& context, AccountId by, const std::string& subject, Instant now) {
    static RecentLooks recent;
    if (recent.contain(by, subject, now)) return;
    context.database.transact([&](Session& session) { persistence::log_access(session, by, "board", subject, now); });
    recent.add(by, subject, now);
}

} // namespace

Result<Board> board_of_day(const Context& context, const persistence::Account& by, const FacilityCode& facility_code,
                           LocalDate date) {
    const auto town = context.catalog.current();
    const Facility* facility = find_facility(town->town, facility_code);
    if (facility == nullptr) return refuse("unknown_facility", {{"facility", facility_code.value()}});
    const Instant now = context.clock.now();
    log_look(context, by.id, facility_code.value() + " " + date.iso8601(), now);

    const auto units = town->numbers_of(units_of(*facility));
    auto [version, bookings] = context.database.read([&](Session& session) {
        return std::pair{persistence::version_of(session, units, date, date),
                         persistence::board_of(session, facility_code, date)};
    });
    Board board{version, now, is_closed_on(date, facility->closed_days, town->town.holidays), {}};
    for (const Space& space : facility->spaces) {
        BoardSpace row{space.code, {}};
        for (auto& booking : bookings)
            if (booking.booking.space == space.code) row.bookings.push_back(booking);
        board.spaces.push_back(std::move(row));
    }
    return board;
}

} // namespace hiroba::services
