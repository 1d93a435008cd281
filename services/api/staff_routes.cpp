#include "services/api/application_json.hpp"
#include "services/api/closure_json.hpp"
#include "services/api/route_support.hpp"
#include "services/board/board.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

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
                                     {"closures", public_closures_json(board->closures)},
                                     {"spaces", std::move(spaces)}});
}

} // namespace

void add_staff_routes(http::Router& router, const RouteSupport& support) {
    router.add(http::Method::get, "/api/v1/staff/board",
               [support](const auto& request) { return get_board(support, request); });
}

} // namespace hiroba::services::api
