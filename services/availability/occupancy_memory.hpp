// Days of the town in memory, so that a search over a month reads only what changed. Held against the versions of the
// database before every use: nothing here is ever believed by itself.
#pragma once

#include "domain/booking/availability.hpp"
#include "persistence/engine/database.hpp"
#include "services/availability/shared_readings.hpp"
#include "services/catalog/catalog.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace hiroba::services {

class OccupancyMemory {
public:
    using Day = std::shared_ptr<const DayOccupancy>;

    // The occupancy of every unit on the dates between the two, both included, as of one view of the database that is
    // not older than the call. Those who ask for the same dates while others read them wait, and read once for all.
    class Dates {
    public:
        [[nodiscard]] const DayOccupancy& on(LocalDate date) const;

    private:
        friend class OccupancyMemory;
        std::map<LocalDate, Day> days_;
    };
    [[nodiscard]] Dates dates(persistence::Database& database, const TownInForce& town, LocalDate first,
                              LocalDate last);
    // The same, where what was read within the last `age` will do; while another caller reads, what is four times as
    // old will do, too.
    [[nodiscard]] Dates dates_at_most(std::chrono::milliseconds age, persistence::Database& database,
                                      const TownInForce& town, LocalDate first, LocalDate last);

    // Remembers the versions of a facility's units on a day …
    using UnitVersions = std::map<UnitId, std::int64_t>;
    void remember(const FacilityCode& facility, LocalDate date, std::int64_t version, const UnitVersions& versions);
    // … and tells which of them differ from those of an earlier version; nothing when that is not known any more.
    [[nodiscard]] std::optional<std::set<UnitId>> changed_since(const FacilityCode& facility, LocalDate date,
                                                                std::int64_t since, const UnitVersions& versions);

private:
    struct Known {
        std::int64_t version = 0;
        Day day;
        std::chrono::steady_clock::time_point checked;
    };
    struct Wanted {
        std::int64_t revision;
        LocalDate first;
        LocalDate last;
        friend auto operator<=>(const Wanted&, const Wanted&) = default;
    };
    [[nodiscard]] Dates read(persistence::Database& database, const TownInForce& town, LocalDate first, LocalDate last);
    [[nodiscard]] std::optional<Dates> recent(std::int64_t revision, std::chrono::milliseconds age, LocalDate first,
                                              LocalDate last);
    void forget_other_revisions(std::int64_t revision);

    static constexpr std::size_t most_days = 800;
    static constexpr std::size_t most_histories = 512;
    static constexpr std::size_t most_versions = 32;

    SharedReadings<Wanted, Dates> readings_;
    std::mutex refreshing_; // held by one of those who read anew what is too old
    std::mutex mutex_;
    std::int64_t revision_ = -1;
    std::map<LocalDate, Known> days_;
    using History = std::deque<std::pair<std::int64_t, UnitVersions>>; // the newest last
    std::map<std::pair<FacilityCode, LocalDate>, History> histories_;
};

} // namespace hiroba::services
