#include "tests/bench/load/report.hpp"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace hiroba::bench {
namespace {

double milliseconds_at(const std::vector<std::int64_t>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return static_cast<double>(sorted[at]) / 1000;
}

} // namespace

void Report::print(bool each) const {
    std::vector<std::int64_t> times;
    std::map<std::string, std::size_t> statuses;
    for (const Exchange& exchange : exchanges) {
        times.push_back(exchange.microseconds);
        ++statuses[std::to_string(exchange.status)];
    }
    std::sort(times.begin(), times.end());
    nlohmann::json json{{"answers", exchanges.size()},
                        {"broken", broken},
                        {"seconds", seconds},
                        {"per_second", static_cast<double>(exchanges.size()) / seconds},
                        {"statuses", statuses},
                        {"p50_ms", milliseconds_at(times, 0.50)},
                        {"p95_ms", milliseconds_at(times, 0.95)},
                        {"p99_ms", milliseconds_at(times, 0.99)},
                        {"max_ms", milliseconds_at(times, 1.0)},
                        {"with_text", with_text},
                        {"generator_share", processor_seconds / seconds}};
    for (const auto& [status, answer] : refusals)
        json["refusals"][std::to_string(status)] = answer;
    if (each)
        for (const Exchange& exchange : exchanges)
            json["each"].push_back({exchange.request, exchange.status, exchange.microseconds});
    std::cout << json.dump() << '\n';
}

} // namespace hiroba::bench
