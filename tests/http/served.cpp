#include "tests/http/served.hpp"

#include "tests/http/raw_client.hpp"

#include <chrono>
#include <thread>

namespace hiroba::http::test {

using namespace std::chrono_literals;

Served::Served(ServerOptions options)
    : workers_(options.workers), router_(make_router()),
      server(
          [&] {
              options.report_fault = [this](auto, auto what) {
                  const std::lock_guard lock(mutex_);
                  faults_.emplace_back(what);
              };
              return options;
          }(),
          [this](Request& request) { return router_.dispatch(request); }) {
    server.start();
}

Served::~Served() { release(); }

ServerOptions Served::with_workers(int workers) {
    ServerOptions options;
    options.workers = workers;
    options.settle = 50ms;
    return options;
}

Router Served::make_router() {
    Router router;
    router.add(Method::get, "/healthz", [](const Request&) { return json_response(200, {{"status", "ready"}}); });
    router.add(Method::get, "/large", [](const Request&) { return Response{200, std::string(large_bytes, 'x'), {}}; });
    router.add(Method::get, "/slow", [this](const Request&) { return wait_for_release(); });
    router.add(Method::get, "/throw",
               [](const Request&) -> Response { throw std::runtime_error("SELECT secret FROM account"); });
    router.add(Method::get, "/odd", [](const Request&) { return Response{299, {}, {}}; });
    router.add(Method::get, "/secret", [this](const Request&) {
        ++secret_runs;
        return Response{200, "secret", {}};
    });
    router.add(Method::post, "/echo", [](const Request& request) {
        const auto body = parse_json_body(request);
        return body ? json_response(200, *body) : body.error();
    });
    return router;
}

Response Served::wait_for_release() {
    ++slow_entered;
    while (!released_)
        std::this_thread::sleep_for(1ms);
    return {200, "released", {}};
}

bool Served::is_healthy() const {
    // Connections go to the workers in turn of their descriptor numbers; held open together they reach all of them.
    std::vector<RawClient> clients;
    for (int i = 0; i < 2 * workers_; ++i)
        clients.emplace_back(port(), RawClient::Options{.patience = 1s});
    for (auto& client : clients) {
        if (!client.send(get("/healthz"))) return false;
        const auto answer = client.receive();
        if (!answer || answer->status != 200 || answer->body != R"({"status":"ready"})") return false;
    }
    return true;
}

std::vector<std::string> Served::faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
}

} // namespace hiroba::http::test
