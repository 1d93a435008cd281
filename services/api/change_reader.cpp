#include "services/api/change_reader.hpp"

#include "services/api/use_reader.hpp"
#include "services/booking/change_request.hpp"
#include "services/http/parameters.hpp"

namespace hiroba::services::api {
namespace {

TermsChange read_terms_change(BodyReader& reader) {
    constexpr NumberLimits minutes{0, 1'440};
    TermsChange change;
    if (const auto price_class = reader.optional_word("price_class")) change.price_class = PriceClassCode{*price_class};
    change.is_rehearsal = reader.optional_flag("is_rehearsal");
    change.wants_climate = reader.optional_flag("wants_climate");
    if (const auto early = reader.optional_number("early_minutes", minutes))
        change.early_minutes = static_cast<int>(*early);
    if (const auto extension = reader.optional_number("extension_minutes", minutes))
        change.extension_minutes = static_cast<int>(*extension);
    if (reader.has("extras")) change.extras = read_extras(reader);
    return change;
}

std::optional<DeclaredChange> read_declared_change(BodyReader& reader) {
    auto declared = reader.object("declared", false);
    if (!declared) return std::nullopt;
    DeclaredChange change;
    change.highest_admission = read_admission(*declared);
    change.is_commercial = declared->flag("is_commercial");
    declared->close();
    return change;
}

} // namespace

ChangeBody read_change_body(BodyReader& reader) {
    ChangeBody body;
    body.booking = reader.word("booking_id");
    body.scope = reader.one_of("scope", {"one", "following", "all"});
    body.space = reader.optional_word("space");
    body.date = reader.optional_word("date");
    body.band = reader.optional_word("band");
    body.start = reader.optional_word("start", 10);
    body.end = reader.optional_word("end", 10);
    body.nights = reader.optional_number("nights", {1, most_nights});
    if (reader.has("equipment")) body.equipment = read_equipment(reader);
    body.terms = read_terms_change(reader);
    body.declared = read_declared_change(reader);
    body.version = reader.optional_number("version", any_version);
    body.words = reader.optional_text("words", {1, longest_words_of_applicant}).value_or("");
    return body;
}

Result<ChangeCommand> change_command(ApplicationId id, const ChangeBody& body) {
    ChangeCommand command;
    command.application = id;
    command.booking = BookingId{http::parse_integer(body.booking).value_or(0)};
    command.scope = body.scope == "one"         ? ChangeScope::one
                    : body.scope == "following" ? ChangeScope::following
                                                : ChangeScope::all;
    if (body.space) command.space = SpaceCode{*body.space};
    if (body.date) {
        const auto date = LocalDate::parse(*body.date);
        if (!date) return tl::unexpected(date.error());
        command.date = *date;
    }
    if (body.band) command.band = BandCode{*body.band};
    const auto time = optional_time_range(body.start, body.end);
    if (!time) return tl::unexpected(time.error());
    command.time = *time;
    if (body.nights) command.nights = static_cast<int>(*body.nights);
    command.equipment = body.equipment;
    command.terms = body.terms;
    command.declared = body.declared;
    command.version = body.version;
    return command;
}

} // namespace hiroba::services::api
