#include "persistence/repositories/new_id.hpp"

#include <atomic>
#include <random>

namespace hiroba::persistence {
namespace {

constexpr std::int64_t first_ms = 1'577'836'800'000; // 2020-01-01T00:00:00Z
constexpr int serial_bits = 22;

} // namespace

std::int64_t new_id(Instant now) {
    // Chance alone is not enough: of 1,500 numbers drawn in one millisecond two were alike in one run out of four.
    static std::atomic<std::uint32_t> next{std::random_device{}()};
    const std::int64_t serial = static_cast<std::int64_t>(next++) & ((std::int64_t{1} << serial_bits) - 1);
    return ((now.epoch_ms() - first_ms) << serial_bits) | serial;
}

} // namespace hiroba::persistence
