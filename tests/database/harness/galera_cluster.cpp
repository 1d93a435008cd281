#include "tests/database/harness/galera_cluster.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <doctest/doctest.h>
#include <exception>
#include <mutex>
#include <netinet/in.h>
#include <random>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace hiroba::test {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 120s; // for a machine that does much else

bool is_free(const std::string& address, int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, address.c_str(), &place.sin_addr);
    const bool free = ::bind(socket, reinterpret_cast<const sockaddr*>(&place), sizeof(place)) == 0;
    ::close(socket);
    return free;
}

// A loopback address that nobody else thinks of: what is free on it stays free, also for a node that comes back later.
class Loopback {
public:
    [[nodiscard]] const std::string& address() const { return address_; }
    // Below the range from which the kernel gives ports to outgoing connections.
    int next_port() {
        while (!is_free(address_, ++port_)) {
        }
        return port_;
    }

private:
    static std::string any_address() {
        std::random_device random;
        const auto number = [&] { return std::to_string(random() % 254 + 1); };
        return "127." + number() + "." + number() + "." + number();
    }
    const std::string address_ = any_address();
    int port_ = 20'000;
};

} // namespace

GaleraCluster& GaleraCluster::shared() {
    static std::unique_ptr<GaleraCluster> cluster;
    if (!cluster || !cluster->whole()) {
        cluster.reset();
        cluster = std::make_unique<GaleraCluster>();
    }
    return *cluster;
}

GaleraCluster::GaleraCluster() {
    Loopback loopback;
    std::array<GaleraPorts, size> ports{};
    std::string group;
    for (auto& of_node : ports) {
        of_node = {loopback.next_port(), loopback.next_port(), loopback.next_port()};
        group += (group.empty() ? "" : ",") + loopback.address() + ":" + std::to_string(of_node.group);
    }
    for (std::size_t node = 0; node < size; ++node) {
        nodes_[node] =
            std::make_unique<GaleraNode>("node" + std::to_string(node), loopback.address(), ports[node], group);
    }
    at(0).install();
    at(0).found();
    await_ready(0);
    // One after the other: the founder copies for one at a time.
    for (int node = 1; node < size; ++node) {
        rejoin(node);
    }
}

GaleraCluster::Town GaleraCluster::create_database() {
    Town town{"hiroba_" + std::to_string(++databases_), {}};
    execute(0, "CREATE DATABASE " + town.name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
    for (int node = 0; node < size; ++node) {
        town.urls[static_cast<std::size_t>(node)] =
            "mariadb:unix_socket='" + at(node).socket() + "' user=root db=" + town.name;
        await_applied(node);
    }
    return town;
}

void GaleraCluster::kill(int node) { at(node).kill(); }

void GaleraCluster::shut_down(int node) { at(node).shut_down(); }

void GaleraCluster::rejoin(int node) {
    at(node).join();
    await_ready(node);
}

void GaleraCluster::replace(int node) {
    at(node).lose_disk();
    rejoin(node);
}

void GaleraCluster::cut_off(int node) {
    execute(node, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'");
    await_alone(node);
}

void GaleraCluster::connect_again(int node) {
    execute(node, "SET GLOBAL wsrep_provider_options = 'gmcast.isolate=0'");
    await_ready(node);
}

void GaleraCluster::found_again(int node) {
    execute(node, "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=1'");
    await_ready(node);
}

bool GaleraCluster::whole() const {
    for (const auto& node : nodes_) {
        if (!node->running() || !node->ready()) return false;
        if (node->status("wsrep_cluster_size") != std::to_string(size)) return false;
    }
    return true;
}

void GaleraCluster::await_alone(int node) const {
    await(node, "notice that it is alone", [&] {
        return at(node).status("wsrep_ready") == "OFF" && at(node).status("wsrep_cluster_status") == "non-Primary";
    });
}

void GaleraCluster::await_applied(int node) const {
    MariadbAdministrator administrator(at(node).socket());
    administrator.execute("SET SESSION wsrep_sync_wait = 1");
    administrator.execute("START TRANSACTION");
}

void GaleraCluster::execute(int node, const std::string& statement) {
    MariadbAdministrator(at(node).socket()).execute(statement);
}

std::string GaleraCluster::contents(int node, const Town& town) {
    MariadbAdministrator administrator(at(node).socket());
    administrator.execute("SET SESSION wsrep_sync_wait = 1");
    const auto tables = administrator.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = '" +
                                           town.name + "' ORDER BY table_name");
    std::string text;
    for (const auto& table : tables) {
        const std::string name = town.name + "." + table.front();
        text += table.front() + ": " + administrator.rows("SELECT count(*) FROM " + name).front().front() + " rows, " +
                administrator.rows("CHECKSUM TABLE " + name).front().at(1) + "\n";
    }
    return text;
}

void GaleraCluster::await_ready(int node) const {
    await(node, "take work", [&] { return at(node).ready(); });
}

void GaleraCluster::await(int node, const char* what, const std::function<bool()>& condition) const {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (!at(node).running() || std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("node " + std::to_string(node) + " did not " + what + ":\n" + at(node).log());
        }
        std::this_thread::sleep_for(20ms);
    }
}

TownOnEveryNode::TownOnEveryNode(const std::function<void(persistence::Database&)>& create,
                                 const persistence::DatabaseOptions& options) {
    for (std::size_t node = 0; node < GaleraCluster::size; ++node) {
        persistence::DatabaseOptions with_url = options;
        with_url.url = town_.urls[node];
        databases_[node] = persistence::Database::open(with_url);
    }
    create(on(0));
}

void TownOnEveryNode::check_equal() const {
    const std::string first = cluster_.contents(0, town_);
    CHECK_FALSE(first.empty());
    for (int node = 1; node < GaleraCluster::size; ++node) {
        CAPTURE(node);
        CHECK(cluster_.contents(node, town_) == first);
    }
}

void for_each_node(int threads, const std::function<void(int node, int thread)>& work) {
    std::mutex mutex;
    std::exception_ptr first_error;
    const auto guarded = [&](int node, int thread) {
        try {
            work(node, thread);
        } catch (...) {
            const std::lock_guard lock(mutex);
            if (!first_error) first_error = std::current_exception();
        }
    };
    std::vector<std::thread> running;
    for (int node = 0; node < GaleraCluster::size; ++node) {
        for (int thread = 0; thread < threads; ++thread) {
            running.emplace_back(guarded, node, thread);
        }
    }
    for (auto& thread : running) {
        thread.join();
    }
    if (first_error) std::rethrow_exception(first_error);
}

} // namespace hiroba::test
