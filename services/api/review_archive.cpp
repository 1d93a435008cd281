#include "services/api/review_archive.hpp"

#include "services/accounts/passwords.hpp"
#include "services/approval/zip_archive.hpp"
#include "services/finance/csv.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

constexpr int format_version = 3;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string bookings_csv(const ApplicationView& application) {
    std::string csv{byte_order_mark};
    csv += csv_line({"booking_id", "state", "space", "date", "start", "last_date", "end", "total_yen"});
    for (const auto& booking : application.bookings)
        csv += csv_line({std::to_string(booking.id.value()), std::string{name_of(booking.state)}, booking.space.value(),
                         booking.start.date.iso8601(), booking.start.time.hh_mm(), booking.end.date.iso8601(),
                         booking.end.time.hh_mm(), std::to_string(booking.total.amount())});
    return csv;
}

std::string decisions_csv(const ApplicationView& application) {
    std::string csv{byte_order_mark};
    csv += csv_line({"number", "kind", "decided_on", "post", "decided_by", "as_deputy", "reason", "outside_number"});
    for (const auto& decision : application.decisions)
        csv += csv_line({decision.number, std::string{name_of(decision.kind)}, decision.decided_on.iso8601(),
                         decision.post ? decision.post->value() : "", decision.decided_by_name,
                         decision.as_deputy ? "1" : "0", decision.reason, decision.outside_number});
    return csv;
}

std::string history_csv(const ReviewView& view) {
    std::string csv{byte_order_mark};
    csv += csv_line({"sequence", "event", "to_state", "round", "step", "post", "by", "as_deputy", "words", "at_ms",
                     "acknowledged_by", "acknowledged_at_ms"});
    for (const auto& line : view.history)
        csv += csv_line({std::to_string(line.sequence), line.event, line.to_state, std::to_string(line.round),
                         std::to_string(line.step), line.post ? line.post->value() : "", line.by.value_or(""),
                         line.as_deputy ? "1" : "0", line.words, std::to_string(line.at.epoch_ms()),
                         line.acknowledged_by.value_or(""),
                         line.acknowledged_at ? std::to_string(line.acknowledged_at->epoch_ms()) : ""});
    return csv;
}

std::string two_digits(std::size_t place) {
    const std::string number = std::to_string(place);
    return number.size() == 1 ? "0" + number : number;
}

// "papers/01-permit.pdf"
std::string paper_name(std::size_t place, DocumentKind kind) {
    return "papers/" + two_digits(place) + "-" + std::string{name_of(kind)} + ".pdf";
}

// "attachments/01.jpg": what people called it stands in the metadata alone.
std::string attachment_name(std::size_t place, FileKind kind) {
    return "attachments/" + two_digits(place) + std::string{extension_of(kind)};
}

json paper_json(const std::string& file, const FiledPaper& paper) {
    const auto& document = paper.document;
    return {{"file", file},
            {"document_id", std::to_string(document.id.value())},
            {"kind", name_of(document.kind)},
            {"number", or_null(document.number)},
            {"subject_id", document.subject == 0 ? json(nullptr) : json(std::to_string(document.subject))},
            {"issued_at_ms", document.issued_at.epoch_ms()},
            {"reissues", document.reissues},
            {"bytes", paper.pdf.size()},
            {"sha256", sha256_hex(paper.pdf)}};
}

json attachment_json(const std::string& file, const FiledAttachment& filed) {
    const auto& attachment = filed.attachment;
    return {{"file", file},
            {"attachment_id", std::to_string(attachment.id.value())},
            {"name", attachment.shown_name},
            {"media_type", media_type_of(attachment.kind)},
            {"added_at_ms", attachment.added_at.epoch_ms()},
            {"bytes", filed.bytes.size()},
            {"sha256", sha256_hex(filed.bytes)}};
}

} // namespace

std::string review_archive(const ReviewView& view, const Shown& shown, const std::string& exported_by,
                           FileContents contents) {
    constexpr int indent = 2;
    auto papers = json::array();
    auto attachments = json::array();
    std::vector<ArchivedFile> held;
    for (FiledPaper& paper : contents.papers) {
        const std::string file = paper_name(papers.size() + 1, paper.document.kind);
        papers.push_back(paper_json(file, paper));
        held.push_back({file, std::move(paper.pdf)});
    }
    for (FiledAttachment& filed : contents.attachments) {
        const std::string file = attachment_name(attachments.size() + 1, filed.attachment.kind);
        attachments.push_back(attachment_json(file, filed));
        held.push_back({file, std::move(filed.bytes)});
    }
    const json metadata{{"format", "hiroba-review"},
                        {"version", format_version},
                        {"exported_at_ms", shown.now.epoch_ms()},
                        {"exported_by", exported_by},
                        {"review", review_json(view, shown)},
                        {"papers", std::move(papers)},
                        {"attachments", std::move(attachments)}};
    std::vector<ArchivedFile> files{{"metadata.json", metadata.dump(indent)},
                                    {"bookings.csv", bookings_csv(view.application)},
                                    {"decisions.csv", decisions_csv(view.application)},
                                    {"history.csv", history_csv(view)}};
    std::ranges::move(held, std::back_inserter(files));
    return zip_archive(files, shown.now);
}

} // namespace hiroba::services::api
