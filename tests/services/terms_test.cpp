// What applicants declare, and what it costs: priced again by the town data under which it was held.
#include "services/booking/change.hpp"
#include "services/booking/fill_in.hpp"
#include "services/town/town_loader.hpp"
#include "tests/services/support/hanasato.hpp"
#include "tests/support/repository.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

// Hanasato with another price of the big room in the morning, from now on.
void raise_the_price(TownHall& hall) {
    auto files = read_town_files(in_repository(hanasato));
    std::string& text = files.at("hall.toml");
    const std::string before = "morning = 1_000";
    text.replace(text.find(before), before.size(), "morning = 9_000");
    const auto town = load_town(files);
    REQUIRE(town);
    REQUIRE(put_town_in_force(hall.database, *town, files, hall.clock.now()));
    hall.catalog.refresh();
}

} // namespace

TEST_CASE("what is declared with a hold is priced with it, and is part of the time that it occupies") {
    struct Case {
        const char* what;
        UseTerms terms;
        std::int64_t yen; // of 1,000 for the morning
        const char* start;
        const char* end;
    };
    const std::vector<Case> cases{
        {"nothing", {}, 1'000, "09:00", "12:00"},
        {"heating of three hours", {.wants_climate = true}, 1'300, "09:00", "12:00"},
        {"an hour more costs 30 %", {.extension_minutes = 60}, 1'300, "09:00", "13:00"},
        {"twenty minutes count as an hour", {.extension_minutes = 20}, 1'300, "09:00", "12:20"},
        {"an hour before, and it is heated as well",
         {.wants_climate = true, .early_minutes = 60},
         1'700,
         "08:00",
         "12:00"},
    };
    in_hanasato([&](TownHall& hall) {
        for (const Case& one : cases) {
            CAPTURE(one.what);
            const auto who = hall.resident();
            const auto held = hall.hold(who, big_room("morning", one.terms)).value().booking;
            CHECK(held.total == Yen{one.yen});
            CHECK(held.start.time.hh_mm() == one.start);
            CHECK(held.end.time.hh_mm() == one.end);
            CHECK(hall.booking(held.id).terms == one.terms);
            CHECK(hall.claimed_slots(held.id) ==
                  static_cast<std::size_t>((held.end.time.minutes() - held.start.time.minutes() + 14) / 15));
            CHECK(hall.cancel(who, held.application));
        }
    });
}

TEST_CASE("what the form says of the whole application is priced, and staff look at it") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, big_room()).value().booking;
        auto details = meeting_of_eight();
        details.highest_admission = Yen{500};
        const auto charging = put_details(hall.context, who, {held.application, details}).value();
        CHECK(charging.bookings.front().total == Yen{2'000});
        CHECK(is_reviewed(*hall.catalog.current(), charging));
        details.is_commercial = true;
        CHECK(total_of(put_details(hall.context, who, {held.application, details})) == 4'000);
        CHECK(total_of(put_details(hall.context, who, {held.application, meeting_of_eight()})) == 1'000);
        const auto kept = hall.application(held.application).application.details;
        CHECK_FALSE(kept->highest_admission);
        CHECK_FALSE(kept->is_commercial);
    });
}

TEST_CASE("an extension is claimed under the hold, and given back; the neighbour in time is never pushed aside") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, big_room()).value().booking;
        const auto extend = [&](int minutes) {
            return put_details(
                hall.context, who,
                {held.application, meeting_of_eight(), {{held.id, {.extension_minutes = minutes}, std::nullopt}}});
        };
        CHECK(total_of(extend(60)) == 1'300);
        CHECK(hall.claimed_slots(held.id) == 16);
        const UseTerms an_hour_before{.early_minutes = 60};
        CHECK(refusal_of(hall.hold(hall.resident(), big_room("afternoon", an_hour_before))) == "already_taken");
        CHECK(total_of(extend(0)) == 1'000);
        CHECK(hall.claimed_slots(held.id) == 12);
        REQUIRE(hall.hold(hall.resident(), big_room("afternoon", an_hour_before)));
        CHECK(refusal_of(extend(60)) == "already_taken");
        const auto after = hall.booking(held.id);
        CHECK(after.total == Yen{1'000});
        CHECK(after.end.time.hh_mm() == "12:00");
        CHECK(hall.claimed_slots(held.id) == 12);
    });
}

TEST_CASE("of several uses, the one that is refused is named, and nothing changes") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.hold_all(who, {big_room(), big_room_on("2027-05-11")}).value().view;
        const BookingId winter = view.bookings[0].id;
        const BookingId spring = view.bookings[1].id;
        const auto put = [&](std::vector<UseTermsOrder> uses) {
            return put_details(hall.context, who, {view.application.id, meeting_of_eight(), std::move(uses)});
        };
        const UseTerms heated{.wants_climate = true};
        const auto refused = put({{winter, heated, std::nullopt}, {spring, heated, std::nullopt}});
        CHECK(refusal_of(refused) == "climate_not_offered");
        CHECK(refused.error().facts.at("index") == Fact{std::int64_t{1}});
        CHECK_FALSE(hall.booking(winter).terms.wants_climate);
        CHECK_FALSE(hall.application(view.application.id).application.details);
        CHECK(refusal_of(put({{winter, {.is_rehearsal = true}, std::nullopt}})) == "rehearsal_not_offered");
        CHECK(refusal_of(put({{winter, {.extension_minutes = 90}, std::nullopt}})) == "extension_too_long");
        CHECK(refusal_of(put({{winter, {.extras = {{ExtraCode{"lights"}, 60}}}, std::nullopt}})) ==
              "extra_not_offered");
        CHECK(refusal_of(put({{BookingId{1}, heated, std::nullopt}})) == "booking_not_found");
        CHECK(refusal_of(put({{winter, heated, std::nullopt}, {winter, {}, std::nullopt}})) == "duplicate_booking");
        CHECK(put({{winter, heated, std::nullopt}}).value().bookings.front().total == Yen{1'300});
    });
}

TEST_CASE("equipment is claimed and given back with the form") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, big_room()).value().booking;
        const auto with = [&](std::vector<EquipmentWish> equipment) {
            return put_details(hall.context, who,
                               {held.application, meeting_of_eight(), {{held.id, {}, std::move(equipment)}}});
        };
        CHECK(total_of(with({{EquipmentCode{"piano"}, 1}})) == 1'700);
        CHECK(hall.claimed_slots(held.id) == 24);
        CHECK(total_of(with({})) == 1'000);
        CHECK(hall.claimed_slots(held.id) == 12);
    });
}

TEST_CASE("a quote taken under a hold is what is charged, whatever the ordinance does later") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, big_room()).value().booking;
        raise_the_price(hall);
        const auto filled = put_details(hall.context, who,
                                        {held.application,
                                         meeting_of_eight(),
                                         {{held.id, {.wants_climate = true, .extension_minutes = 60}, std::nullopt}}});
        // 1,000 + 30 % for the hour more + heating of four hours, all by the old annex.
        CHECK(total_of(filled) == 1'700);
        CHECK(hall.booking(held.id).edition == 1);
        CHECK(hall.start(who, held.application).value().amount == Yen{1'700});
        CHECK(hall.hold(hall.resident(), big_room("morning", {}, "2026-12-02")).value().booking.total == Yen{9'000});
    });
}

TEST_CASE("a booking that is changed is priced by the ordinance of that day") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, big_room()).value().booking;
        raise_the_price(hall);
        auto command = change_of(hall, held);
        command.date = date("2026-12-02");
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(changed.bookings.front().total == Yen{9'000});
        CHECK(changed.bookings.front().edition == 2);
        CHECK(total_of(put_details(hall.context, who, {held.application, meeting_of_eight()})) == 9'000);
    });
}

TEST_CASE("terms change like space and time, in one step") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto paid = hall.paid(who, {big_room()});
        auto command = change_of(hall, paid.bookings.front());
        command.terms.extension_minutes = 60;
        command.terms.wants_climate = true;
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        CHECK(plan.difference == Yen{700});
        CHECK(plan.changes.front().additional == Yen{700});
        CHECK(plan.changes.front().quote->total == Yen{1'700});
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(changed.bookings.front().end.time.hh_mm() == "13:00");
        CHECK(owed(changed) == Yen{700});
        command.idempotency_key = hall.fresh_key();
        command.terms = {.price_class = PriceClassCode{"children"}};
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, command)) == "unknown_price_class");
    });
}

