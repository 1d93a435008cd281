#include "services/cli/serve.hpp"

#include "payments/paypay/paypay_gateway.hpp"
#include "payments/stripe/checkout_gateway.hpp"
#include "persistence/engine/migrations.hpp"
#include "services/accounts/log_in.hpp"
#include "services/accounts/passwords.hpp"
#include "services/api/api.hpp"
#include "services/approval/reviews.hpp"
#include "services/attachments/attachments.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/change_request.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/hold.hpp"
#include "services/cli/open_town.hpp"
#include "services/closures/closure_task.hpp"
#include "services/issuing/paper_fonts.hpp"
#include "services/jobs/job.hpp"
#include "services/log.hpp"
#include "services/notification/push_relay.hpp"
#include "services/payment/catch_up.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/payment_worker.hpp"
#include "services/payment/refund_worker.hpp"
#include "services/payment/remind_overdue.hpp"
#include "services/waiting/waiting.hpp"

#include <csignal>
#include <functional>
#include <list>
#include <optional>
#include <stdexcept>
#include <vector>

namespace hiroba::services::cli {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr seconds longest_drain{20};
constexpr int payment_workers = 4;

// Blocked before any thread exists, so that every thread inherits it and only wait_for_stop() sees the signals.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

void wait_for_stop(const sigset_t& signals) {
    int signal = 0;
    sigwait(&signals, &signal);
    log::info("stopping", {{"signal", signal == SIGTERM ? "TERM" : "INT"}});
}

payments::Secret secret(const std::filesystem::path& file) {
    auto read = payments::read_secret(file);
    if (!read) throw std::runtime_error("the secret " + file.string() + " cannot be used: " + read.error().code);
    return std::move(*read);
}

// Not a secret, but kept with them: who we are for the provider.
std::string word(const std::filesystem::path& file) { return std::string{secret(file).reveal()}; }

payments::stripe::StripeOptions stripe_options(const ServeOptions& options) {
    return {.base_url = options.stripe_url,
            .secret_key = secret(options.secrets / "stripe_secret_key"),
            .webhook_secret = secret(options.secrets / "stripe_webhook_secret")};
}

payments::paypay::PayPayOptions paypay_options(const ServeOptions& options, const Clock& clock) {
    return {.base_url = options.paypay_url,
            .keys = {word(options.secrets / "paypay_api_key"), secret(options.secrets / "paypay_api_secret")},
            .merchant_id = word(options.secrets / "paypay_merchant_id"),
            .webhook_token = secret(options.secrets / "paypay_webhook_token"),
            .clock = [&clock] { return clock.now(); }};
}

// The providers whose first key lies in the folder: the town may have a contract with either, with both, or with none.
class Providers {
public:
    Providers(const ServeOptions& options, const Clock& clock) {
        if (std::filesystem::exists(options.secrets / "stripe_secret_key")) stripe_.emplace(stripe_options(options));
        if (std::filesystem::exists(options.secrets / "paypay_api_key"))
            paypay_.emplace(paypay_options(options, clock));
    }
    [[nodiscard]] payments::Gateways gateways() {
        std::vector<std::reference_wrapper<payments::PaymentGateway>> all;
        if (stripe_) all.emplace_back(*stripe_);
        if (paypay_) all.emplace_back(*paypay_);
        return payments::Gateways{std::move(all)};
    }

    // nullptr: no provider that lists its messages.
    [[nodiscard]] payments::EventSource* event_source() { return stripe_ ? &*stripe_ : nullptr; }

private:
    std::optional<payments::stripe::CheckoutGateway> stripe_;
    std::optional<payments::paypay::PayPayGateway> paypay_;
};

http::Response health(persistence::Database& database, const http::Server& server) {
    if (server.draining()) return http::problem(503, "draining");
    if (!persistence::migrations_current(database)) return http::problem(503, "migrations_pending");
    return http::json_response(200, {{"status", "ready"}});
}

http::Response unavailable(const http::Request& request, std::string_view what) {
    log::error("database_unavailable", {{"request_id", request.request_id}, {"what", what}});
    auto response = http::problem(503, "unavailable");
    http::set_header(response, "Retry-After", "5");
    return response;
}

// Overload is told with a time to come back, not as a broken machine.
http::Response dispatch(const http::Router& router, http::Request& request) {
    try {
        return router.dispatch(request);
    } catch (const persistence::DatabaseBusy& busy) {
        log::error("database_busy", {{"request_id", request.request_id}, {"what", busy.what()}});
        auto response = http::problem(429, "too_busy");
        http::set_header(response, "Retry-After", "2");
        return response;
    } catch (const persistence::DatabaseGone& gone) {
        return unavailable(request, gone.what());
    } catch (const persistence::StorageFailed& failed) {
        return unavailable(request, failed.what());
    } catch (const persistence::CommitUnknown& unknown) { // a repeat under the same idempotency key tells
        return unavailable(request, unknown.what());
    }
}

// Without a font every letter would be an empty box: nothing is served then.
void check_fonts(const Catalog& catalog) {
    const auto missing = documents::missing_font(fonts_of(catalog.current()->papers));
    if (missing)
        throw std::runtime_error("font_missing: install the font " + *missing + ", or name another in town.toml");
}

} // namespace

