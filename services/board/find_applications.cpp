#include "services/board/find_applications.hpp"

#include "domain/core/letter_width.hpp"
#include "domain/core/utf8.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/booking_number.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace hiroba::services {
namespace {

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; }

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto begin = std::ranges::find_if_not(text, is_blank);
        const auto end = std::find_if(begin, text.end(), is_blank);
        if (begin != end) words.emplace_back(begin, end);
        text = {end, text.end()};
    }
    return words;
}

} // namespace

Result<persistence::FoundApplications> find_applications(const Context& context, const persistence::Account& by,
                                                         const std::string& typed) {
    const auto words = words_of(to_half_width(typed));
    std::string spoken;
    std::size_t letters = 0;
    for (const std::string& word : words) {
        spoken += (spoken.empty() ? "" : " ") + word;
        letters += count_characters(word);
    }
    if (letters < shortest_find) return refuse("find_too_short", {{"least", static_cast<std::int64_t>(shortest_find)}});
    if (count_characters(spoken) > longest_find)
        return refuse("find_too_long", {{"most", static_cast<std::int64_t>(longest_find)}});
    log_look(context, by.id, "application_find", spoken);

    const std::string number = number_typed(spoken).value_or("");
    return context.database.read([&](persistence::Session& session) {
        if (is_whole_number(number)) {
            auto found = persistence::find_applications(session, {.number = number});
            if (!found.applications.empty()) return found;
        }
        return persistence::find_applications(session,
                                              {.number = number, .words = words, .limit = applications_found_at_most});
    });
}

} // namespace hiroba::services
