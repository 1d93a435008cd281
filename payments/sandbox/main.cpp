// hiroba-sandbox: plays the payment providers on the wire, for trying out and for tests. No money, no real cards.
#include "payments/sandbox/sandbox_app.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <csignal>
#include <iostream>
#include <pthread.h>

namespace {

using namespace hiroba;

Instant now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return Instant::from_epoch_ms(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
}

struct Arguments {
    std::string listen;
    std::string public_url;
    std::string webhook_url;
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
    sandbox::SandboxApp app{{.public_url = public_url,
                             .webhook_url = arguments.webhook_url,
                             .state_file = arguments.state_file,
                             .merchant = {arguments.merchant_ja, arguments.merchant_en},
                             .secret_key = secret(arguments.secrets, "stripe_secret_key"),
                             .webhook_secret = secret(arguments.secrets, "stripe_webhook_secret"),
                             .clock = now,
                             .log = [](const std::string& line) { std::clog << line + "\n"
                                                                            << std::flush; }}};
    http::Server server{server_options(arguments.listen), [&](http::Request& request) { return app.answer(request); }};
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
    cli.add_option("--state", arguments.state_file, "file that keeps the sessions")->required();
    cli.add_option("--secrets", arguments.secrets, "folder with stripe_secret_key and stripe_webhook_secret")
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
