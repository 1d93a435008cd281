#include "domain/booking/free_search.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hiroba {
namespace {

using std::chrono::days;
using std::chrono::minutes;

TimeRange range_of(int start, int end) { return *TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(end)); }

// What is taken or closed, by number of the unit: a day is read once, in one walk beside the sorted units, and never by
// name again.
class OccupancyTable {
public:
    OccupancyTable(std::vector<UnitCode> units, const OccupancyOfDay& occupancy)
        : units_(std::move(units)), occupancy_(&occupancy) {
        std::ranges::sort(units_);
        units_.erase(std::ranges::unique(units_).begin(), units_.end());
    }

    [[nodiscard]] std::vector<std::size_t> numbers_of(const std::vector<UnitCode>& units) const {
        std::vector<std::size_t> numbers;
        numbers.reserve(units.size());
        for (const auto& unit : units)
            numbers.push_back(static_cast<std::size_t>(std::ranges::lower_bound(units_, unit) - units_.begin()));
        return numbers;
    }

    [[nodiscard]] const std::vector<DayMask>& blocked_on(LocalDate date) {
        const auto [day, added] = days_.try_emplace(date);
        if (added) day->second = read((*occupancy_)(date));
        return day->second;
    }

private:
    [[nodiscard]] std::vector<DayMask> read(const DayOccupancy& occupancy) const {
        std::vector<DayMask> blocked(units_.size());
        auto known = occupancy.begin();
        for (std::size_t number = 0; number < units_.size(); ++number) {
            while (known != occupancy.end() && known->first < units_[number])
                ++known;
            if (known == occupancy.end()) break;
            if (known->first == units_[number]) blocked[number] = known->second.taken | known->second.closed;
        }
        return blocked;
    }

    std::vector<UnitCode> units_;
    const OccupancyOfDay* occupancy_;
    std::map<LocalDate, std::vector<DayMask>> days_;
};

// What a use occupies of its first day, of its last, and of those between.
struct Masks {
    DayMask first;
    DayMask last; // of nights
};

struct BandChoice {
    const TimeBand* band = nullptr;
    DayMask occupied;
};

struct WantedEquipment {
    std::vector<std::size_t> units;
    std::size_t quantity = 1;
};

// A space that may fit the wish, with everything that is the same on every day.
struct Candidate {
    const Facility* facility = nullptr;
    const Space* space = nullptr;
    const BookingWindow* window = nullptr;
    std::vector<std::size_t> units;
    std::vector<EquipmentUse> equipment;
    std::vector<WantedEquipment> wanted;
    std::vector<BandChoice> bands; // of a space used by band
    int length_minutes = 0;        // of a space used by the hour
    Masks nights;                  // of a space used by the night
};

// One use that is free, before its price is known.
struct Free {
    const Candidate* candidate = nullptr;
    const TimeBand* band = nullptr;
    TimeRange time;
    std::size_t order = 0; // of the town
};

template <class T>
bool holds(const std::vector<T>& list, const T& value) {
    return std::ranges::find(list, value) != list.end();
}

bool has_access(const Facility& facility, const Space& space, const std::vector<AccessFeature>& wanted) {
    return std::ranges::all_of(
        wanted, [&](AccessFeature feature) { return holds(space.access, feature) || holds(facility.access, feature); });
}

// Whether all of the pieces must be free, or some of each kind are welcome.
enum class Pieces { all, some };

// The equipment in that space, or nothing when it cannot be had there at all.
std::optional<std::vector<EquipmentUse>> equipment_in(const Facility& facility, const Space& space,
                                                      const std::vector<EquipmentWish>& wishes, Pieces pieces) {
    std::vector<EquipmentUse> uses;
    for (const auto& [code, quantity] : wishes) {
        const auto* equipment = find_equipment(facility, code);
        if (equipment == nullptr || !is_for(*equipment, space)) return std::nullopt;
        if (quantity < 1 || (pieces == Pieces::all && quantity > equipment->stock)) return std::nullopt;
        if (std::ranges::find(uses, equipment, &EquipmentUse::equipment) != uses.end()) return std::nullopt;
        uses.push_back({equipment, quantity});
    }
    return uses;
}

