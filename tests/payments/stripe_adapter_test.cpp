// Our Stripe adapter against the sandbox over real HTTP: what the one sends the other must understand.
#include "payments/sandbox/sandbox_app.hpp"
#include "payments/sandbox/state_file.hpp"
#include "payments/stripe/signature.hpp"
#include "running_peers.hpp"
#include "sandbox_calls.hpp"

#include <fstream>
#include <set>

using namespace hiroba;
using namespace hiroba::payments;
using namespace hiroba::sandbox;
using namespace hiroba::sandbox::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

// The sandbox on a free port, with a clock that the test sets.
class RunningSandbox {
public:
    explicit RunningSandbox(const std::filesystem::path& state_file, const std::string& webhook_url)
        : app_({.public_url = "http://town.example/sandbox",
                .webhook_url = webhook_url,
                .state_file = state_file,
                .merchant = {"星見川町", "Hoshimigawa Town"},
                .secret_key = Secret{"sk_test_sandbox"},
                .webhook_secret = Secret{"whsec_sandbox"},
                .clock = [this] { return Instant::from_epoch_ms(now_ms.load()); }}),
          server_(with_workers(2), [this](http::Request& request) { return app_.answer(request); }) {
        server_.start();
    }
    ~RunningSandbox() { server_.stop(0s); }
    RunningSandbox(const RunningSandbox&) = delete;
    RunningSandbox& operator=(const RunningSandbox&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
    [[nodiscard]] HttpResponse ask(const std::string& method, const std::string& path, const std::string& body = "",
                                   const std::vector<std::pair<std::string, std::string>>& headers = {}) const {
        const auto response = exchange({.method = method, .url = url() + path, .headers = headers, .body = body});
        REQUIRE(response);
        return *response;
    }
    void behave(const json& behaviour) const {
        REQUIRE(ask("POST", "/_sandbox/behaviour", behaviour.dump()).status == 200);
    }
    [[nodiscard]] HttpResponse pay(const std::string& session_id, const std::string& card) const {
        return ask("POST", "/pay/" + session_id, payments::stripe::FormBody{}.add("card_number", card).text());
    }
    std::atomic<std::int64_t> now_ms{monday.epoch_ms()};

private:
    SandboxApp app_;
    http::Server server_;
};

struct Town {
    TemporaryFolder folder;
    Inbox inbox;
    RunningSandbox provider{folder / "state.json", inbox.url()};
    payments::stripe::CheckoutGateway gateway{gateway_options(2s)};

    [[nodiscard]] payments::stripe::StripeOptions gateway_options(std::chrono::milliseconds timeout) const {
        return {provider.url(), Secret{"sk_test_sandbox"}, Secret{"whsec_sandbox"}, timeout, timeout};
    }
    [[nodiscard]] std::string prepared(std::int64_t yen = 1234) const {
        StartRequest request;
        request.attempt_ref = "attempt-1";
        request.amount = Yen{yen};
        request.description = "文化センター 小会議室 & <間仕切り>";
        request.success_url = "http://town.example/ja/return?session_id={CHECKOUT_SESSION_ID}";
        request.cancel_url = "http://town.example/ja/back?a=1&b=2";
        request.expires_at = seconds_later(1860);
        request.locale = "ja";
        request.payer_mail = "hanako@example.jp";
        return gateway.prepare_start(request).value();
    }
    [[nodiscard]] std::string prepared_for_a_store(int days = 3) const {
        StartRequest request;
        request.attempt_ref = "attempt-1";
        request.amount = Yen{1234};
        request.description = "小会議室";
        request.success_url = "http://town.example/ja/return";
        request.cancel_url = "http://town.example/ja/back";
        request.expires_at = seconds_later(1860);
        request.locale = "ja";
        request.method = PaymentMethod::konbini;
        request.voucher_days = days;
        return gateway.prepare_start(request).value();
    }
    // The payer has chosen the store on the hosted page.
    [[nodiscard]] PaymentKey with_a_number() {
        const auto start = gateway.start("key-1", prepared_for_a_store());
        REQUIRE(start);
        const HttpResponse given_out = provider.ask("POST", "/pay/" + start->provider_ref,
                                                    payments::stripe::FormBody{}
                                                        .add("method", "konbini")
                                                        .add("payer_name", "花子")
                                                        .add("payer_email", "hanako@example.jp")
                                                        .text());
        REQUIRE(given_out.status == 303);
        return session_key(start->provider_ref);
    }
    void at_the_store(const PaymentKey& key, const char* outcome) const {
        REQUIRE(provider.ask("POST", "/_sandbox/vouchers", json{{"id", key.provider_ref}, {"outcome", outcome}}.dump())
                    .status == 200);
    }
    [[nodiscard]] std::string started(const std::string& key = "key-1") {
        const auto start = gateway.start(key, prepared());
        REQUIRE(start);
        return start->provider_ref;
    }
};

} // namespace

