#include "services/town/town_error.hpp"

#include <algorithm>
#include <array>

namespace hiroba::services {
namespace {

struct Sentence {
    std::string_view code;
    std::string_view pattern; // {fact} is replaced by the fact of that name
};

constexpr std::array sentences = std::to_array<Sentence>({
    // the file
    {"missing_file", "There is no file `{name}`; add it, or correct its name in town.toml."},
    {"invalid_file_name", "`{name}` cannot be a file of the town; use small letters, digits and `_`, ending in `.toml` "
                          "(holidays: or `.csv`)."},
    {"invalid_photo_name",
     "`{name}` cannot be a photo; use small letters, digits and `_`, ending in `.jpg`, `.jpeg`, `.png` or `.webp`."},
    {"missing_photo", "There is no photo `{name}` in the folder `photos`; add it, or correct its name."},
    {"file_too_large", "The file has more than {limit} bytes; remove what is not town data."},
    {"invalid_utf8", "The line is not UTF-8 text; save the file as UTF-8."},
    {"invalid_toml", "This is not TOML: {detail}"},
    // keys and values
    {"unknown_key", "There is no key `{key}` here; correct the spelling or remove it."},
    {"missing_key", "The key `{key}` is missing; add it."},
    {"wrong_type", "`{key}` must be {expected}."},
    {"empty_text", "`{key}` is empty; write its words."},
    {"control_character", "`{key}` contains a line break or another control character; write it on one line."},
    {"missing_language", "`{key}` has no words in `{language}`; write it in every language."},
    {"empty_list", "`{key}` names nothing; name at least one."},
    {"unknown_word", "`{key}` cannot be `{value}`; write one of: {allowed}."},
    {"number_out_of_range", "`{key}` is {value}; it must lie between {lowest} and {highest}."},
    // codes
    {"invalid_code", "`{value}` cannot be a code; use 1 to 40 small letters, digits and `_`."},
    {"duplicate_code", "The code `{value}` is used twice; give each {kind} its own."},
    {"invalid_town_code", "`{value}` is not a local government code; write its six digits, the check digit included."},
    {"invalid_account_code", "`{value}` is not an account code; use 1 to 40 letters, digits and `-`."},
    // the calendar
    {"invalid_date", "The date `{value}` does not exist; write an existing date as `2026-12-01`."},
    {"invalid_time", "`{value}` is no time of day; write it as `09:00`, from `00:00` to `24:00`."},
    {"invalid_month_day", "`{value}` is no day of the year; write it as `12-29`."},
    {"empty_time_range", "`{until}` is not after `{from}`; the end must be later than the start."},
    {"duplicate_date", "The date `{value}` stands twice in the list; remove one."},
    {"hours_not_on_quarter", "`{value}` is not on a quarter hour; uses that touch would keep each other out."},
    {"period_reversed", "{last} lies before {first}; the last day must not come before the first."},
    {"invalid_holidays_header", "The first line must be `{header}`, as the Cabinet Office publishes it."},
    {"invalid_holiday", "`{value}` is no holiday; write a date and a name, as `2026/1/1,元日`."},
    {"unknown_season", "There is no season `{season}` here; correct the name or add a [[season]]."},
    // bands
    {"band_overlap", "Band `{band}` overlaps `{other}` (counted in quarter hours); move one of them, or write "
                     "`combines` if it consists of other bands."},
    {"band_outside_opening_hours",
     "Band `{band}` lies outside the opening hours {opens} to {closes}; correct one of them."},
    {"composite_not_whole",
     "Band `{band}` must combine at least two single bands that follow one another, in their order."},
    {"unknown_band", "There is no band `{band}` here; correct the name or add the band."},
    // spaces and prices
    {"unknown_unit", "There is no unit `{unit}`; correct the name or add it to `units`."},
    {"unused_unit", "No space consists of unit `{unit}`; correct the spaces or remove it."},
    {"invalid_step", "A step of {value} minutes does not fit the day; use quarter hours, with the shortest and the "
                     "longest use in whole steps."},
    {"buffer_not_on_quarter", "{value} minutes are not a number of quarter hours; uses are claimed by quarter hours."},
    {"nights_overlap", "Who leaves at {check_out} is not gone, with cleaning and preparation, when the next come at "
                       "{check_in}; change one of them."},
    {"check_in_outside_opening_hours",
     "Check-in at {check_in} lies outside the opening hours {opens} to {closes}; correct one of them."},
    {"unknown_space", "There is no space `{space}` in this facility; correct the name or add the space."},
    {"unknown_activity", "There is no activity `{activity}`; correct the name or add it to town.toml."},
    {"equipment_code_too_long", "The code `{value}` is too long for equipment; use at most 36 characters."},
    {"not_two_spaces", "`between` must name two different spaces."},
    {"refund_steps_unordered", "A step of {value} days must come before those of fewer days; put the greatest first."},
    {"konbini_needs_days",
     "A number for a convenience store is paid on another day; write `days_after_permission` of at "
     "least 1 here, or in `[payment]`."},
    {"payment_method_limits_reversed", "{most} yen at most are fewer than {least} at least; correct one of them."},
    {"unknown_facility", "There is no facility `{facility}`; write the `code` of one of the town's facilities."},
    {"drawer_of_two_payees",
     "The fees of a designated manager's facility go to a drawer of their own; name that facility "
     "alone."},
    {"hold_back_reversed", "{most} minutes at most are fewer than {least} at least; correct one of them."},
    // approval and decisions
    {"unknown_post", "There is no post `{post}`; correct the name or add a [[post]] to town.toml."},
    {"duplicate_post", "The post `{post}` stands twice in this route; ask each post once."},
    {"too_many_approval_steps", "A route has at most {most} steps; leave some out, or ask them as a consultation."},
    {"last_step_has_limit", "The last step must decide everything; take away its `decides`."},
    {"delegation_without_limit", "`decides` says no limit; write `total_up_to_yen`, `people_up_to` or "
                                 "`without_admission`."},
    {"invalid_number_format", "`{value}` cannot be the form of a number; write `{number}` where it goes, in at most 60 "
                              "characters."},
    {"duplicate_decision_kind", "`{decision}` stands twice; each kind of decision has one series, and one notice."},
    {"decision_without_series", "No series has `{decision}`; add it to the `kinds` of one."},
    {"posts_of_no_staff", "The account `{value}` cannot hold a post; give it the role `desk` or `approver`."},
    {"authority_too_long", "`authority` and `sender` have at most {limit} characters each; shorten it."},
    {"condition_too_long", "The text has more than {limit} characters; split it."},
    {"missing_rate", "Space `{space}` has no price; add a [[space.rate]]."},
    {"missing_price", "Band `{band}` has no price in `{row}`; add it."},
    {"price_out_of_range", "`{key}` is {value} yen; a price lies between 0 and 1,000,000,000."},
    {"duplicate_in_force_from", "Two rows for the same thing come into force on {value}; change one of the dates."},
    {"overlapping_in_force",
     "One row holds until {until}, another for the same thing from {from} on; let the first end "
     "before, or leave out when it ends."},
    // the notes of the annex
    {"unknown_price_class", "There is no price class `{price_class}`; correct the name or add a [[price_class]]."},
    {"tiers_unordered", "A tier above {above} yen must come after those of less; put the smallest first."},
    {"components_of_a_sum", "What rounds the sum of the components names none of them; remove `components`."},
    {"missing_rounding", "Nothing says how `{component}` of `{space}` is rounded on {date}; add a [[rounding]]."},
    {"missing_tax", "Nothing says which tax there is on `{space}` on {date}; add a [[tax]]."},
    {"nothing_follows",
     "Nothing holds for `{space}` from {date} on, when this row has ended; add the row that comes into "
     "force then (what ends for good is 0 %, or a unit of 1 yen)."},
    {"reduction_out_of_range", "The reduction of `{key}` is {value} %; it must lie between {lowest} and {highest}."},
    {"ticket_without_space", "A ticket that covers `{covers}` names no space; add `spaces`, or let it cover `visit`."},
    {"ticket_minutes", "A ticket that covers `{covers}` says so many `minutes` exactly when it covers `minutes`."},
    {"invalid_registration_number", "`{value}` is no registration number; write `T` and its 13 digits."},
    // documents
    {"unknown_placeholder", "A `{kind}` knows no `{word}`; correct the word or remove it."},
    {"malformed_placeholder",
     "`{text}` has a brace that stands alone; close it, or double it for a brace in the text."},
    {"missing_placeholder", "A `{kind}` must show `{word}`; add it to a line or a row."},
    {"missing_block", "A `{kind}` must have a block `{block}`; add it."},
    {"block_not_allowed", "A `{kind}` has no block `{block}`; remove it."},
    {"too_many_blocks", "The template has more than {most} blocks; join some of them."},
});

std::string filled_in(std::string_view pattern, const std::map<std::string, std::string>& facts) {
    std::string sentence{pattern};
    for (const auto& [name, value] : facts) {
        const auto place = "{" + name + "}";
        for (auto at = sentence.find(place); at != std::string::npos; at = sentence.find(place, at + value.size()))
            sentence.replace(at, place.size(), value);
    }
    return sentence;
}

} // namespace

std::string describe(const TownError& error) {
    const auto found = std::ranges::find(sentences, error.code, &Sentence::code);
    const auto where = error.line == 0 ? error.file : error.file + ":" + std::to_string(error.line);
    const auto what = found == sentences.end() ? std::string{} : ": " + filled_in(found->pattern, error.facts);
    return where + ": " + error.code + what;
}

std::vector<std::string_view> town_error_codes() {
    std::vector<std::string_view> codes;
    codes.reserve(sentences.size());
    for (const auto& sentence : sentences)
        codes.push_back(sentence.code);
    return codes;
}

} // namespace hiroba::services
