// 添付書類: who may add, see and remove; what is refused; what breaks in between leaves no row without its file.
#include "persistence/repositories/accounts.hpp"
#include "services/attachments/attachments.hpp"
#include "tests/services/support/town_hall.hpp"
#include "tests/support/sample_files.hpp"

#include <array>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using persistence::Account;
using persistence::Attachment;
namespace fs = std::filesystem;

namespace {

Viewer viewer(const Account& account) { return {account.id, account.role == Role::desk}; }

Result<Attachment> add(TownHall& hall, const Account& who, ApplicationId application,
                       const std::string& bytes = sample_pdf(), const std::string& name = "間取り図.pdf",
                       const std::string& key = "") {
    http::ReceivedBody body(hall.attachments.incoming());
    body.append(bytes);
    return add_attachment(hall.context, viewer(who), {application, name, key.empty() ? hall.fresh_key() : key}, body);
}

std::vector<Attachment> listed(TownHall& hall, const Account& who, ApplicationId application) {
    return list_attachments(hall.context, viewer(who), application).value().attachments;
}

fs::path path_of(TownHall& hall, const Attachment& attachment) {
    return hall.folder.path() / "attachments" / attachment.file_name.substr(0, 2) / attachment.file_name;
}

std::size_t files_of(TownHall& hall) {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(hall.folder.path() / "attachments"))
        if (entry.is_regular_file()) ++files;
    return files;
}

// As if it had been written long ago.
void age(const fs::path& file) { fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours{2}); }

ApplicationId held(TownHall& hall, const Account& who) {
    return hall.hold(who, TownHall::small_meeting()).value().booking.application;
}

} // namespace

TEST_CASE("the applicant and the desk see what either has attached, byte for byte; nobody else knows of it") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto other = hall.resident();
        const auto desk = hall.staff();
        const auto application = held(hall, owner);
        const auto plan = add(hall, owner, application, sample_pdf(), "図面.pdf").value();
        const auto photo = add(hall, desk, application, sample_jpeg(), "写真").value();
        for (const Account& who : {owner, desk}) {
            const auto found = listed(hall, who, application);
            REQUIRE(found.size() == 2);
            CHECK(found[0].shown_name == "図面.pdf");
            CHECK(found[1].kind == FileKind::jpeg);
            const auto opened = open_attachment(hall.context, viewer(who), application, photo.id).value();
            CHECK(opened.file->piece(0, 10'000) == sample_jpeg());
        }
        CHECK(refusal_of(list_attachments(hall.context, viewer(other), application)) == "application_not_found");
        CHECK(refusal_of(open_attachment(hall.context, viewer(other), application, plan.id)) ==
              "application_not_found");
        CHECK(refusal_of(add(hall, other, application)) == "application_not_found");
        CHECK(refusal_of(remove_attachment(hall.context, viewer(other), application, plan.id)) ==
              "application_not_found");
        const auto of_other = hall.hold(other, TownHall::small_meeting("evening")).value().booking.application;
        CHECK(refusal_of(open_attachment(hall.context, viewer(other), of_other, plan.id)) == "attachment_not_found");
        CHECK(refusal_of(remove_attachment(hall.context, viewer(other), of_other, plan.id)) == "attachment_not_found");
        CHECK(files_of(hall) == 2);
        CHECK(hall.count("access_log WHERE action = 'attachment'") == 1); // the desk's
        CHECK(hall.count("access_log WHERE action = 'attachments'") == 1);
    });
}