TEST_CASE("a payment goes from start to proof: page, card, return, signed notice, query") {
    Town town;
    const auto started = town.gateway.start("key-1", town.prepared());
    REQUIRE(started);
    CHECK(started->state == PaymentState::open);
    CHECK(started->redirect_url == "http://town.example/sandbox/pay/" + started->provider_ref);

    const auto before = town.gateway.query(session_key(started->provider_ref));
    REQUIRE(before);
    CHECK(before->state == PaymentState::open);
    CHECK(before->is_exactly(Yen{1234}));
    CHECK_FALSE(before->paid_at);

    const HttpResponse returned = town.provider.pay(started->provider_ref, "4242 4242 4242 4242");
    CHECK(returned.status == 303);
    CHECK(returned.header("location") == "http://town.example/ja/return?session_id=" + started->provider_ref);

    REQUIRE(town.inbox.has(1));
    const http::Request message = town.inbox.received().front();
    const auto notice = town.gateway.verify_notice(message.header("Stripe-Signature").value(), message.body, monday);
    REQUIRE(notice);
    CHECK(notice->kind == NoticeKind::payment_completed);
    CHECK(notice->attempt_ref == "attempt-1");
    CHECK(notice->provider_ref == started->provider_ref);

    const auto after = town.gateway.query(session_key(started->provider_ref));
    REQUIRE(after);
    CHECK(after->state == PaymentState::paid);
    CHECK(after->is_exactly(Yen{1234}));
    CHECK(after->attempt_ref == "attempt-1");
    CHECK(after->provider_payment_id.starts_with("pi_"));
    CHECK(after->paid_at == monday);
}

TEST_CASE("the same bytes under the same key are one payment; other bytes are a conflict that proves nothing") {
    Town town;
    const std::string ref = town.started();
    CHECK(town.started() == ref);
    const auto other = town.gateway.start("key-1", town.prepared(9999));
    REQUIRE_FALSE(other);
    CHECK(other.error().fault == GatewayFault::conflict);
}

TEST_CASE("an answer that was lost is found again by repeating the request under its key") {
    Town town;
    town.provider.behave({{"next_create", "lose_answer"}});
    const auto lost = town.gateway.start("key-1", town.prepared());
    REQUIRE_FALSE(lost);
    CHECK(lost.error().fault == GatewayFault::provider_down);
    CHECK(event_of_failed_start(AttemptState::sent, lost.error().fault) == AttemptEvent::could_not_ask);
    static_cast<void>(town.started());
    CHECK(load_state(town.folder / "state.json").at("sessions").size() == 1);
}

TEST_CASE("an answer that comes after the time-out is found again by repeating the request under its key") {
    Town town;
    town.provider.behave({{"next_create", "slow"}, {"slow_ms", 900}});
    payments::stripe::CheckoutGateway impatient{town.gateway_options(300ms)};
    const auto late = impatient.start("key-1", town.prepared());
    REQUIRE_FALSE(late);
    CHECK(late.error().fault == GatewayFault::timed_out);
    static_cast<void>(town.started());
    CHECK(load_state(town.folder / "state.json").at("sessions").size() == 1);
}

