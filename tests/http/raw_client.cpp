#include "tests/http/raw_client.hpp"

#include "services/http/header_syntax.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace hiroba::http::test {
namespace {

void set_option(int socket, int level, int option, const void* value, std::size_t size) {
    if (::setsockopt(socket, level, option, value, static_cast<socklen_t>(size)) != 0)
        throw std::runtime_error("setsockopt");
}

std::map<std::string, std::string> headers_of(std::string_view head) {
    std::map<std::string, std::string> headers;
    for (auto begin = head.find("\r\n"); begin != std::string_view::npos;) {
        const auto end = head.find("\r\n", begin + 2);
        const auto line = head.substr(begin + 2, end == std::string_view::npos ? end : end - begin - 2);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos)
            headers[lower_case(line.substr(0, colon))] = trim_blanks(line.substr(colon + 1));
        begin = end;
    }
    return headers;
}

} // namespace

RawClient::RawClient(std::uint16_t port, Options options) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (options.receive_buffer_bytes > 0)
        set_option(socket_, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer_bytes, sizeof options.receive_buffer_bytes);
    const int yes = 1;
    set_option(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(options.patience);
    const timeval patience{seconds.count(), std::chrono::microseconds(options.patience - seconds).count()};
    set_option(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    set_option(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof generic == sizeof address);
    __builtin_memcpy(&generic, &address, sizeof generic);
    if (::connect(socket_, &generic, sizeof generic) != 0) {
        ::close(socket_);
        throw std::runtime_error("the server does not listen");
    }
}

RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

RawClient::~RawClient() {
    if (socket_ >= 0) ::close(socket_);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::half_close() { ::shutdown(socket_, SHUT_WR); }

void RawClient::reset() {
    const linger at_once{1, 0};
    set_option(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
}

bool RawClient::fill() {
    std::array<char, 65536> piece{};
    const auto length = ::recv(socket_, piece.data(), piece.size(), 0);
    if (length <= 0) return false;
    received_.append(piece.data(), static_cast<std::size_t>(length));
    return true;
}

std::optional<Answer> RawClient::receive(bool to_head) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
        if (!fill()) return std::nullopt;
    Answer answer;
    answer.headers = headers_of(std::string_view{received_}.substr(0, end));
    answer.status = std::stoi(received_.substr(9, 3));
    received_.erase(0, end + 4);
    const auto length = answer.headers.find("content-length");
    const std::size_t body_length = to_head || length == answer.headers.end() ? 0 : std::stoul(length->second);
    while (received_.size() < body_length)
        if (!fill()) return std::nullopt;
    answer.body = received_.substr(0, body_length);
    received_.erase(0, body_length);
    return answer;
}

bool RawClient::is_hung_up_on() {
    std::array<char, 65536> piece{};
    for (;;) {
        const auto length = ::recv(socket_, piece.data(), piece.size(), 0);
        if (length == 0) return true;
        if (length < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
    }
}

std::string get(std::string_view target, std::string_view more_headers) {
    std::string request = "GET ";
    return request.append(target).append(" HTTP/1.1\r\nHost: hiroba\r\n").append(more_headers).append("\r\n");
}

std::string post(std::string_view target, std::string_view json) {
    std::string request = "POST ";
    return request.append(target)
        .append(" HTTP/1.1\r\nHost: hiroba\r\nContent-Type: application/json\r\nContent-Length: ")
        .append(std::to_string(json.size()))
        .append("\r\n\r\n")
        .append(json);
}

std::optional<Answer> ask(std::uint16_t port, std::string_view bytes) {
    RawClient client(port);
    client.send(bytes);
    return client.receive();
}

} // namespace hiroba::http::test
