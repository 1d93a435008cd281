#include "services/http/router.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

using namespace hiroba::http;

namespace {

// Answers with its own name and what was captured.
Handler named(const std::string& name) {
    return [name](const Request& request) {
        std::string body = name;
        for (const auto& [key, value] : request.path_parameters)
            body.append(" ").append(key).append("=").append(value);
        return Response{200, body, {}};
    };
}

Router town() {
    Router router;
    router.add(Method::get, "/", named("home"));
    router.add(Method::get, "/bookings", named("list"));
    router.add(Method::post, "/bookings", named("create"));
    router.add(Method::get, "/bookings/{booking_id}", named("show"));
    router.add(Method::del, "/bookings/{booking_id}", named("cancel"));
    router.add(Method::post, "/bookings/mine", named("claim"));
    router.add(Method::get, "/bookings/mine/{year}", named("year"));
    router.add(Method::get, "/bookings/{booking_id}/receipt", named("receipt"));
    router.add(Method::get, "/f/{facility}/u/{unit}/d/{date}", named("day"));
    router.add(Method::head, "/own", named("own head"));
    router.add(Method::options, "/own", named("own options"));
    return router;
}

Response dispatch(const Router& router, Method method, const std::string& path) {
    Request request;
    request.method = method;
    request.path = path;
    return router.dispatch(request);
}

} // namespace

TEST_CASE("a path finds its handler and fills the captures") {
    struct Case {
        Method method;
        std::string path;
        std::string body;
    };
    const auto router = town();
    for (const auto& [method, path, body] : std::vector<Case>{
             {Method::get, "/", "home"},
             {Method::get, "/bookings", "list"},
             {Method::post, "/bookings", "create"},
             {Method::get, "/bookings/17", "show booking_id=17"},
             {Method::del, "/bookings/17", "cancel booking_id=17"},
             {Method::post, "/bookings/mine", "claim"},
             {Method::get, "/bookings/mine", "show booking_id=mine"}, // the literal knows POST only
             {Method::get, "/bookings/mine/2026", "year year=2026"},
             {Method::get, "/bookings/mine/receipt", "year year=receipt"}, // literals win from the left
             {Method::get, "/bookings/18/receipt", "receipt booking_id=18"},
             {Method::get, "/f/公民館/u/小会議室/d/2026-12-01", "day date=2026-12-01 facility=公民館 unit=小会議室"},
             {Method::head, "/bookings/17", "show booking_id=17"},
             {Method::head, "/own", "own head"},
             {Method::options, "/own", "own options"},
         }) {
        CAPTURE(path);
        const auto response = dispatch(router, method, path);
        CHECK(response.status == 200);
        CHECK(response.body == body);
    }
}

TEST_CASE("a path that fits no pattern is not found") {
    const auto router = town();
    for (const std::string path : {"", "x", "/booking", "/bookings/", "/bookings//", "//bookings", "/bookings/17/",
                                   "/bookings/17/receipts", "/F", "/bookings//receipt", "/f//u/x/d/y"}) {
        CAPTURE(path);
        CHECK(dispatch(router, Method::get, path).status == 404);
    }
}

TEST_CASE("a method that is not there is answered with those that are") {
    const auto router = town();
    for (const auto method : {Method::put, Method::patch, Method::trace, Method::connect, Method::post}) {
        const auto response = dispatch(router, method, "/bookings/17");
        CHECK(response.status == 405);
        REQUIRE(response.header("allow"));
        CHECK(*response.header("Allow") == "GET, HEAD, DELETE, OPTIONS");
    }
    const auto options = dispatch(router, Method::options, "/bookings/mine");
    CHECK(options.status == 204);
    CHECK(options.body.empty());
    CHECK(*options.header("Allow") == "GET, HEAD, POST, DELETE, OPTIONS");
}

TEST_CASE("a router refuses routes that cannot be meant") {
    Router router;
    router.add(Method::get, "/a/{x}", named("a"));
    CHECK_THROWS_AS(router.add(Method::get, "a", named("a")), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::get, "/a/{y}", named("a")), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::get, "/a/b{x}", named("a")), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::get, "/a/{}", named("a")), std::logic_error);
    CHECK_THROWS_AS(router.add(Method::get, "/{x}/{x}", named("a")), std::logic_error);
    CHECK_NOTHROW(router.add(Method::post, "/a/{y}", named("b")));
}