TEST_CASE("an internal error of the provider stays under its key, and another key starts anew") {
    Town town;
    town.provider.behave({{"next_create", "error_500"}});
    for (int each = 0; each < 2; ++each) {
        const auto failed = town.gateway.start("key-1", town.prepared());
        REQUIRE_FALSE(failed);
        CHECK(failed.error().fault == GatewayFault::provider_down);
        CHECK(failed.error().http_status == 500);
        CHECK(failed.error().request_id.starts_with("req_"));
    }
    static_cast<void>(town.started("key-2"));
}

TEST_CASE("cancelling takes the page away; a payer who was faster has paid") {
    Town town;
    const std::string open = town.started("key-1");
    CHECK(town.gateway.cancel(session_key(open))->state == PaymentState::expired);
    CHECK(town.gateway.cancel(session_key(open))->state == PaymentState::expired);
    CHECK(town.provider.pay(open, "4242424242424242").header("location") == "http://town.example/sandbox/pay/" + open);

    const std::string paid = town.started("key-2");
    CHECK(town.provider.pay(paid, "4242424242424242").status == 303);
    const auto too_late = town.gateway.cancel(session_key(paid));
    REQUIRE(too_late);
    CHECK(too_late->state == PaymentState::paid);
    CHECK(too_late->is_exactly(Yen{1234}));
}

TEST_CASE("a session that nobody paid expires by itself and says so") {
    Town town;
    const std::string ref = town.started();
    town.provider.now_ms = seconds_later(1860).epoch_ms();
    REQUIRE(town.inbox.has(1));
    const http::Request message = town.inbox.received().front();
    const auto notice =
        town.gateway.verify_notice(message.header("Stripe-Signature").value(), message.body, seconds_later(1860));
    REQUIRE(notice);
    CHECK(notice->kind == NoticeKind::payment_expired);
    CHECK(town.gateway.query(session_key(ref))->state == PaymentState::expired);
}

TEST_CASE("a reference that the provider does not know, and a key that it does not accept, are told apart") {
    Town town;
    CHECK(town.gateway.query(session_key("cs_test_unknown")).error().fault == GatewayFault::not_found);
    CHECK(town.gateway.cancel(session_key("cs_test_unknown")).error().fault == GatewayFault::not_found);
    auto options = town.gateway_options(2s);
    options.secret_key = Secret{"sk_test_wrong"};
    payments::stripe::CheckoutGateway stranger{std::move(options)};
    CHECK(stranger.start("key-1", town.prepared()).error().fault == GatewayFault::configuration);
    CHECK(stranger.query(session_key("cs_test_unknown")).error().fault == GatewayFault::configuration);
}

TEST_CASE("a request that the provider refuses is refused, not unknown") {
    Town town;
    const auto refused = town.gateway.start("key-1", town.prepared(10));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fault == GatewayFault::invalid_request);
    CHECK(refused.error().provider_code == "amount_too_small");
}

TEST_CASE("when the provider silently drops the card, the page is withdrawn and the loss is named") {
    // Answers what Stripe answers when it cannot offer cards: a session without them. `expire_status` is for /expire.
    struct CardlessStripe {
        int expire_status;
        std::atomic<int> expiries{0};
        http::Server server{with_workers(1), [this](http::Request& request) {
                                const bool is_expiry = request.path == "/v1/checkout/sessions/cs_test_1/expire";
                                expiries += is_expiry ? 1 : 0;
                                if (is_expiry && expire_status != 200) return http::Response{expire_status, "", {}};
                                Session session;
                                session.id = "cs_test_1";
                                session.order.line_items = {{"小会議室", 1234, 1}};
                                session.status = is_expiry ? SessionStatus::expired : SessionStatus::open;
                                session.payment_method_types = {"konbini"};
                                return http::json_response(200, session_object(session, "http://town.example"));
                            }};
    };
    const std::pair<int, GatewayFault> rows[] = {{200, GatewayFault::method_unavailable},
                                                 {500, GatewayFault::provider_down}};
    for (const auto& [expire_status, fault] : rows) {
        CAPTURE(expire_status);
        CardlessStripe cardless{expire_status};
        cardless.server.start();
        payments::stripe::CheckoutGateway gateway{{"http://127.0.0.1:" + std::to_string(cardless.server.port()),
                                                   Secret{"sk_test_sandbox"}, Secret{"whsec_sandbox"}}};
        const auto started = gateway.start("key-1", "mode=payment&allowed_payment_method_types[0]=card");
        REQUIRE_FALSE(started);
        CHECK(name_of(started.error().fault) == name_of(fault));
        CHECK(cardless.expiries == 1);
        cardless.server.stop(0s);
    }
}

