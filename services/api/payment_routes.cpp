#include "services/accounts/passwords.hpp"
#include "services/api/application_json.hpp"
#include "services/api/body_reader.hpp"
#include "services/api/route_support.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/pay_later.hpp"
#include "services/payment/start_payment.hpp"
#include "services/payment/withdraw.hpp"

namespace hiroba::services::api {
namespace {

http::Response start(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_may_change(request);
    if (!login) return login.error();
    const auto key = idempotency_key(request);
    if (!key) return key.error();
    const auto application = application_id(request);
    if (!application) return application.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto language = reader.one_of("language", {"ja", "en"});
    const auto method = reader.optional_one_of("method", {"card", "paypay", "konbini"});
    if (auto faults = reader.finish()) return *faults;

    const auto attempt =
        start_payment(support.context, login->account,
                      {*application, language, *key, sha256_hex(id_json(*application) + parsed->dump()),
                       payment_method_named(method.value_or(""))});
    if (!attempt) return refused(attempt.error());
    return http::json_response(202, attempt_json(*attempt, std::nullopt));
}

http::Response plan(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto application = application_id(request);
    if (!application) return application.error();
    const auto parsed = http::parse_json_body(request);
    if (!parsed) return parsed.error();
    BodyReader reader(*parsed);
    const auto method = reader.one_of("method", {"cash", "terminal", "bank_transfer", "payment_notice"});
    if (auto faults = reader.finish()) return *faults;
    return support.answered(
        pay_later(support.context, viewer_of(login->account), *application, *payment_method_named(method)),
        login->account);
}

http::Response shown_attempt(const Result<AttemptView>& view, int status) {
    if (!view) return refused(view.error());
    return http::json_response(status, attempt_json(view->attempt, view->voucher));
}

Answered<AttemptId> attempt_id(const http::Request& request) {
    return path_id<AttemptId>(request, "attempt_id", "attempt_not_found");
}

http::Response get(const RouteSupport& support, const http::Request& request) {
    const auto login = support.with_role(request, Role::resident);
    if (!login) return login.error();
    const auto id = attempt_id(request);
    if (!id) return id.error();
    return shown_attempt(view_attempt(support.context, viewer_of(login->account), *id), 200);
}

http::Response withdraw(const RouteSupport& support, const http::Request& request) {
    const auto login = support.resident_or_desk_may_change(request);
    if (!login) return login.error();
    const auto id = attempt_id(request);
    if (!id) return id.error();
    return shown_attempt(withdraw_attempt(support.context, viewer_of(login->account), *id), 202);
}

http::Response received(const RouteSupport& support, const ReceivedNotice& notice) {
    const auto stored = receive_notice(support.context, notice);
    if (!stored) return refused(stored.error());
    return http::json_response(200, {{"received", true}});
}

http::Response stripe_webhook(const RouteSupport& support, const http::Request& request) {
    const auto signature = request.header("stripe-signature").value_or("");
    return received(support, {"stripe", signature, request.body});
}

http::Response paypay_webhook(const RouteSupport& support, const http::Request& request) {
    return received(support, {"paypay", request.path_parameters.at("token"), request.body});
}

} // namespace

void add_payment_routes(http::Router& router, const RouteSupport& support) {
    using http::Method;
    router.add(Method::post, "/api/v1/applications/{application_id}/payment-attempts",
               [support](const auto& request) { return start(support, request); });
    router.add(Method::post, "/api/v1/applications/{application_id}/payment-plan",
               [support](const auto& request) { return plan(support, request); });
    router.add(Method::get, "/api/v1/payment-attempts/{attempt_id}",
               [support](const auto& request) { return get(support, request); });
    router.add(Method::post, "/api/v1/payment-attempts/{attempt_id}/withdrawal",
               [support](const auto& request) { return withdraw(support, request); });
    router.add(Method::post, "/api/v1/webhooks/stripe",
               [support](const auto& request) { return stripe_webhook(support, request); });
    router.add(Method::post, "/api/v1/webhooks/paypay/{token}",
               [support](const auto& request) { return paypay_webhook(support, request); });
}

} // namespace hiroba::services::api
