#include "services/accounts/log_in.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"

namespace hiroba::services::api {
namespace {

using nlohmann::json;

json session_json(const std::optional<persistence::LoginSession>& login, Instant now) {
    json body{{"account", nullptr}, {"csrf_token", nullptr}, {"server_time_ms", now.epoch_ms()}};
    if (!login) return body;
    const auto& account = login->account;
    body["csrf_token"] = login->csrf_token;
    body["account"] = {{"account_id", std::to_string(account.id.value())},
                       {"login_name", account.login_name},
                       {"display_name", account.display_name},
                       {"role", name_of(account.role)},
                       {"user_class", name_of(account.user_class)}};
    return body;
}

http::Response get_session(const RouteSupport& support, const http::Request& request) {
    return http::json_response(200, session_json(support.session(request), support.context.clock.now()));
}

http::Response log_in_route(const RouteSupport& support, const http::Request& request) {
    if (auto foreign = support.refuse_foreign_origin(request)) return *foreign;
    const auto body = http::parse_json_body(request);
    if (!body) return body.error();
    BodyReader reader(*body);
    const auto login_name = reader.text("login_name", {1, 100});
    const auto password = reader.secret("password", {1, 200});
    if (auto faults = reader.finish()) return *faults;

    const Instant now = support.context.clock.now();
    const auto opened = log_in(support.context.database, login_name, password, now);
    if (!opened) return refused(opened.error());
    auto response = http::json_response(200, session_json(opened->login, now));
    http::set_header(response, "Set-Cookie", http::session_cookie(opened->token, support.options.secure_cookies));
    return response;
}

http::Response log_out_route(const RouteSupport& support, const http::Request& request) {
    if (support.session(request)) { // nobody is logged in: that is what was wanted
        const auto login = support.may_change(request);
        if (!login) return login.error();
        log_out(support.context.database, *login);
    }
    http::Response response{204, "", {}};
    http::set_header(response, "Set-Cookie", http::expired_session_cookie(support.options.secure_cookies));
    return response;
}

} // namespace

void add_session_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    router.add(Method::get, "/api/v1/session",
               [support](const auto& request) { return get_session(support, request); });
    router.add(Method::post, "/api/v1/session",
               [support](const auto& request) { return log_in_route(support, request); });
    router.add(Method::del, "/api/v1/session",
               [support](const auto& request) { return log_out_route(support, request); });
}

} // namespace hiroba::services::api
