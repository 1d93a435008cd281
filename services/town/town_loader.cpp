#include "services/town/town_loader.hpp"

#include "services/town/approval_loader.hpp"
#include "services/town/attachments_loader.hpp"
#include "services/town/document_loader.hpp"
#include "services/town/drawer_loader.hpp"
#include "services/town/facility_loader.hpp"
#include "services/town/holidays_loader.hpp"
#include "services/town/money_loader.hpp"
#include "services/town/revenue_loader.hpp"
#include "services/town/rules_loader.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

constexpr const char* main_file = "town.toml";

// 全国地方公共団体コード: five digits and a check digit (modulus 11, weights 6 to 2).
bool is_town_code(std::string_view code) {
    constexpr int modulus = 11;
    constexpr std::size_t digits = 6;
    if (code.size() != digits || !std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; })) return false;
    int sum = 0;
    for (std::size_t at = 0; at < digits - 1; ++at)
        sum += (code[at] - '0') * static_cast<int>(digits - at);
    return (modulus - sum % modulus) % 10 == code.back() - '0';
}

std::string read_town_code(TableReader& file) {
    const auto code = file.words("code");
    if (code && !is_town_code(*code)) file.fault(file.line_of("code"), "invalid_town_code", {{"value", *code}});
    return code.value_or("");
}

bool has_name(std::string_view name, std::string_view ending) {
    return name.ends_with(ending) && is_code(name.substr(0, name.size() - ending.size()));
}
bool is_csv_name(std::string_view name) { return has_name(name, ".csv"); }
bool is_file_name(std::string_view name) { return has_name(name, ".toml"); }

class TownLoading {
public:
    TownLoading(const TownFiles& files, std::optional<std::filesystem::path> pictures) : files_(&files) {
        codes_.pictures = std::move(pictures);
    }

    tl::expected<Town, std::vector<TownError>> load() {
        Town town;
        if (!files_->contains(main_file))
            faults_.add({main_file, 0, "missing_file", {{"name", main_file}}});
        else if (const auto parsed = parse_toml(files_->at(main_file), main_file, faults_))
            read_town({*parsed, 1, main_file, faults_}, town);
        if (!faults_.empty()) return tl::unexpected(faults_.first(most_town_errors));
        return town;
    }

private:
    void read_town(TableReader main, Town& town) {
        town.code = read_town_code(main);
        town.name = main.text("name").value_or(Text{});
        const auto holidays = main.words("holidays");
        const auto facilities = main.filled_list("facilities");
        if (main.has("registration_number")) town.registration_number = read_registration_number(main);
        town.activities = load_activities(main, codes_);
        town.posts = load_posts(main, codes_);
        if (auto decisions = main.table_if_any("decisions")) town.decisions = load_decisions(*decisions);
        town.reductions = load_reductions(main);
        constexpr Limits uses{1, 100};
        town.most_uses_per_application =
            static_cast<int>(main.number_or("most_uses_per_application", uses, town.most_uses_per_application));
        constexpr Limits waiting{1, 20};
        town.most_waiting_applications =
            static_cast<int>(main.number_or("most_waiting_applications", waiting, town.most_waiting_applications));
        if (auto attachments = main.table_if_any("attachments")) town.attachments = load_attachments(*attachments);
        if (auto money = main.table_if_any("money")) town.money = load_money(*money);
        auto papers = main.table_if_any("documents");
        auto drawers = main.tables_if_any("drawer");
        main.finish();
        static_cast<void>(load_documents(papers, town.name, *files_, faults_)); // kept apart, see document_loader.hpp

        if (holidays) town.holidays = read_holidays(main, {*holidays, main.line_of("holidays")});
        for (const auto& facility : facilities)
            with_file(main, facility,
                      [&](TableReader& file) { town.facilities.push_back(load_facility(file, codes_)); });
        town.drawers = load_drawers(std::move(drawers), town.facilities);
    }

    Holidays read_holidays(const TableReader& main, const Located<std::string>& named) {
        Holidays holidays;
        if (!is_csv_name(named.value)) {
            with_file(main, named, [&](TableReader& file) { holidays = load_holidays(file); });
        } else if (!files_->contains(named.value)) {
            main.fault(named.line, "missing_file", {{"name", named.value}});
        } else if (const auto& text = files_->at(named.value); is_readable(text, named.value, faults_)) {
            holidays = load_holidays_csv(text, named.value, faults_);
        }
        return holidays;
    }

    // Opens a file that town.toml names and lets `read` have it.
    template <class Read>
    void with_file(const TableReader& main, const Located<std::string>& named, Read&& read) {
        const auto& [name, line] = named;
        if (!is_file_name(name)) return main.fault(line, "invalid_file_name", {{"name", name}});
        if (!files_->contains(name)) return main.fault(line, "missing_file", {{"name", name}});
        if (!read_.insert(name).second) return main.fault(line, "duplicate_code", {{"value", name}, {"kind", "file"}});
        if (const auto parsed = parse_toml(files_->at(name), name, faults_)) {
            TableReader file{*parsed, 1, name, faults_};
            read(file);
        }
    }

    const TownFiles* files_;
    Faults faults_;
    TownCodes codes_;
    std::set<std::string> read_;
};

// The files that town.toml names, as far as it can be read.
std::vector<std::string> named_files(const std::string& main_text) {
    Faults ignored; // load_town notes them
    const auto parsed = parse_toml(main_text, main_file, ignored);
    if (!parsed) return {};
    TableReader main{*parsed, 1, main_file, ignored};
    std::vector<std::string> names;
    for (auto& facility : main.list("facilities"))
        names.push_back(std::move(facility.value));
    std::erase_if(names, [](const std::string& name) { return !is_file_name(name); });
    if (auto holidays = main.words("holidays"); holidays && (is_file_name(*holidays) || is_csv_name(*holidays)))
        names.push_back(std::move(*holidays));
    for (auto& name : own_templates(main))
        names.push_back(std::move(name));
    return names;
}

} // namespace

TownFiles read_town_files(const std::filesystem::path& directory) {
    TownFiles files;
    const auto take = [&](const std::string& name) {
        auto text = read_file(directory / name);
        if (text && is_csv_name(name)) text = utf8_of(std::move(*text));
        if (text) files.insert_or_assign(name, std::move(*text));
    };
    take(main_file);
    if (!files.contains(main_file)) return files;
    for (const auto& name : named_files(files.at(main_file)))
        take(name);
    return files;
}

tl::expected<Town, std::vector<TownError>> load_town(const TownFiles& files) {
    return TownLoading{files, std::nullopt}.load();
}

tl::expected<Town, std::vector<TownError>> load_town(const std::filesystem::path& directory) {
    return TownLoading{read_town_files(directory), directory / "photos"}.load();
}

} // namespace hiroba::services
