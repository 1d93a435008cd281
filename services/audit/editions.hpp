// The editions of the town, as the auditor reads them.
#pragma once

#include "persistence/engine/session.hpp"
#include "services/catalog/catalog.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace hiroba::services {

// Each is read when it is first asked for, without the extra openings of staff: what was booked is asked for.
class Editions {
public:
    explicit Editions(persistence::Session& session);

    [[nodiscard]] std::int64_t newest() const { return newest_; }
    [[nodiscard]] const std::map<UnitCode, UnitId>& numbers() const { return numbers_; }
    // Null when there is none, or its files cannot be read any more.
    [[nodiscard]] const TownInForce* find(std::int64_t edition);
    // Those that were asked for in vain.
    [[nodiscard]] std::vector<std::int64_t> unreadable() const;

private:
    persistence::Session& session_;
    std::int64_t newest_;
    std::map<UnitCode, UnitId> numbers_;
    std::map<std::int64_t, std::unique_ptr<TownInForce>> towns_;
};

} // namespace hiroba::services