TEST_CASE("what is refused leaves neither row nor file") {
    struct Row {
        std::string bytes;
        std::string name;
        std::string refusal;
    };
    const std::array rows = std::to_array<Row>({
        {sample_pdf(), "../../etc/passwd", "attachment_name_refused"},
        {sample_pdf(), "a\u202Efdp.exe", "attachment_name_refused"},
        {"", "a.pdf", "attachment_empty"},
        {"<html><script>alert(1)</script>", "a.pdf", "attachment_type_refused"},
        {sample_jpeg().substr(0, sample_jpeg().size() - 1), "a.jpg", "attachment_broken"},
        {std::string(10'485'761, 'x'), "a.pdf", "attachment_too_large"},
    });
    in_the_town_hall([&](TownHall& hall) {
        const auto owner = hall.resident();
        const auto application = held(hall, owner);
        for (const auto& [bytes, name, refusal] : rows) {
            CAPTURE(name);
            CHECK(refusal_of(add(hall, owner, application, bytes, name)) == refusal);
        }
        CHECK(hall.count("attachment") == 0);
        CHECK(files_of(hall) == 0);
    });
}

TEST_CASE("an archive behind a picture is not kept with it") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto application = held(hall, owner);
        const auto kept = add(hall, owner, application, sample_png() + "PK\x03\x04 evil", "a.png").value();
        CHECK(kept.bytes == static_cast<std::int64_t>(sample_png().size()));
        CHECK(open_attachment(hall.context, viewer(owner), application, kept.id).value().file->piece(0, 10'000) ==
              sample_png());
        const auto faults = check_attachments(hall.database, hall.attachments);
        CHECK(faults.altered.empty());
    });
}

TEST_CASE("an application has so many attachments and no more, and one place is free again when one is removed") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto application = held(hall, owner);
        for (int times = 0; times < 10; ++times)
            REQUIRE(add(hall, owner, application));
        CHECK(refusal_of(add(hall, owner, application)) == "attachment_limit_reached");
        CHECK(files_of(hall) == 10);
        const auto first = listed(hall, owner, application).front();
        CHECK(remove_attachment(hall.context, viewer(owner), application, first.id));
        CHECK(refusal_of(remove_attachment(hall.context, viewer(owner), application, first.id)) ==
              "attachment_not_found");
        CHECK_FALSE(fs::exists(path_of(hall, first)));
        CHECK(hall.count("attachment WHERE state = 'removed' AND shown_name = ''") == 1);
        CHECK(add(hall, owner, application));
    });
}

TEST_CASE("one person's files together have a limit, whoever adds them") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto desk = hall.staff();
        const auto application = held(hall, owner);
        hall.database.transact([&](persistence::Session& session) {
            constexpr persistence::Sql almost_all =
                "INSERT INTO quota_counter (account_id, counter, used) VALUES (:account_id, 'attachment_bytes', :used)";
            session.execute(almost_all, {{"account_id", owner.id}, {"used", std::int64_t{104'857'600 - 10}}});
        });
        CHECK(refusal_of(add(hall, owner, application)) == "attachment_space_used_up");
        CHECK(refusal_of(add(hall, desk, application)) == "attachment_space_used_up");
        CHECK(files_of(hall) == 0);
        hall.database.transact([&](persistence::Session& session) {
            constexpr persistence::Sql nothing = "DELETE FROM quota_counter WHERE counter = 'attachment_bytes'";
            session.execute(nothing);
        });
        CHECK(add(hall, owner, application));
    });
}

TEST_CASE("a repeat under the same key adds nothing, other content under it is refused") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto application = held(hall, owner);
        const auto key = hall.fresh_key();
        const auto first = add(hall, owner, application, sample_pdf(), "a.pdf", key).value();
        CHECK(add(hall, owner, application, sample_pdf(), "a.pdf", key).value().id == first.id);
        CHECK(refusal_of(add(hall, owner, application, sample_png(), "a.pdf", key)) == "idempotency_key_reused");
        CHECK(refusal_of(add(hall, owner, application, sample_pdf(), "b.pdf", key)) == "idempotency_key_reused");
        CHECK(files_of(hall) == 1);
    });
}

