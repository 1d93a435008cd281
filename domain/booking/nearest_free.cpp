#include "domain/booking/free_search.hpp"

#include <algorithm>
#include <cstdlib>

namespace hiroba {
namespace {

using std::chrono::days;

int minutes_apart(const TimeRange& a, MinuteOfDay b) { return std::abs(a.start().minutes() - b.minutes()); }

// When the use was asked to begin and to end: without early use and extension.
MinuteOfDay asked_start(const SpaceUse& use) {
    return *MinuteOfDay::of(use.start.time.minutes() + use.terms.early_minutes);
}
MinuteOfDay asked_end(const SpaceUse& use) {
    return *MinuteOfDay::of(use.end.time.minutes() - use.terms.extension_minutes);
}

std::vector<EquipmentWish> wishes_of(const SpaceUse& use) {
    std::vector<EquipmentWish> wishes;
    wishes.reserve(use.equipment.size());
    for (const auto& [equipment, quantity] : use.equipment)
        wishes.push_back({equipment->code, quantity});
    return wishes;
}

// The uses that come nearest to one that was taken.
class NearestSearch {
public:
    NearestSearch(const Town& town, const SpaceUse& taken, const OccupancyOfDay& occupancy, const Viewpoint& viewpoint,
                  std::size_t most)
        : town_(&town), taken_(&taken), start_(asked_start(taken)), occupancy_(&occupancy), viewpoint_(&viewpoint),
          most_(most), request_{.space = taken.space->code,
                                .date = taken.start.date,
                                .band = taken.band,
                                .time = {},
                                .nights = taken.nights,
                                .equipment = wishes_of(taken)} {
        if (!taken.band && !taken.nights) request_.time = *TimeRange::of(start_, asked_end(taken));
    }

    void add_other_times() {
        auto requests = std::visit([&](const auto& use) { return other_times(use); }, taken_->space->use);
        std::ranges::stable_sort(requests, {}, [&](const Timed& timed) { return minutes_apart(timed.time, start_); });
        for (const auto& [request, time] : requests)
            add(*taken_->space, request);
    }

    // As many people or more first, then those that come closest.
    void add_other_spaces() {
        std::vector<const Space*> spaces;
        for (const auto& space : taken_->facility->spaces) {
            if (space.code != taken_->space->code) spaces.push_back(&space);
        }
        std::ranges::stable_sort(spaces, {}, [&](const Space* space) {
            return std::pair{space->capacity < taken_->space->capacity,
                             std::abs(space->capacity - taken_->space->capacity)};
        });
        for (const auto* space : spaces) {
            auto request = request_;
            request.space = space->code;
            add(*space, request);
        }
    }

    void add_other_days() {
        for (int away = 1; away <= alternative_days; ++away) {
            for (const auto by : {days{away}, days{-away}}) {
                auto request = request_;
                request.date = request.date + by;
                add(*taken_->space, request);
            }
        }
    }

    [[nodiscard]] std::vector<FreeUse> take() { return std::move(found_); }

private:
    struct Timed {
        UseRequest request;
        TimeRange time;
    };

    // Of a space used by band: bands of as many parts.
    [[nodiscard]] std::vector<Timed> other_times(const ByBand& use) const {
        std::vector<Timed> others;
        const auto own = std::ranges::find(use.bands, *taken_->band, &TimeBand::code);
        for (const auto& band : use.bands) {
            if (own == use.bands.end() || band.code == own->code || band.parts != own->parts) continue;
            auto request = request_;
            request.band = band.code;
            others.push_back({request, band.range});
        }
        return others;
    }

    // Of a space used by the hour: as long, at any other time.
    [[nodiscard]] std::vector<Timed> other_times(const ByHour& use) const {
        std::vector<Timed> others;
        const auto hours = open_hours(*town_, *taken_->facility, *taken_->space, request_.date);
        if (!hours) return others;
        const auto length = static_cast<int>(request_.time->length().count());
        for (int at = hours->start().minutes(); at + length <= hours->end().minutes(); at += use.step_minutes) {
            if (at == start_.minutes()) continue;
            auto request = request_;
            request.time = *TimeRange::of(*MinuteOfDay::of(at), *MinuteOfDay::of(at + length));
            others.push_back({request, *request.time});
        }
        return others;
    }

    [[nodiscard]] std::vector<Timed> other_times(const ByNight&) const { return {}; }

    void add(const Space& space, const UseRequest& request) {
        if (found_.size() >= most_ || !seems_free(space, request)) return;
        const auto use = check_use(*town_, request);
        if (!use || !check_window(*town_, *use, viewpoint_->user_class, viewpoint_->now)) return;
        if (!check_free_by_day(*use, *occupancy_)) return;
        const auto fee = quote_use(*town_, *use, viewpoint_->user_class, to_town_time(viewpoint_->now).date);
        if (!fee) return;
        const auto end = use->nights ? *MinuteOfDay::of(MinuteOfDay::end_of_day) : use->end.time;
        found_.push_back({use->facility, use->space, request, *TimeRange::of(use->start.time, end), fee->total});
    }

    // Most others are taken as well when many come at once: the units at the beginning tell so without the rules.
    [[nodiscard]] bool seems_free(const Space& space, const UseRequest& request) const {
        auto start = start_;
        if (request.time) start = request.time->start();
        if (request.band) {
            const auto* by_band = std::get_if<ByBand>(&space.use);
            if (by_band == nullptr) return false;
            const auto band = std::ranges::find(by_band->bands, *request.band, &TimeBand::code);
            if (band == by_band->bands.end()) return false;
            start = band->range.start();
        }
        const auto& occupancy = (*occupancy_)(request.date);
        const auto slot = static_cast<std::size_t>(start.minutes() / SlotRange::slot_minutes);
        return std::ranges::none_of(space.units, [&](const UnitCode& unit) {
            const auto found = occupancy.find(unit);
            return found != occupancy.end() && (found->second.taken | found->second.closed).test(slot);
        });
    }

    const Town* town_;
    const SpaceUse* taken_;
    MinuteOfDay start_; // that was asked for
    const OccupancyOfDay* occupancy_;
    const Viewpoint* viewpoint_;
    std::size_t most_;
    UseRequest request_;
    std::vector<FreeUse> found_;
};

} // namespace

std::vector<FreeUse> nearest_free(const Town& town, const SpaceUse& taken, const OccupancyOfDay& occupancy,
                                  const Viewpoint& viewpoint, std::size_t most) {
    NearestSearch search{town, taken, occupancy, viewpoint, most};
    search.add_other_times();
    search.add_other_spaces();
    search.add_other_days();
    return search.take();
}

} // namespace hiroba
