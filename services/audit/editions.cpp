#include "services/audit/editions.hpp"

#include "persistence/repositories/towns.hpp"
#include "services/town/town_loader.hpp"

#include <utility>

namespace hiroba::services {

Editions::Editions(persistence::Session& session)
    : session_(session), newest_(persistence::edition_in_force(session)), numbers_(persistence::unit_numbers(session)) {
}

const TownInForce* Editions::find(std::int64_t edition) {
    const auto known = towns_.find(edition);
    if (known != towns_.end()) return known->second.get();
    std::unique_ptr<TownInForce> read;
    if (const auto stored = persistence::load_edition(session_, edition))
        if (auto loaded = load_town(stored->files))
            read = std::make_unique<TownInForce>(TownInForce{edition, 0, std::move(*loaded), {}, numbers_, {}});
    return towns_.emplace(edition, std::move(read)).first->second.get();
}

std::vector<std::int64_t> Editions::unreadable() const {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, town] : towns_)
        if (town == nullptr) numbers.push_back(number);
    return numbers;
}

} // namespace hiroba::services
