#include "payments/stripe/answers.hpp"
#include "payments/stripe/checkout_gateway.hpp"
#include "payments/stripe/form_body.hpp"
#include "payments/stripe/signature.hpp"
#include "payments/transport.hpp"
#include "payments/voucher_limits.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace hiroba;
using namespace hiroba::payments;
using namespace hiroba::payments::stripe;
using nlohmann::json;

namespace {

StripeOptions test_options() { return {"http://127.0.0.1:1", Secret{"sk_test_unit"}, Secret{"whsec_unit"}}; }

json open_session() {
    return {{"id", "cs_test_1"},
            {"object", "checkout.session"},
            {"amount_total", 1234},
            {"client_reference_id", "attempt-1"},
            {"currency", "jpy"},
            {"livemode", false},
            {"payment_intent", nullptr},
            {"payment_method_types", {"card"}},
            {"payment_status", "unpaid"},
            {"status", "open"},
            {"url", "https://checkout.stripe.com/c/pay/cs_test_1"}};
}

HttpResponse answer(int status, const json& body) { return {status, {{"request-id", "req_1"}}, body.dump()}; }

json error_body(const char* type, const char* code) {
    json error = {{"type", type}, {"message", "Invalid API Key provided: sk_test_*****"}};
    if (*code != '\0') error["code"] = code;
    return {{"error", error}};
}

json completed_event() {
    json session = open_session();
    session["status"] = "complete";
    session["payment_status"] = "paid";
    return {{"id", "evt_1"},
            {"object", "event"},
            {"api_version", "2026-10-28.endive"},
            {"created", 1790000000},
            {"data", {{"object", session}}},
            {"livemode", false},
            {"pending_webhooks", 1},
            {"request", {{"id", nullptr}, {"idempotency_key", nullptr}}},
            {"type", "checkout.session.completed"}};
}

StartRequest start_request() {
    StartRequest request;
    request.attempt_ref = "7b9d";
    request.amount = Yen{1200};
    request.description = "小会議室";
    request.success_url = "https://town.example/ja/pay?session_id={CHECKOUT_SESSION_ID}";
    request.cancel_url = "https://town.example/ja/back";
    request.expires_at = Instant::from_epoch_ms(1790001234567);
    request.locale = "ja";
    return request;
}

} // namespace

TEST_CASE("Stripe's errors are told apart by what they mean for the money") {
    struct Row {
        int status;
        const char* type;
        const char* code;
        GatewayFault fault;
    };
    const Row rows[] = {
        {400, "invalid_request_error", "parameter_missing", GatewayFault::invalid_request},
        {400, "idempotency_error", "", GatewayFault::conflict},
        {400, "invalid_request_error", "rate_limit", GatewayFault::rate_limited},
        {401, "invalid_request_error", "", GatewayFault::configuration},
        {402, "card_error", "card_declined", GatewayFault::declined},
        {403, "invalid_request_error", "", GatewayFault::configuration},
        {404, "invalid_request_error", "resource_missing", GatewayFault::not_found},
        {409, "invalid_request_error", "lock_timeout", GatewayFault::conflict},
        {409, "idempotency_error", "idempotency_key_in_use", GatewayFault::conflict},
        {429, "invalid_request_error", "rate_limit", GatewayFault::rate_limited},
        {500, "api_error", "", GatewayFault::provider_down},
        {502, "api_error", "", GatewayFault::provider_down},
        {503, "api_error", "", GatewayFault::provider_down},
        {302, "", "", GatewayFault::provider_down},
        {418, "", "", GatewayFault::provider_down},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.code);
        const GatewayError error = error_of(answer(row.status, error_body(row.type, row.code)));
        CHECK(name_of(error.fault) == name_of(row.fault));
        CHECK(error.http_status == row.status);
        CHECK(error.request_id == "req_1");
    }
}

TEST_CASE("an error carries the provider's code and parameter, never the sentence that quotes a key") {
    json body = error_body("card_error", "card_declined");
    body["error"]["decline_code"] = "insufficient_funds";
    body["error"]["param"] = "line_items[0]";
    const GatewayError error = error_of(answer(402, body));
    CHECK(error.provider_code == "card_declined insufficient_funds line_items[0]");
    CHECK(error_of({401, {}, "<html>sk_test_unit</html>"}).provider_code.empty());
}