// Bands that are enough for the wish and have no other such band inside: single ones, and composites only where they
// must be.
std::vector<const TimeBand*> shortest_bands(const ByBand& use, const FreeWish& wish) {
    const auto is_enough = [&](const TimeBand& band) {
        return band.range.length() >= wish.length.value_or(minutes{0}) &&
               (!wish.covering || band.range.contains(*wish.covering));
    };
    std::vector<const TimeBand*> bands;
    for (const auto& band : use.bands) {
        const bool has_shorter = std::ranges::any_of(use.bands, [&](const TimeBand& other) {
            return other.code != band.code && band.range.contains(other.range) && is_enough(other);
        });
        if (is_enough(band) && !has_shorter) bands.push_back(&band);
    }
    return bands;
}

// The shortest use by the hour that is long enough; nothing when the space is not used for so long.
std::optional<int> shortest_length(const ByHour& use, const std::optional<minutes>& wanted) {
    if (!wanted) return use.minimum_minutes;
    const auto steps = (static_cast<int>(wanted->count()) + use.step_minutes - 1) / use.step_minutes;
    const auto length = std::max(steps * use.step_minutes, use.minimum_minutes);
    return length > use.maximum_minutes ? std::nullopt : std::optional{length};
}

// The uses by the hour, on a day with these hours, that take all of `wanted` and at least `least_minutes`: the shortest
// first, and of one length the latest.
std::vector<TimeRange> uses_that_cover(const ByHour& use, const TimeRange& hours, const TimeRange& wanted,
                                       int least_minutes) {
    std::vector<TimeRange> uses;
    const int first = hours.start().minutes();
    const int latest = first + (wanted.start().minutes() - first) / use.step_minutes * use.step_minutes;
    for (int at = latest; at >= first; at -= use.step_minutes) {
        const int steps = (wanted.end().minutes() - at + use.step_minutes - 1) / use.step_minutes;
        const int length = std::max(steps * use.step_minutes, least_minutes);
        if (length > use.maximum_minutes) break;
        if (at + length <= hours.end().minutes()) uses.push_back(range_of(at, at + length));
    }
    return uses;
}

// Where so many free slots in a row begin.
DayMask starts_of_runs(DayMask free, int slots) {
    for (int have = 1; have < slots;) {
        const int more = std::min(have, slots - have);
        free &= free >> static_cast<std::size_t>(more);
        have += more;
    }
    return free;
}

// The slots of a use within one day, with preparation and cleaning.
DayMask occupied_mask(const TimeRange& time, const Buffers& buffers) {
    const int from = std::max(time.start().minutes() - buffers.preparation_minutes, 0);
    const int until = std::min(time.end().minutes() + buffers.cleaning_minutes, MinuteOfDay::end_of_day);
    return mask_of(SlotRange::covering(range_of(from, until)));
}

Masks masks_of_nights(const ByNight& use, const Buffers& buffers) {
    const auto until_midnight = range_of(use.check_in.minutes(), MinuteOfDay::end_of_day);
    const auto until = std::min(use.check_out.minutes() + buffers.cleaning_minutes, MinuteOfDay::end_of_day);
    return {occupied_mask(until_midnight, {buffers.preparation_minutes, 0}),
            mask_of(SlotRange::covering(range_of(0, until)))};
}

std::vector<UnitCode> units_that_matter(const Town& town, const FreeWish& wish) {
    std::vector<UnitCode> units;
    const auto add = [&](const std::vector<UnitCode>& some) { units.insert(units.end(), some.begin(), some.end()); };
    for (const auto& facility : town.facilities) {
        for (const auto& space : facility.spaces)
            add(space.units);
        for (const auto& [code, quantity] : wish.equipment) {
            if (const auto* equipment = find_equipment(facility, code)) add(units_of(*equipment));
        }
    }
    return units;
}

class FreeSearch {
public:
    FreeSearch(const Town& town, const FreeWish& wish, const OccupancyOfDay& occupancy, const Viewpoint& viewpoint,
               Pieces pieces = Pieces::all)
        : town_(&town), wish_(&wish), viewpoint_(&viewpoint), pieces_(pieces),
          permitted_on_(to_town_time(viewpoint.now).date), occupancy_(units_that_matter(town, wish), occupancy) {
        for (const auto& facility : town.facilities) {
            if (!wish.facilities.empty() && !holds(wish.facilities, facility.code)) continue;
            for (const auto& space : facility.spaces)
                add_candidate(facility, space);
        }
    }

