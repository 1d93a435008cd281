#include "services/town/attachments_loader.hpp"

namespace hiroba::services {
namespace {

constexpr std::int64_t megabyte = 1'048'576;
constexpr Limits file_megabytes{1, largest_attachment_bytes / megabyte};
constexpr Limits applicant_megabytes{1, 10'000};
constexpr Limits files{1, 50};
constexpr Limits days{1, 36'600};

} // namespace

AttachmentRules load_attachments(TableReader& table) {
    AttachmentRules rules;
    rules.most_bytes = megabyte * table.number_or("most_megabytes", file_megabytes, rules.most_bytes / megabyte);
    rules.most_files = static_cast<int>(table.number_or("most_files", files, rules.most_files));
    rules.most_bytes_of_applicant = megabyte * table.number_or("most_megabytes_of_applicant", applicant_megabytes,
                                                               rules.most_bytes_of_applicant / megabyte);
    rules.kept_days = static_cast<int>(table.number_or("kept_days", days, rules.kept_days));
    table.finish();
    return rules;
}

} // namespace hiroba::services