TEST_CASE("what cannot be read, or did not arrive, leaves the outcome unknown") {
    CHECK(error_of({502, {}, "<html>Bad Gateway</html>"}).fault == GatewayFault::provider_down);
    CHECK(hiroba::payments::error_of(TransportError{TransportFault::timed_out, "x"}).fault == GatewayFault::timed_out);
    CHECK(hiroba::payments::error_of(TransportError{TransportFault::broken, "x"}).fault == GatewayFault::provider_down);
    CHECK(hiroba::payments::error_of(TransportError{TransportFault::could_not_connect, "x"}).fault ==
          GatewayFault::could_not_connect);

    for (const std::string broken :
         {"", "null", "[]", "{\"object\":\"checkout.session\"}", "{\"id\":\"cs_1\"", "{\"object\":5}", "\xff\xfe"}) {
        CAPTURE(broken);
        const auto session = session_of({200, {}, broken}, false);
        REQUIRE_FALSE(session);
        CHECK(session.error().fault == GatewayFault::provider_down);
        CHECK(session.error().provider_code == "unreadable_answer");
    }
    for (const char* const needed : {"id", "object", "amount_total", "status", "livemode"}) {
        CAPTURE(needed);
        json incomplete = open_session();
        incomplete.erase(needed);
        CHECK_FALSE(session_of(answer(200, incomplete), false).has_value());
    }
    json fractional = open_session();
    fractional["amount_total"] = 1234.5;
    CHECK_FALSE(session_of(answer(200, fractional), false).has_value());
}

TEST_CASE("a Checkout Session is paid only when it says complete and paid") {
    struct Row {
        const char* status;
        const char* payment_status;
        std::optional<PaymentState> state;
    };
    const Row rows[] = {
        {"open", "unpaid", PaymentState::open},           {"complete", "paid", PaymentState::paid},
        {"complete", "unpaid", PaymentState::processing}, {"complete", "no_payment_required", std::nullopt},
        {"expired", "unpaid", PaymentState::expired},     {"mystery", "paid", std::nullopt}};
    for (const auto& row : rows) {
        CAPTURE(row.status);
        CAPTURE(row.payment_status);
        json body = open_session();
        body["status"] = row.status;
        body["payment_status"] = row.payment_status;
        const auto session = session_of(answer(200, body), false);
        REQUIRE(session.has_value() == row.state.has_value());
        if (session) CHECK(session->view.state == *row.state);
    }
}

TEST_CASE("a paid session tells what was received, for what, and when the money was entrusted") {
    json body = open_session();
    body["status"] = "complete";
    body["payment_status"] = "paid";
    body["payment_intent"] = {{"id", "pi_1"},
                              {"object", "payment_intent"},
                              {"amount_received", 1230},
                              {"currency", "jpy"},
                              {"latest_charge", {{"id", "ch_1"}, {"created", 1790000123}}}};
    const auto session = session_of(answer(200, body), false);
    REQUIRE(session);
    CHECK(session->view.provider_payment_id == "pi_1");
    CHECK(session->view.amount_in_smallest_unit == 1230);
    CHECK(session->view.currency == "JPY");
    CHECK(session->view.attempt_ref == "attempt-1");
    CHECK(session->view.paid_at == Instant::from_epoch_ms(1790000123000));
    CHECK(session->view.is_exactly(Yen{1230}));
    CHECK_FALSE(session->view.is_exactly(Yen{1234}));

    body["payment_intent"]["currency"] = "usd";
    CHECK_FALSE(session_of(answer(200, body), false)->view.is_exactly(Yen{1230}));
    body["payment_intent"] = "pi_1";
    CHECK(session_of(answer(200, body), false)->view.provider_payment_id == "pi_1");
    CHECK_FALSE(session_of(answer(200, body), false)->view.paid_at.has_value());
}

