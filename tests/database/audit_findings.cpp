// The auditor: a town in use passes, and each rule that is broken by hand is found, by its name and no other.
#include "persistence/repositories/audit.hpp"

#include "persistence/repositories/closure_conflicts.hpp"
#include "persistence/repositories/closures.hpp"
#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/decisions.hpp"
#include "persistence/repositories/documents.hpp"
#include "persistence/repositories/drawers.hpp"
#include "persistence/repositories/journal.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"
#include "persistence/repositories/reviews.hpp"
#include "persistence/repositories/ticket_books.hpp"
#include "persistence/repositories/waiting_list.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

Advance simply(BookingEvent event) { return {.event = event, .at = a_moment}; }

Refund refund_of_30() {
    return {.id = RefundId{1},
            .application = ApplicationId{30},
            .booking = BookingId{30},
            .obligation = ObligationId{30},
            .ground = RefundGround::changed,
            .state = RefundState::due,
            .amount = Yen{100},
            .shares = charged(Yen{100}),
            .percent = 100,
            .article = {},
            .created_at = a_moment};
}

// Two receipts that are counted, and a permit that is not.
void keep_papers_of_40(Session& session) {
    keep_template(session, "hash", "title = \"\"");
    const auto paper = [&](std::int64_t id, DocumentKind kind, const std::string& number) {
        IssuedDocument document{.id = DocumentId{id},
                                .application = ApplicationId{40},
                                .kind = kind,
                                .subject = kind == DocumentKind::permit ? 40 : id,
                                .number = number,
                                .content_json = "{}",
                                .template_hash = "hash",
                                .issued_at = a_moment,
                                .issued_by = std::nullopt};
        if (kind == DocumentKind::receipt) {
            document.series = "receipt/town/2026";
            document.serial = next_document_number(session, *document.series);
        }
        insert_document(session, document);
    };
    paper(401, DocumentKind::receipt, "1");
    paper(402, DocumentKind::receipt, "2");
    paper(403, DocumentKind::permit, find_decision(session, DecisionId{40})->number);
    session.execute("UPDATE decision SET document_id = 403 WHERE decision_id = 40");
}

CounterPayment cash(std::int64_t id, Yen amount) {
    return {.id = CounterPaymentId{id},
            .obligation = ObligationId{26},
            .method = PaymentMethod::cash,
            .amount = amount,
            .given = amount,
            .reference = {},
            .received_on = the_day,
            .shift = ShiftId{1},
            .taken_by = AccountId{9},
            .taken_at = a_moment};
}

DrawerEntry entry(std::int64_t id, EntryKind kind, const CounterPayment& payment) {
    return {.id = id,
            .shift = ShiftId{1},
            .kind = kind,
            .amount = payment.amount,
            .payment = payment.id,
            .by = AccountId{9},
            .at = a_moment};
}

// Drawer one is open: 100 yen were taken for 26, 50 more by mistake and given back. Drawer two was counted.
void fill_the_drawers(Database& database) {
    database.transact([&](Session& session) {
        const DrawerShift one{.id = ShiftId{1},
                              .drawer = DrawerCode{"one"},
                              .held_by = AccountId{9},
                              .holder = {},
                              .sums = {Yen{1000}, {}, {}},
                              .opened_at = a_moment};
        DrawerShift two = one;
        two.id = ShiftId{2};
        two.drawer = DrawerCode{"two"};
        two.held_by = AccountId{1};
        insert_shift(session, one);
        insert_shift(session, two);
        const auto right = cash(1, Yen{100});
        const auto wrong = cash(2, Yen{50});
        insert_counter_payment(session, right);
        insert_counter_payment(session, wrong);
        CHECK(enter(session, entry(1, EntryKind::payment, right)));
        CHECK(enter(session, entry(2, EntryKind::payment, wrong)));
        CHECK(enter(session, entry(3, EntryKind::undone, wrong)));
        CHECK(undo_counter_payment(session, wrong.id, {AccountId{9}, a_moment, the_day, "mistake"}));
        CHECK(add_to_paid(session, ObligationId{26}, Yen{100}));
        const auto post_to = [&](const std::string& key, const std::string& drawer, Yen amount) {
            post(session, {key, "cash:" + drawer, "change_fund", amount, the_day, 2026, std::nullopt, std::nullopt},
                 a_moment);
        };
        post_to("float:1", "one", Yen{1100});
        CHECK(close_shift(session, {ShiftId{2}, AccountId{1}, a_moment, {{Yen{500}, 2}}, Yen{1000}, std::nullopt},
                          Yen{1000}));
    });
}

