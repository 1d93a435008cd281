#include "services/town/band_loader.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

struct SingleBand {
    TimeBand band;
    int line = 0;
};

struct CompositeBand {
    std::string code;
    Text name;
    int line = 0;
    std::vector<Located<std::string>> parts;
};

struct ReadBands {
    std::vector<SingleBand> singles; // in the order of the day
    std::vector<CompositeBand> composites;
    std::set<std::string> named;
    std::set<std::string> faulty; // named, but without a time of their own
};

void read_band(TableReader& table, ReadBands& read) {
    const auto code = table.code("code").value_or("");
    const auto name = table.text("name").value_or(Text{});
    if (!code.empty() && !read.named.insert(code).second)
        table.fault(table.line_of("code"), "duplicate_code", {{"value", code}, {"kind", "band"}});
    if (table.has("combines")) {
        read.composites.push_back({code, name, table.line(), table.list("combines")});
    } else if (const auto range = table.time_range("from", "until")) {
        read.singles.push_back({{BandCode{code}, name, *range, 1}, table.line()});
    } else {
        read.faulty.insert(code);
    }
    table.finish();
}

// Quarter hours are what is claimed: two bands that share one would take it from each other.
bool share_a_slot(const TimeRange& a, const TimeRange& b) {
    const auto slots_a = SlotRange::covering(a);
    const auto slots_b = SlotRange::covering(b);
    return slots_a.first() <= slots_b.last() && slots_b.first() <= slots_a.last();
}

void check_overlaps(const std::vector<SingleBand>& singles, const TableReader& file) {
    for (auto band = singles.begin(); band != singles.end(); ++band) {
        const auto other = std::find_if(singles.begin(), band, [&](const SingleBand& earlier) {
            return share_a_slot(earlier.band.range, band->band.range);
        });
        if (other != band)
            file.fault(band->line, "band_overlap",
                       {{"band", band->band.code.value()}, {"other", other->band.code.value()}});
    }
}

void check_hours(const std::vector<SingleBand>& singles, const TimeRange& opening, const TableReader& file) {
    for (const auto& [band, line] : singles) {
        if (!opening.contains(band.range))
            file.fault(
                line, "band_outside_opening_hours",
                {{"band", band.code.value()}, {"opens", opening.start().hh_mm()}, {"closes", opening.end().hh_mm()}});
    }
}

// From the start of its first part to the end of its last.
std::optional<TimeBand> composed(const CompositeBand& composite, const ReadBands& read, const TableReader& file) {
    bool parts_are_known = true;
    std::vector<std::size_t> places; // among the single bands; their number for a band that is not single
    for (const auto& part : composite.parts) {
        if (!read.named.contains(part.value)) file.fault(part.line, "unknown_band", {{"band", part.value}});
        parts_are_known = parts_are_known && read.named.contains(part.value) && !read.faulty.contains(part.value);
        const auto found = std::ranges::find(read.singles, part.value,
                                             [](const SingleBand& single) { return single.band.code.value(); });
        places.push_back(static_cast<std::size_t>(found - read.singles.begin()));
    }
    if (!parts_are_known) return std::nullopt;
    const auto does_not_follow = [](std::size_t a, std::size_t b) { return b != a + 1; };
    if (places.size() < 2 || places.back() >= read.singles.size() ||
        std::ranges::adjacent_find(places, does_not_follow) != places.end()) {
        file.fault(composite.line, "composite_not_whole", {{"band", composite.code}});
        return std::nullopt;
    }
    const auto range =
        TimeRange::of(read.singles[places.front()].band.range.start(), read.singles[places.back()].band.range.end());
    return TimeBand{BandCode{composite.code}, composite.name, *range, static_cast<int>(places.size())};
}

} // namespace

BandList load_bands(TableReader& file, const TimeRange& opening) {
    if (!file.has("band")) return {};
    ReadBands read;
    for (auto& table : file.tables("band"))
        read_band(table, read);
    check_overlaps(read.singles, file);
    check_hours(read.singles, opening, file);
    std::ranges::stable_sort(read.singles, {}, [](const SingleBand& single) { return single.band.range; });

    BandList list{{}, read.named};
    for (const auto& single : read.singles)
        list.bands.push_back(single.band);
    for (const auto& composite : read.composites) {
        if (auto band = composed(composite, read, file)) list.bands.push_back(std::move(*band));
    }
    return list;
}

} // namespace hiroba::services
