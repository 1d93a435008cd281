#include "persistence/repositories/provider_inbox.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql wake_unmatched = "UPDATE provider_inbox SET outcome = 'waiting' WHERE outcome = 'unmatched'"
                               " AND provider = :provider AND provider_ref = :provider_ref";
constexpr Sql select_known =
    "SELECT DISTINCT i.provider, i.provider_ref FROM provider_inbox i JOIN payment_attempt p"
    " ON p.provider = i.provider AND p.payment_ref = i.provider_ref WHERE i.outcome = 'unmatched'";

} // namespace

void apply_unmatched_again(Session& session, const std::string& provider, const std::string& provider_ref) {
    session.execute(wake_unmatched, {{"provider", provider}, {"provider_ref", provider_ref}});
}

std::vector<KnownReference> unmatched_but_known(Session& session) {
    std::vector<KnownReference> known;
    for (auto& [provider, provider_ref] : session.select<std::string, std::string>(select_known))
        known.push_back({std::move(provider), std::move(provider_ref)});
    return known;
}

} // namespace hiroba::persistence
