// The only place that knows Pistache 0.0.5: its listener, worker threads, event loop and peers.
// What it does not use, and why, stands in README.md.

// Inlining Pistache's headers into this file makes g++ 12 suspect null pointers inside std::shared_ptr.
#pragma GCC diagnostic ignored "-Wnull-dereference"

#include "services/http/server.hpp"

#include "services/http/problem.hpp"
#include "services/http/wire_format.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <pistache/listener.h>
#include <pistache/peer.h>
#include <pistache/transport.h>
#include <sodium.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <utility>

namespace hiroba::http {
namespace {

namespace Aio = Pistache::Aio;
namespace Polling = Pistache::Polling;
namespace Tcp = Pistache::Tcp;
using Clock = std::chrono::steady_clock;
using Peer = std::shared_ptr<Tcp::Peer>;

// What a client may still send after a last answer: as much as the largest body, or it would never read the answer.
constexpr std::size_t most_discarded_bytes = 32UL * 1024 * 1024;
constexpr std::size_t piece_of_file = 128UL * 1024; // of a file that is sent, held in memory at one time
constexpr std::chrono::milliseconds tick{250};

void report_to_standard_error(std::string_view request_id, std::string_view what) {
    const nlohmann::json line = {
        {"level", "error"}, {"event", "handler_threw"}, {"request_id", request_id}, {"what", what}};
    const auto text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::fprintf(stderr, "%s\n", text.c_str());
}

// What all workers share.
struct Shared {
    ServerOptions options;
    Server::Entry entry;
    std::atomic<std::size_t> in_flight{0};
    std::atomic<bool> draining{false};
};

// Counts one request from "read completely" to "the kernel has the answer" or "the client is gone".
class InFlight {
public:
    explicit InFlight(Shared& shared) : shared_(&shared), number_(++shared.in_flight) {}
    InFlight(InFlight&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)), number_(other.number_) {}
    InFlight& operator=(InFlight&&) = delete;
    ~InFlight() {
        if (shared_ != nullptr) --shared_->in_flight;
    }
    [[nodiscard]] bool is_too_many() const {
        return shared_->options.max_in_flight != 0 && number_ > shared_->options.max_in_flight;
    }

private:
    Shared* shared_;
    std::size_t number_;
};

// One client's connection. Touched only by the worker thread that owns the connection.
struct Conversation {
    enum class Phase { idle, head, body, write, linger };

    RequestReader reader;
    Phase phase = Phase::idle;
    Clock::time_point since = Clock::now(); // when the phase began; while writing, when bytes last went out
    std::string out;                        // the answer being written
    std::size_t written = 0;
    std::shared_ptr<const BodyFromFile> out_file; // what follows the bytes in `out`
    std::uint64_t taken_of_file = 0;              // already in `out`
    bool waits_for_room = false;                  // asked the event loop to tell when the client takes more
    bool sent_100 = false;                        // "100 Continue" for the request being read
    bool close_after_write = false;
    std::size_t discarded_bytes = 0; // what still came after the last answer
    std::optional<InFlight> in_flight;

    explicit Conversation(RequestReader its_reader) : reader(std::move(its_reader)) {}

