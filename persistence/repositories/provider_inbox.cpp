#include "persistence/repositories/provider_inbox.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql wake_unmatched = "UPDATE provider_inbox SET outcome = 'waiting' WHERE outcome = 'unmatched'"
                               " AND provider = :provider AND provider_ref = :provider_ref";

} // namespace

void apply_unmatched_again(Session& session, const std::string& provider, const std::string& provider_ref) {
    session.execute(wake_unmatched, {{"provider", provider}, {"provider_ref", provider_ref}});
}

} // namespace hiroba::persistence
