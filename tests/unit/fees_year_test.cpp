// A whole year, day by day: whoever uses a place for longer never pays less, in every place of both towns.
#include "domain/booking/priced_use.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;

namespace {

// Nothing when it is closed that day, or the town does not price it.
std::optional<Yen> fee_of(const Town& town, const UseRequest& request, UserClass user_class) {
    const auto use = check_priced_use(town, request);
    if (!use) return std::nullopt;
    const auto fee = quote_use(town, *use, user_class, request.date);
    return fee ? std::optional{fee->total} : std::nullopt;
}

class YearOfPrices {
public:
    explicit YearOfPrices(const Town& town) : town_(town) {}

    void check(LocalDate first, int days) {
        for (int day = 0; day < days; ++day)
            for (const Facility& facility : town_.facilities)
                for (const Space& space : facility.spaces)
                    for (const bool wants_climate : {false, true})
                        check_day(space, first + std::chrono::days{day}, wants_climate);
    }

    std::size_t priced = 0;
    std::vector<std::string> cheaper; // though longer

private:
    void check_day(const Space& space, LocalDate on, bool wants_climate) {
        const auto user_class = (on - LocalDate{}).count() % 2 == 0 ? UserClass::in_town : UserClass::out_of_town;
        UseRequest request{.space = space.code, .date = on, .terms = {.wants_climate = wants_climate}};
        std::visit([&](const auto& use) { check_use_of(use, request, user_class); }, space.use);
    }

    // A band that lies within another one costs no more than that.
    void check_use_of(const ByBand& use, UseRequest& request, UserClass user_class) {
        std::vector<std::pair<const TimeBand*, std::optional<Yen>>> fees;
        for (const TimeBand& band : use.bands) {
            request.band = band.code;
            fees.emplace_back(&band, fee_of(town_, request, user_class));
            if (fees.back().second) ++priced;
        }
        for (const auto& [shorter, less] : fees)
            for (const auto& [longer, more] : fees)
                if (less && more && longer->range.contains(shorter->range) && *more < *less)
                    complain(request, shorter->code.value() + " in " + longer->code.value());
    }
    void check_use_of(const ByHour&, UseRequest& request, UserClass user_class) {
        std::optional<Yen> before;
        const int opens = 9 * 60;
        for (int minutes = 60; minutes <= 12 * 60; minutes += 60) {
            request.time = TimeRange::of(*MinuteOfDay::of(opens), *MinuteOfDay::of(opens + minutes)).value();
            compare(before, fee_of(town_, request, user_class), request, std::to_string(minutes) + " minutes");
        }
    }
    void check_use_of(const ByNight& use, UseRequest& request, UserClass user_class) {
        std::optional<Yen> before;
        for (int nights = 1; nights <= use.maximum_nights; ++nights) {
            request.nights = nights;
            compare(before, fee_of(town_, request, user_class), request, std::to_string(nights) + " nights");
        }
    }

    void compare(std::optional<Yen>& before, const std::optional<Yen>& fee, const UseRequest& request,
                 const std::string& length) {
        if (!fee) return;
        ++priced;
        if (before && *fee < *before) complain(request, length);
        before = fee;
    }
    void complain(const UseRequest& request, const std::string& length) {
        cheaper.push_back(request.space.value() + " " + request.date.iso8601() + " " + length);
    }

    const Town& town_;
};

} // namespace

TEST_CASE("on every day of a year, who uses a place for longer never pays less") {
    for (const Town* town : {&hoshimigawa(), &minatomori()}) {
        CAPTURE(town->name.en);
        YearOfPrices year(*town);
        year.check(date("2026-04-01"), 365);
        CHECK(year.cheaper == std::vector<std::string>{});
        CHECK(year.priced > 10'000);
    }
}
