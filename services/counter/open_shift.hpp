// The drawer in the hands of who takes or pays out cash.
#pragma once

#include "persistence/repositories/drawers.hpp"
#include "persistence/repositories/payments.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// The shift this person holds, for money of that obligation. `no_open_drawer`, `drawer_of_another_payee` {drawer}: the
// money of a designated manager, or of a facility that the drawer does not take fees for.
[[nodiscard]] Result<persistence::DrawerShift> shift_for(persistence::Session& session, const TownInForce& town,
                                                         AccountId staff, const persistence::Obligation& obligation);

} // namespace hiroba::services
