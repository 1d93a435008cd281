// Messages that never arrived: asked for, and stored beside those that did.
#pragma once

#include "payments/event_source.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// Stores what the provider has told of since shortly before its newest message that we know (as far back as it lists,
// when we know none). What came before is known by its number and stored once. When the provider does not answer, what
// was listed so far is kept, and the next call begins anew.
void catch_up_messages(const Context& context, payments::EventSource& source);

} // namespace hiroba::services