TEST_CASE("a reference that would change the address is never sent") {
    Town town;
    for (const char* const bad : {"", "../events", "cs_1?expand[0]=x", "cs_1/expire", "cs 1"})
        CHECK_THROWS_AS(static_cast<void>(town.gateway.query(session_key(bad))), std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(town.gateway.start("", town.prepared())), std::invalid_argument);
}

TEST_CASE("webhooks are repeated until accepted, dropped or doubled as asked") {
    Town town;
    town.inbox.refusals_left = 1;
    CHECK(town.provider.pay(town.started("key-1"), "4242424242424242").status == 303);
    for (int second = 0; second < 100 && town.inbox.received().size() < 2; ++second) {
        town.provider.now_ms += 1000;
        std::this_thread::sleep_for(50ms);
    }
    REQUIRE(town.inbox.has(2));
    CHECK(town.inbox.received().at(0).body == town.inbox.received().at(1).body);

    town.provider.behave({{"webhooks", "duplicate"}});
    CHECK(town.provider.pay(town.started("key-2"), "4242424242424242").status == 303);
    REQUIRE(town.inbox.has(4));
    CHECK(town.inbox.received().at(2).body == town.inbox.received().at(3).body);

    town.provider.behave({{"webhooks", "drop"}});
    const std::string unannounced = town.started("key-3");
    CHECK(town.provider.pay(unannounced, "4242424242424242").status == 303);
    town.provider.behave({{"webhooks", "deliver"}});
    CHECK(town.provider.pay(town.started("key-4"), "4242424242424242").status == 303);
    REQUIRE(town.inbox.has(5));
    CHECK(town.inbox.received().at(4).body.find(unannounced) == std::string::npos);
    CHECK(town.gateway.query(session_key(unannounced))->state == PaymentState::paid);
}

TEST_CASE("the hosted page shows who is paid, for what and how much, and lets a declined payer try again") {
    Town town;
    const std::string ref = town.started();
    const HttpResponse page = town.provider.ask("GET", "/pay/" + ref);
    CHECK(page.status == 200);
    CHECK(page.header("content-type") == "text/html; charset=utf-8");
    CHECK(page.header("content-security-policy").find("form-action 'self' http://town.example") != std::string::npos);
    for (const char* const shown :
         {"<html lang=\"ja\">", "星見川町", "文化センター 小会議室 &amp; &lt;間仕切り&gt;", "1,234円",
          ">支払う</button>", "href=\"http://town.example/ja/back?a=1&amp;b=2\"",
          "action=\"http://town.example/sandbox/pay/", "href=\"http://town.example/sandbox/pay.css\""}) {
        CAPTURE(shown);
        CHECK(page.body.find(shown) != std::string::npos);
    }
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find("style=") == std::string::npos);

    const HttpResponse declined = town.provider.pay(ref, "4000000000000002");
    CHECK(declined.status == 422);
    CHECK(declined.body.find("このカードはカード会社に断られました") != std::string::npos);
    CHECK(declined.body.find("value=\"4000000000000002\"") != std::string::npos);
    const HttpResponse hostile = town.provider.pay(ref, "\"><script>alert(1)</script>");
    CHECK(hostile.body.find("<script") == std::string::npos);
    CHECK(town.provider.pay(ref, "4242424242424242").status == 303);
    CHECK(town.provider.ask("GET", "/pay/" + ref).body.find("お支払いは済んでいます") != std::string::npos);
    CHECK(town.provider.ask("GET", "/pay/cs_none").status == 404);
    CHECK(town.provider.pay("cs_none", "4242424242424242").status == 404);
    CHECK(town.provider.ask("GET", "/pay.css").header("content-type") == "text/css; charset=utf-8");
}

