// One server of a test's cluster: Debian's mariadbd with galera-4, in a temporary folder.
#pragma once

#include "tests/database/harness/child_process.hpp"
#include "tests/database/harness/mariadb_administrator.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hiroba::test {

// Where a node listens: for the group, for changes it missed, for a whole copy.
struct GaleraPorts {
    int group;
    int missed_changes;
    int whole_copy;
};

class GaleraNode {
public:
    // `group`: "address:port,…" of all nodes. Nothing runs yet.
    GaleraNode(std::string name, const std::string& address, GaleraPorts ports, const std::string& group);
    GaleraNode(const GaleraNode&) = delete;
    GaleraNode& operator=(const GaleraNode&) = delete;
    ~GaleraNode();

    void install(); // an empty server, for the node that founds the cluster
    void found();   // starts as the first one of a new cluster
    // Starts on what is in its folder, as Debian's service does: the position is recovered first, so that the others
    // need to send only what it missed; with an empty folder, everything.
    void join();
    void kill();      // SIGKILL to the server and whatever it started
    void shut_down(); // in order
    void lose_disk(); // only when it does not run

    [[nodiscard]] bool running() const { return process_ && process_->running(); }
    [[nodiscard]] bool ready() const; // has everything the others have, and takes work
    [[nodiscard]] std::string status(const std::string& variable) const; // empty when it does not answer
    [[nodiscard]] std::string socket() const { return (folder_.path() / "socket").string(); }
    [[nodiscard]] std::string log() const;

private:
    [[nodiscard]] std::vector<std::string> command() const;
    [[nodiscard]] std::string recovered_position() const;
    void run(const std::vector<std::string>& options);

    const std::string name_;
    const std::string address_;
    const GaleraPorts ports_;
    const std::string group_;
    TemporaryFolder folder_;
    std::unique_ptr<ChildProcess> process_;
};

} // namespace hiroba::test