    void enter(Phase next) {
        phase = next;
        since = Clock::now();
    }
};

std::chrono::milliseconds patience(const ConnectionTimeouts& timeouts, Conversation::Phase phase) {
    switch (phase) {
    case Conversation::Phase::idle:
        return timeouts.idle;
    case Conversation::Phase::head:
        return timeouts.head;
    case Conversation::Phase::body:
        return timeouts.body;
    case Conversation::Phase::write:
        return timeouts.write;
    case Conversation::Phase::linger:
        break;
    }
    return timeouts.linger;
}

// Resets the connection at once. Inside Pistache's read loop the descriptor must stay open (it reads on after us,
// and a closed number may already be another client's); the loop then sees the error and closes it itself.
void cut_off(const Peer& peer) {
    sockaddr nowhere{};
    nowhere.sa_family = AF_UNSPEC;
    static_cast<void>(::connect(peer->fd(), &nowhere, sizeof nowhere)); // fails only for what is cut off already
}

// Pistache's handler, one for each worker: turns bytes into requests, asks the entry, writes the answers.
class Gateway : public Tcp::Handler {
public:
    explicit Gateway(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

    std::shared_ptr<Tcp::Handler> clone() const override { return std::make_shared<Gateway>(shared_); }

    void onConnection(const Peer& peer) override {
        auto limits = shared_->options.limits;
        limits.request_bytes = shared_->options.max_request_bytes;
        conversations_.try_emplace(peer->fd(), RequestReader{limits, peer->address().host()});
    }

    void onInput(const char* buffer, std::size_t length, const Peer& peer) override {
        guarded(peer, [&](Conversation& conversation) {
            if (conversation.phase == Conversation::Phase::linger) return discard(peer, conversation, length);
            conversation.reader.feed({buffer, length});
            if (conversation.reader.buffered_bytes() > 2 * shared_->options.max_request_bytes) return cut_off(peer);
            converse(peer, conversation);
        });
    }

    // What the client did not take of its answer goes with it; nothing is left for the descriptor's next owner.
    void onDisconnection(const Peer& peer) override { conversations_.erase(peer->fd()); }

    // The client takes bytes again.
    void on_room(const Peer& peer) {
        guarded(peer, [&](Conversation& conversation) {
            if (!conversation.waits_for_room) return;
            write_some(peer, conversation);
            converse(peer, conversation);
        });
    }

    [[nodiscard]] bool is_overdue(const Peer& peer, Clock::time_point now) const {
        const auto& conversation = conversations_.at(peer->fd());
        return now - conversation.since > patience(shared_->options.timeouts, conversation.phase);
    }

private:
    // Nothing may be thrown into Pistache's loop: it would end the worker, and with it the process.
    template <class Action>
    void guarded(const Peer& peer, Action&& action) {
        try {
            action(conversations_.at(peer->fd()));
        } catch (const std::exception& fault) {
            shared_->options.report_fault("", fault.what());
            cut_off(peer);
        }
    }

    static void discard(const Peer& peer, Conversation& conversation, std::size_t length) {
        conversation.discarded_bytes += length;
        if (conversation.discarded_bytes > most_discarded_bytes) cut_off(peer);
    }

    // Answers the requests that are complete, one after the other, each only when the answer before it is out.
    void converse(const Peer& peer, Conversation& conversation) {
        while (conversation.phase != Conversation::Phase::linger && conversation.out.empty()) {
            auto outcome = conversation.reader.next();
            if (const auto* incomplete = std::get_if<Incomplete>(&outcome))
                return wait_for_more(peer, conversation, *incomplete);
            conversation.in_flight.emplace(*shared_);
            conversation.sent_100 = false;
            if (auto* complete = std::get_if<CompleteRequest>(&outcome))
                start_answer(conversation, *complete);
            else
                start_refusal(conversation, std::get<RefusedRequest>(outcome));
            conversation.enter(Conversation::Phase::write);
            send_answer(peer, conversation);
        }
    }

    static void wait_for_more(const Peer& peer, Conversation& conversation, const Incomplete& incomplete) {
        using Phase = Conversation::Phase;
        const auto phase = incomplete.head_complete ? Phase::body : incomplete.begun ? Phase::head : Phase::idle;
        if (phase != conversation.phase) conversation.enter(phase);
        if (!incomplete.waits_for_100 || conversation.sent_100) return;
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        // 25 bytes into an empty send buffer; a client that cannot take them will send its body unasked, or not.
        conversation.sent_100 = ::send(peer->fd(), go_on.data(), go_on.size(), MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
    }

    void start_answer(Conversation& conversation, CompleteRequest& complete) {
        auto& request = complete.request;
        // The handler may do with its request what it likes; the answer belongs to the one that came in.
        const std::string request_id = request.request_id;
        const bool is_head = request.method == Method::head;
        const auto format = [&](Response response) {
            conversation.close_after_write = !complete.keep_alive || shared_->draining;
            conversation.taken_of_file = 0;
            conversation.out_file = is_head ? nullptr : response.file;
            return wire_format(
                std::move(response),
                {.request_id = request_id, .keep_alive = !conversation.close_after_write, .without_body = is_head});
        };
        try {
            conversation.out = format(respond(request, *conversation.in_flight));
            return;
        } catch (const std::exception& fault) {
            shared_->options.report_fault(request_id, fault.what());
        } catch (...) {
            shared_->options.report_fault(request_id, "something that is no std::exception");
        }
        conversation.out = format(problem(500, "internal_error"));
    }

    Response respond(Request& request, const InFlight& in_flight) const {
        if (!in_flight.is_too_many()) return shared_->entry(request);
        auto response = problem(429, "too_busy");
        set_header(response, "Retry-After", "1");
        return response;
    }

    void start_refusal(Conversation& conversation, const RefusedRequest& refused) {
        const bool keep_alive = refused.keep_alive && !shared_->draining;
        conversation.close_after_write = !keep_alive;
        conversation.out =
            wire_format(refusal_response(refused.reason, refused.status),
                        {.request_id = refused.request_id, .keep_alive = keep_alive, .without_body = refused.is_head});
    }

    void send_answer(const Peer& peer, Conversation& conversation) {
        if (shared_->options.answer_path == AnswerPath::at_once) return write_some(peer, conversation);
        peer->send(Pistache::RawBuffer(conversation.out, conversation.out.size()));
        conversation.out.clear();
        conversation.in_flight.reset();
        conversation.enter(conversation.close_after_write ? Conversation::Phase::linger : Conversation::Phase::idle);
    }

    // Writes what the kernel takes now. The rest waits for on_room(): Pistache's own queue would spin until the client
    // reads, and keep a part of the answer for the next owner of the descriptor if it never does.
    void write_some(const Peer& peer, Conversation& conversation) {
        while (conversation.written < conversation.out.size() || take_piece_of_file(conversation)) {
            const auto sent = ::send(peer->fd(), conversation.out.data() + conversation.written,
                                     conversation.out.size() - conversation.written, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno == EINTR) continue;
            if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return wait_for_room(peer, conversation, true);
            if (sent < 0) return lose(peer, conversation);
            conversation.written += static_cast<std::size_t>(sent);
            conversation.since = Clock::now();
        }
        finish_answer(peer, conversation);
    }

    // False when nothing is left. A file that became shorter than was promised ends the connection (std::system_error
    // or std::runtime_error), so that the client knows it has not got all of it.
    static bool take_piece_of_file(Conversation& conversation) {
        if (!conversation.out_file || conversation.taken_of_file == conversation.out_file->size()) return false;
        conversation.out = conversation.out_file->piece(conversation.taken_of_file, piece_of_file);
        if (conversation.out.empty()) throw std::runtime_error("a file ended before its length");
        conversation.taken_of_file += conversation.out.size();
        conversation.written = 0;
        return true;
    }

    void finish_answer(const Peer& peer, Conversation& conversation) {
        if (conversation.waits_for_room) wait_for_room(peer, conversation, false);
        conversation.out_file.reset();
        conversation.out.clear();
        conversation.written = 0;
        conversation.in_flight.reset();
        if (!conversation.close_after_write) return conversation.enter(Conversation::Phase::idle);
        ::shutdown(peer->fd(), SHUT_WR);
        conversation.enter(Conversation::Phase::linger);
    }

    // The client is gone in the middle of the answer; the read loop will see that too and close the connection.
    static void lose(const Peer& peer, Conversation& conversation) {
        conversation.in_flight.reset();
        conversation.enter(Conversation::Phase::linger);
        cut_off(peer);
    }

    void wait_for_room(const Peer& peer, Conversation& conversation, bool wanted) {
        using Polling::NotifyOn;
        conversation.waits_for_room = wanted;
        const auto always = NotifyOn::Read | NotifyOn::Shutdown;
        transport()->reactor()->modifyFd(transport()->key(), peer->fd(), wanted ? always | NotifyOn::Write : always,
                                         Polling::Mode::Edge);
    }

    std::shared_ptr<Shared> shared_;
    // Not in the peers themselves: the acceptor thread may be the last to let go of a peer.
    std::unordered_map<Pistache::Fd, Conversation> conversations_; // by descriptor
};

// Pistache's transport, one for each worker, with the two things it lacks: telling the gateway when a slow client has
// room again, and cutting off connections that take too long in any phase.
class Worker : public Tcp::Transport {
public:
    Worker(const std::shared_ptr<Gateway>& gateway, AnswerPath answer_path)
        : Tcp::Transport(gateway), gateway_(gateway), answer_path_(answer_path) {}
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker() override {
        for (const auto& [descriptor, peer] : peers)
            ::close(descriptor);
        if (timer_ >= 0) ::close(timer_);
    }

    std::shared_ptr<Aio::Handler> clone() const override {
        return std::make_shared<Worker>(std::static_pointer_cast<Gateway>(gateway_->clone()), answer_path_);
    }

    void registerPoller(Polling::Epoll& poller) override {
        Tcp::Transport::registerPoller(poller);
        timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        const timespec interval{0, std::chrono::nanoseconds(tick).count()};
        const itimerspec every_tick{interval, interval};
        if (timer_ < 0 || ::timerfd_settime(timer_, 0, &every_tick, nullptr) < 0)
            throw std::runtime_error("no timer for the connections' deadlines");
        poller.addFd(timer_, Pistache::Flags<Polling::NotifyOn>(Polling::NotifyOn::Read), timer_tag());
    }

    void onReady(const Aio::FdSet& ready) override {
        std::vector<Polling::Event> for_pistache;
        bool tick_is_due = false;
        for (const auto& entry : ready) {
            if (entry.getTag() == timer_tag()) {
                tick_is_due = true;
                continue;
            }
            if (entry.isWritable()) tell_of_room(static_cast<Pistache::Fd>(entry.getTag().value()));
            // Pistache throws at "writable" when its own queue knows nothing of that descriptor.
            const bool is_only_ours = entry.isWritable() && !entry.isReadable() && answer_path_ == AnswerPath::at_once;
            if (!is_only_ours) for_pistache.push_back(event_of(entry));
        }
        Tcp::Transport::onReady(Aio::FdSet(std::move(for_pistache)));
        if (tick_is_due) cut_off_the_overdue();
    }

private:
    [[nodiscard]] Polling::Tag timer_tag() const { return Polling::Tag(static_cast<std::uint64_t>(timer_)); }

    static Polling::Event event_of(const Aio::FdSet::Entry& entry) {
        Polling::Event event(entry.getTag());
        if (entry.isReadable()) event.flags.setFlag(Polling::NotifyOn::Read);
        if (entry.isWritable()) event.flags.setFlag(Polling::NotifyOn::Write);
        if (entry.isHangup()) event.flags.setFlag(Polling::NotifyOn::Hangup);
        return event;
    }

    void tell_of_room(Pistache::Fd descriptor) {
        if (const auto found = peers.find(descriptor); found != peers.end()) gateway_->on_room(found->second);
    }

    void cut_off_the_overdue() {
        std::uint64_t ticks = 0;
        if (::read(timer_, &ticks, sizeof ticks) != static_cast<ssize_t>(sizeof ticks)) return;
        const auto now = Clock::now();
        std::vector<Peer> overdue;
        for (const auto& [descriptor, peer] : peers)
            if (gateway_->is_overdue(peer, now)) overdue.push_back(peer);
        for (const auto& peer : overdue) {
            gateway_->onDisconnection(peer);
            removePeer(peer);
        }
    }

    std::shared_ptr<Gateway> gateway_;
    AnswerPath answer_path_;
    int timer_ = -1;
};

} // namespace

struct Server::Running {
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    std::unique_ptr<Tcp::Listener> listener;