TEST_CASE("a number for a store is told with at least one store, and without texts that are too long to be what they "
          "should be") {
    const auto told = [](const json& stores, const std::string& url, const std::string& mail) {
        json session = open_session();
        session["status"] = "complete";
        session["customer_details"] = {{"email", mail}};
        const json details = {{"expires_at", 1790100000}, {"hosted_voucher_url", url}, {"stores", stores}};
        session["payment_intent"] = {
            {"id", "pi_1"}, {"status", "requires_action"}, {"next_action", {{"konbini_display_details", details}}}};
        const auto read = session_of(answer(200, session), false);
        REQUIRE(read);
        CHECK(read->view.state == PaymentState::processing);
        return read->view.voucher;
    };
    const std::string code(longest_store_text, '1');
    const json lawson = {{"payment_code", code}, {"confirmation_number", "090"}};
    const std::string url(longest_voucher_url, 'u');
    const std::string mail(longest_payer_mail, 'm');
    const Voucher whole{url, Instant::from_epoch_ms(1'790'100'000'000), {{"lawson", code, "090"}}, mail};
    CHECK(told({{"lawson", lawson}}, url, mail) == whole);

    const json long_number = {{"payment_code", code}, {"confirmation_number", code + "1"}};
    const Voucher without_texts{"", whole.expires_at, {{"lawson", code, ""}}, ""};
    CHECK(told({{"lawson", long_number}}, url + "u", mail + "m") == without_texts);

    const json long_code = {{"payment_code", code + "1"}};
    CHECK(told({{"lawson", lawson}, {"seicomart", long_code}, {std::string(41, 's'), lawson}}, url, mail) == whole);
    CHECK_FALSE(told({{"seicomart", long_code}}, url, mail));
    CHECK_FALSE(told(json::object(), url, mail));
    CHECK_FALSE(told(nullptr, url, mail));
}

TEST_CASE("the events that are asked for are those that are dealt with") {
    for (const std::string_view type : handled_types) {
        CAPTURE(type);
        CHECK(kind_of(type) != NoticeKind::other);
    }
    CHECK(handled_types.size() <= 20); // as many as Stripe takes
}

TEST_CASE("test money never counts as live money, nor the other way round") {
    const auto live_key_test_session = session_of(answer(200, open_session()), true);
    REQUIRE_FALSE(live_key_test_session);
    CHECK(live_key_test_session.error().fault == GatewayFault::configuration);
    CHECK(live_key_test_session.error().provider_code == "wrong_mode");
    CHECK(notice_of(completed_event().dump(), true).error().code == "wrong_mode");
    CHECK(notice_of(completed_event().dump(), false).has_value());
}

TEST_CASE("the request that starts a payment is stored byte by byte before it is sent") {
    const CheckoutGateway gateway{test_options()};
    const auto bytes = gateway.prepare_start(start_request());
    REQUIRE(bytes);
    CHECK(*bytes == "mode=payment&allowed_payment_method_types[0]=card&line_items[0][quantity]=1"
                    "&line_items[0][price_data][currency]=jpy&line_items[0][price_data][unit_amount]=1200"
                    "&line_items[0][price_data][product_data][name]=%E5%B0%8F%E4%BC%9A%E8%AD%B0%E5%AE%A4"
                    "&client_reference_id=7b9d&metadata[attempt_ref]=7b9d"
                    "&payment_intent_data[metadata][attempt_ref]=7b9d&locale=ja&expires_at=1790001234"
                    "&success_url=https%3A%2F%2Ftown.example%2Fja%2Fpay%3Fsession_id%3D%7BCHECKOUT_SESSION_ID%7D"
                    "&cancel_url=https%3A%2F%2Ftown.example%2Fja%2Fback");
    CHECK(gateway.prepare_start(start_request()) == bytes);

    StartRequest with_mail = start_request();
    with_mail.payer_mail = "hanako+hall@example.jp";
    CHECK(decode_form(*gateway.prepare_start(with_mail))->at("customer_email") == "hanako+hall@example.jp");
}

TEST_CASE("a payment of nothing, or less, is refused before any call") {
    const CheckoutGateway gateway{test_options()};
    for (const std::int64_t amount : {std::int64_t{0}, std::int64_t{-1}}) {
        StartRequest request = start_request();
        request.amount = Yen{amount};
        CHECK(gateway.prepare_start(request).error().code == "amount_not_positive");
    }
}

