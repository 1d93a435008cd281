#include "services/booking/expire.hpp"
#include "services/closures/closure_task.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/payment_worker.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/random/support/actor.hpp"

namespace hiroba::test {

void Actor::work_on_payments() {
    constexpr int at_a_time = 6;
    for (int steps = 0; steps < at_a_time; ++steps)
        if (const auto found = ask([&] { return services::work_on_payments(context_); }); !found || !*found) return;
}

void Actor::apply_messages() {
    static_cast<void>(ask([&] {
        services::apply_waiting_messages(context_);
        return true;
    }));
}

void Actor::expire() {
    static_cast<void>(ask([&] { return services::expire_overdue_bookings(context_); }));
}

void Actor::end_past_uses() {
    static_cast<void>(ask([&] { return services::end_past_uses(context_); }));
}

void Actor::serve_waiting_list() {
    static_cast<void>(ask([&] { return services::serve_waiting_list(context_); }));
}

void Actor::work_on_closures() {
    static_cast<void>(ask([&] { return services::work_on_closures(context_); }));
}

void Actor::spoil_the_line() { world_.provider.spoil_next_call(draw_); }

} // namespace hiroba::test