    // Adds the day's free uses, earliest first, until there are `most`.
    void add_day(LocalDate date, std::size_t most, std::vector<FreeUse>& found) {
        if (candidates_.empty() || found.size() >= most) return;
        if (!wish_->weekdays.empty() && !holds(wish_->weekdays, date.weekday())) return;
        auto free = free_on(date);
        std::ranges::sort(free, {}, [](const Free& use) {
            return std::tuple{use.time.start(), use.candidate->space->capacity, use.order, use.time.end()};
        });
        for (const auto& use : free) {
            if (found.size() >= most) return;
            if (auto priced = price(use, date)) found.push_back(std::move(*priced));
        }
    }

private:
    void add_candidate(const Facility& facility, const Space& space) {
        if (space.capacity < wish_->people || !has_access(facility, space, wish_->access)) return;
        if (wish_->activity && !check_activity(*town_, space, *wish_->activity)) return;
        Candidate candidate;
        candidate.facility = &facility;
        candidate.space = &space;
        candidate.window = find_window(facility, space, viewpoint_->user_class);
        if (candidate.window == nullptr) return;
        if (!std::visit([&](const auto& use) { return prepare(use, candidate); }, space.use)) return;
        auto equipment = equipment_in(facility, space, wish_->equipment, pieces_);
        if (!equipment) return;
        for (const auto& use : *equipment)
            candidate.wanted.push_back({occupancy_.numbers_of(units_of(*use.equipment)),
                                        pieces_ == Pieces::some ? 1 : static_cast<std::size_t>(use.quantity)});
        candidate.equipment = std::move(*equipment);
        candidate.units = occupancy_.numbers_of(space.units);
        candidates_.push_back(std::move(candidate));
    }

    [[nodiscard]] bool prepare(const ByBand& use, Candidate& candidate) const {
        if (wish_->nights) return false;
        for (const auto* band : shortest_bands(use, *wish_)) {
            if (!wish_->within || wish_->within->contains(band->range))
                candidate.bands.push_back({band, occupied_mask(band->range, candidate.space->buffers)});
        }
        return !candidate.bands.empty();
    }

    [[nodiscard]] bool prepare(const ByHour& use, Candidate& candidate) const {
        const auto length = shortest_length(use, wish_->length);
        if (wish_->nights || !length) return false;
        candidate.length_minutes = *length;
        return true;
    }

    [[nodiscard]] bool prepare(const ByNight& use, Candidate& candidate) const {
        if (!wish_->nights || *wish_->nights < 1 || *wish_->nights > use.maximum_nights) return false;
        candidate.nights = masks_of_nights(use, candidate.space->buffers);
        return true;
    }

    [[nodiscard]] std::vector<Free> free_on(LocalDate date) {
        std::vector<Free> free;
        for (std::size_t order = 0; order < candidates_.size(); ++order) {
            const auto& candidate = candidates_[order];
            const auto blocked = blocked_for(candidate, date);
            const auto add = [&](const TimeBand* band, const TimeRange& time) {
                free.push_back({&candidate, band, time, order});
            };
            std::visit([&](const auto& use) { add_free(use, candidate, date, blocked, add); }, candidate.space->use);
        }
        return free;
    }

    [[nodiscard]] DayMask blocked_for(const Candidate& candidate, LocalDate date) {
        const auto& blocked = occupancy_.blocked_on(date);
        DayMask together;
        for (const auto unit : candidate.units)
            together |= blocked[unit];
        return together;
    }

    // What is taken is left first: it is most of a busy month, and the cheapest to see.
    void add_free(const ByBand&, const Candidate& candidate, LocalDate date, const DayMask& blocked, const auto& add) {
        std::optional<TimeRange> hours;
        for (const auto& [band, occupied] : candidate.bands) {
            if ((occupied & blocked).any()) continue;
            if (!hours && has_opened(candidate, date)) hours = hours_of(candidate, date);
            if (!hours) return;
            if (hours->contains(band->range) && is_still_open(candidate, {date, band->range.start()}) &&
                is_priced(candidate, PricedBand{&band->code, band->parts}, date) &&
                has_equipment(candidate, date, occupied))
                add(band, band->range);
        }
    }