// 95 is a book of eleven tickets of which two are used and three void.
void sell_a_book(Database& database) {
    const ApplicationId book{95};
    database.transact([&](Session& session) {
        insert_application(session, application_of(95, AccountId{2}));
        CHECK(give_number(session, book, "N-95"));
        insert_ticket_book(session, {.id = book,
                                     .ticket = TicketCode{"visits"},
                                     .name = {"回数券", "Book"},
                                     .price = Yen{1000},
                                     .tickets = 11,
                                     .sold_on = the_day,
                                     .terms_json = "{}",
                                     .sold_by = AccountId{9},
                                     .sold_at = a_moment});
        Obligation price = obligation_for(95, Yen{1000});
        price.application = book;
        insert_obligation(session, price);
        CounterPayment paid = cash(95, Yen{1000});
        paid.obligation = price.id;
        paid.method = PaymentMethod::terminal;
        paid.terminal_kind = "emoney";
        paid.given = std::nullopt;
        paid.reference = "slip-95";
        paid.shift = std::nullopt;
        insert_counter_payment(session, paid);
        CHECK(add_to_paid(session, price.id, Yen{1000}));
        CHECK(settle_obligation(session, price.id, "paid"));
        CHECK(take_tickets(session, book, 2));
        insert_ticket_use(session, {.id = TicketUseId{1},
                                    .book = book,
                                    .tickets = 2,
                                    .amount = {},
                                    .used_on = the_day,
                                    .used_by = AccountId{9},
                                    .used_at = a_moment});
        session.execute("UPDATE ticket_book SET left_count = 6, void_count = 3 WHERE application_id = 95");
        Refund refund = refund_of_30();
        refund.id = RefundId{95};
        refund.application = book;
        refund.booking = std::nullopt;
        refund.obligation = price.id;
        refund.ground = RefundGround::tickets;
        refund.amount = Yen{99};
        refund.shares = charged(Yen{99});
        insert_refund(session, refund);
    });
}

// Rooms 1 and 2 from the_day on. 10 is held with a quota, 13 was withdrawn, 20, 25 and 26 wait to be paid (20 at the
// provider), 30 is paid and partly refunded, 40 is over, 50 is official use and held, 60 was offered to who waited, 70
// is held back, 80 and 81 are one application that is paid, 90 is reviewed.
void fill_the_town(Database& database) {
    register_units(database);
    for (const std::int64_t number : {1, 2, 9})
        static_cast<void>(make_account(database, number));
    const AccountId who{1};
    const QuotaCharge monthly{"gym_month/2026-12", 1, 9, "gym_month"};
    const QuotaCharge open{"gym_open/open", 1, 9, "gym_open"};
    const auto on = [](int days) { return the_day + std::chrono::days{days}; };
    REQUIRE(hold(database, who, {{.id = 10, .quotas = {monthly}}, {.id = 11, .units = {2, 3}}}));
    const HoldOptions uncounted{.count_waiting = false};
    for (const std::int64_t id : {13, 20, 25, 26, 30, 40})
        REQUIRE(hold(database, who, {{.id = id, .date = on(static_cast<int>(id)), .quotas = {open}}}, uncounted));
    REQUIRE(step(database, 13, simply(BookingEvent::withdrawn)));
    REQUIRE(hold(database, who, {{.id = 80, .date = on(80)}, {.id = 81, .date = on(81)}}, uncounted));
    for (const std::int64_t id : {20, 25, 26, 30, 40, 80})
        permit(database, id);
    for (const std::int64_t id : {30, 40, 80})
        pay(database, id);
    REQUIRE(step(database, 40, simply(BookingEvent::use_ended)));
    database.transact([&](Session& session) {
        insert_attempt(session, attempt_for(obligation_for(20, Yen{470}), 20));
        insert_refund(session, refund_of_30());
        decide_refund(session, ApplicationId{30}, RefundId{1});
        keep_papers_of_40(session);
        // It became cheaper.
        session.execute("UPDATE booking SET total_yen = 370, quote_json = '{\"total_yen\":370}' WHERE booking_id = 30");
    });

    fill_the_drawers(database);
    sell_a_book(database);

    // 90: drafted, approved by one of two posts.
    REQUIRE(hold(database, AccountId{2}, {{.id = 90, .date = on(90)}}, uncounted));
    database.transact([&](Session& session) { CHECK(give_number(session, ApplicationId{90}, "N-90")); });
    REQUIRE(step(database, 90, simply(BookingEvent::submitted)));
    database.transact([&](Session& session) {
        ReviewAdvance drafted;
        drafted.at = a_moment;
        drafted.by = AccountId{9};
        drafted.draft = Draft{.by = AccountId{9},
                              .proposal = Proposal::permit,
                              .bookings = {BookingId{90}},
                              .conditions = {},
                              .reason = {},
                              .steps = {PostCode{"director"}, PostCode{"section_head"}},
                              .consultations = {},
                              .drafter_may_approve = false};
        CHECK(advance(session, *find_open_review(session, ApplicationId{90}), drafted));
        ReviewAdvance approved;
        approved.event = ReviewEvent::approved;
        approved.at = a_moment;
        approved.by = AccountId{1};
        approved.post = PostCode{"director"};
        CHECK(advance(session, *find_open_review(session, ApplicationId{90}), approved));
    });

    auto official = application_of(50, AccountId{9});
    official.kind = ApplicationKind::official;
    auto use = new_booking({.id = 50, .date = on(50)}, AccountId{9});
    use.booking.total = Yen{0};
    use.booking.quote_json = R"({"total_yen":0})";
    REQUIRE(database.transact(
        [&](Session& session) { return insert_held(session, official, {use}, uncounted, a_moment); }));

    REQUIRE(hold(database, AccountId{2}, {{.id = 60, .date = on(60)}}, uncounted));
    database.transact([&](Session& session) {
        const Waiting waiting{.id = WaitingId{1},
                              .account = AccountId{2},
                              .facility = FacilityCode{"kirara"},
                              .space = SpaceCode{"room_1"},
                              .start = {on(60), time("09:00", "12:00").start()},
                              .end = {on(60), time("09:00", "12:00").end()},
                              .band = std::nullopt,
                              .nights = std::nullopt,
                              .state = WaitingState::waiting,
                              .offer = std::nullopt,
                              .created_at = a_moment};
        CHECK(insert_waiting(session, waiting, a_moment));
        CHECK(move_waiting(session, waiting.id, WaitingState::waiting, WaitingState::offered, ApplicationId{60}));
        insert_owner(session, OwnerId{70});
        CHECK(claim(session, OwnerId{70}, {{UnitId{1}}, {{on(70), SlotRange::covering(time("09:00", "12:00"))}}},
                    a_moment));
        insert_suspension(session, {.id = 1,
                                    .account = AccountId{2},
                                    .from = a_moment,
                                    .until = a_moment + 1h,
                                    .ground = "no_show",
                                    .made_by = std::nullopt,
                                    .lifted_by = std::nullopt,
                                    .lifted_at = std::nullopt});
        const Closure closure{.id = ClosureId{1},
                              .facility = FacilityCode{"kirara"},
                              .space = std::nullopt,
                              .first = on(20),
                              .last = on(20),
                              .daily = time("08:00", "13:00"),
                              .kind = ClosureKind::planned,
                              .reason = {"点検", "Inspection"},
                              .state = ClosureState::in_force,
                              .made_by = AccountId{9},
                              .made_at = a_moment,
                              .lifted_by = std::nullopt,
                              .lifted_at = std::nullopt};
        CHECK(close(session, closure, {UnitId{1}}, a_moment));
        list_conflicts(session, ClosureId{1}, {BookingId{20}});
    });
}

