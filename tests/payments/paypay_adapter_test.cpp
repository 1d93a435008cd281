// Our PayPay adapter against the sandbox over real HTTP: what the one sends the other must understand.
#include "payments/http_client/http_client.hpp"
#include "payments/paypay/paypay_gateway.hpp"
#include "payments/sandbox/paypay_app.hpp"
#include "payments/sandbox/state_file.hpp"
#include "running_peers.hpp"
#include "sandbox_calls.hpp"

using namespace hiroba;
using namespace hiroba::payments;
using namespace hiroba::sandbox;
using namespace hiroba::sandbox::test;
using nlohmann::json;

namespace {

paypay::OpaKeys test_keys() { return {"a_test_key", Secret{"test_secret"}}; }

// The town's side and PayPay's, with one clock that the test sets.
struct Town {
    TemporaryFolder folder;
    Inbox inbox;
    std::atomic<std::int64_t> now_ms{monday.epoch_ms()};
    std::function<Instant()> clock = [this] { return Instant::from_epoch_ms(now_ms.load()); };
    PayPayApp app{{.model = {"http://town.example/sandbox", "merchant", test_keys()},
                   .webhook_url = inbox.url(),
                   .state_file = folder / "paypay.json",
                   .merchant = {"星見川町", "Hoshimigawa Town"},
                   .clock = clock,
                   .wall_clock = clock}};
    http::Router router;
    http::Server server{with_workers(2), [this](http::Request& request) {
                            return request.path.starts_with("/v2/") ? app.answer_api(request)
                                                                    : router.dispatch(request);
                        }};
    Town() {
        app.add_routes(router);
        server.start();
    }
    ~Town() { server.stop(0s); }
    Town(const Town&) = delete;
    Town& operator=(const Town&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()); }
    [[nodiscard]] paypay::PayPayGateway gateway_with(paypay::OpaKeys keys) const {
        return paypay::PayPayGateway{{.base_url = url(),
                                      .keys = std::move(keys),
                                      .merchant_id = "merchant",
                                      .webhook_token = Secret{"token"},
                                      .clock = clock}};
    }
    [[nodiscard]] HttpResponse ask(const std::string& method, const std::string& path, const std::string& body = "",
                                   const std::vector<std::pair<std::string, std::string>>& headers = {}) const {
        const auto response = exchange({.method = method, .url = url() + path, .headers = headers, .body = body});
        REQUIRE(response);
        return *response;
    }
    [[nodiscard]] HttpResponse tell(const std::string& text) const {
        return ask("POST", "/_sandbox/paypay", text, {{"Content-Type", "application/json"}});
    }
    void behave(const json& behaviour) const { REQUIRE(tell(behaviour.dump()).status == 200); }
    [[nodiscard]] HttpResponse press(const std::string& code, const std::string& button = "pay") const {
        return ask("POST", "/paypay/" + code, "do=" + button);
    }
    void pass(std::chrono::seconds time) { now_ms += std::chrono::milliseconds{time}.count(); }
    [[nodiscard]] std::size_t codes() const { return load_state(folder / "paypay.json").at("payments").size(); }
    [[nodiscard]] std::size_t waiting_messages() const {
        return load_state(folder / "paypay.json").at("pending").size();
    }
    // The inbox has a message before the sandbox has noted what the inbox answered.
    [[nodiscard]] bool has_no_waiting_message() const {
        for (int turn = 0; turn < 400 && waiting_messages() > 0; ++turn)
            std::this_thread::sleep_for(10ms);
        return waiting_messages() == 0;
    }
};

std::string prepared(const paypay::PayPayGateway& gateway, const std::string& attempt_ref = "attempt-1") {
    StartRequest request;
    request.attempt_ref = attempt_ref;
    request.amount = Yen{1234};
    request.description = "文化センター 小会議室 & <間仕切り>";
    request.success_url = "http://town.example/ja/return";
    return gateway.prepare_start(request).value();
}

PaymentKey key_of(const std::string& code, const std::string& attempt_ref = "attempt-1") {
    return {attempt_ref, code, monday};
}

// A code that is on the payer's screen, and everything around it.
struct Shown : Town {
    paypay::PayPayGateway gateway = gateway_with(test_keys());
    std::string bytes = prepared(gateway);
    std::string code = gateway.start("attempt-1", bytes).value().provider_ref;
    PaymentKey key = key_of(code);
};

std::string fault_of(const auto& result) { return result ? "" : std::string{name_of(result.error().fault)}; }

} // namespace

