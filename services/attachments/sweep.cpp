#include "services/accounts/passwords.hpp"
#include "services/attachments/attachments.hpp"
#include "services/log.hpp"

#include <chrono>
#include <map>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Attachment;
using persistence::Session;

constexpr int removed_at_a_time = 100;
// Longer than any upload takes, from its first byte to its row, and than the clocks of a town's machines differ.
constexpr std::chrono::hours surely_over{1};

// Removes some of what is kept no longer; false when nothing is left.
bool remove_overdue(const Context& context) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto before = to_town_time(now).date - std::chrono::days{town->town.attachments.kept_days};
    const auto overdue = context.database.read(
        [&](Session& session) { return persistence::attachments_overdue(session, before, removed_at_a_time); });
    for (const auto& [attachment, applicant] : overdue) {
        context.database.transact([&, &old = attachment, &whose = applicant](Session& session) {
            persistence::remove_attachment(session, old, whose, std::nullopt, now);
        });
        context.attachments.remove(attachment.file_name);
    }
    return !overdue.empty();
}

// In this order: a file that is there before the rows are read has its row by then, if it will ever have one.
std::vector<std::string> unknown_files(persistence::Database& database, const AttachmentStore& store,
                                       const std::string& shelf) {
    auto names = store.names_on(shelf, surely_over);
    if (names.empty()) return names;
    std::set<std::string> known;
    for (const auto& attachment :
         database.read([&](Session& session) { return persistence::attachments_in_files(session, shelf); }))
        known.insert(attachment.file_name);
    std::erase_if(names, [&](const std::string& name) { return known.contains(name); });
    return names;
}

bool is_as_stored(const http::BodyFromFile& file, const Attachment& attachment) {
    if (file.size() != static_cast<std::uint64_t>(attachment.bytes)) return false;
    return sha256_hex(file.piece(0, file.size())) == attachment.sha256;
}

} // namespace

void sweep_attachments(const Context& context) {
    while (remove_overdue(context)) {
    }
    int unknown = context.attachments.clear_incoming(surely_over);
    for (const std::string& shelf : AttachmentStore::shelves())
        for (const std::string& name : unknown_files(context.database, context.attachments, shelf)) {
            context.attachments.remove(name);
            ++unknown;
        }
    if (unknown > 0) log::info("attachments_swept", {{"files", std::to_string(unknown)}});
}

AttachmentFaults check_attachments(persistence::Database& database, const AttachmentStore& store) {
    AttachmentFaults faults;
    for (const std::string& shelf : AttachmentStore::shelves()) {
        for (auto& name : unknown_files(database, store, shelf))
            faults.unknown.push_back(std::move(name));
        for (auto& attachment :
             database.read([&](Session& session) { return persistence::attachments_in_files(session, shelf); })) {
            const auto file = store.open(attachment.file_name);
            if (!file)
                faults.missing.push_back(std::move(attachment.file_name));
            else if (!is_as_stored(*file, attachment))
                faults.altered.push_back(std::move(attachment.file_name));
        }
    }
    return faults;
}

} // namespace hiroba::services