TEST_CASE("the applicant removes until something is decided, the desk at any time; nothing is added to what is over") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto desk = hall.staff();
        const auto application = held(hall, owner);
        const auto plan = add(hall, owner, application).value();
        static_cast<void>(hall.fill_in(owner, application).value());
        hall.pay(owner, application);
        CHECK(add(hall, owner, application)); // what the town asked for later
        CHECK(refusal_of(remove_attachment(hall.context, viewer(owner), application, plan.id)) == "wrong_state");
        CHECK(remove_attachment(hall.context, viewer(desk), application, plan.id));
        CHECK(hall.count("access_log WHERE action = 'attachment_removed'") == 1);
        static_cast<void>(hall.cancel(owner, application).value());
        CHECK(refusal_of(add(hall, owner, application)) == "wrong_state");
        const auto list = list_attachments(hall.context, viewer(owner), application).value();
        CHECK(list.attachments.size() == 1);
        CHECK_FALSE(list.may_add);
        CHECK_FALSE(list.may_remove);
    });
}

TEST_CASE("attachments are kept for a year after the use, and go at once when nobody applied") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto applied = held(hall, owner);
        const auto kept = add(hall, owner, applied).value();
        static_cast<void>(hall.fill_in(owner, applied).value());
        hall.pay(owner, applied);
        const auto given_up = hall.hold(owner, TownHall::small_meeting("evening")).value().booking.application;
        const auto lost = add(hall, owner, given_up).value();
        sweep_attachments(hall.context);
        CHECK(files_of(hall) == 2);

        static_cast<void>(hall.cancel(owner, given_up).value());
        sweep_attachments(hall.context);
        CHECK_FALSE(fs::exists(path_of(hall, lost)));
        CHECK(fs::exists(path_of(hall, kept)));

        hall.clock.set(at("2027-12-01 23:59")); // used on 1 December 2026
        sweep_attachments(hall.context);
        CHECK(fs::exists(path_of(hall, kept)));
        hall.clock.set(at("2027-12-02 00:00"));
        sweep_attachments(hall.context);
        CHECK_FALSE(fs::exists(path_of(hall, kept)));
        CHECK(hall.count("attachment WHERE state = 'expired' AND shown_name = ''") == 2);
    });
}

TEST_CASE("files that nobody knows of are swept away, but not while somebody may still be at them") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto application = held(hall, owner);
        const auto known = add(hall, owner, application).value();
        age(path_of(hall, known));
        const auto folder = hall.folder.path() / "attachments";
        // Killed between the file and its row, and killed while receiving.
        const auto orphan = folder / "ab" / "ab000000000000000000000000000000";
        const auto received = folder / "incoming" / "body-abcdef";
        std::ofstream(orphan) << "orphan";
        std::ofstream(received) << "half";
        sweep_attachments(hall.context);
        CHECK(fs::exists(orphan));
        CHECK(fs::exists(received));
        age(orphan);
        age(received);
        CHECK(check_attachments(hall.database, hall.attachments).unknown.size() == 1);
        sweep_attachments(hall.context);
        CHECK_FALSE(fs::exists(orphan));
        CHECK_FALSE(fs::exists(received));
        CHECK(fs::exists(path_of(hall, known)));
    });
}

TEST_CASE("the auditor names what is missing and what is not as it was stored") {
    in_the_town_hall([](TownHall& hall) {
        const auto owner = hall.resident();
        const auto application = held(hall, owner);
        const auto lost = add(hall, owner, application).value();
        const auto changed = add(hall, owner, application).value();
        const auto shorter = add(hall, owner, application).value();
        fs::remove(path_of(hall, lost));
        std::ofstream(path_of(hall, changed), std::ios::in | std::ios::out) << "%PDX";
        fs::resize_file(path_of(hall, shorter), 5);
        const auto faults = check_attachments(hall.database, hall.attachments);
        CHECK(faults.missing == std::vector{lost.file_name});
        CHECK(faults.altered.size() == 2);
        CHECK_THROWS(open_attachment(hall.context, viewer(owner), application, lost.id));
    });
}
