// A clerk finds an application while its applicant is on the telephone.
#include "services/board/find_applications.hpp"
#include "services/booking/booking_number.hpp"
#include "services/booking/on_behalf.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::Account;
using persistence::ApplicationDetails;

namespace {

using Ids = std::vector<ApplicationId>;

Account renamed(TownHall& hall, Account who, const std::string& name) {
    who.display_name = name;
    hall.database.transact([&](persistence::Session& session) { save_account(session, who); });
    return who;
}

// Booked by the desk for that person: it has a number at once.
ApplicationView booked(TownHall& hall, const Account& who, const std::vector<UseRequest>& uses,
                       const ApplicationDetails& details) {
    OnBehalfCommand command{.account = who.id, .hold = {}, .details = details};
    command.hold.uses = uses;
    command.hold.idempotency_key = hall.fresh_key();
    return book_on_behalf(hall.context, hall.staff(), command).value().view;
}

ApplicationDetails saying(const std::string& purpose, const std::optional<std::string>& group = std::nullopt) {
    return {.activity = std::nullopt,
            .purpose = purpose,
            .group_name = group,
            .people = 5,
            .highest_admission = std::nullopt,
            .is_commercial = false,
            .reduction = std::nullopt};
}

// The number of an application, so that the test knows what begins alike and what does not.
void give(TownHall& hall, const ApplicationView& to, const std::string& number) {
    hall.database.transact([&](persistence::Session& session) {
        session.execute("UPDATE application SET number = :number WHERE application_id = :application_id",
                        {{"number", number}, {"application_id", to.application.id}});
    });
}

Ids found(TownHall& hall, const std::string& typed) {
    Ids ids;
    const auto answer = find_applications(hall.context, hall.staff(), typed).value();
    for (const auto& each : answer.applications)
        ids.push_back(each.application.id);
    return ids;
}

UseRequest small_meeting_on(LocalDate day) {
    auto use = TownHall::small_meeting();
    use.date = day;
    return use;
}

} // namespace

TEST_CASE("a number is read however it is typed, and what no number can be is none") {
    struct Row {
        const char* typed;
        const char* number;
    };
    for (const auto& [typed, number] : {Row{"7K3M-Q9XD", "7K3M-Q9XD"},
                                        {"7k3mq9xd", "7K3M-Q9XD"},
                                        {" ７Ｋ３Ｍ－Ｑ９ＸＤ ", "7K3M-Q9XD"},
                                        {"７ｋ３ｍ　ｑ９ｘｄ", "7K3M-Q9XD"},
                                        {"7K3MーQ9XD", "7K3M-Q9XD"},
                                        {"7K3M–Q9XD", "7K3M-Q9XD"},
                                        {"7 K 3 M", "7K3M"},
                                        {"7K3M-", "7K3M"},
                                        {"7K3Mq", "7K3M-Q"}}) {
        CAPTURE(typed);
        CHECK(number_typed(typed) == std::optional<std::string>{number});
    }
    for (const char* const typed : {"", " - ", "7K3M-Q9XDA", "7K3O", "0000", "佐藤", "7K3M%", "ｺｰﾗｽ"}) {
        CAPTURE(typed);
        CHECK_FALSE(number_typed(typed));
    }
    CHECK(is_whole_number(new_booking_number()));
    CHECK(number_typed(new_booking_number()));
}

TEST_CASE("an application is found by its number and by the number's beginning, in whatever way they are typed") {
    in_the_town_hall([](TownHall& hall) {
        const auto one = booked(hall, hall.resident(), {hall.small_meeting("morning")}, saying("句会"));
        const auto two = booked(hall, hall.resident(), {hall.small_meeting("afternoon")}, saying("句会"));
        give(hall, one, "7K3M-Q9XD");
        give(hall, two, "7K3M-ZZZZ");
        for (const char* const typed :
             {"7K3M-Q9XD", "7k3mq9xd", "７Ｋ３Ｍ－Ｑ９ＸＤ", "7K3M Q9XD", "7k3m-q", "7K3Mq9"}) {
            CAPTURE(typed);
            CHECK(found(hall, typed) == Ids{one.application.id});
        }
        CHECK(found(hall, "7k").size() == 2);
        CHECK(found(hall, "K3M").empty());
        CHECK(found(hall, "7K3M-Q9XE").empty());
    });
}

