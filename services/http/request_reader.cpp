#include "services/http/request_reader.hpp"

#include "services/http/cookies.hpp"
#include "services/http/header_syntax.hpp"
#include "services/http/percent_encoding.hpp"
#include "services/http/query_string.hpp"
#include "services/http/request_id.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <system_error>

namespace hiroba::http {
namespace {

constexpr std::string_view end_of_line = "\r\n";
constexpr std::string_view end_of_head = "\r\n\r\n";

bool is_visible_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

bool is_ip_address(const std::string& text) {
    in6_addr address{};
    return inet_pton(AF_INET, text.c_str(), &address) == 1 || inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

// Two parts of a list header; a cookie list is separated by semicolons (RFC 9113 §8.2.3).
std::string joined(std::string_view name, std::string_view first, std::string_view second) {
    std::string list{first};
    return list.append(name == "cookie" ? "; " : ", ").append(second);
}

} // namespace

RequestReader::RequestReader(RequestLimits limits, std::string peer_address)
    : limits_(std::move(limits)), peer_address_(std::move(peer_address)) {}

void RequestReader::feed(std::string_view bytes) { buffer_ += bytes; }

RequestReader::Outcome RequestReader::next() {
    if (!head_) {
        // Empty lines before a request are tolerated (RFC 9112 §2.2).
        std::size_t empty_lines = 0;
        while (std::string_view{buffer_}.substr(empty_lines).starts_with(end_of_line))
            empty_lines += end_of_line.size();
        buffer_.erase(0, empty_lines);
        if (buffer_.empty() || buffer_ == "\r") return Incomplete{};
        if (auto reason = read_head()) return refused(std::move(*reason), false);
        if (!head_) return Incomplete{.begun = true};
    }
    const bool nothing_follows = buffer_.size() == head_->length && !head_->received;
    if (head_->is_large && !receive_large_body()) return refused(Refusal{"unavailable"}, false);
    if (!body_is_here()) {
        const auto expect = head_->headers.find("expect");
        const bool waits =
            expect != head_->headers.end() && lower_case(expect->second) == "100-continue" && nothing_follows;
        return Incomplete{.begun = true, .head_complete = true, .waits_for_100 = waits};
    }

    const std::size_t in_memory = head_->is_large ? 0 : head_->body_length;
    auto request = decode(buffer_.substr(head_->length, in_memory));
    Outcome outcome = request ? Outcome{CompleteRequest{std::move(*request), head_->keep_alive}}
                              : Outcome{refused(request.error(), true)};
    buffer_.erase(0, head_->length + in_memory);
    head_.reset();
    searched_ = 0;
    return outcome;
}

std::optional<Refusal> RequestReader::read_head() {
    // What does not begin with a method's letter is not HTTP; there is no use in waiting for its end.
    if (buffer_.front() < 'A' || buffer_.front() > 'Z') return Refusal{"malformed_request_line"};
    const auto end = buffer_.find(end_of_head, searched_);
    if (end == std::string::npos) {
        searched_ = buffer_.size() < end_of_head.size() ? 0 : buffer_.size() - end_of_head.size() + 1;
        return refuse_endless_head();
    }
    if (end + end_of_head.size() > limits_.head_bytes) return Refusal{"headers_too_large"};

    head_.emplace();
    head_->length = end + end_of_head.size();
    const std::string_view text{buffer_.data(), end};
    const auto end_of_first = std::min(text.find(end_of_line), text.size());
    if (auto reason = read_request_line(text.substr(0, end_of_first))) return reason;
    std::size_t headers = 0;
    for (auto begin = end_of_first + end_of_line.size(); begin < text.size();) {
        const auto end_of_this = std::min(text.find(end_of_line, begin), text.size());
        if (++headers > limits_.headers) return Refusal{"too_many_headers"};
        if (auto reason = read_header(text.substr(begin, end_of_this - begin))) return reason;
        begin = end_of_this + end_of_line.size();
    }
    return read_framing();
}

std::optional<Refusal> RequestReader::refuse_endless_head() const {
    if (buffer_.size() > limits_.head_bytes) return Refusal{"headers_too_large"};
    const auto first_line = std::min(buffer_.find(end_of_line), buffer_.size());
    if (first_line > limits_.target_bytes + 32) return Refusal{"target_too_long"};
    return std::nullopt;
}

std::optional<Refusal> RequestReader::read_request_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return Refusal{"malformed_request_line"};
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);

    if (!is_token(method) || !is_visible_ascii(target)) return Refusal{"malformed_request_line"};
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return Refusal{"unsupported_http_version"};
    if (target.size() > limits_.target_bytes) return Refusal{"target_too_long"};
    head_->method = method;
    head_->target = target;
    head_->keep_alive = version == "HTTP/1.1";
    return std::nullopt;
}

