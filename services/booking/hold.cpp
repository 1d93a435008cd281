#include "services/booking/hold.hpp"

#include "domain/fees/fee_limit.hpp"
#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/booking/apart.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/own_bookings.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Application;
using persistence::Booking;
using persistence::Lateness;
using persistence::NewBooking;
using persistence::Session;

Yen sum_of(const std::vector<NewBooking>& bookings) {
    Yen sum;
    for (const NewBooking& each : bookings)
        sum += each.booking.total;
    return sum;
}

// One use of the command that the rules allow.
struct Candidate {
    std::size_t index = 0;
    PreparedUse prepared;
};

struct Candidates {
    std::vector<Candidate> allowed;
    std::vector<LeftOut> left_out;
};

Refusal with_index(Refusal refusal, std::size_t index) {
    refusal.facts.emplace("index", static_cast<std::int64_t>(index));
    return refusal;
}

Result<void> check_apart(const std::vector<Candidate>& candidates) {
    WantedTogether wanted;
    for (const Candidate& candidate : candidates)
        if (const auto apart = wanted.add(candidate.prepared.use); !apart)
            return tl::unexpected(with_index(apart.error(), candidate.index));
    return {};
}

Result<Candidates> prepare_all(const TownInForce& town, const HoldCommand& command, const Asking& asking, Instant now) {
    Candidates candidates;
    for (std::size_t index = 0; index < command.uses.size(); ++index) {
        auto prepared = prepare_use(town, command.uses[index], asking, now);
        if (prepared)
            candidates.allowed.push_back({index, std::move(*prepared)});
        else if (command.fitting == Fitting::all)
            return tl::unexpected(command.uses.size() == 1 ? prepared.error() : with_index(prepared.error(), index));
        else
            candidates.left_out.push_back({index, prepared.error()});
    }
    if (candidates.allowed.empty()) return tl::unexpected(candidates.left_out.front().refusal);
    const Facility* facility = candidates.allowed.front().prepared.use.facility;
    for (const Candidate& candidate : candidates.allowed)
        if (candidate.prepared.use.facility != facility) return refuse("several_facilities");
    if (command.fitting == Fitting::all && candidates.allowed.size() > 1)
        if (const auto apart = check_apart(candidates.allowed); !apart) return tl::unexpected(apart.error());
    return candidates;
}

Result<void> check_command(const TownInForce& town, const HoldCommand& command, bool is_staff) {
    constexpr std::size_t most_of_staff = 400;
    const auto most = is_staff ? most_of_staff : static_cast<std::size_t>(town.town.most_uses_per_application);
    if (command.uses.empty()) return refuse("no_uses");
    if (command.uses.size() > most) return refuse("too_many_uses", {{"most", static_cast<std::int64_t>(most)}});
    return {};
}

// One try to hold an application.
class Holding {
public:
    Holding(const Context& context, const TownInForce& town, Application application, const HoldCommand& command,
            Asking asking, persistence::IdempotencyKey key, Instant now, const Afterwards& afterwards)
        : context_(context), town_(town), application_(std::move(application)), command_(command),
          asking_(std::move(asking)), key_(std::move(key)), now_(now), afterwards_(afterwards) {}

    // A repeat is answered what it holds, whatever the rules say by now: what was held at 16:59 stays held at 17:00.
    Result<HeldApplication> hold() {
        auto candidates = prepare();
        const auto wanted = candidates ? wanted_together(*candidates) : std::vector<SpaceUse>{};
        if (wanted.size() == 1)
            if (const auto late = lateness(wanted.front()); late != Lateness::in_time)
                return tl::unexpected(late == Lateness::too_late ? taken(wanted.front())
                                                                 : theirs_or(wanted, taken(wanted.front())));
        auto held = hold_unless_repeated(std::move(candidates));
        if (held && *held) return std::move(**held);
        auto before = held_before();
        if (!before) return tl::unexpected(before.error());
        if (*before) return HeldApplication{std::move(**before), {}};
        if (held) throw std::logic_error("the idempotency key is taken, and nobody has it");
        return tl::unexpected(theirs_or(wanted, held.error()));
    }

private:
    Result<Candidates> prepare() {
        if (const auto fine = check_command(town_, command_, asking_.is_staff); !fine)
            return tl::unexpected(fine.error());
        auto candidates = prepare_all(town_, command_, asking_, now_);
        if (candidates) application_.facility = candidates->allowed.front().prepared.use.facility->code;
        return candidates;
    }

