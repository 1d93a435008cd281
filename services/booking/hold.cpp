#include "services/booking/hold.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/booking/fee_json.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

// What the rules allow and the ordinance prices, before anyone asks whether it is taken.
struct PricedHold {
    SpaceUse use;
    Quote quote;
};

Result<PricedHold> price(const TownInForce& town, const persistence::Account& account, const UseRequest& request,
                         Instant now) {
    const auto use = check_use(town.town, request);
    if (!use) return tl::unexpected(use.error());
    if (const auto window = check_window(*use, account.user_class, now); !window) return tl::unexpected(window.error());
    const auto quote = quote_use(town.town, *use, account.user_class, to_town_time(now).date);
    if (!quote) return tl::unexpected(quote.error());
    if (quote->total == Yen{0}) return refuse("needs_desk");
    return PricedHold{*use, *quote};
}

persistence::Occupation occupation_of(const TownInForce& town, const PricedHold& priced) {
    return {town.numbers_of(priced.use.space->units), priced.use.date, SlotRange::covering(priced.use.time)};
}

Booking held_booking(const TownInForce& town, const persistence::Account& account, const PricedHold& priced,
                     Instant now) {
    return {.id = BookingId{persistence::new_id(now)},
            .number = std::nullopt,
            .account = account.id,
            .facility = priced.use.facility->code,
            .space = priced.use.space->code,
            .date = priced.use.date,
            .start = priced.use.time.start(),
            .end = priced.use.time.end(),
            .band = priced.use.band,
            .details = std::nullopt,
            .total = priced.quote.total,
            .quote_json = fee_json(priced.quote).dump(),
            .edition = town.edition,
            .state = BookingState::held,
            .expires_at = now + hold_length,
            .created_at = now};
}

// A held booking of this person whose time is not over.
Result<Booking> valid_hold(Session& session, AccountId account, BookingId id, Instant now) {
    auto booking = own_booking(session, account, id);
    if (!booking) return booking;
    if (booking->state != BookingState::held)
        return refuse("wrong_state", {{"state", std::string{name_of(booking->state)}}});
    if (*booking->expires_at <= now) return refuse("hold_expired");
    return booking;
}

Result<void> check_details(const TownInForce& town, const Booking& booking, const DetailsCommand& command) {
    const Space* space = find_space(town.town, booking.space).space;
    if (space == nullptr) return refuse("unknown_space", {{"space", booking.space.value()}});
    if (auto people = check_people(*space, command.details.people); !people) return people;
    if (command.admission_or_commercial) return refuse("needs_desk");
    return {};
}

} // namespace

Result<BookingView> hold_space(const Context& context, const persistence::Account& account,
                               const HoldCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const persistence::IdempotencyKey key{account.id, "hold", command.idempotency_key, command.request_hash};

    // A repeat is answered before the rules are asked: what was held at 16:59 stays held at 17:00.
    const auto repeated = [&](Session& session) -> Result<std::optional<BookingView>> {
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (!*known) return std::nullopt;
        auto view = own_booking_view(session, account.id, BookingId{**known});
        if (!view) return tl::unexpected(view.error());
        return std::move(*view);
    };
    const auto priced = price(*town, account, command.use, now);
    auto before = context.database.read([&](Session& session) -> Result<std::optional<BookingView>> {
        auto known = repeated(session);
        if (!known || *known) return known;
        if (priced && persistence::comes_too_late(session, account.id, occupation_of(*town, *priced), now))
            return refuse("already_taken");
        return known;
    });
    if (!before) return tl::unexpected(before.error());
    if (*before) return std::move(**before);
    if (!priced) return tl::unexpected(priced.error());
    const Booking booking = held_booking(*town, account, *priced, now);
    const auto occupation = occupation_of(*town, *priced);
    try {
        auto held = context.database.transact([&](Session& session) -> Result<BookingView> {
            persistence::remember(session, key, booking.id.value(), now);
            if (auto inserted = persistence::insert_held(session, booking, occupation, now); !inserted)
                return tl::unexpected(inserted.error());
            return BookingView{booking, std::nullopt};
        });
        if (held) context.push_bell.ring();
        return held;
    } catch (const persistence::DuplicateKey& duplicate) {
        if (!duplicate.violates("idempotency")) throw;
        auto after = context.database.read(repeated); // the same request was being worked on at the same moment
        if (!after) return tl::unexpected(after.error());
        if (!*after) throw;
        return std::move(**after);
    }
}

Result<BookingView> put_details(const Context& context, const persistence::Account& account,
                                const DetailsCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto view = context.database.transact([&](Session& session) -> Result<BookingView> {
        persistence::lock_booking(session, command.booking); // what is being paid for does not change any more
        const auto booking = valid_hold(session, account.id, command.booking, now);
        if (!booking) return tl::unexpected(booking.error());
        if (const auto fine = check_details(*town, *booking, command); !fine) return tl::unexpected(fine.error());
        persistence::save_details(session, booking->id, command.details, now);
        return own_booking_view(session, account.id, booking->id);
    });
    context.push_bell.ring();
    return view;
}

Result<BookingView> extend_hold(const Context& context, const persistence::Account& account, BookingId id) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<BookingView> {
        const auto booking = valid_hold(session, account.id, id, now);
        if (!booking) return tl::unexpected(booking.error());
        const Instant longest = booking->created_at + longest_hold;
        const Instant wanted = std::min(now + hold_length, longest);
        if (wanted <= *booking->expires_at)
            return refuse("hold_extension_limit", {{"until_ms", booking->expires_at->epoch_ms()}});
        if (!persistence::move_hold_deadline(session, id, wanted, now)) return refuse("hold_expired");
        return own_booking_view(session, account.id, id);
    });
}

} // namespace hiroba::services