// What breaks a rule, and what the auditor says of it first.
struct Break {
    const char* invariant;
    const char* example;
    std::vector<Sql> statements;
};

std::vector<Break> breaks_of_occupation() {
    return {
        {"claims_match_masks",
         "unit 1 on 2026-12-01",
         {"UPDATE unit_day SET taken_early = taken_early + 1 WHERE unit_id = 1 AND slot_date = '2026-12-01'"}},
        {"claims_match_masks",
         "unit 1 on 2026-12-01",
         {"DELETE FROM unit_day WHERE unit_id = 1 AND slot_date = '2026-12-01'"}},
        {"owners_count_their_claims", "owner 10", {"UPDATE claim_owner SET claims = claims + 1 WHERE owner_id = 10"}},
        {"bookings_occupy_their_time", "booking 10", {"UPDATE booking SET end_minute = 735 WHERE booking_id = 10"}},
        {"bookings_occupy_their_time",
         "booking 11", // one of its two rooms lost a quarter hour
         {"DELETE FROM claim WHERE unit_id = 3 AND slot_date = '2026-12-01' AND slot_index = 36",
          "UPDATE unit_day SET taken_early = taken_early - 68719476736 WHERE unit_id = 3 AND slot_date = '2026-12-01'",
          "UPDATE claim_owner SET claims = claims - 1 WHERE owner_id = 11"}},
        {"claims_lie_inside_the_dates",
         "booking 10",
         {"INSERT INTO claim (unit_id, slot_date, slot_index, owner_id) VALUES (1, '2027-06-01', 0, 10)",
          "INSERT INTO unit_day (unit_id, slot_date, version, taken_early, taken_late, closed_early, closed_late)"
          " VALUES (1, '2027-06-01', 1, 1, 0, 0, 0)",
          "UPDATE claim_owner SET claims = claims + 1 WHERE owner_id = 10"}},
        {"only_occupying_owners_have_claims",
         "owner 70",
         {"UPDATE claim_owner SET state = 'expired' WHERE owner_id = 70"}},
        {"owners_are_bookings", "owner 70", {"UPDATE claim_owner SET kind = 'booking' WHERE owner_id = 70"}},
        {"closed_masks_match_closures",
         "unit 1 on 2026-12-01",
         {"UPDATE unit_day SET closed_late = 1 WHERE unit_id = 1 AND slot_date = '2026-12-01'"}},
        {"closed_masks_match_closures",
         "unit 1 on 2026-12-21",
         {"UPDATE closure SET state = 'lifted', lifted_at_ms = 1 WHERE closure_id = 1"}},
        {"closure_tasks_are_to_do", "closure 1", {"UPDATE closure SET task = 'revoke' WHERE closure_id = 1"}},
        {"closure_tasks_are_to_do", "closure 1", {"UPDATE closure_conflict SET to_do_at_ms = 1"}},
        {"closures_list_their_conflicts", "closure 1 booking 20", {"DELETE FROM closure_conflict"}},
        {"closures_list_their_conflicts",
         "closure 1 booking 20",
         {"UPDATE closure_conflict SET outcome = 'revoked' WHERE booking_id = 20"}},
        {"holds_have_a_deadline", "owner 70", {"UPDATE claim_owner SET expires_at_ms = NULL WHERE owner_id = 70"}},
        {"hold_backs_end", "owner 70", {"UPDATE claim_owner SET expires_at_ms = 0 WHERE owner_id = 70"}},
    };
}