    void add_free(const ByHour& use, const Candidate& candidate, LocalDate date, const DayMask& blocked,
                  const auto& add) {
        const int length = candidate.length_minutes;
        const auto starts = starts_of_runs(~blocked, length / SlotRange::slot_minutes);
        if (starts.none() || !has_opened(candidate, date)) return;
        const auto hours = hours_of(candidate, date);
        if (!hours || !is_priced(candidate, PricedHours{}, date)) return;
        if (wish_->covering) {
            if (!hours->contains(*wish_->covering)) return;
            const auto covering = uses_that_cover(use, *hours, *wish_->covering, length);
            const auto fits = std::ranges::find_if(
                covering, [&](const TimeRange& time) { return is_free(candidate, date, time, blocked); });
            if (fits != covering.end()) add(nullptr, *fits);
            return;
        }
        const int from = wish_->within ? wish_->within->start().minutes() : 0;
        const int until =
            std::min(hours->end().minutes(), wish_->within ? wish_->within->end().minutes() : MinuteOfDay::end_of_day);
        for (int at = hours->start().minutes(); at + length <= until; at += use.step_minutes) {
            if (at < from || !starts.test(static_cast<std::size_t>(at / SlotRange::slot_minutes))) continue;
            const auto time = range_of(at, at + length);
            if (is_free(candidate, date, time, blocked)) return add(nullptr, time);
        }
    }

    [[nodiscard]] bool is_free(const Candidate& candidate, LocalDate date, const TimeRange& time,
                               const DayMask& blocked) {
        const auto occupied = occupied_mask(time, candidate.space->buffers);
        return (occupied & blocked).none() && is_still_open(candidate, {date, time.start()}) &&
               has_equipment(candidate, date, occupied);
    }

    void add_free(const ByNight& use, const Candidate& candidate, LocalDate date, const DayMask& blocked,
                  const auto& add) {
        if ((candidate.nights.first & blocked).any() || !has_opened(candidate, date)) return;
        const auto leaves_on = date + days{*wish_->nights};
        for (auto day = date + days{1}; day <= leaves_on; day = day + days{1}) {
            const auto mask = day == leaves_on ? candidate.nights.last : ~DayMask{};
            if ((mask & blocked_for(candidate, day)).any()) return;
            if (day != leaves_on && !hours_of(candidate, day)) return;
        }
        const auto hours = hours_of(candidate, date);
        if (!hours || use.check_in < hours->start() || hours->end() <= use.check_in) return;
        if (is_still_open(candidate, {date, use.check_in}) &&
            is_priced(candidate, PricedNights{*wish_->nights}, date) && has_equipment_for_nights(candidate, date))
            add(nullptr, range_of(use.check_in.minutes(), MinuteOfDay::end_of_day));
    }

    // Neighbouring spaces without hours of their own share their facility's.
    [[nodiscard]] std::optional<TimeRange> hours_of(const Candidate& candidate, LocalDate date) {
        const auto& space = *candidate.space;
        if (space.hours || space.closed_days) return open_hours(*town_, *candidate.facility, space, date);
        if (hours_.facility != candidate.facility || hours_.date != date)
            hours_ = {candidate.facility, date, open_hours(*town_, *candidate.facility, space, date)};
        return hours_.open;
    }

    // The booking window has begun. Neighbouring spaces share their facility's.
    [[nodiscard]] bool has_opened(const Candidate& candidate, LocalDate date) {
        if (opened_.window != candidate.window || opened_.date != date) {
            const auto opens_at = window_opens(*candidate.window, date, office_of(candidate));
            opened_ = {candidate.window, date, opens_at <= viewpoint_->now};
        }
        return opened_.opened;
    }

    [[nodiscard]] bool is_still_open(const Candidate& candidate, const LocalDateTime& start) const {
        return viewpoint_->now < window_closes(*candidate.window, start, office_of(candidate));
    }

    [[nodiscard]] IsClosed office_of(const Candidate& candidate) const {
        return [this, facility = candidate.facility](LocalDate date) {
            return is_facility_closed(*town_, *facility, date);
        };
    }

