// 当日利用表: who uses which room of a building on one day, what is to be prepared, what
// is to be taken at the counter, and room for keys and notes.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/context.hpp"
#include "services/documents/press.hpp"

#include <string>

namespace hiroba::services {

// The PDF; it is kept nowhere. `unknown_facility` {facility}; refused like documents::Press::print. The look is logged.
[[nodiscard]] Result<std::string> print_day_sheet(const Context& context, documents::Press& press,
                                                  const persistence::Account& by, const FacilityCode& facility,
                                                  LocalDate date);

} // namespace hiroba::services