    // Of a resident who wants all of it or nothing.
    [[nodiscard]] std::vector<SpaceUse> wanted_together(const Candidates& candidates) const {
        std::vector<SpaceUse> wanted;
        if (command_.fitting != Fitting::all || asking_.is_staff) return wanted;
        for (const Candidate& candidate : candidates.allowed)
            wanted.push_back(candidate.prepared.use);
        return wanted;
    }

    // In a rush, those who come too late for their one slot are told so by one look.
    [[nodiscard]] Lateness lateness(const SpaceUse& use) const {
        return context_.look_ups->late.look_up(context_.database, {key_, occupation_of(town_, use), options(), now_});
    }

    [[nodiscard]] persistence::HoldOptions options() const {
        return {.count_waiting = !asking_.is_staff, .most_waiting = town_.town.most_waiting_applications};
    }

    static Refusal taken(const SpaceUse& use) {
        return {"already_taken", {{"date", use.start.date.iso8601()}, {"space", use.space->code.value()}}};
    }

    // Whoever has it open in another tab is not told that somebody else was faster, or that they hold too much.
    [[nodiscard]] Refusal theirs_or(const std::vector<SpaceUse>& wanted, const Refusal& refusal) const {
        for (const SpaceUse& use : wanted) {
            const auto in_the_way = what_is_wanted(use, refusal);
            if (!in_the_way) continue;
            const auto own = context_.database.read([&](Session& session) {
                return own_application_in_the_way(session, *in_the_way, application_.account);
            });
            if (own) return already_yours(*own, use);
        }
        return refusal;
    }

    // What of the use it was refused for; nothing when it was for another one, or for something else.
    [[nodiscard]] std::optional<persistence::Occupation> what_is_wanted(const SpaceUse& use,
                                                                        const Refusal& refusal) const {
        if (refusal.code == "hold_limit_reached") return occupation_of(town_, use);
        if (refusal.code == "already_taken" && is_named(use, refusal)) return occupation_of(town_, use);
        if (refusal.code != "too_much_equipment" || !is_named(use, refusal)) return std::nullopt;
        for (const EquipmentUse& lent : use.equipment)
            if (lent.equipment->code.value() == std::get<std::string>(refusal.facts.at("equipment")))
                return persistence::Occupation{town_.numbers_of(units_of(*lent.equipment)), occupied_slots(use)};
        return std::nullopt;
    }

    // Nothing when something stands under the key, or is just being written.
    Result<std::optional<HeldApplication>> hold_unless_repeated(Result<Candidates> candidates) {
        if (!candidates) return tl::unexpected(candidates.error());
        try {
            if (command_.fitting == Fitting::those_that_fit) return hold_those_that_fit(std::move(*candidates));
            auto view = write(*candidates);
            if (!view) return tl::unexpected(view.error());
            return HeldApplication{std::move(*view), {}};
        } catch (const persistence::DuplicateKey& duplicate) {
            if (!duplicate.violates("idempotency")) throw;
            return std::nullopt;
        }
    }

    Result<std::optional<ApplicationView>> held_before() {
        const auto known =
            context_.database.look_up([&](Session& session) { return persistence::remembered(session, key_); });
        if (!known) return tl::unexpected(known.error());
        if (!*known) return std::nullopt;
        return context_.database.read([&](Session& session) -> Result<std::optional<ApplicationView>> {
            return view_application(session, {key_.account, asking_.is_staff}, ApplicationId{**known});
        });
    }

    Result<ApplicationView> write(const Candidates& candidates) {
        std::vector<NewBooking> bookings;
        bookings.reserve(candidates.allowed.size());
        for (const Candidate& candidate : candidates.allowed)
            bookings.push_back(new_booking(town_, application_, candidate.prepared, now_ + hold_length, now_));
        auto view = context_.database.transact([&](Session& session) { return write(session, candidates, bookings); });
        if (view) context_.push_bell.ring();
        return view;
    }

    // 1日の限度: each is charged what the applicant's other uses and those before it leave.
    Result<std::vector<NewBooking>> at_what_caps_leave(Session& session, const Candidates& candidates,
                                                       std::vector<NewBooking> bookings) {
        if (std::ranges::none_of(bookings,
                                 [](const NewBooking& one) { return one.booking.counted_in_cap.has_value(); }))
            return bookings;
        std::vector<UseToPrice> uses;
        uses.reserve(candidates.allowed.size());
        for (const Candidate& candidate : candidates.allowed)
            uses.push_back({&town_, candidate.prepared.request, candidate.prepared.priced_on});
        lock_capped_days(session, application_, uses);
        const auto priced =
            price_together(uses, application_, std::nullopt, {}, counted_besides(session, application_, uses, {}));
        if (!priced) return tl::unexpected(priced.error());
        for (std::size_t index = 0; index < bookings.size(); ++index)
            bookings[index].booking = priced_anew(std::move(bookings[index].booking), priced->uses[index].quote);
        return bookings;
    }

