#include "services/issuing/printing_office.hpp"

#include "persistence/repositories/towns.hpp"
#include "services/town/document_loader.hpp"

#include <stdexcept>

namespace hiroba::services {

std::shared_ptr<const DocumentRules> PrintingOffice::rules(std::int64_t edition) {
    const std::lock_guard lock(mutex_);
    if (rules_ && edition_ == edition) return rules_;
    const auto in_force =
        database_.read([](persistence::Session& session) { return persistence::load_edition_in_force(session); });
    if (!in_force) throw std::logic_error("papers are asked for before a town was loaded");
    auto rules = load_document_rules(in_force->files);
    if (!rules) throw std::runtime_error("the town's papers cannot be read: " + describe(rules.error().front()));
    rules_ = std::make_shared<const DocumentRules>(std::move(*rules));
    edition_ = in_force->number;
    return rules_;
}

documents::Fonts fonts_of(const DocumentRules& rules) { return {rules.font, rules.heading_font, rules.extra_font}; }

} // namespace hiroba::services
