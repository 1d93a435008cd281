// Messages that never arrived: asked for, and stored beside those that did.
#pragma once

#include "payments/event_source.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

// Of one process and one provider.
class CatchUp {
public:
    // Stores what the provider has told of: the first time as far back as it lists, for nobody knows what was missed
    // while no process ran (a newer message that arrived says nothing about older ones); then since shortly before the
    // last time that it answered to the end. What came before is known by its number and stored once. When the provider
    // does not answer, what was listed so far is kept, and the next time begins where this one did. When there is more
    // than one run lists, the next goes on where this one stopped.
    void run(const Context& context, payments::EventSource& source);

private:
    // Of a list that one run did not bring to its end.
    struct Unfinished {
        Instant since;
        Instant begun_at;
        std::string cursor;
    };

    std::optional<Instant> complete_until_; // everything that was told before is stored
    std::optional<Unfinished> unfinished_;
};

} // namespace hiroba::services
