#include "payments/sandbox/checkout_model.hpp"
#include "sandbox_calls.hpp"

#include <doctest/doctest.h>
#include <optional>

using namespace hiroba;
using namespace hiroba::sandbox;
using namespace hiroba::sandbox::test;
using nlohmann::json;

namespace {

std::string created_session(CheckoutModel& model, const std::string& key = "") {
    const ApiAnswer answer = model.answer(create_call(plain_order(), key), monday);
    REQUIRE(answer.status == 200);
    return answer.body.at("id");
}

json retrieved(CheckoutModel& model, const std::string& id, Instant now = monday) {
    ApiCall get = call("GET", "/v1/checkout/sessions/" + id);
    get.query = {{"expand[0]", "payment_intent.latest_charge"}};
    return model.answer(get, now).body;
}

std::vector<std::string> event_types(CheckoutModel& model) {
    ApiCall list = call("GET", "/v1/events");
    list.query = {{"limit", "100"}};
    std::vector<std::string> types;
    const json page = model.answer(list, monday).body;
    for (const json& event : page.at("data"))
        types.push_back(event.at("type"));
    return types;
}

} // namespace

TEST_CASE("a session is created open, in yen, with a page of its own") {
    CheckoutModel model{model_options(), nullptr};
    const ApiAnswer answer = model.answer(create_call(), monday);
    REQUIRE(answer.status == 200);
    const json& session = answer.body;
    const std::string id = session.at("id");
    CHECK(id.starts_with("cs_test_"));
    CHECK(session.at("object") == "checkout.session");
    CHECK(session.at("status") == "open");
    CHECK(session.at("payment_status") == "unpaid");
    CHECK(session.at("amount_total") == 1234);
    CHECK(session.at("currency") == "jpy");
    CHECK(session.at("client_reference_id") == "attempt-1");
    CHECK(session.at("metadata").at("attempt_ref") == "attempt-1");
    CHECK(session.at("payment_method_types") == json{"card"});
    CHECK(session.at("payment_intent").is_null());
    CHECK(session.at("livemode") == false);
    CHECK(session.at("expires_at") == monday.epoch_ms() / 1000 + 1800);
    CHECK(session.at("url") == "http://localhost:8080/sandbox/pay/" + id);
    CHECK(answer.request_id.starts_with("req_"));
    CHECK(event_types(model).empty());
}

