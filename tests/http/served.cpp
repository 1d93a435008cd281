#include "tests/http/served.hpp"

#include "tests/http/raw_client.hpp"

#include <chrono>
#include <fstream>
#include <functional>
#include <set>
#include <thread>
#include <utility>

namespace hiroba::http::test {

using namespace std::chrono_literals;

Served::Served(ServerOptions options)
    : workers_(options.workers), router_(make_router()),
      server(reporting_here(std::move(options)), [this](Request& request) { return router_.dispatch(request); }) {
    server.start();
}

ServerOptions Served::reporting_here(ServerOptions options) {
    options.report_fault = [this](std::string_view, std::string_view what) {
        const std::lock_guard lock(mutex_);
        faults_.emplace_back(what);
    };
    return options;
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
    router.add(Method::get, "/healthz", [](const Request&) {
        auto response = json_response(200, {{"status", "ready"}});
        set_header(response, "X-Worker", std::to_string(std::hash<std::thread::id>{}(std::this_thread::get_id())));
        return response;
    });
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
    // A connection belongs to the worker numbered by its descriptor, so many are held open until all have answered.
    std::vector<RawClient> clients;
    std::vector<std::ifstream> spacers;
    std::set<std::string> workers;
    while (workers.size() < static_cast<std::size_t>(workers_)) {
        if (clients.size() == 200) return false;
        // Both ends of a connection take a descriptor of this process: without a third the server's would stay odd.
        if (clients.size() % 3 == 0) spacers.emplace_back("/dev/null");
        clients.emplace_back(port(), RawClient::Options{.patience = 10s});
        if (!clients.back().send(get("/healthz"))) return false;
        const auto answer = clients.back().receive();
        if (!answer || answer->status != 200 || answer->body != R"({"status":"ready"})") return false;
        workers.insert(answer->headers.at("x-worker"));
    }
    return true;
}

std::vector<std::string> Served::faults() const {
    const std::lock_guard lock(mutex_);
    return faults_;
}

} // namespace hiroba::http::test