TEST_CASE("what goes wrong next can be asked for on this machine only, and nonsense is refused") {
    Town town;
    CHECK(town.provider.ask("POST", "/_sandbox/behaviour", R"({"webhooks":"drop"})", {{"X-Forwarded-For", "10.0.0.1"}})
              .status == 404);
    CHECK(json::parse(town.provider.ask("GET", "/_sandbox/behaviour").body).at("webhooks") == "deliver");
    for (const char* const nonsense : {"", "[]", R"({"webhooks":"maybe"})", R"({"webhooks":1})", R"({"luck":"bad"})",
                                       R"({"slow_ms":-1})", R"({"slow_ms":60001})"}) {
        CAPTURE(nonsense);
        CHECK(town.provider.ask("POST", "/_sandbox/behaviour", nonsense).status == 400);
    }
}

TEST_CASE("a restart of the provider keeps what was paid and what was started") {
    const TemporaryFolder folder;
    const Inbox inbox;
    std::string paid;
    {
        const RunningSandbox first{folder / "state.json", inbox.url()};
        const auto create = [&](const std::string& key) {
            return json::parse(first
                                   .ask("POST", "/v1/checkout/sessions", form(plain_order()),
                                        {{"Authorization", "Bearer sk_test_sandbox"},
                                         {"Stripe-Version", std::string{payments::stripe::api_version}},
                                         {"Idempotency-Key", key}})
                                   .body)
                .at("id")
                .get<std::string>();
        };
        paid = create("key-1");
        static_cast<void>(create("key-2"));
        REQUIRE(first.pay(paid, "4242424242424242").status == 303);
    }
    const RunningSandbox second{folder / "state.json", inbox.url()};
    payments::stripe::CheckoutGateway gateway{{second.url(), Secret{"sk_test_sandbox"}, Secret{"whsec_sandbox"}}};
    CHECK(gateway.query(session_key(paid))->state == PaymentState::paid);
    CHECK(load_state(folder / "state.json").at("sessions").size() == 2);
}

TEST_CASE("a state file that cannot be read stops the sandbox instead of being forgotten") {
    const TemporaryFolder folder;
    std::ofstream{folder / "state.json"} << "{\"sessions\":[";
    CHECK_THROWS_AS(static_cast<void>(load_state(folder / "state.json")), std::runtime_error);
    CHECK(load_state(folder / "absent.json").is_null());
    save_state(folder / "state.json", {{"sessions", json::array()}});
    CHECK(load_state(folder / "state.json") == json{{"sessions", json::array()}});
}

namespace {

// A payment of 1,234 yen that was made, and how its refunds are asked for.
struct PaidPayment {
    PaymentKey key;
    std::string payment_id;
};
PaidPayment paid_payment(Town& town) {
    const std::string session = town.started();
    REQUIRE(town.provider.pay(session, "4242424242424242").status == 303);
    const auto view = town.gateway.query(session_key(session));
    REQUIRE(view);
    return {session_key(session), view->provider_payment_id};
}
std::string refund_bytes(const Town& town, const PaidPayment& payment, const std::string& ref, std::int64_t yen) {
    RefundRequest request;
    request.refund_ref = ref;
    request.payment = payment.key;
    request.provider_payment_id = payment.payment_id;
    request.amount = Yen{yen};
    request.reason = "使用の取消し";
    request.asked_at = monday;
    return town.gateway.prepare_refund(request).value();
}
RefundKey refund_key(const PaidPayment& payment, const std::string& ref, const std::string& provider_ref = "") {
    return {ref, provider_ref, payment.payment_id};
}

} // namespace

