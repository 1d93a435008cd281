// The same request twice at the same moment.
#pragma once

#include "persistence/engine/errors.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// The unit of work, which remembers an idempotency key. When another request was just writing the same key, it is done
// once more, and sees the first.
template <class Work>
[[nodiscard]] auto once_more_for_the_same_request(const Context& context, const Work& work) {
    try {
        return context.database.transact(work);
    } catch (const persistence::DuplicateKey&) {
        return context.database.transact(work);
    }
}

} // namespace hiroba::services