TEST_CASE("a whole number finds its own application only; when nobody has it, it is a word like others") {
    in_the_town_hall([](TownHall& hall) {
        const auto named = booked(hall, hall.resident(), {hall.small_meeting("morning")}, saying("Database club"));
        CHECK(found(hall, "database") == Ids{named.application.id});
        const auto numbered = booked(hall, hall.resident(), {hall.small_meeting("afternoon")}, saying("句会"));
        give(hall, numbered, "DATA-BASE");
        CHECK(found(hall, "database") == Ids{numbered.application.id});
    });
}

TEST_CASE("an application is found by parts of the applicant's name, the group's and the purpose") {
    in_the_town_hall([](TownHall& hall) {
        const auto sato = renamed(hall, hall.resident(), "佐藤 花子");
        const auto other = renamed(hall, hall.resident(), "佐藤　太郎");
        const auto choir =
            booked(hall, sato, {hall.small_meeting("morning")}, saying("年末の練習", "コーラス ＡＢＣ第２"));
        const auto circle = booked(hall, other, {hall.small_meeting("afternoon")}, saying("Reading circle"));
        const Ids both{circle.application.id, choir.application.id};
        const Ids hers{choir.application.id};
        const Ids his{circle.application.id};
        for (const auto& [typed, expected] : std::initializer_list<std::pair<const char*, Ids>>{{"佐藤", both},
                                                                                                {"佐藤花子", hers},
                                                                                                {"佐藤　花子", hers},
                                                                                                {"花子 佐藤", hers},
                                                                                                {"佐藤 コーラス", hers},
                                                                                                {"コーラスABC", hers},
                                                                                                {"ABC第2", hers},
                                                                                                {"ＡＢＣ", hers},
                                                                                                {"年末", hers},
                                                                                                {"佐藤太郎", his},
                                                                                                {"reading CIRCLE", his},
                                                                                                {"ＲＥＡＤＩＮＧ", his},
                                                                                                {"子コーラ", {}},
                                                                                                {"太郎 コーラス", {}},
                                                                                                {"鈴木", {}}}) {
            CAPTURE(typed);
            CHECK(found(hall, typed) == expected);
        }
    });
}

TEST_CASE("a percent sign and an underscore are looked for as what they are") {
    in_the_town_hall([](TownHall& hall) {
        const auto full = booked(hall, hall.resident(), {hall.small_meeting("morning")}, saying("参加率100%の会"));
        const auto plain = booked(hall, hall.resident(), {hall.small_meeting("afternoon")}, saying("a_b!c の会"));
        CHECK(found(hall, "0%の") == Ids{full.application.id});
        CHECK(found(hall, "%%").empty());
        CHECK(found(hall, "__").empty());
        CHECK(found(hall, "a_b") == Ids{plain.application.id});
        CHECK(found(hall, "aXb").empty());
        CHECK(found(hall, "b!c") == Ids{plain.application.id});
        CHECK(found(hall, "' OR '1'='1").empty());
        CHECK(found(hall, "\\%").empty());
    });
}

TEST_CASE("what is used last comes first, with all of its bookings by time, whatever has become of them") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto early = booked(hall, who, {hall.small_meeting("morning", "2026-12-01")}, saying("句会"));
        const auto two = booked(
            hall, who, {hall.small_meeting("morning", "2026-12-22"), hall.small_meeting("evening", "2026-12-02")},
            saying("句会"));
        const auto between = booked(hall, who, {hall.small_meeting("morning", "2026-12-15")}, saying("句会"));
        CHECK(hall.cancel(who, early.application.id));
        const auto answer = find_applications(hall.context, hall.staff(), "句会").value();
        REQUIRE(answer.applications.size() == 3);
        CHECK_FALSE(answer.more);
        CHECK(answer.applications[0].application.id == two.application.id);
        CHECK(answer.applications[1].application.id == between.application.id);
        CHECK(answer.applications[2].application.id == early.application.id);
        const auto& first = answer.applications[0];
        CHECK(first.application.number == two.application.number);
        CHECK(first.application.facility == FacilityCode{"kirara"});
        CHECK(first.application.details->purpose == "句会");
        CHECK(first.holder == who.display_name);
        REQUIRE(first.bookings.size() == 2);
        CHECK(first.bookings[0].start.date == date("2026-12-02"));
        CHECK(first.bookings[1].start.date == date("2026-12-22"));
        CHECK(first.bookings[1].space == SpaceCode{"small_meeting"});
        CHECK(first.bookings[1].state == BookingState::permitted_unpaid);
        CHECK(answer.applications[2].bookings[0].state == BookingState::cancelled);
    });
}

