// A folder that goes away with its owner.
#pragma once

#include <filesystem>

namespace hiroba::test {

class TemporaryFolder {
public:
    TemporaryFolder(); // under TMPDIR, else /tmp
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace hiroba::test
