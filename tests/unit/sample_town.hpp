// Short ways to write dates, times and instants in tests, and the town of the examples.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/town_loader.hpp"

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

// 星見川町, as its files in ops/towns say.
inline const Town& hoshimigawa() {
    static const auto town = services::load_town(std::filesystem::path{HIROBA_ROOT "/ops/towns/hoshimigawa"});
    if (!town) throw std::runtime_error(describe(town.error().front()));
    return *town;
}

inline FoundSpace space_named(std::string_view code) {
    const auto found = find_space(hoshimigawa(), SpaceCode{std::string{code}});
    if (found.space == nullptr) throw std::runtime_error("no space " + std::string{code});
    return found;
}

// The code of the refusal, or "" when nothing was refused.
template <class T>
std::string refusal_of(const Result<T>& result) {
    return result ? "" : result.error().code;
}

} // namespace hiroba::test
