#include "payments/sandbox/checkout_model.hpp"

#include "payments/sandbox/checkout_parameters.hpp"
#include "payments/sandbox/random_id.hpp"
#include "payments/stripe/checkout_gateway.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

namespace hiroba::sandbox {
namespace {

using nlohmann::json;
using payments::stripe::FormFields;

constexpr std::int64_t key_lifetime_seconds = 24 * 60 * 60;
constexpr std::int64_t memory_seconds = 30 * 24 * 60 * 60; // how far back Stripe's events go
constexpr int most_webhook_tries = 24;
constexpr std::int64_t longest_webhook_pause_ms = 600'000;
constexpr std::string_view sessions_path = "/v1/checkout/sessions";
constexpr std::string_view events_path = "/v1/events";
constexpr std::string_view refunds_path = "/v1/refunds";
constexpr std::string_view intents_path = "/v1/payment_intents";

std::int64_t epoch_seconds(Instant at) { return at.epoch_ms() / 1000; }

StripeError no_such(const std::string& what, const std::string& id) {
    return {404, "invalid_request_error", "resource_missing", "No such " + what + ": '" + id + "'", what};
}
StripeError no_such_url(const ApiCall& call) {
    return {404, "invalid_request_error", "", "Unrecognized request URL (" + call.method + ": " + call.path + ").", ""};
}

// The same fields in any order are the same request.
std::string fingerprint_of(const ApiCall& call) {
    json fields = json::object();
    if (const auto decoded = payments::stripe::decode_form(call.body)) fields = *decoded;
    return call.method + " " + call.path + " " + fields.dump(-1, ' ', true, json::error_handler_t::replace);
}

bool is_utf8(const FormFields& fields) {
    try {
        static_cast<void>(json(fields).dump());
        return true;
    } catch (const json::type_error&) {
        return false;
    }
}

// expand[]=…, expand[0]=…, expand[1]=…
StripeResult<std::set<std::string>> expansions(const FormFields& query) {
    std::set<std::string> paths;
    for (const auto& [name, path] : query) {
        if (!name.starts_with("expand["))
            return tl::unexpected(StripeError{400, "invalid_request_error", "parameter_unknown",
                                              "Received unknown parameter: " + name, name});
        if (path != "payment_intent" && path != "payment_intent.latest_charge")
            return tl::unexpected(StripeError{400, "invalid_request_error", "",
                                              "This property cannot be expanded (" + path + ").", "expand"});
        paths.insert(path);
    }
    return paths;
}

// A card number as people type it: with spaces, hyphens, or full-width digits.
std::string digits_of(std::string_view typed) {
    constexpr std::string_view full_width_lead = "\xEF\xBC"; // U+FF10 … U+FF19 are EF BC 90 … EF BC 99
    std::string digits;
    while (!typed.empty()) {
        if (typed.starts_with(full_width_lead) && typed.size() >= 3 && static_cast<unsigned char>(typed[2]) >= 0x90 &&
            static_cast<unsigned char>(typed[2]) <= 0x99) {
            digits.push_back(static_cast<char>('0' + (static_cast<unsigned char>(typed[2]) - 0x90)));
            typed.remove_prefix(3);
            continue;
        }
        if (typed.front() != ' ' && typed.front() != '-') digits.push_back(typed.front());
        typed.remove_prefix(1);
    }
    return digits;
}

// Stripe's own test cards.
PayOutcome outcome_of(const std::string& card_digits) {
    if (card_digits == "4242424242424242") return PayOutcome::paid;
    if (card_digits == "4000000000000002") return PayOutcome::card_declined;
    if (card_digits == "4000000000009995") return PayOutcome::insufficient_funds;
    return PayOutcome::unknown_number;
}

std::int64_t webhook_pause_ms(int tries) {
    return std::min(longest_webhook_pause_ms, std::int64_t{1000} << (tries - 1));
}

// The id in "/v1/checkout/sessions/{id}/expire".
std::optional<std::string> between(std::string_view path, std::string_view prefix, std::string_view suffix) {
    if (!path.starts_with(prefix) || !path.ends_with(suffix) || path.size() <= prefix.size() + 1 + suffix.size())
        return std::nullopt;
    path.remove_prefix(prefix.size());
    path.remove_suffix(suffix.size());
    if (path.front() != '/') return std::nullopt;
    return std::string{path.substr(1)};
}

const json no_request = {{"id", nullptr}, {"idempotency_key", nullptr}};

} // namespace

CheckoutModel::CheckoutModel(Options options, const json& saved) : options_(std::move(options)) {
    if (options_.secret_key.is_blank()) throw std::invalid_argument("the secret key is blank");
    if (saved.is_null()) return;
    for (const json& session : saved.at("sessions"))
        sessions_.emplace(session.at("id").get<std::string>(), session.get<Session>());
    for (const auto& [key, answer] : saved.at("answers").items())
        answers_[key] = {answer.at("fingerprint"), answer.at("status"), answer.at("body"), answer.at("request_id"),
                         answer.at("stored_at")};
    for (const json& refund : saved.value("refunds", json::array()))
        refunds_.emplace(refund.at("id").get<std::string>(), refund.get<StripeRefund>());
    for (const json& event : saved.at("events"))
        events_.push_back({event.at("object"), event.at("copies_left"), event.at("tries"), event.at("next_try_ms")});
}

json CheckoutModel::state() const {
    json saved = {{"sessions", json::array()},
                  {"refunds", json::array()},
                  {"answers", json::object()},
                  {"events", json::array()}};
    for (const auto& [id, refund] : refunds_)
        saved["refunds"].push_back(refund);
    for (const auto& [id, session] : sessions_)
        saved["sessions"].push_back(session);
    for (const auto& [key, answer] : answers_)
        saved["answers"][key] = {{"fingerprint", answer.fingerprint},
                                 {"status", answer.status},
                                 {"body", answer.body},
                                 {"request_id", answer.request_id},
                                 {"stored_at", answer.stored_at}};
    for (const Event& event : events_)
        saved["events"].push_back({{"object", event.object},
                                   {"copies_left", event.copies_left},
                                   {"tries", event.tries},
                                   {"next_try_ms", event.next_try_ms}});
    return saved;
}

std::optional<StripeError> CheckoutModel::refuse_caller(const ApiCall& call) const {
    const std::string expected = "Bearer " + std::string{options_.secret_key.reveal()};
    if (call.authorization.empty())
        return StripeError{401, "invalid_request_error", "",
                           "You did not provide an API key. Provide it in the Authorization header, using Bearer auth.",
                           ""};
    if (call.authorization != expected)
        return StripeError{401, "invalid_request_error", "", "Invalid API Key provided.", ""};
    if (call.stripe_version != payments::stripe::api_version)
        return StripeError{400, "invalid_request_error", "",
                           "Invalid Stripe API version: '" + call.stripe_version + "'. This sandbox plays " +
                               std::string{payments::stripe::api_version} + ".",
                           ""};
    return std::nullopt;
}

ApiAnswer CheckoutModel::answer(const ApiCall& call, Instant now) {
    const std::string request_id = random_id("req_", 14);
    expire_due(now);
    if (const auto refused = refuse_caller(call)) return {refused->status, refused->body(), request_id};
    if (call.method == "POST") return post(call, request_id, now);
    const auto found = get(call);
    if (!found) return {found.error().status, found.error().body(), request_id};
    return {200, *found, request_id};
}

ApiAnswer CheckoutModel::answer_with_internal_error(const ApiCall& call, Instant now) {
    const std::string request_id = random_id("req_", 14);
    if (const auto refused = refuse_caller(call)) return {refused->status, refused->body(), request_id};
    const StripeError error{500, "api_error", "", "An unknown error occurred", ""};
    ApiAnswer failed{error.status, error.body(), request_id};
    store_answer(call, failed, now);
    return failed;
}

ApiAnswer CheckoutModel::post(const ApiCall& call, const std::string& request_id, Instant now) {
    forget_old(now);
    if (const auto stored = answers_.find(call.idempotency_key); stored != answers_.end()) {
        if (stored->second.fingerprint == fingerprint_of(call))
            return {stored->second.status, stored->second.body, request_id, true};
        const StripeError reused{400, "idempotency_error", "",
                                 "Keys for idempotent requests can only be used with the same parameters they were "
                                 "first used with. Try using a key other than '" +
                                     call.idempotency_key + "'.",
                                 ""};
        return {reused.status, reused.body(), request_id};
    }
    const auto fields = payments::stripe::decode_form(call.body);
    const json request = {
        {"id", request_id},
        {"idempotency_key", call.idempotency_key.empty() ? json(nullptr) : json(call.idempotency_key)}};
    const auto done = [&]() -> StripeResult<json> {
        if (!fields || !is_utf8(*fields))
            return tl::unexpected(StripeError{400, "invalid_request_error", "", "Invalid form body.", ""});
        if (call.path == sessions_path) return create(*fields, now);
        if (call.path == refunds_path) return create_refund(*fields, request, now);
        if (const auto id = between(call.path, refunds_path, "/cancel")) return cancel_refund(*id, request, now);
        if (const auto id = between(call.path, "/v1/test_helpers/refunds", "/expire"))
            return cancel_refund(*id, request, now);
        if (const auto id = between(call.path, sessions_path, "/expire")) return expire(*id, request, now);
        if (const auto id = between(call.path, intents_path, "/cancel"))
            return cancel_intent(*id, *fields, request, now);
        return tl::unexpected(no_such_url(call));
    }();
    // What was refused before it began is not stored: the same key may try again.
    if (!done) return {done.error().status, done.error().body(), request_id};
    ApiAnswer success{200, *done, request_id};
    store_answer(call, success, now);
    return success;
}

StripeResult<json> CheckoutModel::create(FormFields fields, Instant now) {
    auto order = read_order(std::move(fields), now);
    if (!order) return tl::unexpected(order.error());
    Session session;
    session.id = random_id("cs_test_", 58);
    session.created = epoch_seconds(now);
    session.order = std::move(*order);
    session.payment_method_types = methods_on_offer(session.order);
    json object = session_object(session, options_.public_url);
    sessions_.emplace(session.id, std::move(session));
    ++version_;
    return object;
}

StripeResult<json> CheckoutModel::expire(const std::string& session_id, const json& request, Instant now) {
    const auto found = sessions_.find(session_id);
    if (found == sessions_.end()) return tl::unexpected(no_such("checkout.session", session_id));
    if (found->second.status != SessionStatus::open)
        return tl::unexpected(StripeError{400, "invalid_request_error", "",
                                          "Only Checkout Sessions with a status in [\"open\"] can be expired.", ""});
    found->second.status = SessionStatus::expired;
    add_event("checkout.session.expired", found->second, request, now);
    return session_object(found->second, options_.public_url);
}

StripeResult<json> CheckoutModel::get(const ApiCall& call) const {
    if (call.method != "GET") return tl::unexpected(no_such_url(call));
    if (call.path == events_path) return list_events(call.query);
    if (const std::string prefix = std::string{events_path} + "/"; call.path.starts_with(prefix)) {
        const auto event = std::find_if(events_.begin(), events_.end(), [&](const Event& each) {
            return each.object.at("id") == call.path.substr(prefix.size());
        });
        if (event == events_.end()) return tl::unexpected(no_such("event", call.path.substr(prefix.size())));
        return event->object;
    }
    if (call.path.starts_with(refunds_path)) return get_refund(call);
    if (call.path.starts_with(std::string{intents_path} + "/")) return get_intent(call);
    const std::string prefix = std::string{sessions_path} + "/";
    if (!call.path.starts_with(prefix)) return tl::unexpected(no_such_url(call));
    const Session* const session = find(call.path.substr(prefix.size()));
    if (session == nullptr) return tl::unexpected(no_such("checkout.session", call.path.substr(prefix.size())));
    const auto expand = expansions(call.query);
    if (!expand) return tl::unexpected(expand.error());
    return session_object(*session, options_.public_url, *expand);
}

// Newest first; type or types[0], types[1] …, created[gte], starting_after, limit (1 … 100, 10 when not given).
json CheckoutModel::list_events(const FormFields& query) const {
    const auto field = [&](const char* name) {
        const auto found = query.find(name);
        return found == query.end() ? std::string{} : found->second;
    };
    const auto number = [&](const char* name, std::int64_t otherwise) {
        const std::string digits = field(name);
        std::from_chars(digits.data(), digits.data() + digits.size(), otherwise);
        return otherwise;
    };
    std::set<std::string> types; // empty: all
    for (const auto& [name, type] : query)
        if (name == "type" || name.starts_with("types[")) types.insert(type);
    const std::string after = field("starting_after");
    const std::int64_t since = number("created[gte]", 0);
    const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(number("limit", 10), 1, 100));

