// Many clients, each from its own loopback address, so that the limits by address are met as a town meets them.
#include "tests/bench/load/connections.hpp"
#include "tests/bench/load/script.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

int main(int count, char** words) {
    using namespace hiroba::bench;
    CLI::App app("sends the requests of a script from many addresses, and prints what came back as JSON");
    LoadOptions options;
    std::string script;
    double seconds = 1;
    double warm_up = 0;
    bool each = false;
    app.add_option("--port", options.port)->required();
    app.add_option("--script", script)->required();
    app.add_option("--connections", options.connections);
    app.add_option("--addresses", options.addresses);
    app.add_option("--seconds", seconds);
    app.add_option("--warm-up", warm_up, "seconds before counting begins");
    app.add_flag("--once", options.once, "send each request once");
    app.add_option("--text", options.text, "count the answers that hold it");
    app.add_flag("--each", each, "print every exchange: place in the script, status, microseconds");
    CLI11_PARSE(app, count, words);
    options.time = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
    options.warm_up = std::chrono::milliseconds(static_cast<std::int64_t>(warm_up * 1000));
    try {
        run_load(options, read_script(script)).print(each);
        return 0;
    } catch (const std::exception& fault) {
        std::cerr << fault.what() << '\n';
        return 1;
    }
}