TEST_CASE("a verified webhook becomes a notice; a forged or unreadable one a named refusal") {
    const CheckoutGateway gateway{test_options()};
    const Instant now = Instant::from_epoch_ms(1790000001000);
    const auto signed_notice = [&](const std::string& body) {
        return gateway.verify_notice(signature_header(Secret{"whsec_unit"}, now, body), body, now);
    };
    const auto notice = signed_notice(completed_event().dump());
    REQUIRE(notice);
    CHECK(notice->dedupe_key == "evt_1");
    CHECK(notice->kind == NoticeKind::payment_completed);
    CHECK(notice->provider_kind == "checkout.session.completed");
    CHECK(notice->attempt_ref == "attempt-1");
    CHECK(notice->provider_ref == "cs_test_1");
    CHECK(notice->occurred_at == Instant::from_epoch_ms(1790000000000));

    const std::string body = completed_event().dump();
    CHECK(gateway.verify_notice("", body, now).error().code == "missing_signature");
    CHECK(gateway.verify_notice(signature_header(Secret{"whsec_other"}, now, body), body, now).error().code ==
          "bad_signature");
    CHECK(signed_notice("not json").error().code == "not_json");
    CHECK(signed_notice("").error().code == "not_json");
    for (const char* const not_an_event :
         {"null", "[]", "5", "{}", R"({"object":"event"})",
          R"({"id":"evt_1","object":"event","type":"x","created":1,"data":[],"livemode":false})"}) {
        CAPTURE(not_an_event);
        CHECK(signed_notice(not_an_event).error().code == "not_an_event");
    }
}

TEST_CASE("each kind of webhook has its kind of notice, and others are kept as other") {
    const std::pair<const char*, NoticeKind> rows[] = {
        {"checkout.session.completed", NoticeKind::payment_completed},
        {"checkout.session.async_payment_succeeded", NoticeKind::payment_completed},
        {"checkout.session.async_payment_failed", NoticeKind::payment_failed},
        {"checkout.session.expired", NoticeKind::payment_expired},
        {"payout.paid", NoticeKind::other}};
    for (const auto& [type, kind] : rows) {
        json event = completed_event();
        event["type"] = type;
        CAPTURE(type);
        CHECK(notice_of(event.dump(), false)->kind == kind);
    }
}

TEST_CASE("the gateway does not start without secrets, nor send its key in clear text") {
    StripeOptions no_key = test_options();
    no_key.secret_key = Secret{" "};
    CHECK_THROWS_AS(CheckoutGateway{no_key}, std::invalid_argument);
    StripeOptions no_webhook_secret = test_options();
    no_webhook_secret.webhook_secret = Secret{""};
    CHECK_THROWS_AS(CheckoutGateway{no_webhook_secret}, std::invalid_argument);
    for (const char* const url : {"http://api.stripe.com", "http://127.0.0.1.example.com", "ftp://localhost", ""}) {
        CAPTURE(url);
        StripeOptions in_clear = test_options();
        in_clear.base_url = url;
        CHECK_THROWS_AS(CheckoutGateway{in_clear}, std::invalid_argument);
    }
}

TEST_CASE("a failed start is evidence only when the provider refused this very request") {
    using S = AttemptState;
    using E = AttemptEvent;
    using F = GatewayFault;
    const F all[] = {F::declined,      F::invalid_request, F::configuration,    F::method_unavailable,
                     F::rate_limited,  F::conflict,        F::not_found,        F::not_cancellable,
                     F::provider_down, F::timed_out,       F::could_not_connect};
    for (const S from : {S::sent, S::unknown, S::cancel_requested})
        for (const F fault : all) {
            CAPTURE(name_of(from));
            CAPTURE(name_of(fault));
            const bool key_refused_at_first = fault == F::configuration && from == S::sent;
            const bool is_refusal =
                fault == F::invalid_request || fault == F::method_unavailable || key_refused_at_first;
            const E expected = fault == F::declined ? E::provider_says_declined
                               : is_refusal         ? E::request_refused
                                                    : E::could_not_ask;
            CHECK(event_of_failed_start(from, fault) == expected);
            CHECK(next(from, event_of_failed_start(from, fault)).has_value());
        }
}
