#include "services/api/body_reader.hpp"

#include "domain/core/utf8.hpp"

#include <algorithm>

namespace hiroba::services::api {
namespace {

// Characters of valid UTF-8: bytes that do not continue one.
std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool has_control_characters(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

void trim(std::string& text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos) {
        text.clear();
        return;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text.erase(0, first);
}

} // namespace

BodyReader::BodyReader(const nlohmann::json& body) : body_(body) {
    if (!body.is_object()) faults_.push_back({"", "wrong_type", nlohmann::json::object()});
}

void BodyReader::fault(const char* name, const char* code, nlohmann::json facts) {
    faults_.push_back({std::string{"/"} + name, code, std::move(facts)});
}

const nlohmann::json* BodyReader::field(const char* name, bool required) {
    asked_.insert(name);
    if (!body_.is_object()) return nullptr;
    const auto found = body_.find(name);
    if (found != body_.end()) return &*found;
    if (required) fault(name, "required");
    return nullptr;
}

std::optional<std::string> BodyReader::checked(const char* name, std::string text, TextLimits limits) {
    if (has_control_characters(text)) {
        fault(name, "control_characters");
        return std::nullopt;
    }
    const std::size_t length = characters(text);
    if (length < limits.shortest) {
        fault(name, text.empty() ? "required" : "too_short", {{"shortest", limits.shortest}});
        return std::nullopt;
    }
    if (length > limits.longest) {
        fault(name, "too_long", {{"longest", limits.longest}});
        return std::nullopt;
    }
    return text;
}

std::string BodyReader::text(const char* name, TextLimits limits) {
    const auto* value = field(name, true);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        fault(name, "wrong_type");
        return {};
    }
    auto words = value->get<std::string>();
    trim(words);
    return checked(name, std::move(words), limits).value_or("");
}

std::optional<std::string> BodyReader::optional_text(const char* name, TextLimits limits) {
    const auto* value = field(name, false);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        fault(name, "wrong_type");
        return std::nullopt;
    }
    auto words = value->get<std::string>();
    trim(words);
    if (words.empty()) return std::nullopt;
    return checked(name, std::move(words), limits);
}

std::string BodyReader::secret(const char* name, TextLimits limits) {
    const auto* value = field(name, true);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        fault(name, "wrong_type");
        return {};
    }
    const auto words = value->get<std::string>();
    const std::size_t length = characters(words);
    if (length < limits.shortest) fault(name, "required");
    if (length > limits.longest) fault(name, "too_long", {{"longest", limits.longest}});
    return words;
}

std::int64_t BodyReader::number(const char* name, NumberLimits limits) {
    const auto* value = field(name, true);
    if (value == nullptr) return 0;
    if (!value->is_number_integer()) {
        fault(name, "wrong_type");
        return 0;
    }
    const bool beyond = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
    const std::int64_t number = beyond ? INT64_MAX : value->get<std::int64_t>();
    if (number < limits.lowest) fault(name, "too_low", {{"lowest", limits.lowest}});
    if (number > limits.highest) fault(name, "too_high", {{"highest", limits.highest}});
    return number;
}

bool BodyReader::flag(const char* name) {
    const auto* value = field(name, true);
    if (value == nullptr) return false;
    if (!value->is_boolean()) {
        fault(name, "wrong_type");
        return false;
    }
    return value->get<bool>();
}

std::string BodyReader::one_of(const char* name, const std::vector<std::string>& allowed) {
    const auto* value = field(name, true);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        fault(name, "wrong_type");
        return {};
    }
    auto word = value->get<std::string>();
    if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) fault(name, "not_allowed");
    return word;
}

std::optional<http::Response> BodyReader::finish() {
    if (body_.is_object())
        for (const auto& [name, value] : body_.items())
            if (!asked_.contains(name))
                faults_.push_back(
                    {"/" + std::string{beginning_of(name, 40)}, "unknown_field", nlohmann::json::object()});
    if (faults_.empty()) return std::nullopt;
    constexpr std::size_t most_faults = 20;
    if (faults_.size() > most_faults) faults_.resize(most_faults);
    return http::problem(422, "invalid_request", nlohmann::json::object(), faults_);
}

} // namespace hiroba::services::api
