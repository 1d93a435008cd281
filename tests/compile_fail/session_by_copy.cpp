// A session lives only inside its unit of work.
#include "persistence/engine/session.hpp"

#ifdef CONTROL
void use(hiroba::persistence::Session& session) {
    hiroba::persistence::Session& same = session;
    static_cast<void>(same);
}
#else
void use(hiroba::persistence::Session& session) {
    hiroba::persistence::Session other = session;
    static_cast<void>(other);
}
#endif
