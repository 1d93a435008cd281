// Catching up after downtime: a provider that lists what it has told of, also what never arrived.
#pragma once

#include "payments/port.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::payments {

struct ToldEvent {
    Notice notice;
    std::string raw_body; // of the event, as the provider lists it
};

struct EventPage {
    std::vector<ToldEvent> events;
    std::string next_cursor; // empty: this was the last page
};

class EventSource {
public:
    EventSource() = default;
    EventSource(const EventSource&) = delete;
    EventSource& operator=(const EventSource&) = delete;
    virtual ~EventSource() = default;

    [[nodiscard]] virtual std::string_view provider() const = 0;
    // Events from that moment on, page by page, from the newest back; the first page without a cursor.
    [[nodiscard]] virtual GatewayResult<EventPage> events_since(Instant since, const std::string& cursor) = 0;
};

} // namespace hiroba::payments