std::vector<Break> breaks_of_counters() {
    return {
        {"waiting_is_counted",
         "account 1",
         {"UPDATE quota_counter SET used = used + 1 WHERE counter = 'waiting' AND account_id = 1"}},
        {"waiting_is_counted", "account 1", {"DELETE FROM quota_counter WHERE counter = 'waiting' AND account_id = 1"}},
        {"quotas_are_counted",
         "account 1 gym_month/2026-12",
         {"UPDATE quota_counter SET used = 0 WHERE counter = 'gym_month/2026-12'"}},
        {"quotas_are_counted",
         "account 1 gym_open/open",
         {"DELETE FROM quota_counter WHERE counter = 'gym_open/open'"}},
        {"only_counting_bookings_count",
         "booking 13",
         {"INSERT INTO booking_quota (booking_id, counter, amount) VALUES (13, 'gym_month/2026-12', 1)",
          "UPDATE quota_counter SET used = used + 1 WHERE counter = 'gym_month/2026-12'"}},
        {"only_counting_bookings_count",
         "booking 40",
         {"INSERT INTO booking_quota (booking_id, counter, amount) VALUES (40, 'gym_open/open', 1)",
          "UPDATE quota_counter SET used = used + 1 WHERE counter = 'gym_open/open'"}},
        {"attachments_are_counted",
         "account 2",
         {"INSERT INTO quota_counter (account_id, counter, used) VALUES (2, 'attachment_bytes', 5)"}},
        {"places_in_line_are_counted",
         "account 2",
         {"UPDATE quota_counter SET used = used + 1 WHERE counter = 'waiting_list'"}},
    };
}

std::vector<Break> breaks_of_life() {
    return {
        {"states_follow_events", "booking 30", {"UPDATE claim_owner SET state = 'checked_in' WHERE owner_id = 30"}},
        {"states_follow_events", "booking 11", {"DELETE FROM booking_event WHERE booking_id = 11"}},
        {"events_follow_each_other",
         "booking 30 event ",
         {"UPDATE booking_event SET event = 'permitted_without_fee', from_state = 'held'"
          " WHERE booking_id = 30 AND event = 'paid'"}},
        {"steps_are_in_the_table",
         "booking 30 event ",
         {"UPDATE booking_event SET event = 'refused' WHERE booking_id = 30 AND event = 'paid'"}},
        {"bookings_agree_with_applications",
         "booking 10",
         {"UPDATE booking SET facility_code = 'gym' WHERE booking_id = 10"}},
        {"applications_have_bookings",
         "application 99",
         {"INSERT INTO application (application_id, account_id, kind, facility_code, user_class, counts_waiting,"
          " is_commercial, edition_id, version, created_at_ms)"
          " VALUES (99, 1, 'ordinary', 'kirara', 'in_town', 1, 0, 1, 1, 0)"}},
        {"applications_have_numbers",
         "application 25",
         {"UPDATE application SET number = NULL WHERE application_id = 25"}},
        {"offers_are_held", "waiting 1", {"UPDATE waiting SET offer_application_id = NULL"}},
        {"offers_are_held", "waiting 1", {"UPDATE waiting SET offer_application_id = 25"}},
        {"offers_are_held", "waiting 1", {"UPDATE waiting SET state = 'waiting'"}},
        {"suspensions_are_sane", "suspension 1", {"UPDATE suspension SET lifted_at_ms = 5"}},
        {"suspensions_are_sane", "suspension 1", {"UPDATE account SET role = 'desk' WHERE account_id = 2"}},
    };
}

