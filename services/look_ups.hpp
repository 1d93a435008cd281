// The questions that everybody asks in a rush, gathered: who is it, and is the slot gone already?
#pragma once

#include "persistence/engine/grouped_look_ups.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/late_comers.hpp"

#include <optional>

namespace hiroba::services {

struct LookUps {
    persistence::GroupedLookUps<persistence::LoginQuestion, std::optional<persistence::LoginSession>> sessions{
        persistence::find_login_sessions};
    persistence::GroupedLookUps<persistence::LateQuestion, persistence::Lateness> late{persistence::come_too_late};
};

} // namespace hiroba::services
