// 冷暖房・照明, and 附属設備: what comes on top of the facility's own fee.
#pragma once

#include "domain/fees/detail/facility_fee.hpp"

namespace hiroba::fees {

// Adds the lines; what quote() refuses of them.
[[nodiscard]] Result<void> add_additional_fee(const PricedUse& use, const BasicFee& basic, FeePart& part);
[[nodiscard]] Result<void> add_equipment_fee(const PricedUse& use, FeePart& part);

} // namespace hiroba::fees
