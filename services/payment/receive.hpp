// 収納: money came for what an application owes, whatever brought it: the one function that applies it.
#pragma once

#include "persistence/repositories/payments.hpp"

namespace hiroba::services {

// So much more of the obligation is paid. When that is all of it, it is settled, what is charged for the application's
// bookings is paid, and those that waited for it are permitted. The application is locked; the caller posts the money.
// False when the obligation is not owed any more, or less of it is left: then nothing was done.
[[nodiscard]] bool receive(persistence::Session& session, const persistence::Obligation& obligation, Yen amount,
                           Instant now);

} // namespace hiroba::services