    Result<ApplicationView> write(Session& session, const Candidates& candidates,
                                  const std::vector<NewBooking>& at_full_price) {
        persistence::remember(session, key_, application_.id.value(), now_);
        const auto capped = at_what_caps_leave(session, candidates, at_full_price);
        if (!capped) return tl::unexpected(capped.error());
        const auto& bookings = *capped;
        if (sum_of(bookings) > most_fee) return tl::unexpected(fee_too_large());
        if (const auto held = persistence::insert_held(session, application_, bookings, options(), now_); !held)
            return tl::unexpected(held.error());
        if (const auto units = check_units_hold(session, town_); !units) return tl::unexpected(units.error());
        for (const NewBooking& booking : bookings)
            if (const auto open = check_hours_hold(session, town_, booking.booking); !open)
                return tl::unexpected(open.error());
        if (const auto runs = asking_.is_staff ? Result<void>{} : check_days_in_a_row(session, town_, bookings); !runs)
            return tl::unexpected(runs.error());
        ApplicationView view{.application = application_,
                             .bookings = {},
                             .obligations = {},
                             .refunds = {},
                             .attempt = {},
                             .reasons = {},
                             .decisions = {},
                             .review = {},
                             .tickets = {},
                             .ticket_uses = {},
                             .warnings = {}};
        for (const NewBooking& booking : bookings)
            view.bookings.push_back(booking.booking);
        std::ranges::sort(view.bookings, {}, [](const Booking& booking) {
            return std::pair{booking.start, booking.id};
        });
        if (afterwards_) return afterwards_(session, town_, view);
        return view;
    }

    // What is taken already is left out at once; what is taken meanwhile, and what a quota has no room for, when the
    // claims and the counters say so.
    Result<HeldApplication> hold_those_that_fit(Candidates candidates) {
        leave_out_taken(candidates);
        while (!candidates.allowed.empty()) {
            auto view = write(candidates);
            if (view) return HeldApplication{std::move(*view), std::move(candidates.left_out)};
            if (!leave_out(candidates, view.error())) return tl::unexpected(view.error());
        }
        return tl::unexpected(candidates.left_out.front().refusal);
    }

    void leave_out_taken(Candidates& candidates) {
        LocalDate first = candidates.allowed.front().prepared.use.start.date;
        LocalDate last = first;
        for (const Candidate& candidate : candidates.allowed) {
            first = std::min(first, candidate.prepared.use.start.date);
            last = std::max(last, candidate.prepared.use.end.date);
        }
        const Facility& facility = *find_facility(town_.town, application_.facility);
        const auto seen = context_.database.read([&](Session& session) {
            return persistence::look(session, town_.numbers_of(units_of(facility)), first, last);
        });
        const Occupancy occupancy = town_.named(seen.days);
        WantedTogether wanted;
        std::vector<Candidate> allowed;
        for (Candidate& candidate : candidates.allowed) {
            const SpaceUse& use = candidate.prepared.use;
            const auto fits = check_free(use, occupancy).and_then([&] { return wanted.add(use); });
            if (!fits) {
                candidates.left_out.push_back({candidate.index, fits.error()});
                continue;
            }
            allowed.push_back(std::move(candidate));
        }
        candidates.allowed = std::move(allowed);
    }

    // Leaves out the uses for which it was refused; false when that is for none of them alone.
    bool leave_out(Candidates& candidates, const Refusal& refusal) {
        if (refusal.code == "quota_reached")
            return leave_out_last(candidates, refusal, [&](const Candidate& candidate) {
                return counts_against(candidate, std::get<std::string>(refusal.facts.at("counter")));
            });
        if (refusal.code != "already_taken" && refusal.code != "closure" && refusal.code != "too_much_equipment")
            return false;
        // The refusal names a space and a day, on which there may be several uses: which of them, a new look tells.
        const auto before = candidates.allowed.size();
        leave_out_taken(candidates);
        if (candidates.allowed.size() < before) return true;
        // Everything looks free: what was in the way has just been given back, or they want the same equipment.
        if (!std::exchange(looked_in_vain_, true)) return true;
        return leave_out_last(candidates, refusal,
                              [&](const Candidate& candidate) { return is_named(candidate.prepared.use, refusal); });
    }

