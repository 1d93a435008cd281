// Short ways to write dates, times, requests and occupancy in tests, and the towns of the examples.
#pragma once

#include "domain/booking/availability.hpp"
#include "domain/booking/town.hpp"
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hiroba {

inline std::ostream& operator<<(std::ostream& out, LocalDate date) { return out << date.iso8601(); }
inline std::ostream& operator<<(std::ostream& out, MinuteOfDay time) { return out << time.hh_mm(); }
inline std::ostream& operator<<(std::ostream& out, Instant instant) { return out << instant.epoch_ms() << " ms"; }
inline std::ostream& operator<<(std::ostream& out, Yen yen) { return out << yen.amount() << " yen"; }

} // namespace hiroba

namespace hiroba::test {

inline LocalDate date(std::string_view iso8601) { return LocalDate::parse(iso8601).value(); }
inline MinuteOfDay time(std::string_view hh_mm) { return MinuteOfDay::parse(hh_mm).value(); }
inline TimeRange range(std::string_view from, std::string_view until) {
    return TimeRange::of(time(from), time(until)).value();
}
// "2026-11-21 09:00" on the town's clock.
inline Instant at(std::string_view local) { return to_instant({date(local.substr(0, 10)), time(local.substr(11))}); }

inline Town loaded_town(const std::string& name) {
    auto town = services::load_town(in_repository("ops/towns") / name);
    if (!town) throw std::runtime_error(describe(town.error().front()));
    return std::move(*town);
}
// 星見川町 and 湊森町, as their files in ops/towns say.
inline const Town& hoshimigawa() {
    static const auto town = loaded_town("hoshimigawa");
    return town;
}
inline const Town& minatomori() {
    static const auto town = loaded_town("minatomori");
    return town;
}

inline FoundSpace space_of(const Town& town, std::string_view code) {
    const auto found = find_space(town, SpaceCode{std::string{code}});
    if (found.space == nullptr) throw std::runtime_error("no space " + std::string{code});
    return found;
}
inline FoundSpace space_named(std::string_view code) { return space_of(hoshimigawa(), code); }

// The same, to be changed by a test that owns the town.
inline Space& space_in(Town& town, std::string_view code) {
    for (auto& facility : town.facilities) {
        for (auto& space : facility.spaces) {
            if (space.code.value() == code) return space;
        }
    }
    throw std::runtime_error("no space " + std::string{code});
}
inline Facility& facility_in(Town& town, std::string_view code) {
    for (auto& facility : town.facilities) {
        if (facility.code.value() == code) return facility;
    }
    throw std::runtime_error("no facility " + std::string{code});
}

inline UseRequest by_band(std::string_view space, std::string_view on, std::string_view band) {
    return {.space = SpaceCode{std::string{space}}, .date = date(on), .band = BandCode{std::string{band}}};
}
inline UseRequest by_hour(std::string_view space, std::string_view on, const TimeRange& time) {
    return {.space = SpaceCode{std::string{space}}, .date = date(on), .time = time};
}
inline UseRequest by_night(std::string_view space, std::string_view on, int nights) {
    return {.space = SpaceCode{std::string{space}}, .date = date(on), .nights = nights};
}
inline EquipmentWish wish_for(std::string_view equipment, std::int64_t quantity) {
    return {EquipmentCode{std::string{equipment}}, quantity};
}

// Adds to the occupancy that the unit is claimed, or closed, for a time on a day.
inline void take(Occupancy& occupancy, std::string_view unit, std::string_view on, const TimeRange& time) {
    occupancy[date(on)][UnitCode{std::string{unit}}].taken |= mask_of(SlotRange::covering(time));
}
inline void close(Occupancy& occupancy, std::string_view unit, std::string_view on, const TimeRange& time) {
    occupancy[date(on)][UnitCode{std::string{unit}}].closed |= mask_of(SlotRange::covering(time));
}
inline Occupancy taken(std::string_view unit, std::string_view on, const TimeRange& time) {
    Occupancy occupancy;
    take(occupancy, unit, on, time);
    return occupancy;
}

// The code of the refusal, or "" when nothing was refused.
template <class T>
std::string refusal_of(const Result<T>& result) {
    return result ? "" : result.error().code;
}

} // namespace hiroba::test