    json data = json::array();
    bool is_past_cursor = after.empty();
    bool has_more = false;
    for (auto event = events_.rbegin(); event != events_.rend() && !has_more; ++event) {
        const bool matches = (types.empty() || types.contains(event->object.at("type").get<std::string>())) &&
                             event->object.at("created") >= since;
        if (is_past_cursor && matches && data.size() == limit)
            has_more = true;
        else if (is_past_cursor && matches)
            data.push_back(event->object);
        if (event->object.at("id") == after) is_past_cursor = true;
    }
    return {{"object", "list"}, {"data", data}, {"has_more", has_more}, {"url", events_path}};
}

const Session* CheckoutModel::find(const std::string& session_id) const {
    const auto found = sessions_.find(session_id);
    return found == sessions_.end() ? nullptr : &found->second;
}

PayOutcome CheckoutModel::pay(const std::string& session_id, const std::string& card_number, Instant now) {
    expire_due(now);
    const auto found = sessions_.find(session_id);
    if (found == sessions_.end()) return PayOutcome::no_such_session;
    Session& session = found->second;
    if (session.status == SessionStatus::complete) return PayOutcome::already_complete;
    if (session.status == SessionStatus::expired) return PayOutcome::expired;
    if (std::ranges::find(session.payment_method_types, "card") == session.payment_method_types.end())
        return PayOutcome::unknown_number;
    const std::string digits = digits_of(card_number);
    const PayOutcome outcome = outcome_of(digits);
    if (outcome != PayOutcome::paid) return outcome;

    session.status = SessionStatus::complete;
    session.payment_intent_id = random_id("pi_", 24);
    session.charge_id = random_id("ch_", 24);
    session.card_last4 = digits.substr(digits.size() - 4);
    session.paid_at = epoch_seconds(now);
    add_event("checkout.session.completed", session, no_request, now);
    return outcome;
}

