// Providers' messages that came before what they speak of.
#pragma once

#include "persistence/engine/session.hpp"

#include <string>

namespace hiroba::persistence {

// Messages of the provider about that reference of its own, which nobody knew when they came, wait to be applied again.
void apply_unmatched_again(Session& session, const std::string& provider, const std::string& provider_ref);

} // namespace hiroba::persistence
