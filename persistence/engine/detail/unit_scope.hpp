// Units of work never nest: while one runs, its thread is marked.
#pragma once

#include <stdexcept>

namespace hiroba::persistence::detail {

class UnitScope {
public:
    // std::logic_error when a unit of work already runs on this thread.
    static void refuse_nesting() {
        if (inside_)
            throw std::logic_error("transact, read or look_up inside a unit of work: it touches only its session");
    }
    UnitScope() { inside_ = true; }
    UnitScope(const UnitScope&) = delete;
    UnitScope& operator=(const UnitScope&) = delete;
    ~UnitScope() { inside_ = false; }

private:
    static inline thread_local bool inside_ = false;
};

} // namespace hiroba::persistence::detail
