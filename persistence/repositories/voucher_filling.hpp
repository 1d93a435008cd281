// What a provider told of a number for a store only later.
#pragma once

#include "persistence/repositories/vouchers.hpp"

namespace hiroba::persistence {

// What was empty of the known one, or missing, is filled in from what was told later; the rest stays as it was told.
void fill_in_voucher(Session& session, const Voucher& known, const Voucher& told);

} // namespace hiroba::persistence