TEST_CASE("a payment is given back in parts, never more than it brought, each part once under its key") {
    Town town;
    const auto payment = paid_payment(town);
    const std::string part = refund_bytes(town, payment, "refund-1", 1000);
    const auto given = town.gateway.refund(refund_key(payment, "refund-1"), part);
    REQUIRE(given);
    CHECK(given->progress == RefundProgress::succeeded);
    CHECK(given->is_exactly(Yen{1000}));
    CHECK(given->refund_ref == "refund-1");
    CHECK(town.gateway.refund(refund_key(payment, "refund-1"), part)->provider_ref == given->provider_ref);

    const auto too_much =
        town.gateway.refund(refund_key(payment, "refund-2"), refund_bytes(town, payment, "refund-2", 235));
    REQUIRE_FALSE(too_much);
    CHECK(too_much.error().fault == GatewayFault::invalid_request);
    CHECK(town.gateway.refund(refund_key(payment, "refund-3"), refund_bytes(town, payment, "refund-3", 234)));
    const auto nothing_left =
        town.gateway.refund(refund_key(payment, "refund-4"), refund_bytes(town, payment, "refund-4", 1));
    REQUIRE_FALSE(nothing_left);
    CHECK(nothing_left.error().provider_code == "charge_already_refunded");
}

TEST_CASE("a refund whose answer was lost is found among the payment's refunds by our reference") {
    Town town;
    const auto payment = paid_payment(town);
    CHECK(town.gateway.query_refund(refund_key(payment, "refund-1")).error().fault == GatewayFault::not_found);
    town.provider.behave({{"next_refund", "lose_answer"}});
    const auto lost =
        town.gateway.refund(refund_key(payment, "refund-1"), refund_bytes(town, payment, "refund-1", 1000));
    REQUIRE_FALSE(lost);
    CHECK(event_of_failed_refund(RefundState::sending, lost.error().fault) == RefundEvent::could_not_ask);
    const auto found = town.gateway.query_refund(refund_key(payment, "refund-1"));
    REQUIRE(found);
    CHECK(found->progress == RefundProgress::succeeded);
    CHECK(town.gateway.query_refund(refund_key(payment, "refund-1", found->provider_ref))->refund_ref == "refund-1");
}

TEST_CASE("a refund can need the payer's bank account, and can fail days after it had succeeded; signed notices tell") {
    Town town;
    const auto payment = paid_payment(town);
    town.provider.behave({{"refunds", "requires_action"}});
    const auto asked =
        town.gateway.refund(refund_key(payment, "refund-1"), refund_bytes(town, payment, "refund-1", 500));
    REQUIRE(asked);
    CHECK(asked->progress == RefundProgress::needs_bank_account);
    CHECK(asked->payer_until == monday + std::chrono::days{45});
    const auto say = [&](const std::string& status) {
        const json word{{"id", asked->provider_ref}, {"status", status}};
        CHECK(town.provider.ask("POST", "/_sandbox/refunds", word.dump()).status == 200);
        return town.gateway.query_refund(refund_key(payment, "refund-1", asked->provider_ref)).value();
    };
    CHECK(say("succeeded").progress == RefundProgress::succeeded);
    const auto failed = say("failed");
    CHECK(failed.progress == RefundProgress::failed);
    CHECK(failed.fault == "expired_or_canceled_card");
    CHECK(say("canceled").fault == "expired_or_canceled_card");

    REQUIRE(town.inbox.has(6)); // the payment; created, updated, updated and failed, updated
    for (const auto& message : town.inbox.received()) {
        const auto notice =
            town.gateway.verify_notice(message.header("Stripe-Signature").value(), message.body, monday).value();
        if (notice.kind != NoticeKind::refund) continue;
        CHECK(notice.attempt_ref == "refund-1");
        CHECK(notice.provider_ref == asked->provider_ref);
    }
    CHECK(town.provider.ask("POST", "/_sandbox/refunds", R"({"id":"re_none","status":"failed"})").status == 404);
    CHECK(town.provider.ask("POST", "/_sandbox/refunds", R"({"id":"re_none","status":"lost"})").status == 400);
}

TEST_CASE("a refund of nothing is never prepared, and a payment that is not there is refused by name") {
    Town town;
    const PaidPayment nobody{session_key("cs_test_none"), "pi_none"};
    RefundRequest request;
    request.amount = Yen{0};
    CHECK(town.gateway.prepare_refund(request).error().code == "amount_not_positive");
    const auto refused = town.gateway.refund(refund_key(nobody, "refund-1"), refund_bytes(town, nobody, "refund-1", 1));
    CHECK(refused.error().fault == GatewayFault::not_found);
    CHECK_THROWS(town.gateway.query_refund({"refund-1", "re_1/../x", "pi_none"}));
    CHECK_THROWS(town.gateway.query_refund({"refund-1", "", "pi_none?x=1"}));
}

