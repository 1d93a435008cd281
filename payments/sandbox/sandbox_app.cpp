#include "payments/sandbox/sandbox_app.hpp"

#include "payments/http_client/http_client.hpp"
#include "payments/json_fields.hpp"
#include "payments/sandbox/local_requests.hpp"
#include "payments/sandbox/state_file.hpp"
#include "payments/stripe/checkout_gateway.hpp"
#include "payments/stripe/signature.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

namespace hiroba::sandbox {
namespace {

using namespace std::chrono_literals;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

constexpr auto look_for_due_events_every = 250ms;
constexpr std::int64_t longest_delay_ms = 60'000;

ApiCall api_call(const Request& request) {
    const auto header = [&](const char* name) { return request.header(name).value_or(""); };
    return {std::string{http::method_name(request.method)},
            request.path,
            header("authorization"),
            header("stripe-version"),
            header("idempotency-key"),
            request.body,
            request.query_parameters};
}

Response api_response(const ApiCall& call, const ApiAnswer& answer) {
    Response response = http::json_response(answer.status, answer.body);
    http::set_header(response, "Request-Id", answer.request_id);
    http::set_header(response, "Stripe-Version", payments::stripe::api_version);
    if (!call.idempotency_key.empty()) http::set_header(response, "Idempotency-Key", call.idempotency_key);
    if (answer.is_replay) http::set_header(response, "Idempotent-Replayed", "true");
    return response;
}

// The work was done, but the way back broke.
Response lost_answer() { return {503, "", {}}; }

} // namespace

SandboxApp::SandboxApp(SandboxOptions options)
    : options_(std::move(options)),
      model_({options_.public_url, options_.secret_key}, load_state(options_.state_file)) {
    if (options_.webhook_secret.is_blank()) throw std::invalid_argument("the webhook secret is blank");
    add_routes();
    sender_ = std::jthread{[this](const std::stop_token& stop) { send_webhooks_until_stopped(stop); }};
}

SandboxApp::~SandboxApp() = default;

void SandboxApp::add_routes() {
    router_.add(Method::get, "/healthz", [](const Request&) {
        return http::json_response(200, {{"status", "ready"}});
    });
    router_.add(Method::get, "/pay.css", [](const Request&) {
        return Response{200,
                        std::string{pay_page_css()},
                        {{"Content-Type", "text/css; charset=utf-8"}, {"Cache-Control", "public, max-age=300"}}};
    });
    router_.add(Method::get, "/pay/{id}", [this](const Request& request) { return show_page(request); });
    router_.add(Method::post, "/pay/{id}", [this](const Request& request) { return take_payment(request); });
    router_.add(Method::get, "/voucher/{id}", [this](const Request& request) { return show_voucher(request); });
    router_.add(Method::post, "/voucher/{id}", [this](const Request& request) { return pay_voucher(request); });
    router_.add(Method::get, "/_sandbox/vouchers", [this](const Request& request) { return move_voucher(request); });
    router_.add(Method::post, "/_sandbox/vouchers", [this](const Request& request) { return move_voucher(request); });
    router_.add(Method::get, "/_sandbox/behaviour", [this](const Request& request) { return show_behaviour(request); });
    router_.add(Method::post, "/_sandbox/behaviour",
                [this](const Request& request) { return change_behaviour(request); });
    router_.add(Method::get, "/_sandbox/refunds", [this](const Request& request) { return move_refund(request); });
    router_.add(Method::post, "/_sandbox/refunds", [this](const Request& request) { return move_refund(request); });
}

Response SandboxApp::answer(Request& request) {
    if (request.path.starts_with("/v1/")) return answer_api(request);
    return router_.dispatch(request);
}

template <class F>
auto SandboxApp::with_model(F&& change) {
    const std::lock_guard lock(mutex_);
    auto result = change(model_);
    save_if_changed();
    return result;
}

void SandboxApp::save_if_changed() {
    if (model_.version() == saved_version_) return;
    save_state(options_.state_file, model_.state());
    saved_version_ = model_.version();
    changed_.notify_all();
}

SandboxApp::NextCreate SandboxApp::take_next(NextCreate Behaviour::*which) {
    const std::lock_guard lock(mutex_);
    return std::exchange(behaviour_.*which, NextCreate::normal);
}

Response SandboxApp::answer_api(const Request& request) {
    const ApiCall call = api_call(request);
    const auto asks = [&](const char* path) { return call.method == "POST" && call.path == path; };
    const NextCreate next = asks("/v1/checkout/sessions") ? take_next(&Behaviour::next_create)
                            : asks("/v1/refunds")         ? take_next(&Behaviour::next_refund)
                                                          : NextCreate::normal;
    const Instant now = options_.clock();
    std::chrono::milliseconds slow_by{0};
    const ApiAnswer answer = with_model([&](CheckoutModel& model) {
        slow_by = behaviour_.slow_by;
        return next == NextCreate::error_500 ? model.answer_with_internal_error(call, now) : model.answer(call, now);
    });
    if (next == NextCreate::slow) std::this_thread::sleep_for(slow_by);
    if (next == NextCreate::lose_answer) return lost_answer();
    return api_response(call, answer);
}

Response SandboxApp::page(const Session& session, int status, std::optional<PayOutcome> problem,
                          const std::string& typed_number) const {
    const PayPage page{session, options_.merchant, options_.public_url, problem, typed_number};
    return html_response(status, pay_page_html(page), pay_page_policy(session));
}

Response SandboxApp::show_page(const Request& request) {
    return with_model([&](CheckoutModel& model) {
        model.expire_due(options_.clock());
        const Session* const session = model.find(request.path_parameters.at("id"));
        if (session != nullptr) return page(*session, 200, std::nullopt, "");
        return html_response(404, no_such_page_html(options_.public_url), "default-src 'none'; style-src 'self'");
    });
}

Response SandboxApp::give_out_voucher(const std::string& id, const StorePayer& payer) {
    return with_model([&](CheckoutModel& model) {
        const bool was_given_out = model.give_out_voucher(id, payer, options_.clock());
        const Session* const session = model.find(id);
        if (session == nullptr)
            return html_response(404, no_such_page_html(options_.public_url), "default-src 'none'; style-src 'self'");
        if (was_given_out) return http::see_other(success_address(*session));
        if (session->status != SessionStatus::open) return http::see_other(options_.public_url + "/pay/" + id);
        const PayPage typed{*session, options_.merchant, options_.public_url, std::nullopt, "", payer};
        return html_response(422, pay_page_html(typed), pay_page_policy(*session));
    });
}

Response SandboxApp::show_voucher(const Request& request) {
    return with_model([&](CheckoutModel& model) {
        model.expire_due(options_.clock());
        const Session* const session = model.find(request.path_parameters.at("id"));
        if (session == nullptr || session->voucher == VoucherStatus::none)
            return html_response(404, no_such_page_html(options_.public_url), "default-src 'none'; style-src 'self'");
        const PayPage shown{*session, options_.merchant, options_.public_url};
        return html_response(200, voucher_page_html(shown), pay_page_policy(*session));
    });
}

// The button for practice on the page with the numbers.
Response SandboxApp::pay_voucher(const Request& request) {
    const std::string& id = request.path_parameters.at("id");
    with_model([&](CheckoutModel& model) {
        model.expire_due(options_.clock());
        const Session* const session = model.find(id);
        return session != nullptr && session->voucher == VoucherStatus::open &&
               model.settle_voucher(id, VoucherOutcome::paid, options_.clock());
    });
    return http::see_other(options_.public_url + "/voucher/" + id);
}

// {"id": "cs_…", "outcome": "paid" | "being_paid" | "expired"}; without a body: all numbers.
Response SandboxApp::move_voucher(const Request& request) {
    if (!comes_from_this_machine(request)) return http::problem(404, "not_found");
    static const std::map<std::string, VoucherOutcome> outcomes = {{"paid", VoucherOutcome::paid},
                                                                   {"being_paid", VoucherOutcome::being_paid},
                                                                   {"expired", VoucherOutcome::expired}};
    const json wish = request.body.empty() ? json::object() : json::parse(request.body, nullptr, false);
    const std::string id = payments::text_at(wish, "id");
    const auto outcome = outcomes.find(payments::text_at(wish, "outcome"));
    if (!request.body.empty() && (id.empty() || outcome == outcomes.end()))
        return http::problem(400, "unknown_outcome");
    return with_model([&](CheckoutModel& model) {
        if (!id.empty() && !model.settle_voucher(id, outcome->second, options_.clock()))
            return http::problem(404, "not_found");
        auto vouchers = json::array();
        for (const auto& [session_id, session] : model.sessions())
            if (session.voucher != VoucherStatus::none)
                vouchers.push_back({{"id", session_id},
                                    {"attempt_ref", session.order.client_reference_id},
                                    {"status", json(session).at("voucher")},
                                    {"amount", session.order.amount_total()},
                                    {"expires_at", session.voucher_expires_at}});
        return http::json_response(200, {{"vouchers", std::move(vouchers)}});
    });
}

Response SandboxApp::take_payment(const Request& request) {
    const auto fields = payments::stripe::decode_form(request.body);
    const auto field = [&](const char* name) {
        const auto found = fields ? fields->find(name) : payments::stripe::FormFields::const_iterator{};
        return fields && found != fields->end() ? found->second.substr(0, 200) : std::string{};
    };
    if (field("method") == "konbini")
        return give_out_voucher(request.path_parameters.at("id"), {field("payer_name"), field("payer_email")});
    const auto typed = fields ? fields->find("card_number") : payments::stripe::FormFields::const_iterator{};
    const std::string number = fields && typed != fields->end() ? typed->second.substr(0, 60) : std::string{};
    return with_model([&](CheckoutModel& model) {
        const std::string& id = request.path_parameters.at("id");
        switch (const PayOutcome outcome = model.pay(id, number, options_.clock())) {
        case PayOutcome::paid:
        case PayOutcome::already_complete:
            return http::see_other(success_address(*model.find(id)));
        case PayOutcome::expired:
            return http::see_other(options_.public_url + "/pay/" + id);
        case PayOutcome::unknown_number:
        case PayOutcome::card_declined:
        case PayOutcome::insufficient_funds:
            return page(*model.find(id), 422, outcome, number);
        case PayOutcome::no_such_session:
            break;
        }
        return html_response(404, no_such_page_html(options_.public_url), "default-src 'none'; style-src 'self'");
    });
}

Response SandboxApp::show_behaviour(const Request& request) const {
    if (!comes_from_this_machine(request)) return http::problem(404, "not_found");
    static constexpr const char* next_names[] = {"normal", "lose_answer", "slow", "error_500"};
    static constexpr const char* mode_names[] = {"deliver", "drop", "duplicate"};
    static constexpr const char* refund_names[] = {"succeeded", "pending", "requires_action"};
    const std::lock_guard lock(mutex_);
    return http::json_response(200, {{"next_create", next_names[static_cast<std::size_t>(behaviour_.next_create)]},
                                     {"next_refund", next_names[static_cast<std::size_t>(behaviour_.next_refund)]},
                                     {"refunds", refund_names[static_cast<std::size_t>(behaviour_.refunds)]},
                                     {"voucher_cancels", behaviour_.refuses_voucher_cancels ? "refused" : "accepted"},
                                     {"slow_ms", behaviour_.slow_by.count()},
                                     {"webhooks", mode_names[static_cast<std::size_t>(behaviour_.webhooks)]}});
}

Response SandboxApp::change_behaviour(const Request& request) {
    if (!comes_from_this_machine(request)) return http::problem(404, "not_found");
    static const std::map<std::string, NextCreate> next_creates = {{"normal", NextCreate::normal},
                                                                   {"lose_answer", NextCreate::lose_answer},
                                                                   {"slow", NextCreate::slow},
                                                                   {"error_500", NextCreate::error_500}};
    static const std::map<std::string, WebhookMode> modes = {
        {"deliver", WebhookMode::deliver}, {"drop", WebhookMode::drop}, {"duplicate", WebhookMode::duplicate}};
    static const std::map<std::string, RefundOutcome> outcomes = {{"succeeded", RefundOutcome::succeeded},
                                                                  {"pending", RefundOutcome::pending},
                                                                  {"requires_action", RefundOutcome::requires_action}};
    const json wish = json::parse(request.body, nullptr, false);
    if (!wish.is_object()) return http::problem(400, "not_a_json_object");
    Behaviour changed;
    {
        const std::lock_guard lock(mutex_);
        changed = behaviour_;
    }
    for (const auto& [name, value] : wish.items()) {
        const std::string word = value.is_string() ? value.get<std::string>() : std::string{};
        if (name == "next_create" && next_creates.contains(word))
            changed.next_create = next_creates.at(word);
        else if (name == "next_refund" && next_creates.contains(word))
            changed.next_refund = next_creates.at(word);
        else if (name == "refunds" && outcomes.contains(word))
            changed.refunds = outcomes.at(word);
        else if (name == "voucher_cancels" && (word == "accepted" || word == "refused"))
            changed.refuses_voucher_cancels = word == "refused";
        else if (name == "webhooks" && modes.contains(word))
            changed.webhooks = modes.at(word);
        else if (name == "slow_ms" && value.is_number_unsigned() && value.get<std::int64_t>() <= longest_delay_ms)
            changed.slow_by = std::chrono::milliseconds{value.get<std::int64_t>()};
        else
            return http::problem(400, "unknown_behaviour", {{"name", name}});
    }
    {
        const std::lock_guard lock(mutex_);
        behaviour_ = changed;
        model_.set_webhook_mode(changed.webhooks);
        model_.set_refund_outcome(changed.refunds);
        model_.refuse_cancels_of_vouchers(changed.refuses_voucher_cancels);
    }
    return show_behaviour(request);
}

// {"id": "re_…", "status": "succeeded" | "failed" | "canceled"}; without a body: all refunds.
Response SandboxApp::move_refund(const Request& request) {
    if (!comes_from_this_machine(request)) return http::problem(404, "not_found");
    const json wish = request.body.empty() ? json::object() : json::parse(request.body, nullptr, false);
    const std::string id = payments::text_at(wish, "id");
    const std::string status = payments::text_at(wish, "status");
    const bool is_known = status == "succeeded" || status == "failed" || status == "canceled";
    if (!request.body.empty() && (id.empty() || !is_known)) return http::problem(400, "unknown_status");
    return with_model([&](CheckoutModel& model) {
        if (!id.empty() && !model.move_refund(id, status, options_.clock())) return http::problem(404, "not_found");
        auto refunds = json::array();
        for (const auto& [known, refund] : model.refunds())
            refunds.push_back(refund_object(refund));
        return http::json_response(200, {{"refunds", std::move(refunds)}});
    });
}

void SandboxApp::send_webhooks_until_stopped(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            send_due_webhooks(stop);
        } catch (const std::exception& error) { // a full disk must not end the program: what is due stays due
            options_.log(std::string{"webhooks wait: "} + error.what());
        }
        std::unique_lock lock(mutex_);
        const std::uint64_t seen = model_.version();
        changed_.wait_for(lock, stop, look_for_due_events_every, [&] { return model_.version() != seen; });
    }
}

