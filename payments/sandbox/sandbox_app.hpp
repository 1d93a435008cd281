// The sandbox as a whole: Stripe's API and hosted page over HTTP, the sender of webhooks, and what tests may ask of it.
//   /v1/…                   Stripe's API
//   /pay/{id}, /pay.css     the hosted page, for browsers, under the public address
//   /voucher/{id}           the number of a session for each convenience store
//   /_sandbox/vouchers      on this machine only: the numbers for stores, and what happens to one
//   /healthz                200 when it answers
//   /_sandbox/behaviour     on this machine only: what goes wrong next
//   /_sandbox/refunds       on this machine only: the refunds, and what the bank says of one
#pragma once

#include "domain/core/instant.hpp"
#include "payments/sandbox/checkout_model.hpp"
#include "payments/sandbox/pay_page.hpp"
#include "payments/secret.hpp"
#include "services/http/http.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace hiroba::sandbox {

struct SandboxOptions {
    std::string public_url;  // where browsers see the sandbox; the front door strips the path
    std::string webhook_url; // where events are posted
    std::filesystem::path state_file;
    Merchant merchant;
    payments::Secret secret_key;
    payments::Secret webhook_secret;
    std::function<Instant()> clock;
    std::function<void(const std::string&)> log = [](const std::string&) {};
};

class SandboxApp {
public:
    explicit SandboxApp(SandboxOptions options); // loads the state file
    ~SandboxApp();
    SandboxApp(const SandboxApp&) = delete;
    SandboxApp& operator=(const SandboxApp&) = delete;

    [[nodiscard]] http::Response answer(http::Request& request);

private:
    enum class NextCreate { normal, lose_answer, slow, error_500 };
    struct Behaviour {
        NextCreate next_create = NextCreate::normal;
        NextCreate next_refund = NextCreate::normal;
        std::chrono::milliseconds slow_by{0};
        WebhookMode webhooks = WebhookMode::deliver;
        RefundOutcome refunds = RefundOutcome::succeeded;
        bool refuses_voucher_cancels = false;
    };

    void add_routes();
    [[nodiscard]] http::Response answer_api(const http::Request& request);
    [[nodiscard]] http::Response show_page(const http::Request& request);
    [[nodiscard]] http::Response take_payment(const http::Request& request);
    [[nodiscard]] http::Response give_out_voucher(const std::string& id, const StorePayer& payer);
    [[nodiscard]] http::Response show_voucher(const http::Request& request);
    [[nodiscard]] http::Response pay_voucher(const http::Request& request);
    [[nodiscard]] http::Response move_voucher(const http::Request& request);
    [[nodiscard]] http::Response page(const Session& session, int status, std::optional<PayOutcome> problem,
                                      const std::string& typed_number) const;
    [[nodiscard]] http::Response show_behaviour(const http::Request& request) const;
    [[nodiscard]] http::Response change_behaviour(const http::Request& request);
    // How the next call of that kind goes; the one after it goes well again.
    [[nodiscard]] NextCreate take_next(NextCreate Behaviour::*which);
    [[nodiscard]] http::Response move_refund(const http::Request& request);

    // Runs `change` alone with the model and saves what it changed before anybody is answered.
    template <class F>
    auto with_model(F&& change);
    void save_if_changed();

    void send_webhooks_until_stopped(const std::stop_token& stop);
    void send_due_webhooks(const std::stop_token& stop);
    [[nodiscard]] bool post_webhook(const DueWebhook& webhook) const;

    SandboxOptions options_;
    http::Router router_;
    mutable std::mutex mutex_; // guards everything below
    CheckoutModel model_;
    std::uint64_t saved_version_ = 0;
    Behaviour behaviour_;
    std::condition_variable_any changed_;
    std::jthread sender_; // last: stops first
};

} // namespace hiroba::sandbox