    void wait_until_settled(std::chrono::seconds drain) const {
        const auto deadline = Clock::now() + drain;
        auto busy_until = Clock::now();
        while (Clock::now() < deadline && Clock::now() - busy_until < shared->options.settle) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            if (shared->in_flight > 0) busy_until = Clock::now();
        }
    }

    void end() {
        if (!listener) return;
        listener->shutdown();
        listener.reset(); // joins the threads
    }
};

Server::Server(ServerOptions options, Entry entry) : running_(std::make_unique<Running>()) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium finds no randomness on this machine");
    running_->shared->options = std::move(options);
    running_->shared->entry = std::move(entry);
    if (!running_->shared->options.report_fault) running_->shared->options.report_fault = report_to_standard_error;
}

Server::~Server() { running_->end(); }

void Server::start() {
    const auto& options = running_->shared->options;
    auto listener = std::make_unique<Tcp::Listener>(Pistache::Address(options.address, Pistache::Port(options.port)));
    listener->init(
        static_cast<std::size_t>(options.workers),
        Pistache::Flags<Tcp::Options>(Tcp::Options::ReuseAddr | Tcp::Options::NoDelay | Tcp::Options::CloseOnExec),
        "hiroba-http", options.backlog);
    const auto gateway = std::make_shared<Gateway>(running_->shared);
    listener->setHandler(gateway);
    listener->setTransportFactory(
        [gateway, path = options.answer_path] { return std::make_shared<Worker>(gateway, path); });
    listener->bind();
    listener->runThreaded();
    running_->listener = std::move(listener);
}

std::uint16_t Server::port() const {
    if (!running_->listener) throw std::logic_error("a server that was not started has no port");
    return running_->listener->getPort();
}

std::size_t Server::in_flight() const { return running_->shared->in_flight; }

bool Server::draining() const { return running_->shared->draining; }

void Server::begin_drain() { running_->shared->draining = true; }

void Server::stop(std::chrono::seconds drain) {
    begin_drain();
    running_->wait_until_settled(drain);
    running_->end();
}

} // namespace hiroba::http