std::vector<Break> breaks_of_money() {
    return {
        {"accounts_match_what_is_owed",
         "application 25",
         {"UPDATE obligation SET amount_yen = amount_yen + 1 WHERE obligation_id = 25",
          "UPDATE obligation_share SET amount_yen = amount_yen + 1 WHERE obligation_id = 25"}},
        {"accounts_match_what_is_paid",
         "application 40",
         {"UPDATE booking SET paid_yen = paid_yen - 1 WHERE booking_id = 40",
          "UPDATE booking_charge SET paid_yen = paid_yen - 1 WHERE booking_id = 40"}},
        {"charges_cover_fees",
         "booking 40",
         {"UPDATE booking SET total_yen = 471, quote_json = '{\"total_yen\":471}' WHERE booking_id = 40"}},
        {"charges_cover_fees",
         "booking 40",
         {"INSERT INTO refund (refund_id, application_id, booking_id, obligation_id, ground, cause, state, amount_yen,"
          " percent, article_ja, article_en, created_at_ms) VALUES (77, 40, 40, 40, 'changed', 'user', 'due', 1, 100,"
          " '', '', 1)",
          "INSERT INTO refund_share (refund_id, account_code, amount_yen) VALUES (77, '01-14', 1)",
          "INSERT INTO decision_counter (series, fiscal_year, used) VALUES ('money', 2026, 1)",
          "INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on,"
          " decided_at_ms, as_deputy, edition_id) SELECT 4099, 40, 'refund', 'money', 2026, 1, 'x', '2026-12-01', 1, 0,"
          " edition_id FROM application WHERE application_id = 40",
          "INSERT INTO decision_booking (decision_id, booking_id) VALUES (4099, 40)",
          "INSERT INTO decision_refund (refund_id, decision_id) VALUES (77, 4099)"}},
        {"given_up_owes_nothing",
         "booking 13",
         {"UPDATE booking SET charged_yen = 470 WHERE booking_id = 13",
          "INSERT INTO booking_charge (booking_id, account_code, charged_yen, paid_yen) VALUES (13, '01-14', 470, 0)",
          "INSERT INTO obligation (obligation_id, application_id, sequence, owed, state, amount_yen,"
          " assessed_on, fiscal_year) VALUES (13, 13, 1, 1, 'owed', 470, '2026-12-01', 2026)",
          "INSERT INTO obligation_share (obligation_id, account_code, amount_yen) VALUES (13, '01-14', 470)"}},
        {"unpaid_permits_are_owed",
         "booking 25",
         {"DELETE FROM obligation_share WHERE obligation_id = 25", "DELETE FROM obligation WHERE obligation_id = 25",
          "DELETE FROM booking_charge WHERE booking_id = 25",
          "UPDATE booking SET total_yen = 0, charged_yen = 0, quote_json = '{\"total_yen\":0}' WHERE booking_id = 25"}},
        {"official_use_is_free",
         "application 50",
         {"UPDATE booking SET total_yen = 470, quote_json = '{\"total_yen\":470}' WHERE booking_id = 50"}},
        {"live_attempts_pay_what_is_owed",
         "attempt 20",
         {"UPDATE payment_attempt SET obligation_id = 40 WHERE attempt_id = 20"}},
        {"live_attempts_are_alive",
         "attempt 20",
         {"UPDATE payment_attempt SET state = 'expired' WHERE attempt_id = 20"}},
        {"live_attempts_are_alive", "attempt 20", {"UPDATE payment_attempt SET live = NULL WHERE attempt_id = 20"}},
        {"live_attempts_are_watched",
         "attempt 20",
         {"UPDATE payment_attempt SET next_step_at_ms = NULL WHERE attempt_id = 20"}},
        {"staff_end_what_they_dealt_with",
         "attempt 20",
         {"INSERT INTO payment_event (event_id, attempt_id, event, from_state, to_state, at_ms, evidence)"
          " VALUES (2099, 20, 'staff_ended', 'awaiting_user', 'expired', 1, 'account 9: x')"}},
        {"vouchers_are_of_stores",
         "attempt 20",
         {"INSERT INTO payment_voucher (attempt_id, voucher_url, expires_at_ms, payer_mail, issued_at_ms)"
          " VALUES (20, '', 2, '', 1)"}},
        {"paid_obligations_have_payments",
         "obligation 40",
         {"UPDATE payment_attempt SET state = 'declined' WHERE attempt_id = 40"}},
        {"paid_obligations_have_payments",
         "obligation 40",
         {"UPDATE payment_attempt SET amount_yen = 1 WHERE attempt_id = 40"}},
        {"paid_obligations_have_payments",
         "obligation 30",
         {"UPDATE refund SET state = 'set_off', set_off_against = 30 WHERE refund_id = 1"}},
        {"paid_obligations_have_payments",
         "obligation 26",
         {"UPDATE obligation SET paid_yen = 99 WHERE obligation_id = 26"}},
        {"drawers_add_up",
         "shift 1",
         {"UPDATE drawer_shift SET in_yen = in_yen + 1, float_yen = float_yen - 1 WHERE shift_id = 1"}},
        {"drawers_are_posted", "drawer one", {"UPDATE drawer_shift SET float_yen = float_yen + 1 WHERE shift_id = 1"}},
        {"counts_are_what_was_counted", "shift 2", {"UPDATE drawer_count SET pieces = 3 WHERE shift_id = 2"}},
        {"cash_lies_in_drawers", "payment 1", {"UPDATE drawer_entry SET made_at_ms = 1 WHERE entry_id = 1"}},
        {"money_for_nothing_waits_for_staff",
         "payment 3",
         {"INSERT INTO counter_payment (payment_id, obligation_id, state, method, amount_yen, reference, received_on,"
          " taken_by, taken_at_ms) VALUES (3, 26, 'unapplied', 'bank_transfer', 470, 'T-3', '2026-12-01', 9, 1)"}},
        {"refunds_in_cash_left_a_drawer",
         "refund 1",
         {"INSERT INTO refund_payout (refund_id, approved_by, approved_at_ms, sendings, tries, version, paid_out_way,"
          " paid_out_reference, paid_out_by, paid_out_on) VALUES (1, 9, 1, 0, 0, 1, 'cash', 'who', 9, '2026-12-01')",
          "UPDATE refund SET state = 'paid_out' WHERE refund_id = 1"}},
        {"undone_cash_was_given_back", "payment 2", {"UPDATE drawer_entry SET payment_id = 1 WHERE entry_id = 3"}},
        {"refunds_are_within_payments",
         "booking 30",
         {"UPDATE refund SET amount_yen = 471", "UPDATE refund_share SET amount_yen = 471"}},
        {"refunds_name_what_was_paid", "refund 1", {"UPDATE refund SET obligation_id = 40"}},
        {"refunds_are_reserved", "attempt 30", {"UPDATE payment_attempt SET refunded_yen = 1 WHERE attempt_id = 30"}},
        {"refunds_are_approved", "refund 1", {"UPDATE refund SET state = 'approved' WHERE refund_id = 1"}},
        {"refunds_are_approved",
         "refund 1", // paid out without a word how
         {"INSERT INTO refund_payout (refund_id, approved_by, approved_at_ms, sendings, tries, version)"
          " VALUES (1, 9, 1, 0, 0, 1)",
          "UPDATE refund SET state = 'paid_out' WHERE refund_id = 1"}},
    };
}