TEST_CASE("a payment by QR code goes from start to proof: code, scan, message, details") {
    Town town;
    auto gateway = town.gateway_with(test_keys());
    const auto started = gateway.start("attempt-1", prepared(gateway));
    REQUIRE(started);
    CHECK(started->redirect_url == "http://town.example/sandbox/paypay/" + started->provider_ref);
    CHECK(started->expires_at == monday + 5min);
    const PaymentKey key = key_of(started->provider_ref);
    CHECK(gateway.query(key)->state == PaymentState::open);

    town.pass(30s);
    const HttpResponse returned = town.press(started->provider_ref);
    CHECK(returned.status == 303);
    CHECK(returned.header("location") == "http://town.example/ja/return");
    REQUIRE(town.inbox.has(1));
    const auto notice = gateway.verify_notice("token", town.inbox.received().front().body, monday);
    REQUIRE(notice);
    CHECK(notice->attempt_ref == "attempt-1");

    const auto view = gateway.query(key);
    REQUIRE(view);
    CHECK(view->state == PaymentState::paid);
    CHECK(view->is_exactly(Yen{1234}));
    CHECK(view->paid_at == monday + 30s);
    CHECK(view->provider_ref == started->provider_ref);
    CHECK_FALSE(view->provider_payment_id.empty());
}

TEST_CASE("an answer that was lost is found by repeating the request: the same code, once in the world") {
    Town town;
    auto gateway = town.gateway_with(test_keys());
    const std::string bytes = prepared(gateway);
    town.behave({{"next_create", "lose_answer"}});
    CHECK(fault_of(gateway.start("attempt-1", bytes)) == "provider_down");
    const auto again = gateway.start("attempt-1", bytes);
    REQUIRE(again);
    CHECK(town.codes() == 1);
}

TEST_CASE(
    "when a repeat is a duplicate, the code that nobody has seen is taken back, and the attempt may be made anew") {
    Shown town;
    town.behave({{"repeats_are_refused", true}});
    CHECK(fault_of(town.gateway.start("attempt-1", town.bytes)) == "method_unavailable");
    CHECK(town.gateway.query(town.key)->state == PaymentState::expired);
    CHECK(town.press(town.code).status == 422);
}

TEST_CASE("a duplicate that was paid meanwhile is paid; one that cannot be asked about or taken back proves nothing") {
    Shown town;
    town.behave({{"repeats_are_refused", true}, {"next_details", "error_500"}});
    CHECK(fault_of(town.gateway.start("attempt-1", town.bytes)) == "conflict");
    town.behave({{"next_cancel", "error_500"}});
    CHECK(fault_of(town.gateway.start("attempt-1", town.bytes)) == "conflict");
    CHECK(town.press(town.code).status == 303);
    const auto paid = town.gateway.start("attempt-1", town.bytes);
    REQUIRE(paid);
    CHECK(paid->state == PaymentState::paid);
}

TEST_CASE("cancelling: what holds afterwards is what PayPay says") {
    SUBCASE("an open code is gone, for good and as often as asked") {
        Shown town;
        CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
        CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
        CHECK(town.press(town.code).status == 422);
    }
    SUBCASE("who paid before has paid") {
        Shown town;
        CHECK(town.press(town.code).status == 303);
        const auto view = town.gateway.cancel(town.key);
        REQUIRE(view);
        CHECK(view->state == PaymentState::paid);
    }
    SUBCASE("who has scanned it before cannot pay afterwards") {
        Shown town;
        CHECK(town.press(town.code, "scan").status == 200);
        CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
        CHECK(town.press(town.code).status == 422);
    }
    SUBCASE("an accepted cancellation that comes to nothing lets a scanned code be paid late, and the details tell") {
        Shown town;
        town.behave({{"cancels_fail", true}});
        CHECK(town.press(town.code, "scan").status == 200);
        CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
        CHECK(town.press(town.code).status == 303);
        CHECK(town.gateway.query(town.key)->state == PaymentState::paid);
    }
    SUBCASE("a code whose answer never came is called off by our reference, and never comes to life") {
        Town town;
        auto gateway = town.gateway_with(test_keys());
        CHECK(gateway.cancel({"attempt-1", "", monday})->state == PaymentState::expired);
        CHECK(fault_of(gateway.start("attempt-1", prepared(gateway))) == "conflict");
    }
    SUBCASE("a cancellation that got no answer proves nothing") {
        Shown town;
        town.behave({{"next_cancel", "lose_answer"}});
        CHECK(fault_of(town.gateway.cancel(town.key)) == "provider_down");
        town.behave({{"next_details", "error_500"}, {"next_cancel", "error_500"}});
        CHECK(fault_of(town.gateway.cancel(town.key)) == "provider_down");
        CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
    }
    SUBCASE("when the details cannot be had, an accepted cancellation is enough") {
        Shown town;
        town.behave({{"next_details", "error_500"}});
        CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
    }
}