TEST_CASE("parameters are refused one by one, by name, as Stripe refuses them") {
    struct Row {
        const char* name;
        std::optional<std::string> value; // nothing: left out
        const char* code;
        const char* param;
    };
    const std::string now = std::to_string(monday.epoch_ms() / 1000);
    const Row rows[] = {
        {"mode", std::nullopt, "parameter_missing", "mode"},
        {"mode", "subscription", "", "mode"},
        {"success_url", std::nullopt, "parameter_missing", "success_url"},
        {"success_url", "javascript:alert(1)", "url_invalid", "success_url"},
        {"success_url", "https://town.example/\r\nSet-Cookie: a=b", "url_invalid", "success_url"},
        {"cancel_url", "town.example", "url_invalid", "cancel_url"},
        {"line_items[0][quantity]", std::nullopt, "parameter_missing", "line_items[0][quantity]"},
        {"line_items[0][quantity]", "0", "parameter_invalid_integer", "line_items[0][quantity]"},
        {"line_items[0][quantity]", "1.5", "parameter_invalid_integer", "line_items[0][quantity]"},
        {"line_items[0][price_data][currency]", "usd", "", "line_items[0][price_data][currency]"},
        {"line_items[0][price_data][unit_amount]", "-1", "parameter_invalid_integer",
         "line_items[0][price_data][unit_amount]"},
        {"line_items[0][price_data][unit_amount]", "abc", "parameter_invalid_integer",
         "line_items[0][price_data][unit_amount]"},
        {"line_items[0][price_data][unit_amount]", "49", "amount_too_small", ""},
        {"line_items[0][price_data][unit_amount]", "100000000", "parameter_invalid_integer",
         "line_items[0][price_data][unit_amount]"},
        {"line_items[0][quantity]", "999999", "amount_too_large", ""},
        {"line_items[0][price_data][product_data][name]", "", "parameter_missing",
         "line_items[0][price_data][product_data][name]"},
        {"allowed_payment_method_types[0]", "paypay", "", "allowed_payment_method_types"},
        {"allowed_payment_method_types[0]", "cash", "", "allowed_payment_method_types[0]"},
        {"payment_method_types[0]", "card", "payment_method_types_no_longer_supported", "payment_method_types"},
        {"client_reference_id", std::string(201, 'x'), "", "client_reference_id"},
        {"metadata[k]", std::string(501, 'x'), "", "metadata"},
        {"customer_email", "hanako", "email_invalid", "customer_email"},
        {"locale", "tlh", "", "locale"},
        {"expires_at", std::to_string(monday.epoch_ms() / 1000 + 1799), "", "expires_at"},
        {"expires_at", std::to_string(monday.epoch_ms() / 1000 + 86401), "", "expires_at"},
        {"expires_at", "soon", "parameter_invalid_integer", "expires_at"},
        {"payment_method_options[konbini][expires_after_days]", "0", "parameter_invalid_integer",
         "payment_method_options[konbini][expires_after_days]"},
        {"payment_method_options[konbini][expires_after_days]", "61", "parameter_invalid_integer",
         "payment_method_options[konbini][expires_after_days]"},
        {"colour", "blue", "parameter_unknown", "colour"},
        {"line_items[1][quantity]", "1", "parameter_missing", "line_items[1][price_data][currency]"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CAPTURE(row.value.value_or("(left out)"));
        CheckoutModel model{model_options(), nullptr};
        auto fields = plain_order();
        fields.erase(row.name);
        if (row.value) fields[row.name] = *row.value;
        const ApiAnswer answer = model.answer(create_call(fields), monday);
        CHECK(answer.status == 400);
        const json& error = answer.body.at("error");
        CHECK(error.at("type") == "invalid_request_error");
        CHECK(error.value("code", "") == row.code);
        CHECK(error.value("param", "") == row.param);
        CHECK_FALSE(error.at("message").get<std::string>().empty());
        CHECK(model.state().at("sessions").empty());
    }
}

TEST_CASE("the edges that Stripe allows are allowed") {
    const std::pair<const char*, std::string> rows[] = {
        {"expires_at", std::to_string(monday.epoch_ms() / 1000 + 1800)},
        {"expires_at", std::to_string(monday.epoch_ms() / 1000 + 86400)},
        {"line_items[0][price_data][unit_amount]", "50"},
        {"line_items[0][price_data][unit_amount]", "99999999"},
        {"client_reference_id", std::string(200, 'x')},
        {"customer_email", "hanako@example.jp"},
        {"payment_method_options[konbini][expires_after_days]", "60"},
    };
    for (const auto& [name, value] : rows) {
        CAPTURE(name);
        CheckoutModel model{model_options(), nullptr};
        auto fields = plain_order();
        fields[name] = value;
        const ApiAnswer answer = model.answer(create_call(fields), monday);
        CHECK(answer.status == 200);
        if (answer.status == 200) CHECK(answer.body.at("payment_method_types") == json{"card"});
    }
}

TEST_CASE("a body that is no form, or no text, is refused") {
    CheckoutModel model{model_options(), nullptr};
    for (const char* const body : {"mode=%zz", "mode=payment&mode=payment", "success_url=%ff"}) {
        CAPTURE(body);
        CHECK(model.answer(call("POST", "/v1/checkout/sessions", body, "k"), monday).status == 400);
    }
}

TEST_CASE("only who has the key, and speaks the version that is played, is answered") {
    CheckoutModel model{model_options(), nullptr};
    ApiCall without_key = create_call();
    without_key.authorization = "";
    CHECK(model.answer(without_key, monday).status == 401);
    ApiCall wrong_key = create_call();
    wrong_key.authorization = "Bearer sk_test_other";
    CHECK(model.answer(wrong_key, monday).status == 401);
    CHECK(model.answer(wrong_key, monday).body.dump().find("sk_test_sandbox") == std::string::npos);
    ApiCall old_version = create_call();
    old_version.stripe_version = "2024-06-20";
    CHECK(model.answer(old_version, monday).status == 400);
    CHECK(model.state().at("sessions").empty());
}

TEST_CASE("what is not there is 404") {
    CheckoutModel model{model_options(), nullptr};
    for (const auto& missing :
         {call("GET", "/v1/checkout/sessions/cs_none"), call("POST", "/v1/checkout/sessions/cs_none/expire"),
          call("GET", "/v1/events/evt_none"), call("GET", "/v1/refunds/re_none"), call("GET", "/v1/charges"),
          call("DELETE", "/v1/checkout/sessions/cs_none"), call("POST", "/v1/checkout/sessions//expire")}) {
        CAPTURE(missing.method + missing.path);
        CHECK(model.answer(missing, monday).status == 404);
    }
}

TEST_CASE("a repeat under the same key replays the first answer, whatever happened since") {
    CheckoutModel model{model_options(), nullptr};
    const ApiAnswer first = model.answer(create_call(plain_order(), "key-1"), monday);
    const std::string id = first.body.at("id");
    REQUIRE(model.pay(id, "4242424242424242", monday) == PayOutcome::paid);
    const ApiAnswer again = model.answer(create_call(plain_order(), "key-1"), seconds_later(86400));
    CHECK(again.is_replay);
    CHECK(again.body == first.body);
    CHECK(model.state().at("sessions").size() == 1);
}

TEST_CASE("a key stands for one request: other parameters are an idempotency error and do nothing") {
    CheckoutModel model{model_options(), nullptr};
    static_cast<void>(created_session(model, "key-1"));
    auto other = plain_order();
    other["line_items[0][price_data][unit_amount]"] = "9999";
    const ApiAnswer answer = model.answer(create_call(other, "key-1"), monday);
    CHECK(answer.status == 400);
    CHECK(answer.body.at("error").at("type") == "idempotency_error");
    CHECK_FALSE(answer.is_replay);
    CHECK(model.state().at("sessions").size() == 1);
}

TEST_CASE("without a key, or with another, the same request makes another session") {
    CheckoutModel model{model_options(), nullptr};
    CHECK(created_session(model) != created_session(model));
    CHECK(created_session(model, "key-1") != created_session(model, "key-2"));
    CHECK(model.state().at("sessions").size() == 4);
}

TEST_CASE("a key is forgotten after a day, and the repeat is then a new request") {
    CheckoutModel model{model_options(), nullptr};
    const std::string id = created_session(model, "key-1");
    auto later_order = plain_order();
    later_order["expires_at"] = std::to_string(seconds_later(86401).epoch_ms() / 1000 + 3600);
    const ApiAnswer answer = model.answer(create_call(later_order, "key-1"), seconds_later(86401));
    CHECK(answer.status == 200);
    CHECK(answer.body.at("id") != id);
}

TEST_CASE("a refusal of the parameters is not stored under the key") {
    CheckoutModel model{model_options(), nullptr};
    auto bad = plain_order();
    bad.erase("mode");
    CHECK(model.answer(create_call(bad, "key-1"), monday).status == 400);
    CHECK(model.answer(create_call(plain_order(), "key-1"), monday).status == 200);
}

TEST_CASE("an internal error is stored under the key and replayed, with nothing done") {
    CheckoutModel model{model_options(), nullptr};
    CHECK(model.answer_with_internal_error(create_call(plain_order(), "key-1"), monday).status == 500);
    const ApiAnswer again = model.answer(create_call(plain_order(), "key-1"), monday);
    CHECK(again.status == 500);
    CHECK(again.is_replay);
    CHECK(model.state().at("sessions").empty());
}

TEST_CASE("each test card has its outcome, and only a payment closes the session") {
    CheckoutModel model{model_options(), nullptr};
    const std::string id = created_session(model);
    CHECK(model.pay(id, "", monday) == PayOutcome::unknown_number);
    CHECK(model.pay(id, "4111111111111111", monday) == PayOutcome::unknown_number);
    CHECK(model.pay(id, "4000 0000 0000 0002", monday) == PayOutcome::card_declined);
    CHECK(model.pay(id, "4000-0000-0000-9995", monday) == PayOutcome::insufficient_funds);
    CHECK(retrieved(model, id).at("status") == "open");
    CHECK(event_types(model).empty());
    CHECK(model.pay(id, "４２４２ 4242　4242 4242", monday) == PayOutcome::unknown_number);
    CHECK(model.pay(id, "４２４２ 4242 4242 4242", seconds_later(60)) == PayOutcome::paid);
    CHECK(model.pay(id, "4242424242424242", seconds_later(61)) == PayOutcome::already_complete);
    CHECK(model.pay("cs_none", "4242424242424242", monday) == PayOutcome::no_such_session);

    const json paid = retrieved(model, id);
    CHECK(paid.at("status") == "complete");
    CHECK(paid.at("payment_status") == "paid");
    CHECK(paid.at("url").is_null());
    CHECK(paid.at("payment_intent").at("amount_received") == 1234);
    CHECK(paid.at("payment_intent").at("metadata").at("attempt_ref") == "attempt-1");
    CHECK(paid.at("payment_intent").at("latest_charge").at("created") == seconds_later(60).epoch_ms() / 1000);
    CHECK(event_types(model) == std::vector<std::string>{"checkout.session.completed"});
}

TEST_CASE("a card number that somebody typed is not kept") {
    CheckoutModel model{model_options(), nullptr};
    const std::string id = created_session(model);
    static_cast<void>(model.pay(id, "4111111111111111", monday));
    static_cast<void>(model.pay(id, "4242424242424242", monday));
    CHECK(model.state().dump().find("4111111111111111") == std::string::npos);
    CHECK(model.state().dump().find("4242424242424242") == std::string::npos);
}

TEST_CASE("a session expires in the second that was asked for, and cannot be paid from then on") {
    CheckoutModel model{model_options(), nullptr};
    const std::string in_time = created_session(model);
    const std::string too_late = created_session(model);
    CHECK(model.pay(in_time, "4242424242424242", seconds_later(1799)) == PayOutcome::paid);
    CHECK(model.pay(too_late, "4242424242424242", seconds_later(1800)) == PayOutcome::expired);
    CHECK(retrieved(model, too_late, seconds_later(1800)).at("status") == "expired");
    CHECK(retrieved(model, too_late, seconds_later(1800)).at("url").is_null());
    CHECK(event_types(model) == std::vector<std::string>{"checkout.session.expired", "checkout.session.completed"});
}

TEST_CASE("an open session can be expired once; a paid one never") {
    CheckoutModel model{model_options(), nullptr};
    const std::string id = created_session(model);
    const ApiCall expire = call("POST", "/v1/checkout/sessions/" + id + "/expire");
    CHECK(model.answer(expire, monday).body.at("status") == "expired");
    CHECK(model.answer(expire, monday).status == 400);
    CHECK(event_types(model) == std::vector<std::string>{"checkout.session.expired"});

    const std::string paid = created_session(model);
    REQUIRE(model.pay(paid, "4242424242424242", monday) == PayOutcome::paid);
    CHECK(model.answer(call("POST", "/v1/checkout/sessions/" + paid + "/expire"), monday).status == 400);
    CHECK(retrieved(model, paid).at("payment_status") == "paid");
}

TEST_CASE("an event is posted until it is accepted, with growing pauses, and then no more") {
    CheckoutModel model{model_options(), nullptr};
    REQUIRE(model.pay(created_session(model), "4242424242424242", monday) == PayOutcome::paid);
    REQUIRE(model.due_webhooks(monday).size() == 1);
    const std::string id = model.due_webhooks(monday).front().event_id;
    CHECK(json::parse(model.due_webhooks(monday).front().body).at("data").at("object").at("payment_status") == "paid");

    model.note_webhook(id, false, monday);
    CHECK(model.due_webhooks(monday).empty());
    CHECK(model.due_webhooks(seconds_later(1)).size() == 1);
    model.note_webhook(id, false, seconds_later(1));
    CHECK(model.due_webhooks(seconds_later(2)).empty());
    CHECK(model.due_webhooks(seconds_later(3)).size() == 1);
    CHECK(model.answer(call("GET", "/v1/events/" + id), monday).body.at("pending_webhooks") == 1);
    model.note_webhook(id, true, seconds_later(3));
    CHECK(model.due_webhooks(seconds_later(1'000'000)).empty());
    CHECK(model.answer(call("GET", "/v1/events/" + id), monday).body.at("pending_webhooks") == 0);
}

TEST_CASE("an endpoint that never accepts is given up after a bounded number of tries") {
    CheckoutModel model{model_options(), nullptr};
    REQUIRE(model.pay(created_session(model), "4242424242424242", monday) == PayOutcome::paid);
    const std::string id = model.due_webhooks(monday).front().event_id;
    int tries = 0;
    for (Instant now = monday; now < seconds_later(30 * 86400) && tries < 1000; now = now + std::chrono::minutes{10})
        if (!model.due_webhooks(now).empty()) {
            model.note_webhook(id, false, now);
            ++tries;
        }
    CHECK(tries == 24);
    CHECK(model.answer(call("GET", "/v1/events/" + id), monday).body.at("pending_webhooks") == 1);
}

TEST_CASE("webhooks can be dropped and doubled, and the events stay in the list either way") {
    CheckoutModel model{model_options(), nullptr};
    model.set_webhook_mode(WebhookMode::drop);
    REQUIRE(model.pay(created_session(model), "4242424242424242", monday) == PayOutcome::paid);
    CHECK(model.due_webhooks(monday).empty());
    CHECK(event_types(model).size() == 1);

    model.set_webhook_mode(WebhookMode::duplicate);
    REQUIRE(model.pay(created_session(model), "4242424242424242", monday) == PayOutcome::paid);
    REQUIRE(model.due_webhooks(monday).size() == 1);
    const std::string id = model.due_webhooks(monday).front().event_id;
    model.note_webhook(id, true, monday);
    REQUIRE(model.due_webhooks(monday).size() == 1);
    CHECK(model.due_webhooks(monday).front().event_id == id);
    model.note_webhook(id, true, monday);
    CHECK(model.due_webhooks(monday).empty());
}

TEST_CASE("events are listed newest first, filtered and in pages") {
    CheckoutModel model{model_options(), nullptr};
    for (int each = 0; each < 3; ++each)
        REQUIRE(model.pay(created_session(model), "4242424242424242", seconds_later(each)) == PayOutcome::paid);
    ApiCall list = call("GET", "/v1/events");
    list.query = {{"limit", "2"}};
    const json first_page = model.answer(list, monday).body;
    REQUIRE(first_page.at("data").size() == 2);
    CHECK(first_page.at("has_more") == true);
    CHECK(first_page.at("data").at(0).at("created") == seconds_later(2).epoch_ms() / 1000);
    list.query["starting_after"] = first_page.at("data").at(1).at("id");
    const json last_page = model.answer(list, monday).body;
    CHECK(last_page.at("data").size() == 1);
    CHECK(last_page.at("has_more") == false);
    list.query = {{"created[gte]", std::to_string(seconds_later(1).epoch_ms() / 1000)}};
    CHECK(model.answer(list, monday).body.at("data").size() == 2);
    list.query = {{"type", "checkout.session.expired"}};
    CHECK(model.answer(list, monday).body.at("data").empty());
}

TEST_CASE("a restart keeps sessions, keys, events and what is still to be posted") {
    CheckoutModel before{model_options(), nullptr};
    const std::string id = created_session(before, "key-1");
    const std::string open_id = created_session(before, "key-2");
    REQUIRE(before.pay(id, "4242424242424242", monday) == PayOutcome::paid);
    before.note_webhook(before.due_webhooks(monday).front().event_id, false, monday);

    CheckoutModel after{model_options(), json::parse(before.state().dump())};
    CHECK(after.state() == before.state());
    CHECK(retrieved(after, id) == retrieved(before, id));
    CHECK(after.answer(create_call(plain_order(), "key-2"), monday).body.at("id") == open_id);
    CHECK(after.due_webhooks(monday).empty());
    CHECK(after.due_webhooks(seconds_later(1)).size() == 1);
}

TEST_CASE("stores are offered for 120 to 300,000 yen, and left out without a word for other amounts") {
    const std::pair<const char*, json> rows[] = {
        {"119", {"card"}}, {"120", {"card", "konbini"}}, {"300000", {"card", "konbini"}}, {"300001", {"card"}}};
    for (const auto& [yen, methods] : rows) {
        CAPTURE(yen);
        CheckoutModel model{model_options(), nullptr};
        auto fields = plain_order();
        fields["allowed_payment_method_types[1]"] = "konbini";
        fields["line_items[0][price_data][unit_amount]"] = yen;
        CHECK(model.answer(create_call(fields), monday).body.at("payment_method_types") == methods);
    }
}

TEST_CASE("a number for a store survives a restart, holds to the end of its last day in Japan, and then ends") {
    auto fields = plain_order();
    fields["allowed_payment_method_types[0]"] = "konbini";
    fields["payment_method_options[konbini][expires_after_days]"] = "2";
    CheckoutModel first{model_options(), nullptr};
    const std::string id = first.answer(create_call(fields), monday).body.at("id");
    CHECK_FALSE(first.give_out_voucher(id, {"", "hanako@example.jp"}, monday));
    CHECK_FALSE(first.give_out_voucher(id, {"花子", "no address"}, monday));
    CHECK(first.pay(id, "4242424242424242", monday) == PayOutcome::unknown_number); // no card is offered
    REQUIRE(first.give_out_voucher(id, {"花子", "hanako@example.jp"}, monday));
    CHECK_FALSE(first.give_out_voucher(id, {"花子", "hanako@example.jp"}, monday));

    CheckoutModel second{model_options(), first.state()};
    const Session& session = *second.find(id);
    CHECK(session.voucher == VoucherStatus::open);
    CHECK(store_numbers(session).size() == 4);
    CHECK((session.voucher_expires_at + 1) % 86'400 == 15 * 3'600); // midnight in Japan
    CHECK(session.voucher_expires_at / 86'400 - monday.epoch_ms() / 86'400'000 == 2);
    second.expire_due(Instant::from_epoch_ms(session.voucher_expires_at * 1000));
    CHECK(second.find(id)->voucher == VoucherStatus::open);
    second.expire_due(Instant::from_epoch_ms((session.voucher_expires_at + 1) * 1000));
    CHECK(second.find(id)->voucher == VoucherStatus::expired);
    CHECK_FALSE(second.settle_voucher(id, VoucherOutcome::expired, monday));
    CHECK(second.settle_voucher(id, VoucherOutcome::paid, monday)); // a store had taken the money before
    CHECK_FALSE(second.settle_voucher(id, VoucherOutcome::paid, monday));
}