std::vector<Break> breaks_of_tickets() {
    return {
        {"tickets_add_up", "book 95", {"UPDATE ticket_book SET left_count = left_count + 1"}},
        {"tickets_add_up",
         "book 95", // they came back and are not left of it
         {"UPDATE ticket_use SET state = 'returned', returned_for = 'mistake', returned_at_ms = 1"}},
        {"books_are_paid", "book 95", {"UPDATE ticket_book SET price_yen = 1001"}},
        {"books_are_paid",
         "book 95", // undone, and its price was kept
         {"UPDATE ticket_use SET state = 'returned', returned_for = 'mistake', returned_at_ms = 1",
          "UPDATE refund SET state = 'taken_back' WHERE refund_id = 95",
          "UPDATE ticket_book SET state = 'undone', left_count = 0, void_count = 0"}},
        {"void_tickets_are_refunded", "book 95", {"UPDATE refund SET state = 'taken_back' WHERE refund_id = 95"}},
        {"tickets_pay_for_fees",
         "ticket use 2", // of somebody else's booking
         {"INSERT INTO ticket_use (use_id, book_id, booking_id, state, tickets, account_code, amount_yen, used_on,"
          " used_by, used_at_ms) VALUES (2, 95, 25, 'used', 1, '01-14', 470, '2026-12-01', 9, 1)",
          "UPDATE ticket_book SET left_count = left_count - 1, terms_json ="
          " (SELECT '[\"' || space_code || '\"]' FROM booking WHERE booking_id = 25)"}},
        {"tickets_fit_their_use",
         "ticket use 2", // in a space that the book is not for
         {"INSERT INTO ticket_use (use_id, book_id, booking_id, state, tickets, account_code, amount_yen, used_on,"
          " used_by, used_at_ms) VALUES (2, 95, 25, 'used', 1, '01-14', 470, '2026-12-01', 9, 1)",
          "UPDATE ticket_book SET left_count = left_count - 1, buyer_name = 'somebody'"}},
        {"tickets_fit_their_use",
         "ticket use 2", // later than the book is good
         {"INSERT INTO ticket_use (use_id, book_id, booking_id, state, tickets, account_code, amount_yen, used_on,"
          " used_by, used_at_ms) VALUES (2, 95, 25, 'used', 1, '01-14', 470, '2026-12-01', 9, 1)",
          "UPDATE ticket_book SET left_count = left_count - 1, buyer_name = 'somebody', valid_until = '2026-01-31',"
          " terms_json = (SELECT '[\"' || space_code || '\"]' FROM booking WHERE booking_id = 25)"}},
    };
}

std::vector<Break> breaks_of_fees() {
    return {
        {"obligations_have_their_accounts",
         "obligation 14",
         {"INSERT INTO obligation (obligation_id, application_id, sequence, state, amount_yen, assessed_on, "
          "fiscal_year)"
          " VALUES (14, 13, 1, 'released', 470, '2026-12-01', 2026)"}},
        {"refunds_have_their_accounts", "refund 1", {"UPDATE refund_share SET amount_yen = 99"}},
        {"bookings_have_their_accounts",
         "application 80",
         {"UPDATE booking SET charged_yen = charged_yen + 1, paid_yen = paid_yen + 1 WHERE booking_id = 80",
          "UPDATE booking SET charged_yen = 469, paid_yen = 469, total_yen = 469, quote_json = '{\"total_yen\":469}' "
          "WHERE booking_id = 81"}},
        {"fees_are_their_quotes",
         "booking 80",
         {"UPDATE booking SET quote_json = '{\"total_yen\":471}' WHERE booking_id = 80"}},
        {"fees_are_their_quotes", "booking 80", {"UPDATE booking SET quote_json = '{}' WHERE booking_id = 80"}},
        {"fees_are_their_quotes", "booking 80", {"UPDATE booking SET quote_json = 'nonsense' WHERE booking_id = 80"}},
        {"accounts_match_what_is_owed",
         "application 25",
         {"UPDATE booking_charge SET account_code = '01-15' WHERE booking_id = 25"}},
        {"accounts_match_what_is_paid",
         "application 80", // it owes something more, under another account, and that counts as paid from the first
         {"INSERT INTO obligation (obligation_id, application_id, sequence, owed, state, amount_yen, assessed_on,"
          " fiscal_year) VALUES (85, 80, 2, 1, 'owed', 100, '2026-12-01', 2026)",
          "INSERT INTO obligation_share (obligation_id, account_code, amount_yen) VALUES (85, '01-15', 100)",
          "UPDATE booking SET charged_yen = 570 WHERE booking_id = 80",
          "INSERT INTO booking_charge (booking_id, account_code, charged_yen, paid_yen) VALUES (80, '01-15', 100, 100)",
          "UPDATE booking_charge SET paid_yen = 370 WHERE booking_id = 80 AND account_code = '01-14'"}},
        {"terms_fit_the_use",
         "booking 10",
         {"UPDATE booking SET early_minutes = 60, extension_minutes = 120 WHERE booking_id = 10"}},
        {"reductions_have_their_ground",
         "booking 10",
         {"UPDATE booking SET reduction_code = 'g5' WHERE booking_id = 10"}},
        {"standing_reductions_are_the_applicants",
         "standing reduction 1",
         {"INSERT INTO standing_reduction (standing_id, account_id, reduction_code, valid_from, valid_until,"
          " evidence_ja, evidence_en, evidence_seen_on, granted_by, granted_at_ms)"
          " VALUES (1, 9, 'g5', '2026-04-01', '2027-03-31', '', '', '2026-04-01', 9, 1)",
          "UPDATE account SET role = 'desk' WHERE account_id = 9"}},
        {"standing_reductions_are_the_applicants",
         "application 10",
         {"INSERT INTO standing_reduction (standing_id, account_id, reduction_code, valid_from, valid_until,"
          " evidence_ja, evidence_en, evidence_seen_on, granted_by, granted_at_ms)"
          " VALUES (1, 2, 'g5', '2026-04-01', '2027-03-31', '', '', '2026-04-01', 9, 1)",
          "INSERT INTO application_reduction (application_id, reduction_code, state, applied_code, standing_id,"
          " asked_at_ms) VALUES (10, 'g5', 'applied', 'g5', 1, 1)"}},
    };
}