TEST_CASE("what is held and not filled in yet is found by its applicant") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = renamed(hall, hall.resident(), "鈴木 一郎");
        const auto held = hall.hold(who, hall.small_meeting()).value();
        const auto answer = find_applications(hall.context, hall.staff(), "鈴木").value();
        REQUIRE(answer.applications.size() == 1);
        CHECK(answer.applications[0].application.id == held.booking.application);
        CHECK_FALSE(answer.applications[0].application.number);
        CHECK_FALSE(answer.applications[0].application.details);
        CHECK(answer.applications[0].bookings[0].state == BookingState::held);
    });
}

TEST_CASE("at most fifty are told, the newest, and that there are more") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        std::vector<ApplicationId> made;
        for (auto day = date("2026-12-01"); made.size() <= applications_found_at_most; day = day + std::chrono::days{1})
            for (const char* const band : {"morning", "afternoon", "evening"}) {
                OnBehalfCommand command{.account = who.id, .hold = {}, .details = saying("句会")};
                command.hold.uses = {small_meeting_on(day)};
                command.hold.uses.front().band = BandCode{band};
                command.hold.idempotency_key = hall.fresh_key();
                const auto held = book_on_behalf(hall.context, hall.staff(), command); // refused on closed days
                if (held) made.push_back(held->view.application.id);
                if (made.size() == applications_found_at_most)
                    CHECK_FALSE(find_applications(hall.context, hall.staff(), "句会").value().more);
            }
        const auto answer = find_applications(hall.context, hall.staff(), "句会").value();
        CHECK(answer.more);
        REQUIRE(answer.applications.size() == applications_found_at_most);
        CHECK(answer.applications.front().application.id == made.back());
    });
}

TEST_CASE("too little and too much to look for are refused by name, and are no look at anybody") {
    in_the_town_hall([](TownHall& hall) {
        const auto refused = [&](const std::string& typed) {
            return refusal_of(find_applications(hall.context, hall.staff(), typed));
        };
        const auto times = [](std::size_t count, const std::string& what) {
            std::string all;
            for (std::size_t i = 0; i < count; ++i)
                all += what;
            return all;
        };
        for (const char* const typed : {"", " ", "句", " 句　", "\n\t", "a"}) {
            CAPTURE(typed);
            CHECK(refused(typed) == "find_too_short");
        }
        CHECK(refused(times(51, "句")) == "find_too_long");
        CHECK(refused(times(26, "句 ") + "会") == "find_too_long");
        CHECK(hall.count("access_log") == 0);
        CHECK(refused("句 会") == "");
        CHECK(refused(times(50, "句")) == "");
        CHECK(refused(times(25, "句 ")) == "");
        CHECK(hall.count("access_log") == 3);
    });
}

TEST_CASE("what a clerk looked for is in the log of looks, once a minute") {
    in_the_town_hall([](TownHall& hall) {
        const auto clerk = hall.staff();
        const auto logged = [&] {
            return hall.count(
                "access_log WHERE action = 'application_find' AND subject = '佐藤 ABC' AND account_id = " +
                std::to_string(clerk.id.value()));
        };
        CHECK(find_applications(hall.context, clerk, "佐藤　ＡＢＣ "));
        CHECK(find_applications(hall.context, clerk, " 佐藤 ABC"));
        CHECK(logged() == 1);
        hall.clock.pass(1min);
        CHECK(find_applications(hall.context, clerk, "佐藤 ABC"));
        CHECK(logged() == 2);
    });
}