    template <class Concerned>
    static bool leave_out_last(Candidates& candidates, const Refusal& refusal, const Concerned& is_concerned) {
        auto last = candidates.allowed.end();
        for (auto candidate = candidates.allowed.begin(); candidate != candidates.allowed.end(); ++candidate) {
            const bool is_earlier =
                last != candidates.allowed.end() && candidate->prepared.use.start < last->prepared.use.start;
            if (!is_earlier && is_concerned(*candidate)) last = candidate;
        }
        if (last == candidates.allowed.end()) return false;
        candidates.left_out.push_back({last->index, refusal});
        candidates.allowed.erase(last);
        return true;
    }

    [[nodiscard]] bool counts_against(const Candidate& candidate, const std::string& counter) const {
        const auto booking = new_booking(town_, application_, candidate.prepared, now_ + hold_length, now_);
        return std::ranges::find(booking.quotas, counter, &persistence::QuotaCharge::counter) != booking.quotas.end();
    }

    [[nodiscard]] static bool is_named(const SpaceUse& use, const Refusal& refusal) {
        const auto& date = std::get<std::string>(refusal.facts.at("date"));
        return use.space->code.value() == std::get<std::string>(refusal.facts.at("space")) &&
               use.start.date.iso8601() <= date && use.end.date.iso8601() >= date;
    }

    const Context& context_;
    const TownInForce& town_;
    Application application_;
    const HoldCommand& command_;
    Asking asking_;
    persistence::IdempotencyKey key_;
    Instant now_;
    const Afterwards& afterwards_;
    bool looked_in_vain_ = false;
};

} // namespace

void forget_old_repeats(persistence::Database& database, Instant now) {
    constexpr int at_a_time = 1'000;
    while (database.transact([&](Session& session) {
        return persistence::forget_remembered(session, now - repeats_remembered, at_a_time);
    }) > 0) {
    }
}

Result<HeldApplication> hold_spaces(const Context& context, const Account& account, const HoldCommand& command) {
    const Instant now = context.clock.now();
    const Afterwards nothing_more;
    return with_town_in_force(context.catalog, [&](const TownInForce& town) {
        const Application application{.id = ApplicationId{persistence::new_id(now)},
                                      .number = std::nullopt,
                                      .account = account.id,
                                      .made_by = std::nullopt,
                                      .kind = persistence::ApplicationKind::ordinary,
                                      .facility = {},
                                      .user_class = account.user_class,
                                      .details = std::nullopt,
                                      .edition = town.edition,
                                      .created_at = now};
        return Holding(context, town, application, command, {account.user_class, false, false},
                       {account.id, "hold", command.idempotency_key, command.request_hash}, now, nothing_more)
            .hold();
    });
}

Result<HeldApplication> hold_for(const Context& context, const Account& staff, const Application& application,
                                 const HoldCommand& command, const Afterwards& afterwards) {
    const bool official = application.kind == persistence::ApplicationKind::official;
    return with_town_in_force(context.catalog, [&](const TownInForce& town) {
        return Holding(context, town, application, command, {application.user_class, true, official},
                       {staff.id, "hold", command.idempotency_key, command.request_hash}, context.clock.now(),
                       afterwards)
            .hold();
    });
}

Result<ApplicationView> valid_hold(Session& session, AccountId account, ApplicationId id, Instant now) {
    auto view = view_application(session, {account, false}, id);
    if (!view) return view;
    const auto held = std::ranges::find(view->bookings, BookingState::held, &Booking::state);
    if (held == view->bookings.end()) {
        const bool was_held = std::ranges::any_of(
            view->bookings, [](const Booking& booking) { return booking.state == BookingState::expired; });
        if (was_held && !view->application.number) return refuse("hold_expired");
        return refuse("wrong_state", {{"state", std::string{name_of(state_of(view->bookings))}}});
    }
    if (*held->expires_at <= now) return refuse("hold_expired");
    return view;
}

Result<ApplicationView> extend_hold(const Context& context, const Account& account, ApplicationId id) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, id);
        const auto held = valid_hold(session, account.id, id, now);
        if (!held) return held;
        const Instant until = *deadline_of(*held, BookingState::held);
        const Instant wanted = std::min(now + hold_length, held->application.created_at + longest_hold);
        if (wanted <= until) return refuse("hold_extension_limit", {{"until_ms", until.epoch_ms()}});
        if (!persistence::move_hold_deadline(session, id, wanted, now)) return refuse("hold_expired");
        return view_application(session, {account.id, false}, id);
    });
}

} // namespace hiroba::services
