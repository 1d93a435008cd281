#include "services/availability/occupancy_memory.hpp"

#include "persistence/repositories/claims.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Session;

const DayOccupancy nothing_known;

} // namespace

const DayOccupancy& OccupancyMemory::Dates::on(LocalDate date) const {
    const auto found = days_.find(date);
    return found == days_.end() ? nothing_known : *found->second;
}

// Codes of units belong to an edition.
void OccupancyMemory::forget_other_revisions(std::int64_t revision) {
    if (revision_ == revision) return;
    revision_ = revision;
    days_.clear();
}

OccupancyMemory::Dates OccupancyMemory::dates(persistence::Database& database, const TownInForce& town, LocalDate first,
                                              LocalDate last) {
    return readings_.get({town.revision, first, last}, [&] { return read(database, town, first, last); });
}

OccupancyMemory::Dates OccupancyMemory::read(persistence::Database& database, const TownInForce& town, LocalDate first,
                                             LocalDate last) {
    std::map<LocalDate, Known> known;
    {
        const std::lock_guard lock(mutex_);
        forget_other_revisions(town.revision);
        known.insert(days_.lower_bound(first), days_.upper_bound(last));
    }
    std::map<LocalDate, Known> found_now;
    database.read([&](Session& session) {
        found_now.clear();
        for (const auto& [date, version] : persistence::date_versions(session, first, last)) {
            const auto found = known.find(date);
            const bool is_current = found != known.end() && found->second.version == version;
            auto day = is_current
                           ? found->second.day
                           : std::make_shared<const DayOccupancy>(town.named(persistence::look_at_date(session, date)));
            found_now.emplace(date, Known{version, std::move(day), std::chrono::steady_clock::now()});
        }
    });
    Dates dates;
    for (const auto& [date, day] : found_now)
        dates.days_.emplace(date, day.day);
    const std::lock_guard lock(mutex_);
    if (revision_ != town.revision) return dates;
    if (days_.size() + found_now.size() > most_days) days_.clear();
    const auto now = std::chrono::steady_clock::now();
    for (LocalDate date = first; date <= last; date = date + std::chrono::days{1}) {
        const auto found = found_now.find(date);
        days_.insert_or_assign(date, found == found_now.end() ? Known{0, std::make_shared<const DayOccupancy>(), now}
                                                              : found->second);
    }
    return dates;
}

std::optional<OccupancyMemory::Dates> OccupancyMemory::recent(std::int64_t revision, std::chrono::milliseconds age,
                                                              LocalDate first, LocalDate last) {
    const auto oldest = std::chrono::steady_clock::now() - age;
    const std::lock_guard lock(mutex_);
    if (revision_ != revision) return std::nullopt;
    Dates dates;
    for (LocalDate date = first; date <= last; date = date + std::chrono::days{1}) {
        const auto found = days_.find(date);
        if (found == days_.end() || found->second.checked < oldest) return std::nullopt;
        dates.days_.emplace(date, found->second.day);
    }
    return dates;
}

OccupancyMemory::Dates OccupancyMemory::dates_at_most(std::chrono::milliseconds age, persistence::Database& database,
                                                      const TownInForce& town, LocalDate first, LocalDate last) {
    if (auto dates = recent(town.revision, age, first, last)) return std::move(*dates);
    const std::unique_lock refreshing(refreshing_, std::try_to_lock);
    if (!refreshing)
        if (auto dates = recent(town.revision, age * 4, first, last)) return std::move(*dates);
    return this->dates(database, town, first, last);
}

void OccupancyMemory::remember(const FacilityCode& facility, LocalDate date, std::int64_t version,
                               const UnitVersions& versions) {
    const std::lock_guard lock(mutex_);
    if (histories_.size() >= most_histories && !histories_.contains({facility, date})) histories_.clear();
    History& history = histories_[{facility, date}];
    const bool is_known = std::ranges::any_of(history, [&](const auto& seen) { return seen.first == version; });
    if (is_known) return;
    history.emplace_back(version, versions);
    if (history.size() > most_versions) history.pop_front();
}

std::optional<std::set<UnitId>> OccupancyMemory::changed_since(const FacilityCode& facility, LocalDate date,
                                                               std::int64_t since, const UnitVersions& versions) {
    const std::lock_guard lock(mutex_);
    const auto history = histories_.find({facility, date});
    if (history == histories_.end()) return std::nullopt;
    const auto then = std::ranges::find_if(history->second, [&](const auto& seen) { return seen.first == since; });
    if (then == history->second.end()) return std::nullopt;
    std::set<UnitId> changed;
    for (const auto& [unit, version] : versions) {
        const auto before = then->second.find(unit);
        if (before == then->second.end() || before->second != version) changed.insert(unit);
    }
    return changed;
}

} // namespace hiroba::services