int serve(const ServeOptions& options) {
    const sigset_t stop_signals = block_stop_signals();
    start_cryptography();
    const auto database = open_town({.url = options.database_url, .sessions = options.workers + 8});
    Catalog catalog(*database);
    const SystemClock clock;
    const AttachmentStore attachments(options.attachments);
    Providers providers(options, clock);
    const payments::Gateways gateways = providers.gateways();
    check_fonts(catalog);
    Bell inbox_bell;
    Bell catch_up_bell;
    Bell payment_bell;
    Bell push_bell;
    Bell waiting_bell;
    Bell closure_bell;
    Bell sweep_bell;
    Bell capped_days_bell;
    Bell catalog_bell;
    Bell tidy_bell;
    Bell attachment_bell;
    const Context context{*database,    catalog,   clock,        gateways,    inbox_bell,
                          payment_bell, push_bell, waiting_bell, attachments, options.public_url};

    http::Router router =
        api::make_router(context, {!options.trial, options.trial ? std::string{} : options.public_url});
    http::ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = options.port;
    server_options.workers = options.workers;
    server_options.limits.large_bodies = std::make_shared<const http::LargeBodies>(
        http::LargeBodies{attachments.incoming(), std::size_t{largest_attachment_bytes}, api::is_upload});
    server_options.report_fault = [](std::string_view request_id, std::string_view what) {
        log::error("handler_failed", {{"request_id", request_id}, {"what", what}});
    };
    http::Server server(server_options, [&](http::Request& request) { return dispatch(router, request); });
    router.add(http::Method::get, "/healthz", [&](const http::Request&) { return health(*database, server); });
    server.start();
    log::info("serving", {{"port", std::to_string(server.port())}});
    {
        const auto work = [&] {
            const bool paid = work_on_payments(context);
            const bool given_back = work_on_refunds(context);
            if (paid || given_back) payment_bell.ring(); // there may be more
        };
        std::list<Job> payments; // a provider that is slow for one payer does not keep the others waiting
        for (int worker = 1; worker <= payment_workers; ++worker)
            payments.emplace_back("payments " + std::to_string(worker), milliseconds{1'000}, payment_bell, work);
        const Job inbox("inbox", milliseconds{1'000}, inbox_bell, [&] { apply_waiting_messages(context); });
        CatchUp catch_up;
        const Job catching_up("catching up", minutes{10}, catch_up_bell, [&] {
            if (auto* const source = providers.event_source()) catch_up.run(context, *source);
        });
        const Job pushes("pushes", milliseconds{1'000}, push_bell, [&] { relay_pushes(context, options.push_url); });
        const Job sweep("sweep", milliseconds{5'000}, sweep_bell, [&] {
            expire_overdue_bookings(context);
            end_past_uses(context);
            return_outdated_drafts(context);
            remind_of_overdue(context);
            end_change_requests(context);
        });
        const Job capped_days("capped days", milliseconds{5'000}, capped_days_bell,
                              [&] { price_capped_days(context); });
        const Job closures("closures", milliseconds{1'000}, closure_bell, [&] {
            if (work_on_closures(context)) closure_bell.ring();
        });
        const Job waiting("waiting list", milliseconds{5'000}, waiting_bell, [&] { serve_waiting_list(context); });
        const Job tidy("tidy", minutes{15}, tidy_bell, [&] {
            forget_old_log_ins(*database, clock.now());
            forget_old_repeats(*database, clock.now());
        });
        const Job attached("attachments", hours{1}, attachment_bell, [&] { sweep_attachments(context); });
        const Job refresh("catalog", milliseconds{1'000}, catalog_bell, [&] { catalog.refresh(); });
        wait_for_stop(stop_signals);
        server.stop(longest_drain);
    }
    log::info("stopped");
    return 0;
}

} // namespace hiroba::services::cli
