// 受付期間: the [window.in_town] and [window.out_of_town] tables of a facility or a space.
#pragma once

#include "domain/calendar/booking_window.hpp"
#include "domain/fees/rates.hpp"
#include "services/town/toml_reader.hpp"

#include <map>

namespace hiroba::services {

[[nodiscard]] std::map<UserClass, BookingWindow> load_windows(TableReader& owner);

} // namespace hiroba::services
