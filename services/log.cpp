#include "services/log.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <string>

namespace hiroba::services::log {
namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_logger_mt("hiroba");
        made->set_pattern("%v");
        return made;
    }();
    return *instance;
}

std::string line(std::string_view level, std::string_view event, Fields fields) {
    nlohmann::ordered_json json;
    json["at"] = spdlog::details::os::now().time_since_epoch().count() / 1'000'000;
    json["level"] = level;
    json["event"] = event;
    for (const auto& [name, value] : fields)
        json[std::string{name}] = value;
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

void info(std::string_view event, Fields fields) { logger().info(line("info", event, fields)); }
void error(std::string_view event, Fields fields) { logger().error(line("error", event, fields)); }

} // namespace hiroba::services::log