TEST_CASE(
    "after a quarter past midnight nothing is cancelled any more; a code that PayPay has forgotten brought nothing") {
    Shown town;
    town.pass(std::chrono::hours{48});
    town.behave({{"next_details", "error_500"}});
    CHECK(fault_of(town.gateway.cancel(town.key)) == "provider_down");
    CHECK(town.gateway.cancel(town.key)->state == PaymentState::expired);
    CHECK(town.gateway.cancel({"attempt-never", "", monday})->state == PaymentState::expired);
}

TEST_CASE("an unpaid code is told of as open until PayPay forgets it") {
    Shown town;
    town.pass(6min);
    CHECK(town.gateway.query(town.key)->state == PaymentState::open);
    CHECK(town.press(town.code).status == 422);
    town.pass(10min);
    CHECK(fault_of(town.gateway.query(town.key)) == "not_found");
}

TEST_CASE("a provider that cannot work is told apart from one that refuses") {
    Shown town;
    town.behave({{"under_maintenance", true}});
    CHECK(fault_of(town.gateway.query(town.key)) == "provider_down");
    town.behave({{"under_maintenance", false}, {"next_details", "rate_limit"}});
    CHECK(fault_of(town.gateway.query(town.key)) == "rate_limited");
    auto stranger = town.gateway_with({"a_test_key", Secret{"wrong"}});
    CHECK(fault_of(stranger.query(town.key)) == "configuration");
    CHECK(fault_of(stranger.start("attempt-1", town.bytes)) == "configuration");
    CHECK(fault_of(town.gateway.start("attempt-2", R"({"merchantPaymentId":"attempt-2"})")) == "invalid_request");
}

TEST_CASE("a wallet that is too short leaves the code open for another try") {
    Shown town;
    town.behave({{"wallet_is_short", true}});
    const auto short_of_money = town.press(town.code);
    CHECK(short_of_money.status == 422);
    CHECK(short_of_money.body.find("残高が足りません") != std::string::npos);
    CHECK(town.gateway.query(town.key)->state == PaymentState::open);
    town.behave({{"wallet_is_short", false}});
    CHECK(town.press(town.code).status == 303);
}

TEST_CASE("messages are tried four times and then lost, doubled, dropped, late or forged as asked") {
    Shown town;
    SUBCASE("refused four times") {
        town.inbox.refusals_left = 4;
        CHECK(town.press(town.code).status == 303);
        for (int turn = 0; turn < 400 && town.inbox.received().size() < 4; ++turn) {
            town.now_ms += 100;
            std::this_thread::sleep_for(10ms);
        }
        REQUIRE(town.inbox.has(4));
        CHECK(town.has_no_waiting_message());
    }
    SUBCASE("doubled") {
        town.behave({{"webhooks", "duplicate"}});
        CHECK(town.press(town.code).status == 303);
        REQUIRE(town.inbox.has(2));
        CHECK(town.inbox.received().at(0).body == town.inbox.received().at(1).body);
    }
    SUBCASE("dropped") {
        town.behave({{"webhooks", "drop"}});
        CHECK(town.press(town.code).status == 303);
        CHECK(town.waiting_messages() == 0);
    }
    SUBCASE("late") {
        town.behave({{"webhooks", "delay"}});
        CHECK(town.press(town.code).status == 303);
        CHECK(town.waiting_messages() == 1);
        town.pass(30s);
        CHECK(town.inbox.has(1));
    }
    SUBCASE("forged: it tells of money that is not there") {
        const auto other = town.gateway.start("attempt-2", prepared(town.gateway, "attempt-2"));
        town.behave({{"webhooks", "forge"}});
        CHECK(town.press(town.code).status == 303);
        REQUIRE(town.inbox.has(2));
        const auto forged = town.gateway.verify_notice("token", town.inbox.received().front().body, monday);
        CHECK(forged->attempt_ref == "attempt-2");
        CHECK(town.gateway.query(key_of(other->provider_ref, "attempt-2"))->state == PaymentState::open);
    }
}

TEST_CASE("outcomes are chosen on this machine only, by page or by JSON, and nonsense is refused") {
    Shown town;
    CHECK(town.ask("POST", "/_sandbox/paypay", R"({"webhooks":"drop"})", {{"X-Forwarded-For", "10.0.0.1"}}).status ==
          404);
    CHECK(town.ask("GET", "/_sandbox/paypay", "", {{"X-Forwarded-For", "10.0.0.1"}}).status == 404);
    for (const char* const nonsense : {"", "[]", R"({"webhooks":"maybe"})", R"({"cancels_fail":"on"})",
                                       R"({"luck":true})", R"({"next_create":"burn"})"}) {
        CAPTURE(nonsense);
        CHECK(town.tell(nonsense).status == 400);
    }
    const HttpResponse page = town.ask("GET", "/_sandbox/paypay");
    CHECK(page.body.find("attempt-1") != std::string::npos);
    CHECK(town.ask("POST", "/_sandbox/paypay", "webhooks=drop&cancels_fail=on",
                   {{"Content-Type", "application/x-www-form-urlencoded"}})
              .status == 303);
    const auto told = json::parse(town.ask("GET", "/_sandbox/paypay", "", {{"Accept", "application/json"}}).body);
    CHECK(told.at("webhooks") == "drop");
    CHECK(told.at("cancels_fail") == true);
    CHECK(told.at("wallet_is_short") == false);
    CHECK(town.ask("POST", "/_sandbox/paypay/payments/" + town.code, "do=pay").status == 303);
    CHECK(town.gateway.query(town.key)->state == PaymentState::paid);
}

