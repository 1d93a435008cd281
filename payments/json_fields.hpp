// Members of a provider's JSON that may be missing or of another type.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace hiroba::payments {

// Discarded when it is no JSON.
[[nodiscard]] inline nlohmann::json parsed(std::string_view text) {
    return nlohmann::json::parse(text, nullptr, false);
}

// "" for a member that is absent, null or no text.
[[nodiscard]] inline std::string text_at(const nlohmann::json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>() : std::string{};
}

[[nodiscard]] inline std::optional<std::int64_t> number_at(const nlohmann::json& object, const char* name) {
    if (!object.is_object()) return std::nullopt;
    const auto member = object.find(name);
    if (member == object.end() || !member->is_number_integer()) return std::nullopt;
    return member->get<std::int64_t>();
}

// The object under a name, or null (also when it is only an id that was not expanded).
[[nodiscard]] inline nlohmann::json object_at(const nlohmann::json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto member = object.find(name);
    return member != object.end() && member->is_object() ? *member : nlohmann::json(nullptr);
}

} // namespace hiroba::payments
