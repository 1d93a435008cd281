// Problems, JSON bodies, typed parameters, and the guard against other sites.
#include "services/http/http.hpp"
#include "services/http/wire_format.hpp"

#include <doctest/doctest.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace hiroba::http;
using nlohmann::json;

namespace {

std::string code_of(const Response& response) { return json::parse(response.body).at("code"); }

Request json_request(std::string body, std::string type = "application/json") {
    Request request;
    request.method = Method::post;
    request.body = std::move(body);
    request.headers = {{"content-type", std::move(type)}};
    return request;
}

std::string nested(int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

} // namespace

TEST_CASE("a problem names its code, its facts and the fields") {
    const auto response = problem(422, "invalid_booking", {{"most", 40}},
                                  {{"/people", "too_many", {{"most", 40}}}, {"/purpose", "missing"}});
    CHECK(response.status == 422);
    CHECK(*response.header("content-type") == "application/problem+json");
    CHECK(json::parse(response.body) ==
          json::parse(R"({"type":"about:blank","title":"invalid_booking","status":422,"code":"invalid_booking",
                          "facts":{"most":40},"errors":[{"pointer":"/people","code":"too_many","facts":{"most":40}},
                                                        {"pointer":"/purpose","code":"missing","facts":{}}]})"));
    CHECK(json::parse(problem(404, "not_found").body).at("facts") == json::object());
    CHECK(json::parse(problem(404, "not_found", nullptr).body).at("facts") == json::object());
}

TEST_CASE("a rule's refusal keeps its facts, numbers as numbers") {
    const hiroba::Refusal refusal{"outside_booking_window",
                                  {{"opens", std::string("2026-12-01")}, {"days", std::int64_t{90}}}};
    const auto response = refusal_response(refusal, 409);
    CHECK(response.status == 409);
    const auto body = json::parse(response.body);
    CHECK(body.at("code") == "outside_booking_window");
    CHECK(body.at("facts") == json{{"opens", "2026-12-01"}, {"days", 90}});
}

TEST_CASE("on the wire a problem carries the request's id and headers stay on their lines") {
    const auto wire = wire_format(problem(409, "already_taken"), {.request_id = "0123456789abcdef"});
    CHECK(wire.starts_with("HTTP/1.1 409 Conflict\r\n"));
    CHECK(json::parse(wire.substr(wire.find("\r\n\r\n") + 4)).at("request_id") == "0123456789abcdef");

    Response response{200, "x", {{"Cache-Control", "public, max-age=1"}, {"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}}};
    const auto cached = wire_format(response, {.request_id = "r", .keep_alive = false});
    CHECK(cached.find("Cache-Control: public, max-age=1\r\n") != std::string::npos);
    CHECK(cached.find("no-store") == std::string::npos);
    CHECK(cached.find("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n") != std::string::npos);
    CHECK(cached.find("Connection: close\r\n") != std::string::npos);

    CHECK_THROWS_AS(wire_format({200, "", {{"X", "a\r\nSet-Cookie: sid=evil"}}}, {}), std::logic_error);
    CHECK_THROWS_AS(wire_format({200, "", {{"X Y", "a"}}}, {}), std::logic_error);
    CHECK_THROWS_AS(wire_format({200, "", {{"X", std::string("\0", 1)}}}, {}), std::logic_error);
    CHECK_THROWS_AS(wire_format({600, "", {}}, {}), std::logic_error);
    CHECK(wire_format({204, "left out", {}}, {}).find("left out") == std::string::npos);
    CHECK(wire_format({204, "", {}}, {}).find("Content-Length") == std::string::npos);
}

TEST_CASE("a JSON body is read strictly") {
    CHECK(parse_json_body(json_request(R"({"a":[1,"館",null]})")).value() == json::parse(R"({"a":[1,"館",null]})"));
    CHECK(parse_json_body(json_request("1", "Application/JSON; charset=utf-8")).value() == 1);
    CHECK(parse_json_body(json_request(nested(deepest_json))));
    CHECK(parse_json_body(json_request(R"([{"a":1},{"a":2}])")));

    for (const std::string& body :
         {std::string(""), std::string("{"), std::string("{}x"), std::string("{'a':1}"), std::string("{\"a\":1,}"),
          std::string("NaN"), std::string("[1] // no"), std::string("\"\xff\""), std::string("\"\\ud800\""),
          std::string(R"({"a":1,"a":2})"), std::string(R"([{"b":{"a":1,"a":1}}])"), std::string(R"("\u0000")"),
          std::string(R"({"\u0000":1})"), nested(deepest_json + 1), nested(50'000)}) {
        CAPTURE(body.substr(0, 40));
        const auto result = parse_json_body(json_request(body));
        REQUIRE_FALSE(result);
        CHECK(result.error().status == 400);
        CHECK(code_of(result.error()) == "malformed_json");
    }
    for (const std::string type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"}) {
        const auto result = parse_json_body(json_request("{}", type));
        REQUIRE_FALSE(result);
        CHECK(result.error().status == 415);
    }
}

TEST_CASE("a number in a path or query is a number in its range") {
    for (const std::string text :
         {"", "0", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ", "9223372036854775808", "館", "0x1"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_integer(text));
    }
    CHECK(parse_integer("9223372036854775807") == INT64_MAX);
    CHECK(parse_integer("0", {0, 5}) == 0);
    CHECK_FALSE(parse_integer("6", {0, 5}));

    Request request;
    request.path_parameters = {{"booking_id", "17"}, {"other", "x"}};
    request.query_parameters = {{"month", "12"}, {"bad", "x"}, {"empty", ""}};
    CHECK(path_integer(request, "booking_id").value() == 17);
    CHECK(path_integer(request, "other").error().status == 404);
    CHECK(query_integer(request, "month", {1, 12}).value() == 12);
    CHECK(query_integer(request, "absent").value() == std::nullopt);
    CHECK(query_integer(request, "bad").error().status == 400);
    CHECK(code_of(query_integer(request, "bad").error()) == "invalid_query_parameter");
    CHECK(query_word(request, "month").value() == "12");
    CHECK(code_of(query_word(request, "empty").error()) == "missing_query_parameter");
    CHECK(code_of(query_word(request, "absent").error()) == "missing_query_parameter");
}

TEST_CASE("another site cannot act with a visitor's session") {
    struct Case {
        std::string what;
        Method method;
        std::map<std::string, std::string> headers;
        bool has_cookie;
        bool passes;
    };
    const std::string ours = "https://yoyaku.example.lg.jp";
    for (const auto& [what, method, headers, has_cookie, passes] : std::vector<Case>{
             {"our page", Method::post, {{"origin", ours}}, true, true},
             {"another origin", Method::post, {{"origin", "https://evil.example"}}, true, false},
             {"another origin without a session (login)",
              Method::post,
              {{"origin", "https://evil.example"}},
              false,
              false},
             {"a subdomain", Method::post, {{"origin", "https://x.yoyaku.example.lg.jp"}}, true, false},
             {"the same name over plain HTTP", Method::post, {{"origin", "http://yoyaku.example.lg.jp"}}, true, false},
             {"a sandboxed page", Method::post, {{"origin", "null"}}, true, false},
             {"fetch metadata: same origin", Method::del, {{"sec-fetch-site", "same-origin"}}, true, true},
             {"fetch metadata: same site", Method::del, {{"sec-fetch-site", "same-site"}}, true, false},
             {"fetch metadata: cross site", Method::put, {{"sec-fetch-site", "cross-site"}}, false, false},
             {"a program without cookies", Method::post, {}, false, true},
             {"cookies without any origin", Method::patch, {}, true, false},
             {"reading from anywhere", Method::get, {{"origin", "https://evil.example"}}, true, true},
         }) {
        CAPTURE(what);
        Request request;
        request.method = method;
        request.headers = headers;
        if (has_cookie) request.cookies = {{"sid", "x"}};
        const auto refused = refuse_cross_site(request, ours);
        CHECK(!refused.has_value() == passes);
        if (refused) CHECK(refused->status == 403);
    }
}