    [[nodiscard]] bool is_priced(const Candidate& candidate, const PricedPeriod& period, LocalDate date) const {
        const FeeDates dates{date, permitted_on_};
        return std::ranges::all_of(
                   candidate.equipment,
                   [&](const EquipmentUse& use) { return find_rate(use.equipment->rates, dates) != nullptr; }) &&
               hiroba::is_priced(*town_, *candidate.facility, *candidate.space, period, viewpoint_->user_class, dates);
    }

    [[nodiscard]] bool has_equipment(const Candidate& candidate, LocalDate date, const DayMask& occupied) {
        return std::ranges::all_of(candidate.wanted, [&](const WantedEquipment& wanted) {
            return free_pieces(wanted, date, occupied) >= wanted.quantity;
        });
    }

    [[nodiscard]] bool has_equipment_for_nights(const Candidate& candidate, LocalDate date) {
        return std::ranges::all_of(candidate.wanted, [&](const WantedEquipment& wanted) {
            return free_pieces_for_nights(candidate, wanted, date) >= wanted.quantity;
        });
    }

    [[nodiscard]] std::size_t free_pieces(const WantedEquipment& wanted, LocalDate date, const DayMask& occupied) {
        const auto& blocked = occupancy_.blocked_on(date);
        const auto is_free = [&](std::size_t unit) { return (blocked[unit] & occupied).none(); };
        return static_cast<std::size_t>(std::ranges::count_if(wanted.units, is_free));
    }

    // The same pieces must be free for all of the nights.
    [[nodiscard]] std::size_t free_pieces_for_nights(const Candidate& candidate, const WantedEquipment& wanted,
                                                     LocalDate date) {
        const auto leaves_on = date + days{*wish_->nights};
        const auto is_free = [&](std::size_t unit) {
            for (auto day = date; day <= leaves_on; day = day + days{1}) {
                const auto mask = day == date        ? candidate.nights.first
                                  : day == leaves_on ? candidate.nights.last
                                                     : ~DayMask{};
                if ((occupancy_.blocked_on(day)[unit] & mask).any()) return false;
            }
            return true;
        };
        return static_cast<std::size_t>(std::ranges::count_if(wanted.units, is_free));
    }

    // The equipment of a use that is free: all that is wished, or as many pieces of it as are free.
    [[nodiscard]] std::vector<EquipmentUse> equipment_of(const Free& free, LocalDate date) {
        auto equipment = free.candidate->equipment;
        if (pieces_ == Pieces::all) return equipment;
        const auto occupied = occupied_mask(free.time, free.candidate->space->buffers);
        for (std::size_t kind = 0; kind < equipment.size(); ++kind) {
            const auto& wanted = free.candidate->wanted[kind];
            const auto pieces = wish_->nights ? free_pieces_for_nights(*free.candidate, wanted, date)
                                              : free_pieces(wanted, date, occupied);
            equipment[kind].quantity = std::min(equipment[kind].quantity, static_cast<std::int64_t>(pieces));
        }
        return equipment;
    }

    [[nodiscard]] std::optional<FreeUse> price(const Free& free, LocalDate date) {
        const auto& candidate = *free.candidate;
        SpaceUse use{
            candidate.facility,      candidate.space, {date, free.time.start()}, {date, free.time.end()}, {}, {},
            equipment_of(free, date)};
        UseRequest request{.space = candidate.space->code, .date = date, .equipment = wish_->equipment};
        for (std::size_t kind = 0; kind < use.equipment.size(); ++kind)
            request.equipment[kind].quantity = use.equipment[kind].quantity;
        if (const auto* by_night = std::get_if<ByNight>(&candidate.space->use)) {
            use.end = {date + days{*wish_->nights}, by_night->check_out};
            request.nights = use.nights = wish_->nights;
        } else if (free.band != nullptr) {
            request.band = use.band = free.band->code;
        } else {
            request.time = free.time;
        }
        const auto fee = quote_use(*town_, use, viewpoint_->user_class, permitted_on_);
        if (!fee) return std::nullopt;
        return FreeUse{candidate.facility, candidate.space, std::move(request), free.time, fee->total};
    }

    const Town* town_;
    const FreeWish* wish_;
    const Viewpoint* viewpoint_;
    Pieces pieces_;
    LocalDate permitted_on_;
    OccupancyTable occupancy_;
    std::vector<Candidate> candidates_;
    // What was found out last.
    struct {
        const Facility* facility = nullptr;
        LocalDate date;
        std::optional<TimeRange> open;
    } hours_;
    struct {
        const BookingWindow* window = nullptr;
        LocalDate date;
        bool opened = false;
    } opened_;
};