std::vector<Break> breaks_of_decisions() {
    return {
        {"decisions_are_numbered_without_gap",
         "series permit of 2026",
         {"UPDATE decision_counter SET used = used + 1"}},
        {"decisions_are_numbered_without_gap",
         "series permit of 2026",
         {"UPDATE decision SET serial = 99 WHERE serial = 6"}},
        {"decisions_are_numbered_without_gap",
         "series other of 2026",
         {"UPDATE decision SET series = 'other', serial = 1 WHERE serial = 7",
          "UPDATE decision_counter SET used = used - 1"}},
        {"papers_are_numbered_without_gap",
         "series receipt/town/2026",
         {"UPDATE document_counter SET last_number = 3"}},
        {"papers_are_numbered_without_gap",
         "series receipt/town/2026",
         {"UPDATE document SET serial = 3 WHERE serial = 2"}},
        {"papers_are_numbered_without_gap",
         "series receipt/town/2026",
         {"UPDATE document_counter SET last_number = 1"}},
        {"papers_are_numbered_without_gap",
         "document 404",
         {"INSERT INTO document (document_id, application_id, kind, subject_id, content_json, template_hash,"
          " issued_at_ms, reissues) VALUES (404, 40, 'receipt', 404, '{}', 'hash', 1, 0)"}},
        {"papers_are_of_their_decision", "decision 40", {"UPDATE document SET number = 'x' WHERE document_id = 403"}},
        {"papers_are_of_their_decision",
         "decision 40",
         {"UPDATE document SET kind = 'refusal' WHERE document_id = 403"}},
        {"papers_are_of_their_decision",
         "decision 25",
         {"UPDATE decision SET document_id = 403 WHERE decision_id = 25"}},
        {"refunds_have_decisions", "refund 1", {"UPDATE decision SET kind = 'reduction_grant' WHERE kind = 'refund'"}},
        {"refunds_have_decisions",
         "decision 4098",
         {"INSERT INTO decision_counter (series, fiscal_year, used) VALUES ('money', 2026, 1)",
          "INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on,"
          " decided_at_ms, as_deputy, edition_id) SELECT 4098, 40, 'refund', 'money', 2026, 1, 'x', '2026-12-01', 1, 0,"
          " edition_id FROM application WHERE application_id = 40",
          "INSERT INTO decision_booking (decision_id, booking_id) VALUES (4098, 40)"}},
        {"permits_have_decisions",
         "booking 25",
         {"UPDATE decision SET kind = 'reduction_grant' WHERE application_id = 25"}},
        {"decisions_have_events",
         "decision 2599",
         {"INSERT INTO decision_counter (series, fiscal_year, used) VALUES ('against', 2026, 1)",
          "INSERT INTO decision (decision_id, application_id, kind, series, fiscal_year, serial, number, decided_on,"
          " decided_at_ms, as_deputy, reason, edition_id) SELECT 2599, 25, 'refusal', 'against', 2026, 1, 'x',"
          " '2026-12-01', 1, 0, 'because', edition_id FROM application WHERE application_id = 25"}},
        {"decisions_are_of_their_application",
         "decision 25",
         {"UPDATE decision SET application_id = 10 WHERE decision_id = 25"}},
        {"what_waits_is_reviewed",
         "application 10",
         {"INSERT INTO review (review_id, application_id, matter, is_open, state, round, step, drafter_may_approve, "
          "events,"
          " created_at_ms) VALUES (99, 10, 'permit', 1, 'to_draft', 0, 0, 0, 1, 1)",
          "INSERT INTO review_event (review_id, sequence, event, to_state, round, step, as_deputy, at_ms)"
          " VALUES (99, 1, 'opened', 'to_draft', 0, 0, 0, 1)"}},
        {"approvals_follow_their_route",
         "review ",
         {"UPDATE review_event SET post_code = 'mayor' WHERE event = 'approved'"}},
        {"approvals_follow_their_route", "review ", {"DELETE FROM review_step WHERE step = 2"}},
        {"reviews_are_where_their_events_lead", "review ", {"UPDATE review SET state = 'returned', step = 0"}},
        {"reviews_are_where_their_events_lead", "review ", {"DELETE FROM review_event WHERE sequence = 1"}},
        {"changes_keep_while_they_wait",
         "owner 777",
         {"INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, claims, version, created_at_ms)"
          " VALUES (777, 'change', 'held', 1, 0, 1, 1)"}},
        {"changes_keep_while_they_wait",
         "review 777", // of a change that nobody asked for
         {"INSERT INTO review (review_id, application_id, matter, is_open, state, round, step, drafter_may_approve,"
          " events, created_at_ms) VALUES (777, 25, 'change', 1, 'to_draft', 0, 0, 0, 1, 1)",
          "INSERT INTO review_event (review_id, sequence, event, to_state, round, step, as_deputy, at_ms)"
          " VALUES (777, 1, 'opened', 'to_draft', 0, 0, 0, 1)"}},
        {"changes_are_of_their_application",
         "review 777",
         {"INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, claims, version, created_at_ms)"
          " VALUES (777, 'change', 'expired', 1, 0, 1, 1)",
          "INSERT INTO review (review_id, application_id, matter, is_open, state, round, step, drafter_may_approve,"
          " events, created_at_ms) VALUES (777, 25, 'change', NULL, 'lapsed', 0, 0, 0, 1, 1)",
          "INSERT INTO review_event (review_id, sequence, event, to_state, round, step, as_deputy, at_ms)"
          " VALUES (777, 1, 'lapsed', 'lapsed', 0, 0, 0, 1)",
          "INSERT INTO change_request (review_id, owner_id, edition_id, asked_by, asked_by_staff, asked_at_ms,"
          " expires_at_ms, command) SELECT 777, 777, edition_id, 1, 0, 1, 1, '{}' FROM application"
          " WHERE application_id = 25",
          "INSERT INTO change_request_use (review_id, booking_id, space_code, use_date, start_minute, last_date,"
          " end_minute, total_yen) VALUES (777, 10, 'a', '2026-12-01', 540, '2026-12-01', 720, 0)"}},
    };
}

