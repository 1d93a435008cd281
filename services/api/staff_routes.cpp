#include "services/api/booking_json.hpp"
#include "services/api/route_support.hpp"
#include "services/board/board.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

json board_booking_json(const persistence::BookingOnBoard& on_board) {
    const auto& booking = on_board.booking;
    const auto& details = booking.details;
    return {{"booking_id", std::to_string(booking.id.value())},
            {"number", or_null(booking.number)},
            {"state", name_of(booking.state)},
            {"start", booking.start.hh_mm()},
            {"end", booking.end.hh_mm()},
            {"purpose", details ? json(details->purpose) : json(nullptr)},
            {"group_name", details ? or_null(details->group_name) : json(nullptr)},
            {"people", details ? json(details->people) : json(nullptr)},
            {"holder", on_board.holder}};
}

http::Response get_board(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::desk);
    if (!login) return login.error();
    const auto facility = query_code(request, "facility");
    if (!facility) return facility.error();
    const auto date = query_date(request, "date");
    if (!date) return date.error();

    const auto board = board_of_day(support.context, login->account, FacilityCode{*facility}, *date);
    if (!board) return refused(board.error());
    auto spaces = json::array();
    for (const BoardSpace& space : board->spaces) {
        auto bookings = json::array();
        for (const auto& booking : space.bookings)
            bookings.push_back(board_booking_json(booking));
        spaces.push_back({{"space", space.space.value()}, {"bookings", std::move(bookings)}});
    }
    return http::json_response(200, {{"facility", *facility},
                                     {"date", date->iso8601()},
                                     {"version", board->version},
                                     {"as_of_ms", board->as_of.epoch_ms()},
                                     {"closed", board->closed},
                                     {"spaces", std::move(spaces)}});
}

} // namespace

void add_staff_routes(http::Router& router, const RouteSupport& support) {
    router.add(http::Method::get, "/api/v1/staff/board",
               [support](const auto& request) { return get_board(support, request); });
}

} // namespace hiroba::services::api
