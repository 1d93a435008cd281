#include "persistence/repositories/provider_inbox.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql select_newest = "SELECT MAX(received_at_ms) FROM provider_inbox WHERE provider = :provider";

} // namespace

std::optional<Instant> newest_message_at(Session& session, const std::string& provider) {
    return std::get<0>(*session.select_one<std::optional<Instant>>(select_newest, {{"provider", provider}}));
}

} // namespace hiroba::persistence
