// 備考: [[price_class]], [[surcharge]], [[rehearsal]], [[extension]], [[climate]], [[extra]], [[rounding]] and [[tax]]
// of a facility.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/scope_loader.hpp"
#include "services/town/toml_reader.hpp"

namespace hiroba::services {

[[nodiscard]] std::vector<PriceClass> load_price_classes(TableReader& file);

// Reads [extended_hours] of a facility or a space; nothing when there is none.
[[nodiscard]] std::optional<ExtendedHours> load_extended_hours(TableReader& table);

// Reads everything but the price classes into the facility, whose spaces are loaded already.
void load_fee_rules(TableReader& file, const ScopeContext& context, Facility& facility);

} // namespace hiroba::services