// The dates around the wished ones, nearest first.
std::vector<LocalDate> dates_around(LocalDate first, LocalDate last) {
    std::vector<LocalDate> dates;
    for (int away = 1; away <= alternative_days; ++away) {
        dates.push_back(last + days{away});
        dates.push_back(first - days{away});
    }
    return dates;
}

// Looks again for a wish that gives something up.
class AlternativeSearch {
public:
    AlternativeSearch(const Town& town, const OccupancyOfDay& occupancy, const Viewpoint& viewpoint, std::size_t most)
        : town_(&town), occupancy_(&occupancy), viewpoint_(&viewpoint), most_(most) {}

    void add(const FreeWish& wish, const std::vector<LocalDate>& dates, GaveUp gave_up) {
        FreeSearch search{*town_, wish, *occupancy_, *viewpoint_,
                          gave_up == GaveUp::pieces ? Pieces::some : Pieces::all};
        std::vector<FreeUse> found;
        for (const auto date : dates)
            search.add_day(date, most_, found);
        for (auto& use : found)
            alternatives_.push_back({std::move(use), gave_up});
    }
    [[nodiscard]] std::vector<Alternative> take() { return std::move(alternatives_); }

private:
    const Town* town_;
    const OccupancyOfDay* occupancy_;
    const Viewpoint* viewpoint_;
    std::size_t most_; // of each kind
    std::vector<Alternative> alternatives_;
};

std::vector<LocalDate> dates_of_wish(const FreeWish& wish) {
    std::vector<LocalDate> dates;
    for (auto date = wish.first; date <= wish.last; date = date + days{1})
        dates.push_back(date);
    return dates;
}

} // namespace

std::vector<FreeUse> find_free(const Town& town, const FreeWish& wish, const OccupancyOfDay& occupancy,
                               const Viewpoint& viewpoint, const SearchLimits& limits) {
    FreeSearch search{town, wish, occupancy, viewpoint};
    std::vector<FreeUse> found;
    for (auto date = wish.first; date <= wish.last && found.size() < limits.most; date = date + days{1})
        search.add_day(date, limits.most, found);
    return found;
}

std::string_view name_of(GaveUp what) {
    switch (what) {
    case GaveUp::date:
        return "date";
    case GaveUp::time_of_day:
        return "time_of_day";
    case GaveUp::pieces:
        return "pieces";
    case GaveUp::equipment:
        return "equipment";
    }
    return {};
}

std::vector<Alternative> find_alternatives(const Town& town, const FreeWish& wish, const OccupancyOfDay& occupancy,
                                           const Viewpoint& viewpoint, const SearchLimits& limits) {
    const bool has_time = wish.within || wish.covering;
    const bool has_equipment = !wish.equipment.empty();
    const bool has_several =
        std::ranges::any_of(wish.equipment, [](const EquipmentWish& each) { return each.quantity > 1; });
    const std::size_t kinds = 1U + (has_time ? 1U : 0U) + (has_several ? 1U : 0U) + (has_equipment ? 1U : 0U);
    AlternativeSearch search{town, occupancy, viewpoint, (limits.most + kinds - 1) / kinds};
    search.add(wish, dates_around(wish.first, wish.last), GaveUp::date);
    if (has_time) {
        auto any_time = wish;
        any_time.within.reset();
        if (const auto covering = std::exchange(any_time.covering, std::nullopt))
            any_time.length = std::max(any_time.length.value_or(minutes{0}), covering->length());
        search.add(any_time, dates_of_wish(wish), GaveUp::time_of_day);
    }
    if (has_several) search.add(wish, dates_of_wish(wish), GaveUp::pieces);
    if (has_equipment) {
        auto without = wish;
        without.equipment.clear();
        search.add(without, dates_of_wish(wish), GaveUp::equipment);
    }
    auto alternatives = search.take();
    if (alternatives.size() > limits.most)
        alternatives.erase(alternatives.begin() + static_cast<std::ptrdiff_t>(limits.most), alternatives.end());
    return alternatives;
}

} // namespace hiroba
