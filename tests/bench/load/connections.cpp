#include "tests/bench/load/connections.hpp"

#include "tests/bench/load/answer.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace hiroba::bench {
namespace {

constexpr int addresses_per_net = 250;
constexpr std::chrono::seconds longest_silence{30};

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in loopback(std::uint32_t address, std::uint16_t port) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    place.sin_addr.s_addr = htonl(address);
    return place;
}

// 127.0.1.1 … 127.0.1.250, 127.0.2.1 …
std::uint32_t client_address(int number) {
    const auto net = static_cast<std::uint32_t>(1 + number / addresses_per_net);
    return 0x7f000000U + net * 256U + static_cast<std::uint32_t>(1 + number % addresses_per_net);
}

int connect_from(std::uint32_t source, std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) fail("socket");
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    const sockaddr_in from = loopback(source, 0);
    const sockaddr_in to = loopback(INADDR_LOOPBACK, port);
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&from), sizeof(from)) != 0) fail("bind");
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) != 0) fail("connect");
    return socket;
}

double processor_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Client {
    int socket = -1;
    std::size_t request = 0;
    Clock::time_point sent_at;
    std::string received;
    bool waiting = false;
};

class Load {
public:
    Load(const LoadOptions& options, const std::vector<std::string>& script)
        : options_(options), script_(script), epoll_(::epoll_create1(EPOLL_CLOEXEC)),
          clients_(static_cast<std::size_t>(options.connections)) {
        if (epoll_ < 0) fail("epoll_create1");
        for (std::size_t number = 0; number < clients_.size(); ++number) {
            clients_[number].request = number * script_.size() / clients_.size(); // nobody follows another one
            open(number);
        }
    }
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load() {
        for (const Client& client : clients_)
            if (client.socket >= 0) ::close(client.socket);
        ::close(epoll_);
    }

    Report run() {
        started_ = Clock::now();
        counted_from_ = started_ + (options_.once ? std::chrono::milliseconds{0} : options_.warm_up);
        ends_ = counted_from_ + options_.time;
        double processor_before = processor_seconds();
        for (std::size_t number = 0; number < clients_.size(); ++number)
            send_next(number);
        bool counting = options_.warm_up.count() == 0 || options_.once;
        while (under_way_ > 0) {
            wait_for_answers();
            if (!counting && Clock::now() >= counted_from_) {
                counting = true;
                processor_before = processor_seconds();
            }
        }
        report_.seconds = std::chrono::duration<double>((options_.once ? last_answer_ : ends_) - counted_from_).count();
        report_.processor_seconds = processor_seconds() - processor_before;
        return std::move(report_);
    }

private:
    void open(std::size_t number) {
        Client& client = clients_[number];
        client.socket = connect_from(client_address(next_address_++ % options_.addresses), options_.port);
        client.received.clear();
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = number;
        if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, client.socket, &event) != 0) fail("epoll_ctl");
    }

    void reopen(std::size_t number) {
        ::close(clients_[number].socket);
        open(number);
    }

    void send_next(std::size_t number) {
        Client& client = clients_[number];
        client.waiting = false;
        client.sent_at = Clock::now();
        if (options_.once) {
            if (next_ >= script_.size()) return;
            client.request = next_++;
        } else {
            if (client.sent_at >= ends_) return;
            client.request = (client.request + 1) % script_.size();
        }
        const std::string& bytes = script_[client.request];
        // Small requests always fit into the socket's buffer.
        if (::send(client.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
            return broken(number);
        client.waiting = true;
        ++under_way_;
    }

    void broken(std::size_t number) {
        ++report_.broken;
        if (report_.broken > clients_.size())
            throw std::runtime_error("the server closes one connection after another");
        reopen(number);
        send_next(number);
    }

    void wait_for_answers() {
        std::array<epoll_event, 256> events{};
        const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                       static_cast<int>(std::chrono::milliseconds(longest_silence).count()));
        if (count < 0 && errno != EINTR) fail("epoll_wait");
        if (count == 0) throw std::runtime_error("no answer for half a minute");
        for (int at = 0; at < count; ++at)
            receive(events[static_cast<std::size_t>(at)].data.u64);
    }

    void receive(std::size_t number) {
        Client& client = clients_[number];
        const ssize_t size = ::recv(client.socket, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (size <= 0) return closed(number);
        client.received.append(buffer_.data(), static_cast<std::size_t>(size));
        const auto answer = whole_answer(client.received);
        if (!answer) return;
        if (!client.waiting || client.received.size() != answer->size)
            throw std::runtime_error("more bytes than the answer has: " + client.received);
        if (!options_.text.empty() && client.received.find(options_.text) != std::string::npos) ++report_.with_text;
        if (answer->status >= 400) report_.refusals.try_emplace(answer->status, client.received);
        client.received.clear();
        count(client, answer->status);
        if (answer->closes) reopen(number);
        send_next(number);
    }

    void closed(std::size_t number) {
        if (!clients_[number].waiting) { // between two exchanges, as any server may
            ::close(clients_[number].socket);
            clients_[number].socket = -1;
            return;
        }
        --under_way_;
        broken(number);
    }

    void count(const Client& client, int status) {
        --under_way_;
        last_answer_ = Clock::now();
        if (!options_.once && (last_answer_ < counted_from_ || last_answer_ > ends_)) return;
        const auto time = std::chrono::duration_cast<std::chrono::microseconds>(last_answer_ - client.sent_at);
        report_.exchanges.push_back({client.request, status, time.count()});
    }

    const LoadOptions options_;
    const std::vector<std::string>& script_;
    const int epoll_;
    std::vector<Client> clients_;
    std::array<char, 65536> buffer_{};
    std::size_t next_ = 0;
    int next_address_ = 0;
    std::size_t under_way_ = 0;
    Clock::time_point started_, counted_from_, ends_, last_answer_;
    Report report_;
};

} // namespace

Report run_load(const LoadOptions& options, const std::vector<std::string>& script) {
    return Load(options, script).run();
}

} // namespace hiroba::bench