void CheckoutModel::expire_due(Instant now) {
    for (auto& [id, session] : sessions_) {
        if (session.status != SessionStatus::open || session.order.expires_at > epoch_seconds(now)) continue;
        session.status = SessionStatus::expired;
        add_event("checkout.session.expired", session, no_request, now);
    }
    expire_due_vouchers(now);
}

void CheckoutModel::add_event(const std::string& type, const Session& session, const json& request, Instant now) {
    add_event(type, session_object(session, options_.public_url), request, now);
}

void CheckoutModel::add_event(const std::string& type, const json& object, const json& request, Instant now) {
    const int copies = webhook_mode_ == WebhookMode::drop ? 0 : webhook_mode_ == WebhookMode::duplicate ? 2 : 1;
    Event event;
    event.object = {{"id", random_id("evt_", 24)},
                    {"object", "event"},
                    {"api_version", payments::stripe::api_version},
                    {"created", epoch_seconds(now)},
                    {"data", {{"object", object}}},
                    {"livemode", false},
                    {"pending_webhooks", copies > 0 ? 1 : 0},
                    {"request", request},
                    {"type", type}};
    event.copies_left = copies;
    event.next_try_ms = now.epoch_ms();
    events_.push_back(std::move(event));
    ++version_;
}

std::vector<DueWebhook> CheckoutModel::due_webhooks(Instant now) const {
    std::vector<DueWebhook> due;
    for (const Event& event : events_)
        if (event.copies_left > 0 && event.next_try_ms <= now.epoch_ms())
            due.push_back({event.object.at("id"), event.object.dump()});
    return due;
}

