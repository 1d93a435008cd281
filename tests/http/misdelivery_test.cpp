// Replies never reach the wrong client, although half of the clients reset their connection before the reply.
#include "services/http/http.hpp"
#include "tests/http/raw_client.hpp"

#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <thread>
#include <vector>

using namespace hiroba::http;
using namespace std::chrono_literals;
using test::get;
using test::RawClient;

namespace {

struct Tally {
    std::atomic<std::uint64_t> right{0};
    std::atomic<std::uint64_t> wrong{0};
    std::atomic<std::uint64_t> lost{0}; // hung up on or silent
    std::atomic<std::uint64_t> reset{0};
};

struct Attack {
    std::uint16_t port;
    std::chrono::steady_clock::time_point until;
    std::chrono::milliseconds patience; // how long a client waits for its reply
};

std::string request_id(std::size_t thread, std::uint64_t number) {
    std::string id = std::to_string(number);
    return "request-" + std::to_string(thread) + "-" + std::string(16 - id.size(), '0') + id;
}

// Two connections at a time: one is reset right after asking, the other waits for its reply.
void attack(const Attack& plan, std::size_t thread, Tally& tally) {
    for (std::uint64_t number = 0; std::chrono::steady_clock::now() < plan.until; number += 2) {
        if (tally.wrong > 0) return;
        try {
            RawClient leaver(plan.port, {.patience = plan.patience});
            RawClient stayer(plan.port, {.patience = plan.patience});
            leaver.send(get("/", "X-Request-Id: " + request_id(thread, number) + "\r\n"));
            leaver.reset();
            ++tally.reset;
            const auto mine = request_id(thread, number + 1);
            stayer.send(get("/", "X-Request-Id: " + mine + "\r\n"));
            const auto answer = stayer.receive();
            if (!answer)
                ++tally.lost;
            else
                ++(answer->headers.at("x-request-id") == mine && answer->body == mine ? tally.right : tally.wrong);
            stayer.reset(); // no TIME_WAIT: thousands of connections must not use up the ports
        } catch (const std::runtime_error&) {
            ++tally.lost;
        }
    }
}

void attack_with_threads(const Attack& plan, Tally& tally) {
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] { attack(plan, thread, tally); });
    for (auto& thread : threads)
        thread.join();
}

// Until the time is over or the first reply has reached the wrong client.
void run(AnswerPath path, int workers, std::chrono::seconds longest, std::chrono::milliseconds patience, Tally& tally) {
    ServerOptions options;
    options.workers = workers;
    options.answer_path = path;
    Server server(options, [](Request& request) { return Response{200, request.request_id, {}}; });
    server.start();
    attack_with_threads({server.port(), std::chrono::steady_clock::now() + longest, patience}, tally);
}

} // namespace

TEST_CASE("no reply reaches another client while half of the clients reset their connections") {
    for (const int workers : {1, 4}) {
        Tally tally;
        run(AnswerPath::at_once, workers, 3s, 10s, tally);
        MESSAGE(workers << " worker(s): " << tally.right.load() << " right, " << tally.lost.load() << " lost, "
                        << tally.reset.load() << " reset by the client");
        CHECK(tally.wrong == 0);
        CHECK(tally.lost == 0);
        CHECK(tally.right > 300);
    }
}

TEST_CASE("without writing at once replies do reach other clients, so the test above can see it") {
    Tally tally;
    run(AnswerPath::pistache_queue, 1, 60s, 300ms, tally);
    MESSAGE("through Pistache's queue: " << tally.wrong.load() << " wrong after " << tally.right.load() << " right");
    CHECK(tally.wrong > 0);
}