void SandboxApp::send_due_webhooks(const std::stop_token& stop) {
    const auto due = with_model([&](CheckoutModel& model) {
        const Instant now = options_.clock();
        model.expire_due(now);
        return model.due_webhooks(now);
    });
    for (const DueWebhook& webhook : due) {
        if (stop.stop_requested()) return;
        const bool was_accepted = post_webhook(webhook);
        with_model([&](CheckoutModel& model) {
            model.note_webhook(webhook.event_id, was_accepted, options_.clock());
            return was_accepted;
        });
    }
}

bool SandboxApp::post_webhook(const DueWebhook& webhook) const {
    payments::HttpRequest request;
    request.method = "POST";
    request.url = options_.webhook_url;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"},
                       {"User-Agent", "hiroba-sandbox"},
                       {"Stripe-Signature",
                        payments::stripe::signature_header(options_.webhook_secret, options_.clock(), webhook.body)}};
    request.body = webhook.body;
    request.connect_timeout = 2s;
    request.total_timeout = 10s;
    const auto response = payments::exchange(request);
    const bool was_accepted = response && response->status >= 200 && response->status < 300;
    if (!was_accepted)
        options_.log("webhook " + webhook.event_id + " was not accepted: " +
                     (response ? std::to_string(response->status) : std::string{name_of(response.error().fault)}));
    return was_accepted;
}

} // namespace hiroba::sandbox
