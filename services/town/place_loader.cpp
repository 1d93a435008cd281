#include "services/town/place_loader.hpp"

#include <array>

namespace hiroba::services {
namespace {

constexpr std::array features = {
    Word<AccessFeature>{"step_free", AccessFeature::step_free},
    Word<AccessFeature>{"lift", AccessFeature::lift},
    Word<AccessFeature>{"accessible_toilet", AccessFeature::accessible_toilet},
    Word<AccessFeature>{"accessible_parking", AccessFeature::accessible_parking},
    Word<AccessFeature>{"hearing_loop", AccessFeature::hearing_loop},
    Word<AccessFeature>{"braille_signs", AccessFeature::braille_signs},
    Word<AccessFeature>{"nursing_room", AccessFeature::nursing_room},
    Word<AccessFeature>{"assistance_dogs", AccessFeature::assistance_dogs},
};

bool is_picture_name(std::string_view name) {
    constexpr std::array<std::string_view, 4> endings = {".jpg", ".jpeg", ".png", ".webp"};
    return std::ranges::any_of(endings, [&](std::string_view ending) {
        return name.ends_with(ending) && is_code(name.substr(0, name.size() - ending.size()));
    });
}

void check_picture(const TableReader& photo, const std::string& file, const TownCodes& codes) {
    const auto line = photo.line_of("file");
    if (!is_picture_name(file)) return photo.fault(line, "invalid_photo_name", {{"name", file}});
    if (codes.pictures && !std::filesystem::is_regular_file(*codes.pictures / file))
        photo.fault(line, "missing_photo", {{"name", file}});
}

} // namespace

std::vector<AccessFeature> load_access(TableReader& owner) {
    return owner.words_if_any<AccessFeature>("access", features);
}

std::vector<Photo> load_photos(TableReader& owner, const TownCodes& codes) {
    std::vector<Photo> photos;
    for (auto& table : owner.tables_if_any("photo")) {
        const auto file = table.words("file");
        if (file) check_picture(table, *file, codes);
        photos.push_back({file.value_or(""), table.text("shows").value_or(Text{})});
        table.finish();
    }
    return photos;
}

std::optional<MapPosition> load_position(TableReader& facility) {
    constexpr int pole = 90;
    constexpr int date_line = 180;
    auto table = facility.table_if_any("position");
    if (!table) return std::nullopt;
    const auto latitude = table->micro_degrees("latitude", pole);
    const auto longitude = table->micro_degrees("longitude", date_line);
    table->finish();
    if (!latitude || !longitude) return std::nullopt;
    return MapPosition{*latitude, *longitude};
}

} // namespace hiroba::services