std::optional<Refusal> RequestReader::read_header(std::string_view line) {
    const auto colon = line.find(':');
    // A blank before the colon or at the beginning of a line is how two readers come to different headers.
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return Refusal{"malformed_header"};
    const auto value = trim_blanks(line.substr(colon + 1));
    if (!is_header_value(value)) return Refusal{"malformed_header"};
    const auto name = lower_case(line.substr(0, colon));
    const auto [place, is_new] = head_->headers.emplace(name, value);
    if (!is_new) place->second = joined(name, place->second, value);
    return std::nullopt;
}

std::optional<Refusal> RequestReader::read_framing() {
    const auto& headers = head_->headers;
    const auto host = headers.find("host");
    if (head_->keep_alive && (host == headers.end() || host->second.find(',') != std::string::npos))
        return Refusal{"missing_host"};
    if (const auto connection = headers.find("connection"); connection != headers.end())
        head_->keep_alive = head_->keep_alive && !list_contains(connection->second, "close");
    // The front door buffers bodies and sends them with their length; chunks have no honest sender here.
    if (headers.contains("transfer-encoding")) return Refusal{"transfer_encoding_refused"};

    const auto length = headers.find("content-length");
    if (length == headers.end()) return std::nullopt;
    const auto& digits = length->second;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.empty() || digits.size() > 18 || !std::all_of(digits.begin(), digits.end(), is_digit))
        return Refusal{"bad_content_length"};
    std::from_chars(digits.data(), digits.data() + digits.size(), head_->body_length);
    head_->is_large = head_->body_length > 0 && has_large_body();
    const std::size_t most = head_->is_large ? limits_.large_bodies->most_bytes
                                             : limits_.request_bytes - std::min(head_->length, limits_.request_bytes);
    if (head_->body_length > most) return Refusal{"body_too_large"};
    return std::nullopt;
}

bool RequestReader::has_large_body() const {
    if (!limits_.large_bodies) return false;
    const auto method = parse_method(head_->method);
    const auto path = decode_path(std::string_view{head_->target}.substr(0, head_->target.find('?')));
    return method && path && limits_.large_bodies->are_sent_to(*method, *path);
}

// Moves what has come of the body out of the memory; the head stays in front of what comes next. False when it cannot
// be stored.
bool RequestReader::receive_large_body() {
    try {
        if (!head_->received) head_->received = std::make_shared<ReceivedBody>(limits_.large_bodies->folder);
        const auto missing = static_cast<std::size_t>(head_->body_length - head_->received->size());
        const auto here = std::min(missing, buffer_.size() - head_->length);
        head_->received->append(std::string_view{buffer_}.substr(head_->length, here));
        buffer_.erase(head_->length, here);
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

bool RequestReader::body_is_here() const {
    if (head_->is_large) return head_->received->size() == head_->body_length;
    return buffer_.size() >= head_->length + head_->body_length;
}

Result<Request> RequestReader::decode(std::string body) const {
    const auto method = parse_method(head_->method);
    if (!method) return refuse("unknown_method");
    const std::string_view target = head_->target;
    const auto question_mark = std::min(target.find('?'), target.size());
    const auto path = target.substr(0, question_mark);
    if (!path.starts_with('/') || target.find('#') != std::string_view::npos) return refuse("target_not_a_path");
    if (static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) > limits_.path_slashes)
        return refuse("too_many_path_segments");

    auto decoded_path = decode_path(path);
    if (!decoded_path) return tl::unexpected(decoded_path.error());
    auto query = parse_query(question_mark < target.size() ? target.substr(question_mark + 1) : std::string_view{},
                             limits_.query_parameters);
    if (!query) return tl::unexpected(query.error());

    Request request;
    request.method = *method;
    request.path = std::move(*decoded_path);
    request.body = std::move(body);
    request.received = head_->received;
    request.query_parameters = std::move(*query);
    request.headers = head_->headers;
    request.request_id = request_id_from(request.header("x-request-id").value_or(""));
    request.client_address = client_address();
    request.cookies = parse_cookies(request.header("cookie").value_or(""));
    return request;
}

// The last hop of X-Forwarded-For is the one our own front door has written; what stands before it, anybody may have.
std::string RequestReader::client_address() const {
    const auto forwarded = head_->headers.find("x-forwarded-for");
    if (forwarded == head_->headers.end()) return peer_address_;
    const auto last_comma = forwarded->second.rfind(',');
    const auto last =
        trim_blanks(std::string_view{forwarded->second}.substr(last_comma == std::string::npos ? 0 : last_comma + 1));
    return is_ip_address(std::string{last}) ? std::string{last} : peer_address_;
}

RefusedRequest RequestReader::refused(Refusal reason, bool end_is_known) const {
    const int status = reason.code == "body_too_large" ? 413 : reason.code == "unavailable" ? 503 : 400;
    if (!head_) return {.reason = std::move(reason), .status = status, .request_id = request_id_from("")};
    const auto offered = head_->headers.find("x-request-id");
    return {.reason = std::move(reason),
            .status = status,
            .request_id = request_id_from(offered == head_->headers.end() ? std::string_view{} : offered->second),
            .keep_alive = end_is_known && head_->keep_alive,
            .is_head = head_->method == "HEAD"};
}

} // namespace hiroba::http