TEST_CASE("events that never arrived are listed page by page, from a moment on, as the messages would have told") {
    Town town;
    town.provider.behave({{"webhooks", "drop"}});
    const auto payment = paid_payment(town);
    for (int part = 1; part <= 120; ++part) {
        const std::string ref = "refund-" + std::to_string(part);
        REQUIRE(town.gateway.refund(refund_key(payment, ref), refund_bytes(town, payment, ref, 1)));
    }
    CHECK(town.inbox.received().empty());
    std::set<std::string> told;
    std::string cursor;
    int pages = 0;
    do {
        const auto page = town.gateway.events_since(monday - 1h, cursor).value();
        for (const auto& [notice, raw_body] : page.events) {
            told.insert(notice.dedupe_key);
            CHECK(raw_body.find(notice.dedupe_key) != std::string::npos);
        }
        cursor = page.next_cursor;
        ++pages;
    } while (!cursor.empty());
    CHECK(pages == 2);
    CHECK(told.size() == 121);
    CHECK(town.gateway.events_since(monday + 1h, "")->events.empty());
}

TEST_CASE("a store's number goes from the page to the proof: finished and unpaid, then paid, each told of") {
    Town town;
    const PaymentKey key = town.with_a_number();
    const auto finished = town.gateway.query(key);
    REQUIRE(finished);
    CHECK(finished->state == PaymentState::processing);
    CHECK_FALSE(finished->paid_at);
    REQUIRE(finished->voucher);
    CHECK(finished->voucher->url == "http://town.example/sandbox/voucher/" + key.provider_ref);
    CHECK(finished->voucher->payer_mail == "hanako@example.jp");
    CHECK(finished->voucher->stores.size() == 4);
    CHECK(finished->voucher->expires_at > seconds_later(3 * 86'400));

    town.at_the_store(key, "paid");
    const auto paid = town.gateway.query(key);
    REQUIRE(paid);
    CHECK(paid->state == PaymentState::paid);
    CHECK(paid->is_exactly(Yen{1234}));
    CHECK(paid->paid_at == monday);
    CHECK_FALSE(paid->voucher);
    REQUIRE(town.inbox.has(2));
    const char* const kinds[] = {"checkout.session.completed", "checkout.session.async_payment_succeeded"};
    for (std::size_t at = 0; at < 2; ++at) {
        const http::Request message = town.inbox.received().at(at);
        const auto notice =
            town.gateway.verify_notice(message.header("Stripe-Signature").value(), message.body, monday);
        REQUIRE(notice);
        CHECK(notice->provider_kind == kinds[at]);
        CHECK(notice->attempt_ref == "attempt-1");
    }
}

TEST_CASE("closing the page leaves a store's number alone; cancelling takes it back") {
    Town town;
    const PaymentKey key = town.with_a_number();
    const auto closed = town.gateway.close_page(key);
    REQUIRE(closed);
    CHECK(closed->state == PaymentState::processing);
    CHECK(closed->voucher);
    const auto cancelled = town.gateway.cancel(key);
    REQUIRE(cancelled);
    CHECK(cancelled->state == PaymentState::expired);
    CHECK(town.gateway.cancel(key).value().state == PaymentState::expired);
    CHECK(town.gateway.query(key).value().state == PaymentState::expired);
}

TEST_CASE("a store's number that is being paid, or that Stripe will not cancel, is not cancelled") {
    Town town;
    const PaymentKey key = town.with_a_number();
    town.provider.behave({{"voucher_cancels", "refused"}});
    CHECK(town.gateway.cancel(key).error().fault == GatewayFault::not_cancellable);
    town.provider.behave({{"voucher_cancels", "accepted"}});
    town.at_the_store(key, "being_paid");
    CHECK(town.gateway.cancel(key).error().fault == GatewayFault::not_cancellable);
    CHECK_FALSE(town.gateway.close_page(key).value().voucher);
    town.at_the_store(key, "paid");
    CHECK(town.gateway.cancel(key).value().state == PaymentState::paid);
}

TEST_CASE("a store's number whose time has passed is expired, and money that comes all the same is told of") {
    Town town;
    const PaymentKey key = town.with_a_number();
    town.at_the_store(key, "expired");
    CHECK(town.gateway.query(key).value().state == PaymentState::expired);
    CHECK(town.gateway.cancel(key).value().state == PaymentState::expired);
    town.at_the_store(key, "paid");
    CHECK(town.gateway.query(key).value().state == PaymentState::paid);
}

TEST_CASE("an amount that stores do not take brings no page at all") {
    Town town;
    StartRequest request;
    request.attempt_ref = "attempt-1";
    request.amount = Yen{300'001};
    request.description = "x";
    request.success_url = "http://town.example/ja/return";
    request.expires_at = seconds_later(1860);
    request.locale = "ja";
    request.method = PaymentMethod::konbini;
    request.voucher_days = 3;
    CHECK(town.gateway.start("key-2", town.gateway.prepare_start(request).value()).error().fault ==
          GatewayFault::invalid_request);
}

TEST_CASE("what was paid at a store is refunded by mail to the payer's address, and not without one") {
    Town town;
    const PaymentKey key = town.with_a_number();
    town.at_the_store(key, "paid");
    const auto paid = town.gateway.query(key).value();
    RefundRequest request;
    request.refund_ref = "refund-1";
    request.payment = key;
    request.provider_payment_id = paid.provider_payment_id;
    request.amount = Yen{1234};
    request.asked_at = monday;
    const RefundKey refund{"refund-1", "", paid.provider_payment_id};
    CHECK(town.gateway.refund(refund, town.gateway.prepare_refund(request).value()).error().fault ==
          GatewayFault::invalid_request);
    request.refund_ref = "refund-2";
    request.payer_mail = paid.voucher ? paid.voucher->payer_mail : "hanako@example.jp";
    const auto asked =
        town.gateway.refund({"refund-2", "", paid.provider_payment_id}, town.gateway.prepare_refund(request).value());
    REQUIRE(asked);
    CHECK(asked->progress == RefundProgress::needs_bank_account);
    CHECK(asked->payer_until);
}

TEST_CASE("the pages of a store's number work without a script, in the payer's language, and pay for practice") {
    Town town;
    const auto start = town.gateway.start("key-1", town.prepared_for_a_store());
    REQUIRE(start);
    const std::string id = start->provider_ref;
    CHECK(town.provider.ask("GET", "/voucher/" + id).status == 404); // none was given out
    const HttpResponse page = town.provider.ask("GET", "/pay/" + id);
    CHECK(page.body.find("コンビニで支払う") != std::string::npos);
    CHECK(page.body.find("name=\"card_number\"") == std::string::npos);
    const HttpResponse nameless = town.provider.ask("POST", "/pay/" + id, "method=konbini&payer_name=&payer_email=a");
    CHECK(nameless.status == 422);
    CHECK(nameless.body.find("お名前とメールアドレスを入力してください") != std::string::npos);
    CHECK(town.provider.ask("POST", "/pay/" + id, "method=konbini&payer_name=x&payer_email=a@example.jp").status ==
          303);
    CHECK(town.provider.ask("GET", "/voucher/" + id).body.find("Seicomart") != std::string::npos);
    CHECK(town.provider.ask("GET", "/pay/" + id).body.find("Seicomart") != std::string::npos);
    CHECK(town.provider.ask("POST", "/voucher/" + id, "outcome=paid").status == 303);
    CHECK(town.gateway.query(session_key(id)).value().state == PaymentState::paid);
    CHECK(town.provider.ask("GET", "/voucher/" + id).body.find("コンビニで支払いました") != std::string::npos);
    CHECK(town.provider.ask("POST", "/_sandbox/vouchers", "{}").status == 400);
    CHECK(json::parse(town.provider.ask("GET", "/_sandbox/vouchers").body).at("vouchers").size() == 1);
}
