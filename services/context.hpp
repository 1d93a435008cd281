// What every use case stands on.
#pragma once

#include "payments/gateways.hpp"
#include "persistence/engine/database.hpp"
#include "services/attachments/attachment_store.hpp"
#include "services/catalog/catalog.hpp"
#include "services/clock.hpp"
#include "services/jobs/bell.hpp"
#include "services/look_ups.hpp"

#include <memory>
#include <string>

namespace hiroba::services {

struct Context {
    persistence::Database& database;
    Catalog& catalog;
    const Clock& clock;
    const payments::Gateways& gateways;
    Bell& inbox_bell;   // a provider sent a message
    Bell& payment_bell; // there is something to ask a provider
    Bell& push_bell;    // something changed that the push channel has not told
    Bell& waiting_bell; // something was given back that somebody may wait for
    const AttachmentStore& attachments;
    std::string public_url; // of the front door, without a slash at the end
    std::shared_ptr<LookUps> look_ups = std::make_shared<LookUps>();
};

} // namespace hiroba::services
