// A client that can misbehave: one TCP connection to the server under test, byte by byte.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace hiroba::http::test {

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers; // names in lower case
    std::string body;
};

class RawClient {
public:
    struct Options {
        int receive_buffer_bytes = 0; // 0: the kernel's choice
        std::chrono::milliseconds patience{5000};
    };

    // Throws std::runtime_error when the server does not listen.
    explicit RawClient(std::uint16_t port) : RawClient(port, Options{}) {}
    RawClient(std::uint16_t port, Options options);
    ~RawClient();
    RawClient(RawClient&& other) noexcept;
    RawClient& operator=(RawClient&&) = delete;

    // False when the server has ended the connection.
    bool send(std::string_view bytes);
    void half_close();
    // Ends the connection with a reset instead of a farewell.
    void reset();

    // The next answer, or nothing when the server hangs up or stays silent. An answer to HEAD has no body.
    std::optional<Answer> receive(bool to_head = false);
    // Whether the server hangs up within the patience (bytes that still come are thrown away).
    bool is_hung_up_on();

private:
    bool fill();

    int socket_ = -1;
    std::string received_;
};

// "GET <target> HTTP/1.1" with Host and these further header lines.
std::string get(std::string_view target, std::string_view more_headers = "");
std::string post(std::string_view target, std::string_view json);

// Connects, asks, reads the answer.
std::optional<Answer> ask(std::uint16_t port, std::string_view bytes);

} // namespace hiroba::http::test