void CheckoutModel::note_webhook(const std::string& event_id, bool was_accepted, Instant now) {
    const auto event = std::find_if(events_.begin(), events_.end(),
                                    [&](const Event& each) { return each.object.at("id") == event_id; });
    if (event == events_.end() || event->copies_left == 0) return;
    ++version_;
    if (was_accepted) {
        event->tries = 0;
        if (--event->copies_left == 0) event->object["pending_webhooks"] = 0;
        return;
    }
    event->next_try_ms = now.epoch_ms() + webhook_pause_ms(++event->tries);
    if (event->tries >= most_webhook_tries) event->copies_left = 0; // given up: pending for ever, as Stripe shows it
}

void CheckoutModel::store_answer(const ApiCall& call, const ApiAnswer& answer, Instant now) {
    if (call.idempotency_key.empty()) return;
    answers_[call.idempotency_key] = {fingerprint_of(call), answer.status, answer.body, answer.request_id,
                                      epoch_seconds(now)};
    ++version_;
}

void CheckoutModel::forget_old(Instant now) {
    std::erase_if(answers_, [&](const auto& stored) {
        return epoch_seconds(now) - stored.second.stored_at > key_lifetime_seconds;
    });
    std::erase_if(sessions_, [&](const auto& entry) {
        const Session& session = entry.second;
        const bool can_be_paid = session.status == SessionStatus::open || session.voucher == VoucherStatus::open;
        return !can_be_paid && epoch_seconds(now) - session.created > memory_seconds;
    });
    std::erase_if(events_, [&](const Event& event) {
        return epoch_seconds(now) - event.object.at("created").get<std::int64_t>() > memory_seconds;
    });
}

} // namespace hiroba::sandbox
