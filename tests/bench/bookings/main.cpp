// Durable bookings per second, through persistence and by the barest loop that writes the same rows, in turns.
#include "tests/bench/bookings/loop.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

namespace {

using namespace hiroba::bench;
using Clock = std::chrono::steady_clock;

struct Options {
    std::string engine = "sqlite";
    std::vector<int> callers{1, 16, 32};
    int rounds = 5;
    double seconds = 1;
    std::string only; // "product" or "bare", for a profiler
};

// A database for one of the two loops, and how that loop is made.
struct Side {
    std::string url;
    std::function<std::unique_ptr<Loop>(int callers)> make;
    std::int64_t next = 0; // booking
};

// Bookings per second in one round.
double run_round(Side& side, int callers, double seconds) {
    forget_holds(side.url);
    const auto loop = side.make(callers);
    std::atomic<std::int64_t> next{side.next};
    std::atomic<bool> stop{false};
    std::exception_ptr fault;
    std::vector<std::thread> threads;
    const auto began = Clock::now();
    for (int caller = 0; caller < callers; ++caller)
        threads.emplace_back([&, caller] {
            try {
                while (!stop)
                    loop->book(caller, place_of(next++));
            } catch (...) {
                if (!stop.exchange(true)) fault = std::current_exception();
            }
        });
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (auto& thread : threads)
        thread.join();
    if (fault) std::rethrow_exception(fault);
    const double took = std::chrono::duration<double>(Clock::now() - began).count();
    const auto written = static_cast<double>(next - side.next);
    side.next = next;
    return written / took;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

nlohmann::json compare(Side& product, Side& bare, int callers, const Options& options) {
    std::vector<double> ours, theirs, ratios;
    for (int round = 0; round < options.rounds; ++round) {
        if (options.only != "bare") ours.push_back(run_round(product, callers, options.seconds));
        if (options.only != "product") theirs.push_back(run_round(bare, callers, options.seconds));
        if (options.only.empty()) ratios.push_back(ours.back() / theirs.back());
    }
    nlohmann::json row{{"engine", options.engine}, {"callers", callers}, {"ratios", ratios}};
    if (!ours.empty()) row["product_per_second"] = median(ours);
    if (!theirs.empty()) row["bare_per_second"] = median(theirs);
    if (!ratios.empty()) row["ratio"] = median(ratios);
    return row;
}

void run(Side product, Side bare, const Options& options) {
    for (Side* const side : {&product, &bare})
        prepare_town(side->url);
    for (const int callers : options.callers)
        std::cout << compare(product, bare, callers, options).dump() << std::endl;
}

void run_on_sqlite(const Options& options) {
    const hiroba::test::TemporaryFolder folder;
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    const std::string product = "sqlite:" + file("product.db");
    run({product, [product](int callers) { return product_loop(product, callers); }},
        {"sqlite:" + file("bare.db"), [name = file("bare.db")](int) { return bare_sqlite_loop(name); }}, options);
}

void run_on_mariadb(const Options& options) {
    hiroba::test::MariadbServer server({.options = {"--innodb-buffer-pool-size=256M", "--innodb-log-file-size=256M"}});
    const std::string product = server.create_database();
    const std::string bare = server.create_database();
    const MariadbPlace place{(server.folder() / "socket").string(), bare.substr(bare.rfind("db=") + 3)};
    run({product, [product](int callers) { return product_loop(product, callers); }},
        {bare, [place](int callers) { return bare_mariadb_loop(place, callers); }}, options);
}

} // namespace

int main(int count, char** words) {
    CLI::App app("durable bookings per second beside the barest loop; one line of JSON for each number of callers");
    Options options;
    app.add_option("--engine", options.engine)->check(CLI::IsMember({"sqlite", "mariadb"}));
    app.add_option("--callers", options.callers)->delimiter(',');
    app.add_option("--rounds", options.rounds);
    app.add_option("--seconds", options.seconds, "of each round");
    app.add_option("--only", options.only)->check(CLI::IsMember({"product", "bare"}));
    CLI11_PARSE(app, count, words);
    try {
        options.engine == "sqlite" ? run_on_sqlite(options) : run_on_mariadb(options);
        return 0;
    } catch (const std::exception& fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
}
