// The played PayPay over HTTP, with the sender of its messages, and what tests may ask of it.
//   /v2/…                       PayPay's API
//   /paypay/{code}              the payer's page behind the code, for browsers, under the public address
//   /_sandbox/paypay            on this machine only: a page to choose outcomes; JSON of what goes wrong next
//   /_sandbox/paypay/payments/{code}, /_sandbox/paypay/refunds   the buttons of that page
//   /_sandbox/paypay/calls      the last calls of the API as they came, the newest last
#pragma once

#include "payments/sandbox/pay_page.hpp"
#include "payments/sandbox/paypay_model.hpp"
#include "services/http/http.hpp"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace hiroba::sandbox {

struct PayPayAppOptions {
    PayPayModel::Options model;
    std::string webhook_url; // with its secret last part
    std::filesystem::path state_file;
    Merchant merchant;
    std::function<Instant()> clock;      // of the played world
    std::function<Instant()> wall_clock; // of this machine: signatures are judged by it
    std::function<void(const std::string&)> log = [](const std::string&) {};
};

class PayPayApp {
public:
    explicit PayPayApp(PayPayAppOptions options); // loads the state file
    ~PayPayApp();
    PayPayApp(const PayPayApp&) = delete;
    PayPayApp& operator=(const PayPayApp&) = delete;

    [[nodiscard]] http::Response answer_api(const http::Request& request);
    void add_routes(http::Router& router);

private:
    // What happens to the next call of that kind, once.
    enum class Mishap { none, lose_answer, error_500, rate_limit };

    [[nodiscard]] http::Response show_page(const http::Request& request);
    [[nodiscard]] http::Response press(const http::Request& request);
    [[nodiscard]] http::Response page(const QrPayment& payment, int status, std::optional<QrOutcome> problem) const;
    [[nodiscard]] http::Response control(const http::Request& request);
    [[nodiscard]] http::Response change(const http::Request& request);
    [[nodiscard]] http::Response press_for_payer(const http::Request& request);
    [[nodiscard]] http::Response finish_refunds(const http::Request& request);
    [[nodiscard]] http::Response show_calls() const;
    [[nodiscard]] Mishap take_mishap(const http::Request& request, const OpaCall& call);
    [[nodiscard]] std::optional<http::Response> plan_mishaps(nlohmann::json& wish);

    // Runs `change` alone with the model and saves what it changed before anybody is answered.
    template <class F>
    auto with_model(F&& change);
    void save_if_changed();

    void send_until_stopped(const std::stop_token& stop);
    void send_due(const std::stop_token& stop);
    [[nodiscard]] bool post(const QrMessage& message) const;

    PayPayAppOptions options_;
    mutable std::mutex mutex_; // guards everything below
    PayPayModel model_;
    std::uint64_t saved_version_ = 0;
    std::deque<OpaCall> calls_;
    std::map<std::string, Mishap> mishaps_; // by kind of call: create, details, delete, cancel, refund
    std::condition_variable_any changed_;
    std::jthread sender_; // last: stops first
};

} // namespace hiroba::sandbox
