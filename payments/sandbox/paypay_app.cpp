#include "payments/sandbox/paypay_app.hpp"

#include "payments/http_client/http_client.hpp"
#include "payments/sandbox/local_requests.hpp"
#include "payments/sandbox/paypay_pages.hpp"
#include "payments/sandbox/random_id.hpp"
#include "payments/sandbox/state_file.hpp"
#include "payments/stripe/form_body.hpp"

#include <chrono>
#include <utility>

namespace hiroba::sandbox {
namespace {

using namespace std::chrono_literals;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

constexpr auto look_for_due_messages_every = 50ms;
constexpr std::size_t calls_kept = 200;

std::string field_of(const Request& request, const std::string& name) {
    const auto fields = payments::stripe::decode_form(request.body);
    if (!fields) return {};
    const auto found = fields->find(name);
    return found == fields->end() ? std::string{} : found->second;
}

std::string kind_of(const Request& request) {
    const auto under = [&](std::string_view prefix) { return request.path.starts_with(prefix); };
    if (request.method == Method::post) return under("/v2/refunds") ? "refund" : "create";
    if (request.method == Method::get) return "details";
    return under("/v2/codes/") ? "delete" : "cancel";
}

Response api_response(int status, const json& body) {
    Response response = http::json_response(status, body);
    http::set_header(response, "X-REQUEST-ID", random_id("", 24));
    return response;
}

Response failure(int status, const char* code) {
    return api_response(status,
                        {{"resultInfo", {{"code", code}, {"message", code}, {"codeId", "0"}}}, {"data", nullptr}});
}

// What a form of the control page says, in the words of the JSON: what is not ticked is off.
json wish_of_form(const Request& request) {
    json wish = behaviour_json({});
    for (auto& [name, value] : wish.items())
        if (value.is_boolean())
            value = !field_of(request, name).empty();
        else
            value = field_of(request, name);
    return wish;
}

} // namespace

PayPayApp::PayPayApp(PayPayAppOptions options)
    : options_(std::move(options)), model_(options_.model, load_state(options_.state_file)) {
    sender_ = std::jthread{[this](const std::stop_token& stop) { send_until_stopped(stop); }};
}

PayPayApp::~PayPayApp() = default;

void PayPayApp::add_routes(http::Router& router) {
    router.add(Method::get, "/paypay/{code}", [this](const Request& request) { return show_page(request); });
    router.add(Method::post, "/paypay/{code}", [this](const Request& request) { return press(request); });
    router.add(Method::get, "/_sandbox/paypay",
               only_local([this](const Request& request) { return control(request); }));
    router.add(Method::post, "/_sandbox/paypay",
               only_local([this](const Request& request) { return change(request); }));
    router.add(Method::post, "/_sandbox/paypay/payments/{code}",
               only_local([this](const Request& request) { return press_for_payer(request); }));
    router.add(Method::get, "/_sandbox/paypay/calls", only_local([this](const Request&) { return show_calls(); }));
    router.add(Method::post, "/_sandbox/paypay/refunds",
               only_local([this](const Request& request) { return finish_refunds(request); }));
}

template <class F>
auto PayPayApp::with_model(F&& change) {
    const std::lock_guard lock(mutex_);
    auto result = change(model_);
    save_if_changed();
    return result;
}

void PayPayApp::save_if_changed() {
    if (model_.version() == saved_version_) return;
    save_state(options_.state_file, model_.state());
    saved_version_ = model_.version();
    changed_.notify_all();
}

PayPayApp::Mishap PayPayApp::take_mishap(const Request& request, const OpaCall& call) {
    const std::lock_guard lock(mutex_);
    calls_.push_back(call);
    if (calls_.size() > calls_kept) calls_.pop_front();
    return std::exchange(mishaps_[kind_of(request)], Mishap::none);
}

Response PayPayApp::answer_api(const Request& request) {
    const OpaCall call{std::string{http::method_name(request.method)}, request.path,
                       request.header("authorization").value_or(""), request.header("content-type").value_or(""),
                       request.body};
    const Mishap mishap = take_mishap(request, call);
    if (mishap == Mishap::error_500) return failure(500, "INTERNAL_SERVER_ERROR");
    if (mishap == Mishap::rate_limit) return failure(429, "RATE_LIMIT");
    const OpaAnswer answer =
        with_model([&](PayPayModel& model) { return model.answer(call, options_.clock(), options_.wall_clock()); });
    if (mishap == Mishap::lose_answer) return {503, "", {}};
    return api_response(answer.status, answer.body);
}

Response PayPayApp::show_calls() const {
    auto calls = json::array();
    const std::lock_guard lock(mutex_);
    for (const OpaCall& call : calls_)
        calls.push_back({{"method", call.method},
                         {"path", call.path},
                         {"authorization", call.authorization},
                         {"content_type", call.content_type},
                         {"body", call.body}});
    return http::json_response(200, calls);
}

Response PayPayApp::page(const QrPayment& payment, int status, std::optional<QrOutcome> problem) const {
    return html_response(status, payer_page_html(payment, options_.merchant, options_.model.public_url, problem),
                         payer_page_policy(payment));
}

Response PayPayApp::show_page(const Request& request) {
    return with_model([&](PayPayModel& model) {
        const QrPayment* const payment = model.find_code(request.path_parameters.at("code"));
        return payment == nullptr ? http::problem(404, "not_found") : page(*payment, 200, std::nullopt);
    });
}

Response PayPayApp::press(const Request& request) {
    const std::string& code = request.path_parameters.at("code");
    const bool only_scans = field_of(request, "do") == "scan";
    return with_model([&](PayPayModel& model) {
        const QrPayment* const payment = model.find_code(code);
        if (payment == nullptr) return http::problem(404, "not_found");
        if (only_scans) return page(*payment, model.scan(code, options_.clock()) ? 200 : 422, std::nullopt);
        const QrOutcome outcome = model.pay(code, options_.clock());
        if (outcome == QrOutcome::paid || outcome == QrOutcome::already_paid)
            return payment->redirect_url.empty() ? page(*payment, 200, std::nullopt)
                                                 : http::see_other(payment->redirect_url);
        return page(*payment, 422, outcome);
    });
}

Response PayPayApp::control(const Request& request) {
    return with_model([&](PayPayModel& model) {
        if (request.header("accept").value_or("").starts_with("application/json"))
            return http::json_response(200, behaviour_json(model.behaviour()));
        return html_response(200, control_page_html(model, options_.clock()), page_policy(""));
    });
}

std::optional<Response> PayPayApp::plan_mishaps(json& wish) {
    static const std::map<std::string, Mishap> named = {{"none", Mishap::none},
                                                        {"lose_answer", Mishap::lose_answer},
                                                        {"error_500", Mishap::error_500},
                                                        {"rate_limit", Mishap::rate_limit}};
    for (const char* const kind : {"create", "details", "delete", "cancel", "refund"}) {
        const std::string name = std::string{"next_"} + kind;
        if (!wish.contains(name)) continue;
        const auto mishap = wish[name].is_string() ? named.find(wish[name].get<std::string>()) : named.end();
        if (mishap == named.end()) return http::problem(400, "unknown_behaviour", {{"name", name}});
        mishaps_[kind] = mishap->second;
        wish.erase(name);
    }
    return std::nullopt;
}

Response PayPayApp::change(const Request& request) {
    const bool is_form = request.header("content-type").value_or("").starts_with("application/x-www-form-urlencoded");
    json wish = is_form ? wish_of_form(request) : json::parse(request.body, nullptr, false);
    if (!wish.is_object()) return http::problem(400, "not_a_json_object");
    return with_model([&](PayPayModel& model) {
        if (auto refused = plan_mishaps(wish)) return *refused;
        const auto behaviour = changed_behaviour(model.behaviour(), wish);
        if (!behaviour) return http::problem(400, "unknown_behaviour");
        model.behave(*behaviour);
        return is_form ? http::see_other("/_sandbox/paypay")
                       : http::json_response(200, behaviour_json(model.behaviour()));
    });
}

Response PayPayApp::press_for_payer(const Request& request) {
    const std::string& code = request.path_parameters.at("code");
    const bool only_scans = field_of(request, "do") == "scan";
    return with_model([&](PayPayModel& model) {
        if (only_scans)
            static_cast<void>(model.scan(code, options_.clock()));
        else
            static_cast<void>(model.pay(code, options_.clock()));
        return http::see_other("/_sandbox/paypay");
    });
}

Response PayPayApp::finish_refunds(const Request&) {
    return with_model([&](PayPayModel& model) {
        model.finish_refunds();
        return http::see_other("/_sandbox/paypay");
    });
}

void PayPayApp::send_until_stopped(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            send_due(stop);
        } catch (const std::exception& error) { // a full disk must not end the program: what is due stays due
            options_.log(std::string{"PayPay's messages wait: "} + error.what());
        }
        std::unique_lock lock(mutex_);
        const std::uint64_t seen = model_.version();
        changed_.wait_for(lock, stop, look_for_due_messages_every, [&] { return model_.version() != seen; });
    }
}

void PayPayApp::send_due(const std::stop_token& stop) {
    const auto due = with_model([&](PayPayModel& model) { return model.due_messages(options_.clock()); });
    for (const QrMessage& message : due) {
        if (stop.stop_requested()) return;
        const bool was_accepted = post(message);
        with_model([&](PayPayModel& model) {
            model.note_message(message.number, was_accepted, options_.clock());
            return was_accepted;
        });
    }
}

bool PayPayApp::post(const QrMessage& message) const {
    payments::HttpRequest request;
    request.method = "POST";
    request.url = options_.webhook_url;
    request.headers = {{"Content-Type", "application/json"}, {"User-Agent", "hiroba-sandbox"}};
    request.body = message.body;
    request.connect_timeout = 2s;
    request.total_timeout = 2s; // PayPay waits no longer
    const auto response = payments::exchange(request);
    return response && response->status >= 200 && response->status < 300;
}

} // namespace hiroba::sandbox
