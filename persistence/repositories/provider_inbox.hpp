// Providers' messages that came before what they speak of.
#pragma once

#include "persistence/engine/session.hpp"

#include <string>
#include <vector>

namespace hiroba::persistence {

// Messages of the provider about that reference of its own, which nobody knew when they came, wait to be applied again.
void apply_unmatched_again(Session& session, const std::string& provider, const std::string& provider_ref);

// The references of messages that nobody knew when they came, and that by now are numbers of payments that we know: a
// message and the proof of its payment can be stored at the same moment, and then neither transaction sees the other.
struct KnownReference {
    std::string provider;
    std::string provider_ref;
};
[[nodiscard]] std::vector<KnownReference> unmatched_but_known(Session& session);

} // namespace hiroba::persistence
