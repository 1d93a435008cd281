#include "persistence/repositories/closed_holds.hpp"

#include "persistence/repositories/detail/sql_lists.hpp"

namespace hiroba::persistence {
namespace {

constexpr std::string_view select_closed =
    "SELECT f.booking_id, c.reason_ja, c.reason_en FROM closure_conflict f JOIN closure c"
    " ON c.closure_id = f.closure_id WHERE f.outcome = 'revoked' AND f.revoked_from = 'held' AND f.booking_id IN ";
constexpr std::string_view in_order = " ORDER BY f.booking_id";

} // namespace

std::vector<ClosedHold> closed_holds(Session& session, const std::vector<BookingId>& bookings) {
    std::vector<ClosedHold> found;
    detail::in_lists(bookings, [&](const std::vector<BookingId>& part) {
        Binds binds;
        detail::bind_list(binds, "booking", part);
        const Sql select =
            Sql::built(std::string{select_closed} + detail::in_list("booking", part.size()) + std::string{in_order});
        for (auto& [booking, ja, en] : session.select<BookingId, std::string, std::string>(select, binds))
            found.push_back({booking, {std::move(ja), std::move(en)}});
    });
    return found;
}

} // namespace hiroba::persistence