TEST_CASE("the payer's page shows who is paid, for what and how much, and runs nothing") {
    Shown town;
    const HttpResponse page = town.ask("GET", "/paypay/" + town.code);
    CHECK(page.status == 200);
    CHECK(page.header("content-security-policy").find("form-action 'self' http://town.example") != std::string::npos);
    for (const char* const shown : {"星見川町", "Hoshimigawa Town", "小会議室 &amp; &lt;間仕切り&gt;", "1,234円"}) {
        CAPTURE(shown);
        CHECK(page.body.find(shown) != std::string::npos);
    }
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(town.ask("GET", "/paypay/none").status == 404);
    CHECK(town.press("none").status == 404);
}

namespace {

std::string paid_code(Town& town, paypay::PayPayGateway& gateway) {
    const auto started = gateway.start("attempt-1", prepared(gateway));
    REQUIRE(started);
    REQUIRE(town.press(started->provider_ref).status == 303);
    return gateway.query(key_of(started->provider_ref))->provider_payment_id;
}
std::string refund_bytes(const paypay::PayPayGateway& gateway, const std::string& payment, const std::string& ref,
                         std::int64_t yen) {
    RefundRequest request;
    request.refund_ref = ref;
    request.provider_payment_id = payment;
    request.amount = Yen{yen};
    request.reason = "使用の取消し";
    request.asked_at = monday;
    return gateway.prepare_refund(request).value();
}

} // namespace

TEST_CASE("a payment by code is given back under an id of ours, and a repeat is the same refund") {
    Town town;
    auto gateway = town.gateway_with(test_keys());
    const std::string payment = paid_code(town, gateway);
    const RefundKey key{"refund-1", "", payment};
    CHECK(gateway.query_refund(key).error().fault == GatewayFault::not_found);
    const std::string bytes = refund_bytes(gateway, payment, "refund-1", 1000);
    town.behave({{"next_refund", "lose_answer"}});
    CHECK_FALSE(gateway.refund(key, bytes));
    const auto found = gateway.query_refund(key);
    REQUIRE(found);
    CHECK(found->progress == RefundProgress::succeeded);
    CHECK(found->is_exactly(Yen{1000}));
    CHECK(gateway.refund(key, bytes)->refund_ref == "refund-1");
    CHECK(town.inbox.received().size() <= 1); // of the payment alone: nobody is told of refunds
}

TEST_CASE("a second refund of a payment by code needs a contract for it, a minute's pause, and money that is left") {
    Town town;
    auto gateway = town.gateway_with(test_keys());
    const std::string payment = paid_code(town, gateway);
    const auto give_back = [&](const std::string& ref, std::int64_t yen) {
        const auto answer = gateway.refund({ref, "", payment}, refund_bytes(gateway, payment, ref, yen));
        return answer ? std::string{"given"} : std::string{name_of(answer.error().fault)};
    };
    CHECK(give_back("refund-1", 500) == "given");
    CHECK(give_back("refund-2", 500) == "invalid_request"); // for good: another way
    town.behave({{"several_refunds", true}});
    CHECK(give_back("refund-2", 500) == "rate_limited"); // later again
    town.pass(61s);
    CHECK(give_back("refund-3", 735) == "invalid_request");
    CHECK(give_back("refund-2", 500) == "given");
}

TEST_CASE("a refund that waits for the payer's balance is pending, also when PayPay says that it failed for now") {
    Town town;
    auto gateway = town.gateway_with(test_keys());
    const std::string payment = paid_code(town, gateway);
    town.behave({{"refunds_wait", true}});
    const RefundKey key{"refund-1", "", payment};
    CHECK(gateway.refund(key, refund_bytes(gateway, payment, "refund-1", 1234))->progress == RefundProgress::pending);
    CHECK(town.ask("POST", "/_sandbox/paypay/refunds", "", {{"Content-Type", "application/json"}}).status < 400);
    CHECK(gateway.query_refund(key)->progress == RefundProgress::succeeded);
}
