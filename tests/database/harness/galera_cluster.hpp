// Three MariaDB servers that replicate by Galera (Debian's galera-4), on a loopback address of their own.
#pragma once

#include "persistence/engine/database.hpp"
#include "tests/database/harness/galera_node.hpp"

#include <array>
#include <functional>
#include <memory>
#include <string>

namespace hiroba::test {

class GaleraCluster {
public:
    static constexpr int size = 3;

    // One town's database, as each node offers it.
    struct Town {
        std::string name;
        std::array<std::string, size> urls;
    };

    // The one of this program, with all nodes up: one that a failed test left in pieces is replaced. Stopped when the
    // program ends.
    static GaleraCluster& shared();

    // Ready when constructed; std::runtime_error with the log of the node that is not in time.
    GaleraCluster();
    GaleraCluster(const GaleraCluster&) = delete;
    GaleraCluster& operator=(const GaleraCluster&) = delete;
    ~GaleraCluster() = default;

    [[nodiscard]] Town create_database(); // a new empty one, on all nodes

    // What can happen to a node. Those that bring it back return when it takes work again (wsrep_ready) and has
    // everything that was committed meanwhile (Synced); std::runtime_error with its log when it takes too long.
    void kill(int node);      // SIGKILL: it has no time for anything
    void shut_down(int node); // in order
    void rejoin(int node);    // a dead one starts on what it has; the others send what it missed
    void replace(int node);   // a dead one starts with an empty disk; another node sends a whole copy
    void cut_off(int node);   // the network to the others; returns when it has noticed
    void connect_again(int node);
    void found_again(int node); // a lone one is told by its operator that what it has is the truth

    void await_alone(int node) const;   // until it has noticed that it is not part of a majority
    void await_applied(int node) const; // until it has everything that was committed anywhere before

    [[nodiscard]] bool whole() const; // every node takes work, and sees all others
    [[nodiscard]] std::string socket(int node) const { return at(node).socket(); }
    void execute(int node, const std::string& statement); // as administrator, outside any database
    // Every table of the town with its number of rows and checksum, once the node has applied all that was committed.
    [[nodiscard]] std::string contents(int node, const Town& town);

private:
    [[nodiscard]] GaleraNode& at(int node) const { return *nodes_.at(static_cast<std::size_t>(node)); }
    void await(int node, const char* what, const std::function<bool()>& condition) const;
    void await_ready(int node) const;

    std::array<std::unique_ptr<GaleraNode>, size> nodes_;
    int databases_ = 0;
};

// A new town that is open on every node, with the schema that `create` makes through the first one.
class TownOnEveryNode {
public:
    explicit TownOnEveryNode(const std::function<void(persistence::Database&)>& create,
                             const persistence::DatabaseOptions& options = {});

    [[nodiscard]] GaleraCluster& cluster() const { return cluster_; }
    [[nodiscard]] const std::string& name() const { return town_.name; }
    [[nodiscard]] persistence::Database& on(int node) const { return *databases_.at(static_cast<std::size_t>(node)); }
    // Checked with doctest: the same rows in every table on every node.
    void check_equal() const;

private:
    GaleraCluster& cluster_ = GaleraCluster::shared();
    GaleraCluster::Town town_ = cluster_.create_database();
    std::array<std::unique_ptr<persistence::Database>, GaleraCluster::size> databases_;
};

// `work(node, thread)` for every node, `threads` times each, all at once. When all have ended, the first exception of
// one of them comes out.
void for_each_node(int threads, const std::function<void(int node, int thread)>& work);

} // namespace hiroba::test
