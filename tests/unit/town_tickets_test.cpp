// 回数券 in a town's files: what they become, and each of their faults with its line.
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <string>

using namespace hiroba;
using namespace hiroba::test;
using services::TownFiles;

namespace {

TownFiles minatomori_files() { return services::read_town_files(in_repository("ops/towns/minatomori")); }

void replace(std::string& file, std::string_view from, std::string_view to) {
    const auto at = file.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    file.replace(at, from.size(), to);
}

int line_of(const std::string& file, std::string_view words) {
    const auto at = file.find(words);
    REQUIRE_MESSAGE(at != std::string::npos, words);
    return 1 + static_cast<int>(std::ranges::count(file.substr(0, at), '\n'));
}

} // namespace

TEST_CASE("a book of tickets says what one ticket is for, until when, and what comes back") {
    const auto town = services::load_town(minatomori_files()).value();
    const Ticket& ticket = find_facility(town, FacilityCode{"sports_park"})->tickets.front();
    CHECK(ticket.visits == 11);
    CHECK(ticket.valid_months == 12);
    CHECK(ticket.terms.covers == TicketCover::minutes);
    CHECK(ticket.terms.minutes == 60);
    CHECK(ticket.terms.spaces.size() == 4);
    CHECK(ticket.terms.only_for == UserClass::in_town);
    CHECK(ticket.terms.comes_back == TicketReturn::with_refund);
    CHECK(ticket.terms.refund->percent == 90);
}

TEST_CASE("a ticket that says nothing is for a visit, without end, and nothing is given back") {
    const auto town = services::load_town(services::read_town_files(in_repository("ops/towns/hoshimigawa"))).value();
    const auto& tickets = find_facility(town, FacilityCode{"gym"})->tickets;
    const auto book = std::ranges::find(tickets, TicketCode{"training_book"}, &Ticket::code);
    REQUIRE(book != tickets.end());
    CHECK(book->terms == TicketTerms{});
    CHECK_FALSE(book->valid_months);
}

TEST_CASE("each fault of a book of tickets is told with its line") {
    struct Case {
        const char* from;
        const char* to;
        const char* code;
    };
    for (const auto& [from, to, code] : {
             Case{"covers = \"minutes\"", "covers = \"weeks\"", "unknown_word"},
             Case{"minutes = 60\nspaces", "spaces", "ticket_minutes"},
             Case{"covers = \"minutes\"\nminutes = 60", "covers = \"use\"\nminutes = 60", "ticket_minutes"},
             Case{"minutes = 60\nspaces = [\"court_1\", \"court_2\", \"court_3\", \"court_4\"]\nonly_for",
                  "minutes = 60\nonly_for", "ticket_without_space"},
             Case{"valid_months = 12", "valid_months = 0", "number_out_of_range"},
             Case{"comes_back = \"with_refund\"", "comes_back = \"sometimes\"", "unknown_word"},
             Case{"percent = 90\narticle", "percent = 101\narticle", "reduction_out_of_range"},
             Case{"only_for = \"in_town\"\nvalid", "only_for = \"abroad\"\nvalid", "unknown_word"},
         }) {
        CAPTURE(to);
        auto files = minatomori_files();
        auto& park = files["sports_park.toml"];
        replace(park, from, to);
        const auto town = services::load_town(files);
        REQUIRE_FALSE(town);
        CHECK(town.error().front().code == code);
        CHECK(town.error().front().file == "sports_park.toml");
        const int first = line_of(park, "[[ticket]]");
        CHECK(town.error().front().line >= first);
        CHECK(town.error().front().line <= first + 20);
    }
}
