// 印刷所: the one press of this process, and what the town in force says about its papers.
#pragma once

#include "domain/documents/rules.hpp"
#include "persistence/engine/database.hpp"
#include "services/documents/press.hpp"

#include <cstdint>
#include <memory>
#include <mutex>

namespace hiroba::services {

class PrintingOffice {
public:
    explicit PrintingOffice(persistence::Database& database) : database_(database) {}

    // Of the edition that the catalog has in force; read once for each edition.
    [[nodiscard]] std::shared_ptr<const DocumentRules> rules(std::int64_t edition);
    [[nodiscard]] documents::Press& press() { return press_; }

private:
    persistence::Database& database_;
    documents::Press press_;
    std::mutex mutex_;
    std::int64_t edition_ = 0; // of `rules_`
    std::shared_ptr<const DocumentRules> rules_;
};

// The fonts that the town chose, as the press takes them.
[[nodiscard]] documents::Fonts fonts_of(const DocumentRules& rules);

} // namespace hiroba::services
