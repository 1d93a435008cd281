// Bodies that are too large to be held in memory for many clients at once: received into a file, given out of one.
#pragma once

#include "services/http/method.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace hiroba::http {

// A descriptor that is closed with its owner.
class OpenFile {
public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile();
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

// What a client is sending: a new file that only our user can read, and that is gone with this object unless it was
// kept. The functions throw std::system_error when the file system refuses.
class ReceivedBody {
public:
    explicit ReceivedBody(const std::filesystem::path& folder);
    ReceivedBody(const ReceivedBody&) = delete;
    ReceivedBody& operator=(const ReceivedBody&) = delete;
    ~ReceivedBody();

    void append(std::string_view bytes);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] int descriptor() const { return file_.descriptor(); }

    // Leaves only the first `size` bytes.
    void cut_to(std::uint64_t size);
    // Under that name in the same file system, and on the disk, when this returns.
    void keep_as(const std::filesystem::path& path);

private:
    std::filesystem::path path_; // empty: it was kept
    OpenFile file_;
    std::uint64_t size_ = 0;
};

// A file as the body of an answer: read piece by piece while the client takes it.
class BodyFromFile {
public:
    // Throws std::system_error when there is no such file.
    explicit BodyFromFile(const std::filesystem::path& path);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    // At most `most` bytes from there on; empty at the end. Throws std::system_error.
    [[nodiscard]] std::string piece(std::uint64_t offset, std::size_t most) const;

private:
    OpenFile file_;
    std::uint64_t size_ = 0;
};

// Which requests have such bodies; all others are bound by RequestLimits::request_bytes.
struct LargeBodies {
    std::filesystem::path folder; // where they are received
    std::size_t most_bytes = 0;
    std::function<bool(Method method, std::string_view path)> are_sent_to; // the path decoded
};

} // namespace hiroba::http
