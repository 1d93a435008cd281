// hiroba-sandbox: plays the payment providers on the wire, for trying out and for tests. No money, no real cards.
#include "payments/sandbox/local_requests.hpp"
#include "payments/sandbox/paypay_app.hpp"
#include "payments/sandbox/sandbox_app.hpp"
#include "payments/sandbox/sandbox_clock.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <iostream>
#include <pthread.h>

namespace {

using namespace hiroba;

struct Arguments {
    std::string listen;
    std::string public_url;
    std::string webhook_url;
    std::string paypay_webhook_url;
    std::string state_file;
    std::string secrets;
    std::string merchant_ja = "hiroba-sandbox";
    std::string merchant_en = "hiroba-sandbox";
};

// "127.0.0.1:9000" → server options
http::ServerOptions server_options(const std::string& listen) {
    const auto colon = listen.rfind(':');
    http::ServerOptions options;
    const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
    if (error != std::errc{} || end != port.data() + port.size())
        throw CLI::ValidationError("--listen", "is ADDRESS:PORT, not '" + listen + "'");
    options.address = listen.substr(0, colon);
    return options;
}

payments::Secret secret(const std::string& folder, const char* name) {
    const auto read = payments::read_secret(std::filesystem::path{folder} / name);
    if (!read) throw std::runtime_error(read.error().code + ": " + folder + "/" + name);
    return *read;
}

void log_line(const std::string& line) { std::clog << line + "\n" << std::flush; }

// POST /_sandbox/clock minutes=5
http::Response advance(sandbox::SandboxClock& clock, const http::Request& request) {
    constexpr int most_minutes = 60 * 24 * 400;
    const std::string prefix = "minutes=";
    int minutes = 0;
    const char* const end = request.body.data() + request.body.size();
    if (!request.body.starts_with(prefix)) return http::problem(400, "minutes_missing");
    const auto [stopped, error] = std::from_chars(request.body.data() + prefix.size(), end, minutes);
    if (error != std::errc{} || stopped != end || minutes < 0 || minutes > most_minutes)
        return http::problem(400, "minutes_missing");
    clock.advance(std::chrono::minutes{minutes});
    return http::see_other("/_sandbox/paypay");
}

sandbox::PayPayAppOptions paypay_options(const Arguments& arguments, const std::string& public_url,
                                         const sandbox::SandboxClock& clock) {
    const std::string& folder = arguments.secrets;
    std::filesystem::path state{arguments.state_file};
    state.replace_filename("paypay_" + state.filename().string());
    return {.model = {public_url,
                      std::string{secret(folder, "paypay_merchant_id").reveal()},
                      {std::string{secret(folder, "paypay_api_key").reveal()}, secret(folder, "paypay_api_secret")}},
            .webhook_url = arguments.paypay_webhook_url + std::string{secret(folder, "paypay_webhook_token").reveal()},
            .state_file = state,
            .merchant = {arguments.merchant_ja, arguments.merchant_en},
            .clock = [&clock] { return clock.now(); },
            .wall_clock = &sandbox::SandboxClock::wall_clock,
            .log = log_line};
}

bool belongs_to_paypay(const std::string& path) {
    return path.starts_with("/paypay/") || path.starts_with("/_sandbox/paypay") || path == "/_sandbox/clock";
}

int run(const Arguments& arguments) {
    // Before any thread exists, so that all of them inherit the mask.
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGINT);
    sigaddset(&stop_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);

    std::string public_url = arguments.public_url;
    while (public_url.ends_with('/'))
        public_url.pop_back();
    sandbox::SandboxClock clock;
    sandbox::SandboxApp app{{.public_url = public_url,
                             .webhook_url = arguments.webhook_url,
                             .state_file = arguments.state_file,
                             .merchant = {arguments.merchant_ja, arguments.merchant_en},
                             .secret_key = secret(arguments.secrets, "stripe_secret_key"),
                             .webhook_secret = secret(arguments.secrets, "stripe_webhook_secret"),
                             .clock = [&clock] { return clock.now(); },
                             .log = log_line}};
    sandbox::PayPayApp paypay{paypay_options(arguments, public_url, clock)};
    http::Router paypay_router;
    paypay.add_routes(paypay_router);
    paypay_router.add(http::Method::post, "/_sandbox/clock",
                      sandbox::only_local([&](const http::Request& request) { return advance(clock, request); }));
    http::Server server{server_options(arguments.listen), [&](http::Request& request) {
                            if (request.path.starts_with("/v2/")) return paypay.answer_api(request);
                            return belongs_to_paypay(request.path) ? paypay_router.dispatch(request)
                                                                   : app.answer(request);
                        }};
    server.start();
    std::cout << "hiroba-sandbox listens on port " << server.port() << std::endl;

    int received = 0;
    sigwait(&stop_signals, &received);
    server.stop(std::chrono::seconds{5});
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App cli{"Plays the payment providers on the wire, for trying out and for tests."};
    Arguments arguments;
    cli.add_option("--listen", arguments.listen, "ADDRESS:PORT, loopback; port 0 takes any free one")->required();
    cli.add_option("--public-url", arguments.public_url, "where browsers see this program")->required();
    cli.add_option("--webhook-url", arguments.webhook_url, "where events are posted")->required();
    cli.add_option("--paypay-webhook-url", arguments.paypay_webhook_url,
                   "where PayPay's messages are posted, without its secret last part, with a slash at the end")
        ->required();
    cli.add_option("--state", arguments.state_file, "file that keeps the sessions; paypay_… beside it")->required();
    cli.add_option("--secrets", arguments.secrets, "folder with the keys of the providers, the same that hiroba reads")
        ->required();
    cli.add_option("--merchant", arguments.merchant_ja, "the payee's name on the page, in Japanese");
    cli.add_option("--merchant-en", arguments.merchant_en, "the payee's name on the page, in English");
    CLI11_PARSE(cli, argc, argv);
    try {
        return run(arguments);
    } catch (const std::exception& error) {
        std::cerr << "hiroba-sandbox: " << error.what() << "\n";
        return 1;
    }
}