std::vector<Break> all_breaks() {
    std::vector<Break> all;
    for (auto* const part : {breaks_of_occupation, breaks_of_counters, breaks_of_life, breaks_of_money,
                             breaks_of_tickets, breaks_of_fees, breaks_of_decisions})
        for (Break& one : part())
            all.push_back(std::move(one));
    return all;
}

// What the auditor finds when the statements have run; nothing of it stays.
std::vector<Finding> found_after(Database& database, const Break& broken) {
    std::vector<Finding> findings;
    static_cast<void>(database.transact([&](Session& session) -> Result<void> {
        for (const Sql& statement : broken.statements)
            CHECK(session.execute(statement) > 0);
        findings = audit(session);
        return refuse("not_meant");
    }));
    return findings;
}

} // namespace

TEST_CASE("each rule that is broken by hand is found, and no other with it") {
    for_each_engine([](Database& database) {
        fill_the_town(database);
        for (const Break& broken : all_breaks()) {
            CAPTURE(broken.invariant);
            CAPTURE(broken.statements.front().text());
            const auto findings = found_after(database, broken);
            REQUIRE(findings.size() > 0);
            for (const Finding& finding : findings)
                CHECK(finding.invariant == broken.invariant);
            CHECK(findings.front().count == 1);
            CHECK(findings.front().examples.front().starts_with(broken.example));
        }
    });
}

TEST_CASE("no rule of the auditor is one that cannot be broken, and each says what it is about") {
    std::set<std::string_view> broken;
    for (const Break& one : all_breaks())
        broken.insert(one.invariant);
    std::set<std::string_view> names;
    for (const Invariant& rule : invariants()) {
        CAPTURE(rule.name);
        CHECK(broken.contains(rule.name));
        CHECK(rule.sentence.ends_with('.'));
        CHECK(names.insert(rule.name).second);
    }
    CHECK(names == broken);
}

TEST_CASE("a rule that many break names the first twenty, and says how many there are") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1).id;
        for (std::int64_t id = 1; id <= 25; ++id)
            REQUIRE(
                hold(database, who, {{.id = id, .date = the_day + std::chrono::days{id}}}, {.count_waiting = false}));
        for (const char* const rule : {"owners_count_their_claims", "bookings_occupy_their_time"}) {
            const Break all{rule,
                            "",
                            {rule == std::string_view{"owners_count_their_claims"}
                                 ? Sql("UPDATE claim_owner SET claims = claims + 1")
                                 : Sql("UPDATE booking SET end_minute = 735")}};
            const auto findings = found_after(database, all);
            REQUIRE(findings.size() == 1);
            CHECK(findings.front().invariant == rule);
            CHECK(findings.front().count == 25);
            CHECK(findings.front().examples.size() == 20);
        }
    });
}
