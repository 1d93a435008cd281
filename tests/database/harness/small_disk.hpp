// A file system of a few megabytes in a mount namespace of its own; needs the right to mount (root).
#pragma once

#include "tests/database/harness/child_process.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <memory>
#include <string>
#include <vector>

namespace hiroba::test {

class SmallDisk {
public:
    // Whether this process may mount in a namespace of its own.
    [[nodiscard]] static bool allowed();
    explicit SmallDisk(const std::string& size);           // as mount understands it: "2m"
    [[nodiscard]] std::vector<std::string> run_by() const; // a command that runs another one inside
    [[nodiscard]] std::string path() const;                // where it is mounted, for those inside
    void resize(const std::string& size);

private:
    TemporaryFolder folder_;
    std::unique_ptr<ChildProcess> keeper_; // the namespace lives as long as this process
};

} // namespace hiroba::test
