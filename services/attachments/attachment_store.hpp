// The folder in which attached files lie: outside of everything that a web server gives out, under random names, never
// run and never opened by any other program here. Several `hiroba` of one town share one such folder.
#pragma once

#include "services/http/body_file.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::services {

class AttachmentStore {
public:
    // Makes the folder when it is missing, readable by our user alone. Throws std::filesystem::filesystem_error.
    explicit AttachmentStore(std::filesystem::path folder);

    // Where uploads are received: files that nobody has kept yet.
    [[nodiscard]] std::filesystem::path incoming() const { return folder_ / "incoming"; }

    // On the disk under a new random name when this returns; answers that name. Throws std::system_error.
    [[nodiscard]] std::string keep(http::ReceivedBody& body) const;
    // Nothing when there is no such file.
    [[nodiscard]] std::shared_ptr<const http::BodyFromFile> open(const std::string& name) const;
    void remove(const std::string& name) const; // nothing happens when there is none

    // The shelves: a name lies on the one that it begins with.
    [[nodiscard]] static std::vector<std::string> shelves();
    // Names on that shelf of files that were last written longer ago than `age`, whether anybody knows of them or not.
    [[nodiscard]] std::vector<std::string> names_on(const std::string& shelf, std::chrono::seconds age) const;
    // Uploads that were begun so long ago that nobody can be at them any more are removed; answers how many.
    [[nodiscard]] int clear_incoming(std::chrono::seconds age) const;

private:
    [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;
    std::filesystem::path folder_;
};

// A file as one piece of memory, for reading; the pages come and go with the system's own cache.
class MappedFile {
public:
    // Throws std::system_error.
    MappedFile(int descriptor, std::size_t size);
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    std::string_view bytes_;
};

} // namespace hiroba::services
