// A folder that goes away with its owner.
#pragma once

#include <filesystem>

namespace hiroba::test {

// What outlives a restart (Filesystem Hierarchy Standard 3.0, §5.15) lies on a disk, whatever TMPDIR is made of.
inline const std::filesystem::path on_a_disk = "/var/tmp";

class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path());
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace hiroba::test
