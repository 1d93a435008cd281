// Durable bookings per second, through persistence and by the barest loop that writes the same rows, in turns; or
// through persistence on a database with many bookings and on one without, in turns.
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
    std::string full;  // a town's database with many bookings,
    std::string empty; // and one without them
    std::vector<int> callers{1, 16, 32};
    int rounds = 5;
    double seconds = 1;
    std::string only; // "product" or "bare", for a profiler
};

// A database for one of the two loops, and how that loop is made.
struct Side {
    std::string url;
    Town town;
    std::function<std::unique_ptr<Loop>(int callers)> make;
    std::int64_t next = 0; // booking
};

// The product's own loop on a database that is ready.
Side product_side(const std::string& url) {
    const Town town = town_of(url);
    return {url, town, [url, town](int) { return product_loop(url, town); }};
}

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
                    loop->book(caller, place_of(side.town, next++));
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

// What the two sides of a comparison are called in the answer.
struct Names {
    std::string ours = "product";
    std::string theirs = "bare";
};

nlohmann::json compare(Side& one, Side& other, const Names& names, int callers, const Options& options) {
    std::vector<double> ours, theirs, ratios;
    for (int round = 0; round < options.rounds; ++round) {
        if (options.only != names.theirs) ours.push_back(run_round(one, callers, options.seconds));
        if (options.only != names.ours) theirs.push_back(run_round(other, callers, options.seconds));
        if (options.only.empty()) ratios.push_back(ours.back() / theirs.back());
    }
    nlohmann::json row{{"engine", options.engine}, {"callers", callers}, {"ratios", ratios}};
    if (!ours.empty()) row[names.ours + "_per_second"] = median(ours);
    if (!theirs.empty()) row[names.theirs + "_per_second"] = median(theirs);
    if (!ratios.empty()) row["ratio"] = median(ratios);
    return row;
}

void run(Side one, Side other, const Names& names, const Options& options) {
    for (const int callers : options.callers)
        std::cout << compare(one, other, names, callers, options).dump() << std::endl;
}

void run_beside_bare(const std::string& product, const std::string& bare,
                     const std::function<std::unique_ptr<Loop>(int callers)>& make_bare, const Options& options) {
    for (const std::string& url : {product, bare})
        prepare_town(url);
    run(product_side(product), {bare, town_of(bare), make_bare}, {}, options);
}

void run_on_sqlite(const Options& options) {
    const hiroba::test::TemporaryFolder folder;
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    run_beside_bare(
        "sqlite:" + file("product.db"), "sqlite:" + file("bare.db"),
        [name = file("bare.db")](int) { return bare_sqlite_loop(name); }, options);
}

void run_on_mariadb(const Options& options) {
    hiroba::test::MariadbServer server({.options = {"--innodb-buffer-pool-size=256M", "--innodb-log-file-size=256M"}});
    const std::string product = server.create_database();
    const std::string bare = server.create_database();
    const MariadbPlace place{(server.folder() / "socket").string(), bare.substr(bare.rfind("db=") + 3)};
    run_beside_bare(
        product, bare, [place](int callers) { return bare_mariadb_loop(place, callers); }, options);
}

void run_as_asked(const Options& options) {
    if (!options.full.empty())
        run(product_side(options.full), product_side(options.empty), {"full", "empty"}, options);
    else
        options.engine == "sqlite" ? run_on_sqlite(options) : run_on_mariadb(options);
}

} // namespace

int main(int count, char** words) {
    CLI::App app("durable bookings per second beside the barest loop, or after many bookings beside none; one line of "
                 "JSON for each number of callers");
    Options options;
    app.add_option("--engine", options.engine)->check(CLI::IsMember({"sqlite", "mariadb"}));
    app.add_option("--callers", options.callers)->delimiter(',');
    app.add_option("--rounds", options.rounds);
    app.add_option("--seconds", options.seconds, "of each round");
    app.add_option("--only", options.only)->check(CLI::IsMember({"product", "bare"}));
    auto* full =
        app.add_option("--full", options.full, "instead: the product on this database, which has many bookings");
    full->needs(app.add_option("--empty", options.empty, "beside the product on this one")->needs(full));
    CLI11_PARSE(app, count, words);
    try {
        run_as_asked(options);
        return 0;
    } catch (const std::exception& fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
}
