// Tells the push channel what changed: "facility kirara, 1 December, version 17". Content is fetched by those who
// listen.
#pragma once

#include "services/context.hpp"

#include <string>

namespace hiroba::services {

// Publishes what has been committed and not told yet, one message per facility, and forgets it when the channel has
// taken it. Throws std::runtime_error when the channel does not answer: nothing is forgotten then.
// `push_url` ends in '/', the facility's code is added; empty: there is no channel, browsers poll.
void relay_pushes(const Context& context, const std::string& push_url);

} // namespace hiroba::services
