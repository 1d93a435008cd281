#include "persistence/repositories/new_id.hpp"

#include <random>

namespace hiroba::persistence {
namespace {

constexpr std::int64_t first_ms = 1'577'836'800'000; // 2020-01-01T00:00:00Z
constexpr int random_bits = 22;

} // namespace

std::int64_t new_id(Instant now) {
    thread_local std::random_device chance;
    const std::int64_t random = static_cast<std::int64_t>(chance()) & ((std::int64_t{1} << random_bits) - 1);
    return ((now.epoch_ms() - first_ms) << random_bits) | random;
}

} // namespace hiroba::persistence