TEST_CASE("what is declared of the application is changed for all of it at once, whatever the scope") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        const auto clerk = hall.staff();
        const auto paid = hall.paid(who, {big_room(), big_room("afternoon")});
        REQUIRE(paid.bookings.size() == 2);
        const Yen before = paid.bookings.front().total + paid.bookings.back().total;
        auto command = change_of(hall, paid.bookings.front());
        command.declared = DeclaredChange{.highest_admission = Yen{500}, .is_commercial = false};
        SUBCASE("not by the applicant alone, when staff look at such a use") {
            const auto plan = preview_change(hall.context, {who.id, false}, command).value();
            CHECK_FALSE(plan.is_possible());
            CHECK(plan.changes.front().refusal->code == "needs_review");
            CHECK(refusal_of(change_application(hall.context, {who.id, false}, command)) == "needs_review");
            CHECK_FALSE(hall.application(paid.application.id).application.details->highest_admission);
        }
        SUBCASE("by the desk, and the difference is owed for every use") {
            const auto plan = preview_change(hall.context, {clerk.id, true}, command).value();
            REQUIRE(plan.changes.size() == 2);
            CHECK(plan.difference == before);
            const auto changed = change_application(hall.context, {clerk.id, true}, command).value();
            CHECK(changed.bookings.front().total + changed.bookings.back().total == before + before);
            CHECK(owed(changed) == before);
            CHECK(changed.application.details->highest_admission == Yen{500});
            CHECK(changed.application.details->purpose == paid.application.details->purpose);
            command.idempotency_key = hall.fresh_key();
            CHECK(refusal_of(change_application(hall.context, {clerk.id, true}, command)) == "nothing_changes");
        }
    });
}

TEST_CASE("nothing is declared anew of an application whose form is not filled in") {
    in_hanasato([](TownHall& hall) {
        const auto who = hall.resident();
        auto command = change_of(hall, hall.hold(who, big_room()).value().booking);
        command.declared = DeclaredChange{.highest_admission = {}, .is_commercial = true};
        CHECK(refusal_of(preview_change(hall.context, {who.id, false}, command)) == "details_missing");
    });
}
