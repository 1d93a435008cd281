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

BodyReader::BodyReader(const nlohmann::json& body)
    : BodyReader(body, "", std::make_shared<std::vector<http::FieldError>>()) {}

BodyReader::BodyReader(const nlohmann::json& body, std::string pointer,
                       std::shared_ptr<std::vector<http::FieldError>> faults)
    : body_(&body), pointer_(std::move(pointer)), faults_(std::move(faults)) {
    if (!body.is_object()) faults_->push_back({pointer_, "wrong_type", nlohmann::json::object()});
}

void BodyReader::fault(const char* name, const char* code, nlohmann::json facts) {
    faults_->push_back({pointer_ + "/" + name, code, std::move(facts)});
}

bool BodyReader::has(const char* name) const { return body_->is_object() && body_->contains(name); }

const nlohmann::json* BodyReader::field(const char* name, bool required) {
    asked_.insert(name);
    if (!body_->is_object()) return nullptr;
    const auto found = body_->find(name);
    if (found != body_->end()) return &*found;
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

std::optional<std::int64_t> BodyReader::optional_number(const char* name, NumberLimits limits) {
    if (field(name, false) == nullptr) return std::nullopt;
    return number(name, limits);
}

std::optional<bool> BodyReader::optional_flag(const char* name) {
    if (field(name, false) == nullptr) return std::nullopt;
    return flag(name);
}

std::optional<std::string> BodyReader::optional_one_of(const char* name, const std::vector<std::string>& allowed) {
    if (field(name, false) == nullptr) return std::nullopt;
    return one_of(name, allowed);
}

std::string BodyReader::word(const char* name, std::size_t longest) { return text(name, {1, longest}); }

std::optional<std::string> BodyReader::optional_word(const char* name, std::size_t longest) {
    return optional_text(name, {1, longest});
}

const nlohmann::json* BodyReader::list(const char* name, CountLimits limits) {
    const auto* value = field(name, limits.fewest > 0);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) {
        fault(name, "wrong_type");
        return nullptr;
    }
    if (value->size() < limits.fewest) fault(name, "too_few", {{"fewest", limits.fewest}});
    if (value->size() > limits.most) {
        fault(name, "too_many", {{"most", limits.most}});
        return nullptr;
    }
    return value;
}

std::vector<BodyReader> BodyReader::objects(const char* name, CountLimits limits) {
    std::vector<BodyReader> readers;
    const auto* items = list(name, limits);
    if (items == nullptr) return readers;
    for (std::size_t index = 0; index < items->size(); ++index)
        readers.push_back({(*items)[index], pointer_ + "/" + name + "/" + std::to_string(index), faults_});
    return readers;
}

std::optional<BodyReader> BodyReader::object(const char* name, bool required) {
    const auto* value = field(name, required);
    if (value == nullptr) return std::nullopt;
    return BodyReader{*value, pointer_ + "/" + name, faults_};
}

std::vector<std::string> BodyReader::words(const char* name, CountLimits limits) {
    constexpr std::size_t longest = 40;
    std::vector<std::string> words;
    const auto* items = list(name, limits);
    if (items == nullptr) return words;
    for (const auto& item : *items) {
        if (item.is_string() && item.get_ref<const std::string&>().size() <= longest)
            words.push_back(item.get<std::string>());
        else
            fault(name, "wrong_type");
    }
    return words;
}

void BodyReader::close() {
    if (!body_->is_object()) return;
    for (const auto& [name, value] : body_->items())
        if (!asked_.contains(name))
            faults_->push_back(
                {pointer_ + "/" + std::string{beginning_of(name, 40)}, "unknown_field", nlohmann::json::object()});
}

std::optional<http::Response> BodyReader::finish() {
    close();
    if (faults_->empty()) return std::nullopt;
    constexpr std::size_t most_faults = 20;
    if (faults_->size() > most_faults) faults_->resize(most_faults);
    return http::problem(422, "invalid_request", nlohmann::json::object(), *faults_);
}

} // namespace hiroba::services::api
