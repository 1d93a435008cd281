#include "services/accounts/passwords.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/booking_json.hpp"
#include "services/api/route_support.hpp"
#include "services/booking/cancel.hpp"
#include "services/booking/hold.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int bookings_listed = 100;

http::Response answered(const RouteSupport& support, const Result<BookingView>& view, int status = 200) {
    if (!view) return refused(view.error());
    return http::json_response(status, booking_json(*view, support.context.clock.now()));
}

Answered<BookingId> booking_id(const http::Request& request) {
    const auto id = http::path_integer(request, "booking_id");
    if (!id) return tl::unexpected(refused(Refusal{"booking_not_found"}));
    return BookingId{*id};
}

// "09:00" and "10:30" as a time range, or why they are none.
Result<TimeRange> time_range(const std::string& start, const std::string& end) {
    const auto from = MinuteOfDay::parse(start);
    if (!from) return tl::unexpected(from.error());
    const auto until = MinuteOfDay::parse(end);
    if (!until) return tl::unexpected(until.error());
    return TimeRange::of(*from, *until);
}

struct HoldBody {
    std::string space;
    std::string date;
    std::optional<std::string> band;
    std::optional<std::string> start;
    std::optional<std::string> end;
};

Result<UseRequest> use_request(const HoldBody& body) {
    const auto date = LocalDate::parse(body.date);
    if (!date) return tl::unexpected(date.error());
    UseRequest use{SpaceCode{body.space}, *date, std::nullopt, std::nullopt};
    if (body.band) use.band = BandCode{*body.band};
    if (body.start.has_value() != body.end.has_value()) return refuse("time_range_required");
    if (!body.start) return use;
    const auto time = time_range(*body.start, *body.end);
    if (!time) return tl::unexpected(time.error());
    use.time = *time;
    return use;
}

http::Response hold(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const HoldBody body{reader.text("space", {1, 40}), reader.text("date", {1, 40}),
                        reader.optional_text("band", {1, 40}), reader.optional_text("start", {1, 10}),
                        reader.optional_text("end", {1, 10})};
    if (auto faults = reader.finish()) return *faults;
    const auto use = use_request(body);
    if (!use) return refused(use.error());
    return answered(support, hold_space(support.context, login->account, {*use, *key, sha256_hex(parsed->dump())}),
                    201);
}

http::Response put_details_route(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    DetailsCommand command{*id, {}, false};
    command.details.purpose = reader.text("purpose", {1, 200});
    command.details.people = reader.number("people", {1, 100'000});
    command.details.group_name = reader.optional_text("group_name", {1, 100});
    command.admission_or_commercial = reader.flag("admission_or_commercial");
    if (auto faults = reader.finish()) return *faults;
    return answered(support, put_details(support.context, login->account, command));
}

http::Response list(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    const Instant now = support.context.clock.now();
    auto bookings = support.context.database.read([&](persistence::Session& session) {
        auto array = json::array();
        for (auto& booking : persistence::bookings_of(session, login->account.id, bookings_listed)) {
            auto attempt = persistence::newest_attempt_of(session, booking.id);
            array.push_back(booking_json({std::move(booking), std::move(attempt)}, now));
        }
        return array;
    });
    return http::json_response(200, {{"bookings", std::move(bookings)}});
}

http::Response get(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    return answered(support, support.context.database.read([&](persistence::Session& session) {
        return own_booking_view(session, login->account.id, *id);
    }));
}

http::Response extend(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    return answered(support, extend_hold(support.context, login->account, *id));
}

http::Response cancel(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto id = booking_id(request);
    if (!id) return id.error();
    const auto view = cancel_booking(support.context, login->account, *id);
    const bool waits = view && view->booking.state == BookingState::awaiting_payment;
    return answered(support, view, waits ? 202 : 200);
}

} // namespace

void add_booking_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    const std::string one = "/api/v1/bookings/{booking_id}";
    router.add(Method::post, "/api/v1/bookings", [support](const auto& request) { return hold(support, request); });
    router.add(Method::get, "/api/v1/bookings", [support](const auto& request) { return list(support, request); });
    router.add(Method::get, one, [support](const auto& request) { return get(support, request); });
    router.add(Method::put, one + "/details",
               [support](const auto& request) { return put_details_route(support, request); });
    router.add(Method::post, one + "/hold-extension",
               [support](const auto& request) { return extend(support, request); });
    router.add(Method::post, one + "/cancellation",
               [support](const auto& request) { return cancel(support, request); });
}

} // namespace hiroba::services::api
