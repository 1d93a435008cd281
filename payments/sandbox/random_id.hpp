// Ids as providers make them.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace hiroba::sandbox {

[[nodiscard]] inline std::string random_text(std::string_view prefix, std::size_t length, std::string_view alphabet) {
    std::random_device source;
    std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1};
    std::string id{prefix};
    while (id.size() < prefix.size() + length)
        id.push_back(alphabet[pick(source)]);
    return id;
}

[[nodiscard]] inline std::string random_id(std::string_view prefix, std::size_t length) {
    return random_text(prefix, length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}

[[nodiscard]] inline std::string random_digits(std::size_t length) { return random_text("", length, "0123456789"); }

} // namespace hiroba::sandbox
