// The HTTP server: Pistache's listener, workers and event loop, behind an interface that does not show them.
#pragma once

#include "services/http/request_reader.hpp"
#include "services/http/response.hpp"
#include "services/http/router.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace hiroba::http {

// How long a connection may take; whoever is slower is cut off without an answer.
struct ConnectionTimeouts {
    std::chrono::milliseconds idle{75'000};  // between requests; longer than nginx keeps its side
    std::chrono::milliseconds head{10'000};  // from a request's first byte to the end of its headers
    std::chrono::milliseconds body{15'000};  // from there to its last byte
    std::chrono::milliseconds write{30'000}; // without the client taking a single byte of the answer
    std::chrono::milliseconds linger{2'000}; // for the client to read a last answer and hang up
};

enum class AnswerPath {
    // Write in the worker while the descriptor is surely still this client's. What the product does.
    at_once,
    // Leave the answer in Pistache's queue as its own ResponseWriter does without a flush: when a client resets, the
    // answer goes to whoever gets its descriptor next. Exists only for the test that proves this.
    pistache_queue,
};

struct ServerOptions {
    std::string address = "127.0.0.1";            // loopback: the front door's limits are part of the design
    std::uint16_t port = 0;                       // 0: any free port, port() tells which
    int workers = 16;                             // handlers that can run at the same time
    int backlog = 1024;                           // connections the kernel holds until a worker takes them
    std::size_t max_request_bytes = 128UL * 1024; // head and body; more: 413, and the connection ends
    std::size_t max_in_flight = 0;                // requests being answered; more: 429 `too_busy`. 0: no limit
    RequestLimits limits{};                       // its request_bytes is replaced by max_request_bytes
    ConnectionTimeouts timeouts{};
    std::chrono::milliseconds settle{1'000}; // stop(): how long nothing must be in flight
    AnswerPath answer_path = AnswerPath::at_once;
    // Told about every handler that threw: the request's id and the exception's text, which the client never sees.
    // By default one JSON line on standard error. Called from many threads.
    std::function<void(std::string_view request_id, std::string_view what)> report_fault;
};

// Answers every request by calling `entry` in a worker thread; an exception from it becomes 500 `internal_error`.
// Handlers must not wait for anything but the database: each one blocks the connections of its worker.
class Server {
public:
    // Router::dispatch() is an entry: `[&router](Request& request) { return router.dispatch(request); }`.
    using Entry = std::function<Response(Request&)>;

    Server(ServerOptions options, Entry entry);
    ~Server(); // stops without waiting for what is in flight, unless stop() was called
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Listens and answers from now on. Throws std::runtime_error when the address cannot be had.
    // Signals meant for the main thread must be blocked before, for the workers inherit the mask.
    void start();

    [[nodiscard]] std::uint16_t port() const; // after start()

    // Requests that have been read completely and whose answer is not yet in the kernel's hands.
    [[nodiscard]] std::size_t in_flight() const;

    // From begin_drain() on. /healthz then answers 503, so that the queue in front sends nobody here any more.
    [[nodiscard]] bool draining() const;
    void begin_drain();

    // begin_drain(), waits until nothing has been in flight for `settle` (at most `drain` long), then ends all
    // connections and threads. Answers given while draining say "Connection: close".
    void stop(std::chrono::seconds drain);

private:
    struct Running;
    std::unique_ptr<Running> running_;
};

} // namespace hiroba::http
