// The file that a town's own approval system takes over.
#include "services/accounts/passwords.hpp"
#include "services/api/review_archive.hpp"
#include "tests/services/support/approvers.hpp"
#include "tests/support/sample_files.hpp"

#include <doctest/doctest.h>
#include <map>
#include <memory>
#include <zip.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

std::map<std::string, std::string> unpacked(const std::string& bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    REQUIRE(source != nullptr);
    const std::unique_ptr<zip_t, void (*)(zip_t*)> archive{zip_open_from_source(source, ZIP_CHECKCONS, &error),
                                                           zip_discard};
    REQUIRE(archive);
    std::map<std::string, std::string> files;
    for (zip_int64_t at = 0; at < zip_get_num_entries(archive.get(), 0); ++at) {
        const auto index = static_cast<zip_uint64_t>(at);
        zip_stat_t about{};
        REQUIRE(zip_stat_index(archive.get(), index, 0, &about) == 0);
        std::string content(about.size, '\0');
        zip_file_t* file = zip_fopen_index(archive.get(), index, 0);
        REQUIRE(file != nullptr);
        CHECK(zip_fread(file, content.data(), content.size()) == static_cast<zip_int64_t>(content.size()));
        zip_fclose(file);
        files.emplace(about.name, std::move(content));
    }
    return files;
}

} // namespace

TEST_CASE("the file of a decided application holds its review, its bookings, its decisions and its history") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const ApplicationId id = large_hall_applied_for(hall, hall.resident()).application.id;
        const std::string plan = sample_pdf();
        http::ReceivedBody body(hall.attachments.incoming());
        body.append(plan);
        REQUIRE(add_attachment(hall.context, {people.desk.id, true}, {id, "間取り図.exe.pdf", hall.fresh_key()}, body));
        static_cast<void>(people.decide(id, {.standard_conditions = {"restore"}, .words = "=1+1"}));
        const auto file = review_file(hall.context, people.desk, id).value();
        const auto town = hall.catalog.current();
        documents::Press press;
        const api::Shown shown{*town, hall.context.gateways, hall.clock.now(), file.holder};
        const auto files =
            unpacked(api::review_archive(file, shown, "窓口",
                                         {papers_for_file(hall.context, press, {people.desk.id, true}, id).value(),
                                          attachments_for_file(hall.context, {people.desk.id, true}, id).value()}));
        REQUIRE(files.size() == 7);
        const auto metadata = nlohmann::json::parse(files.at("metadata.json"));
        CHECK(metadata.at("format") == "hiroba-review");
        CHECK(metadata.at("exported_by") == "窓口");
        CHECK(metadata.at("review").at("state") == "decided");
        CHECK(metadata.at("review").at("application").at("decisions").at(0).at("number") == "星教許可第1号");
        REQUIRE(metadata.at("papers").size() == 2);
        const auto& permit = metadata.at("papers").at(1);
        CHECK(permit.at("kind") == "permit");
        CHECK(permit.at("number") == "星教許可第1号");
        CHECK(permit.at("subject_id") ==
              metadata.at("review").at("application").at("decisions").at(0).at("decision_id"));
        CHECK(files.at(permit.at("file")).size() == permit.at("bytes"));
        CHECK(sha256_hex(files.at(permit.at("file"))) == permit.at("sha256"));
        CHECK(files.at("papers/01-application_form.pdf").starts_with("%PDF-"));
        REQUIRE(metadata.at("attachments").size() == 1);
        const auto& attached = metadata.at("attachments").at(0);
        CHECK(attached.at("file") == "attachments/01.pdf");
        CHECK(attached.at("name") == "間取り図.exe.pdf");
        CHECK(attached.at("sha256") == sha256_hex(plan));
        CHECK(files.at("attachments/01.pdf") == plan);
        CHECK(files.at("bookings.csv").find("large_hall,2027-01-16,09:00") != std::string::npos);
        CHECK(files.at("decisions.csv").find("星教許可第1号,conditional_permit,2026-11-10,section_head") !=
              std::string::npos);
        CHECK(files.at("history.csv").find("drafted,in_approval,1,0") != std::string::npos);
        CHECK(files.at("history.csv").find("'=1+1") != std::string::npos); // no formula for a spreadsheet
    });
}

TEST_CASE("what the holder of a post saw of a deputy's doing stands in the history of the file") {
    in_the_town_hall([](TownHall& hall) {
        Approvers people{hall};
        const auto deputy = hall.staff();
        people.name_deputy("director", deputy, "2026-11-10", "2026-11-12");
        const ApplicationId id = large_hall_applied_for(hall, hall.resident(), 100).application.id;
        REQUIRE(people.draft(id));
        REQUIRE(people.act(deputy, id));
        const auto history = [&] {
            const auto file = review_file(hall.context, people.desk, id).value();
            const auto town = hall.catalog.current();
            const api::Shown shown{*town, hall.context.gateways, hall.clock.now(), file.holder};
            return unpacked(api::review_archive(file, shown, "窓口", {})).at("history.csv");
        };
        const std::string seen = people.director.display_name + "," + std::to_string(hall.clock.now().epoch_ms());
        CHECK(history().find(seen) == std::string::npos);
        REQUIRE(acknowledge_deputy(hall.context, people.director, people.seen(id), PostCode{"director"}));
        CHECK(history().find(seen) != std::string::npos);
    });
}
