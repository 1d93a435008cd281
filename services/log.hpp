// What the program says of itself: one JSON line per event on standard error, no personal data, no secrets.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

namespace hiroba::services::log {

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void info(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

} // namespace hiroba::services::log
