#include "tests/bench/load/answer.hpp"

#include <charconv>
#include <stdexcept>
#include <string_view>
#include <strings.h>

namespace hiroba::bench {
namespace {

bool starts_without_case(std::string_view line, std::string_view name) {
    return line.size() >= name.size() && ::strncasecmp(line.data(), name.data(), name.size()) == 0;
}

std::size_t number_in(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    std::size_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{})
        throw std::runtime_error("not a number in an answer: " + std::string(text));
    return number;
}

} // namespace

std::optional<Answer> whole_answer(const std::string& bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    const std::string_view head(bytes.data(), end + 2);
    if (!head.starts_with("HTTP/1.1 ")) throw std::runtime_error("not an answer: " + std::string(head));
    Answer answer{static_cast<int>(number_in(head.substr(9, 3))), false, 0};
    std::optional<std::size_t> length;
    if (answer.status == 204 || answer.status == 304) length = 0;
    for (std::size_t at = head.find("\r\n") + 2; at < head.size(); at = head.find("\r\n", at) + 2) {
        const std::string_view line = head.substr(at);
        if (starts_without_case(line, "content-length:")) length = number_in(line.substr(15));
        if (starts_without_case(line, "connection: close")) answer.closes = true;
    }
    if (!length) throw std::runtime_error("an answer without its length: " + std::string(head));
    answer.size = end + 4 + *length;
    if (bytes.size() < answer.size) return std::nullopt;
    return answer;
}

} // namespace hiroba::bench
