// The API from inside: who may do what, and how it is told.
#include "services/accounts/log_in.hpp"
#include "services/accounts/passwords.hpp"
#include "services/api/api.hpp"
#include "services/booking/suspensions.hpp"
#include "services/payment/refunding.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using http::Method;
using nlohmann::json;

namespace {

const std::string our_origin = "https://yoyaku.example";

struct Answer {
    int status = 0;
    json body;
    std::string code; // of a refusal, else ""
};

// Somebody in front of a browser: logged in, or nobody.
class Visitor {
public:
    Visitor(TownHall& hall, const std::optional<persistence::Account>& account)
        : router_(api::make_router(hall.context, {true, our_origin})) {
        headers = {{"origin", our_origin}};
        if (!account) return;
        const std::string token = random_token();
        const persistence::LoginSession login{sha256_hex(token), random_token(), *account, hall.clock.now() + 12h};
        hall.database.transact(
            [&](persistence::Session& session) { insert_login_session(session, login, hall.clock.now()); });
        cookies = {{"__Host-sid", token}};
        headers["x-csrf-token"] = login.csrf_token;
    }

    std::map<std::string, std::string> headers;
    std::map<std::string, std::string> cookies;

    Answer send(Method method, const std::string& path, const json& body = nullptr,
                const std::map<std::string, std::string>& query = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.query_parameters = query;
        request.headers = headers;
        request.headers.try_emplace("idempotency-key", random_uuid());
        request.cookies = cookies;
        if (!body.is_null()) {
            request.body = body.dump();
            request.headers["content-type"] = "application/json";
        }
        const auto response = router_.dispatch(request);
        Answer answer{response.status, json::parse(response.body, nullptr, false), ""};
        if (response.status >= 400) answer.code = answer.body.at("code").get<std::string>();
        return answer;
    }
    Answer get(const std::string& path, const std::map<std::string, std::string>& query = {}) {
        return send(Method::get, path, nullptr, query);
    }
    Answer post(const std::string& path, const json& body = nullptr) { return send(Method::post, path, body); }

private:
    http::Router router_;
};

const json morning_use{{"space", "small_meeting"}, {"date", "2026-12-01"}, {"band", "morning"}};
const json morning{{"uses", json::array({morning_use})}};
const json details{{"purpose", "読書会"}, {"people", 8}, {"is_commercial", false}};
const json in_japanese{{"language", "ja"}};

std::string path_of(const Answer& held) {
    return "/api/v1/applications/" + held.body.at("application").at("application_id").get<std::string>();
}

std::string repeated(const std::string& text, int times) {
    std::string whole;
    for (int time = 0; time < times; ++time)
        whole += text;
    return whole;
}

} // namespace

TEST_CASE("the whole story through the API: hold, form, payment, and what is answered at each step") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        const auto held = resident.post("/api/v1/applications", morning);
        REQUIRE(held.status == 201);
        const auto& application = held.body["application"];
        CHECK(application["state"] == "held");
        CHECK(application["next_step"] == "fill_in");
        CHECK(application["bookings"][0]["fee"]["total_yen"] == 470);
        CHECK(application["hold_expires_at_ms"] == (hall.clock.now() + 10min).epoch_ms());
        const auto filled = resident.send(Method::put, path_of(held) + "/details", details);
        CHECK(filled.status == 200);
        CHECK(filled.body["details"]["purpose"] == "読書会");
        CHECK(resident.post(path_of(held) + "/hold-extension").code == "hold_extension_limit");
        const auto attempt = resident.post(path_of(held) + "/payment-attempts", in_japanese);
        CHECK(attempt.status == 202);
        hall.work();
        const auto shown = resident.get("/api/v1/payment-attempts/" + attempt.body["attempt_id"].get<std::string>());
        CHECK(shown.body["state"] == "awaiting_user");
        CHECK(shown.body["redirect_url"].is_string());
        hall.provider.pay(hall.attempt(AttemptId{std::stoll(shown.body["attempt_id"].get<std::string>())}).attempt_ref,
                          hall.clock.now());
        hall.work_after(15s);
        const auto confirmed = resident.get(path_of(held));
        CHECK(confirmed.body["state"] == "permitted");
        CHECK(confirmed.body["number"].is_string());
        CHECK(confirmed.body["bookings"][0]["refund"]["yen"] == 470);
        CHECK(resident.get("/api/v1/applications").body["applications"].size() == 1);
        const auto given_back = resident.post(path_of(held) + "/cancellation", json::object());
        CHECK(given_back.status == 200);
        CHECK(given_back.body["refunds"][0]["yen"] == 470);
    });
}

TEST_CASE("somebody else's booking and payment are not there at all") {
    in_the_town_hall([](TownHall& hall) {
        Visitor owner(hall, hall.resident());
        Visitor other(hall, hall.resident());
        Visitor desk(hall, hall.staff(Role::desk));
        const auto held = owner.post("/api/v1/applications", morning);
        CHECK(owner.send(Method::put, path_of(held) + "/details", details).status == 200);
        const auto attempt = owner.post(path_of(held) + "/payment-attempts", in_japanese);
        const std::string attempt_path = "/api/v1/payment-attempts/" + attempt.body["attempt_id"].get<std::string>();
        const auto all_are = [&](Visitor& stranger, int status) {
            CHECK(stranger.get(path_of(held)).status == status);
            CHECK(stranger.get(attempt_path).status == status);
            CHECK(stranger.send(Method::put, path_of(held) + "/details", details).status == status);
            CHECK(stranger.post(path_of(held) + "/hold-extension").status == status);
            CHECK(stranger.post(path_of(held) + "/payment-attempts", in_japanese).status == status);
            CHECK(stranger.post(path_of(held) + "/cancellation", json::object()).status == status);
        };
        all_are(other, 404);
        CHECK(desk.get(attempt_path).status == 403);
        CHECK(desk.send(Method::put, path_of(held) + "/details", details).status == 403);
        CHECK(desk.post(path_of(held) + "/payment-attempts", in_japanese).status == 403);
        CHECK(other.get(path_of(held)).code == "application_not_found");
        CHECK(other.get(attempt_path).code == "attempt_not_found");
        CHECK(other.get("/api/v1/applications").body["applications"].empty());
        CHECK(desk.get(path_of(held)).body["holder"].is_string());
        CHECK(hall.count("access_log WHERE action = 'application'") == 1);
        CHECK(desk.get("/api/v1/applications").code == "wrong_role");
        CHECK(owner.get(path_of(held)).body["state"] == "permitted_unpaid");
    });
}

TEST_CASE("without logging in nothing of anybody is shown or changed") {
    in_the_town_hall([](TownHall& hall) {
        Visitor nobody(hall, std::nullopt);
        for (const char* const path :
             {"/api/v1/applications", "/api/v1/applications/1", "/api/v1/payment-attempts/1", "/api/v1/staff/board",
              "/api/v1/finance/collections", "/api/v1/finance/collections.csv", "/api/v1/finance/trial-balance"}) {
            INFO(path);
            CHECK(nobody.get(path).status == 401);
            CHECK(nobody.get(path).code == "not_logged_in");
        }
        CHECK(nobody.post("/api/v1/applications", morning).status == 401);
        CHECK(nobody.get("/api/v1/session").body["account"].is_null());
        CHECK(nobody.get("/api/v1/facilities").status == 200);
    });
}

TEST_CASE("every change asks for the session's own token, and comes from our own pages") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        const auto held = resident.post("/api/v1/applications", morning);
        const auto refused_everywhere = [&](const std::string& code) {
            CHECK(resident.post("/api/v1/applications", morning).code == code);
            CHECK(resident.send(Method::put, path_of(held) + "/details", details).code == code);
            CHECK(resident.post(path_of(held) + "/hold-extension").code == code);
            CHECK(resident.post(path_of(held) + "/payment-attempts", in_japanese).code == code);
            CHECK(resident.post(path_of(held) + "/cancellation", json::object()).code == code);
            CHECK(resident.send(Method::del, "/api/v1/session").code == code);
            CHECK(resident.post("/api/v1/applications", morning).status == 403);
        };
        const std::string token = resident.headers.at("x-csrf-token");
        resident.headers.erase("x-csrf-token");
        refused_everywhere("csrf_token_invalid");
        resident.headers["x-csrf-token"] = std::string(token.size(), 'A');
        refused_everywhere("csrf_token_invalid");
        resident.headers["x-csrf-token"] = token;
        resident.headers["origin"] = "https://evil.example";
        refused_everywhere("cross_site_request");
        resident.headers["origin"] = our_origin;
        CHECK(resident.get(path_of(held)).body["state"] == "held");
        CHECK(resident.send(Method::del, "/api/v1/session").status == 204);
        CHECK(resident.get(path_of(held)).code == "not_logged_in");
    });
}

TEST_CASE("the board is the desk's, the collections are finance's") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        Visitor desk(hall, hall.staff(Role::desk));
        Visitor finance(hall, hall.staff(Role::finance));
        CHECK(resident.post("/api/v1/applications", morning).status == 201);
        const std::map<std::string, std::string> day{{"facility", "kirara"}, {"date", "2026-12-01"}};
        const std::map<std::string, std::string> range{{"from", "2026-11-01"}, {"to", "2026-11-30"}};
        const auto board = [&](Visitor& who) { return who.get("/api/v1/staff/board", day); };
        const auto collections = [&](Visitor& who) { return who.get("/api/v1/finance/collections", range); };
        CHECK(board(resident).code == "wrong_role");
        CHECK(board(finance).status == 403);
        CHECK(collections(resident).code == "wrong_role");
        CHECK(collections(desk).code == "wrong_role");
        CHECK(desk.get("/api/v1/finance/trial-balance").code == "wrong_role");
        CHECK(desk.get("/api/v1/finance/collections.csv", range).code == "wrong_role");
        CHECK(collections(finance).status == 200);

        const auto shown = board(desk);
        REQUIRE(shown.status == 200);
        int bookings = 0;
        for (const auto& space : shown.body["spaces"])
            bookings += static_cast<int>(space["bookings"].size());
        CHECK(bookings == 1);
        CHECK(hall.count("access_log WHERE action = 'board'") == 1);
    });
}

TEST_CASE("the desk is told until when whom it looks for is suspended, and a resident why a hold was ended") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff(Role::desk);
        Visitor desk(hall, staff);
        const auto until = [&] {
            const auto found = desk.get("/api/v1/staff/residents", {{"q", who.login_name}});
            REQUIRE(found.status == 200);
            REQUIRE(found.body["residents"].size() == 1);
            return found.body["residents"][0]["suspended_until_ms"];
        };
        const auto application = hall.hold(who, hall.small_meeting()).value().booking.application;
        CHECK(until().is_null());
        const auto shorter = suspend_resident(hall.context, staff, who.id, date("2026-12-10"), "迷惑行為").value();
        const auto longer = suspend_resident(hall.context, staff, who.id, date("2026-12-20"), "迷惑行為").value();
        CHECK(until() == longer.suspension.until.epoch_ms());
        REQUIRE(lift(hall.context, staff, longer.suspension.id));
        CHECK(until() == shorter.suspension.until.epoch_ms());
        REQUIRE(lift(hall.context, staff, shorter.suspension.id));
        CHECK(until().is_null());

        Visitor resident(hall, who);
        const std::string path = "/api/v1/applications/" + std::to_string(application.value());
        CHECK(resident.get(path).body["closed_holds"].empty());
        REQUIRE(desk.post("/api/v1/staff/closures", {{"kind", "emergency"},
                                                     {"facility", "kirara"},
                                                     {"first", "2026-12-01"},
                                                     {"last", "2026-12-01"},
                                                     {"bookings", "revoke"},
                                                     {"reason", {{"ja", "漏水"}, {"en", "Water"}}}})
                    .status == 201);
        const auto told = resident.get(path).body["closed_holds"];
        REQUIRE(told.size() == 1);
        CHECK(told[0]["reason"]["ja"] == "漏水");
    });
}

TEST_CASE("every list that shows staff the names of residents stands in the log of looks, once a minute") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.staff(Role::desk);
        Visitor desk(hall, who);
        const auto logged = [&](const std::string& action, const std::string& subject) {
            return hall.count("access_log WHERE action = '" + action + "' AND subject = '" + subject +
                              "' AND account_id = " + std::to_string(who.id.value()));
        };
        json closure{{"kind", "planned"},
                     {"facility", "kirara"},
                     {"space", "small_meeting"},
                     {"first", "2026-12-01"},
                     {"last", "2026-12-02"},
                     {"bookings", "keep"},
                     {"reason", {{"ja", "漏水"}, {"en", "Water"}}}};
        const auto made = desk.post("/api/v1/staff/closures", closure);
        REQUIRE(made.status == 201);
        const auto id = made.body["closure"]["closure_id"].get<std::string>();
        hall.clock.pass(1min);
        for (int time = 0; time < 2; ++time) {
            CHECK(desk.get("/api/v1/staff/waiting", {{"from", "2026-12-01"}}).status == 200);
            CHECK(desk.get("/api/v1/staff/refunds").status == 200);
            CHECK(desk.get("/api/v1/staff/overdue-payments").status == 200);
            CHECK(desk.get("/api/v1/staff/suspensions").status == 200);
            CHECK(desk.get("/api/v1/staff/closures/" + id).status == 200);
            CHECK(desk.post("/api/v1/staff/closures/preview", closure).status == 200);
        }
        CHECK(logged("waiting", "from 2026-12-01") == 1);
        CHECK(logged("refunds", "due") == 1);
        CHECK(logged("payments", "overdue") == 1);
        CHECK(logged("suspensions", "in force") == 1);
        CHECK(logged("closure", id) == 2); // when it was made, and now
        CHECK(logged("closure_preview", "kirara/small_meeting 2026-12-01 2026-12-02") == 1);
    });
}

TEST_CASE("all that waits for review is logged as looked at, one line each") {
    in_the_town_hall([](TownHall& hall) {
        for (const char* const day : {"2027-01-16", "2027-01-17", "2027-01-23"}) {
            const auto who = hall.resident();
            const auto held = hall.hold(who, TownHall::band("large_hall", day, "morning")).value().booking;
            REQUIRE(hall.fill_in(who, held.application, 300));
            REQUIRE(hall.submit(who, held.application));
        }
        Visitor desk(hall, hall.staff(Role::desk));
        for (int time = 0; time < 2; ++time)
            CHECK(desk.get("/api/v1/staff/reviews").body["reviews"].size() == 3);
        CHECK(hall.count("access_log WHERE action = 'application'") == 3);
    });
}

TEST_CASE("what staff look for is logged, whatever its letters weigh; too short or too long a word is refused") {
    in_the_town_hall([](TownHall& hall) {
        Visitor desk(hall, hall.staff(Role::desk));
        for (const std::string& word : {std::string(100, 'a'), repeated("広", 100), "a" + repeated("広", 99)}) {
            CHECK(desk.get("/api/v1/staff/residents", {{"q", word}}).status == 200);
            CHECK(hall.count("access_log WHERE action = 'resident_search' AND subject = '" + word + "'") == 1);
        }
        for (const std::string& word : {std::string{"広"}, std::string(101, 'a'), repeated("広", 101)})
            CHECK(desk.get("/api/v1/staff/residents", {{"q", word}}).status == 400);
    });
}

TEST_CASE("the desk is told a series' prices of the applicant's class, a resident their own") {
    in_the_town_hall([](TownHall& hall) {
        const auto total = [&](const persistence::Account& who, const json& user_class) {
            json body{{"use", morning_use}, {"repetition", {{"repeats", "weekly"}, {"last", "2026-12-08"}}}};
            if (!user_class.is_null()) body["user_class"] = user_class;
            return Visitor(hall, who).post("/api/v1/series-preview", body).body.at("total_yen").get<int>();
        };
        const auto desk = hall.staff(Role::desk);
        const int in_town = total(desk, nullptr);
        CHECK(total(desk, "in_town") == in_town);
        CHECK(total(desk, "out_of_town") > in_town);
        CHECK(total(hall.resident(UserClass::out_of_town), "in_town") == total(desk, "out_of_town"));
        CHECK(total(hall.resident(), "out_of_town") == in_town);
    });
}

TEST_CASE("what the public sees of a booking is that the space is taken, and nothing of who took it") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        const auto held = resident.post("/api/v1/applications", morning);
        CHECK(resident.send(Method::put, path_of(held) + "/details", details).status == 200);
        Visitor nobody(hall, std::nullopt);
        const auto day = nobody.get("/api/v1/availability/day", {{"facility", "kirara"}, {"date", "2026-12-01"}});
        CHECK(day.status == 200);
        const std::string text = day.body.dump();
        CHECK(text.find("taken") != std::string::npos);
        CHECK(text.find("読書会") == std::string::npos);
        CHECK(text.find("住民") == std::string::npos);
        CHECK(text.find(held.body["application"]["application_id"].get<std::string>()) == std::string::npos);
    });
}

TEST_CASE("a hold or a payment without a usable key is refused before anything is done") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        for (const char* const key : {"", "short", "with blanks in the key of it", "鍵鍵鍵鍵鍵鍵鍵鍵"}) {
            resident.headers["idempotency-key"] = key;
            CHECK(resident.post("/api/v1/applications", morning).code == "idempotency_key_missing");
            CHECK(resident.post("/api/v1/applications/1/payment-attempts", in_japanese).code ==
                  "idempotency_key_missing");
        }
        CHECK(hall.count("booking") == 0);
    });
}

TEST_CASE("a form with faults is told every one of them at once") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        const auto held = resident.post("/api/v1/applications", morning);
        const auto refused = resident.send(Method::put, path_of(held) + "/details",
                                           {{"purpose", " "}, {"people", "eight"}, {"colour", "red"}});
        CHECK(refused.status == 422);
        CHECK(refused.code == "invalid_request");
        CHECK(refused.body["errors"].size() == 4);
        CHECK(resident
                  .send(Method::put, path_of(held) + "/details",
                        {{"purpose", "読書会"}, {"people", 19}, {"is_commercial", false}})
                  .code == "too_many_people");
    });
}

TEST_CASE("refusals of the rules keep their names on the wire") {
    in_the_town_hall([](TownHall& hall) {
        Visitor resident(hall, hall.resident());
        const auto hold = [&](const json& body) {
            const auto answer = resident.post("/api/v1/applications",
                                              body.contains("uses") ? body : json{{"uses", json::array({body})}});
            return std::pair{answer.status, answer.code};
        };
        CHECK(hold({{"space", "ballroom"}, {"date", "2026-12-01"}}) == std::pair{404, std::string{"unknown_space"}});
        CHECK(hold({{"space", "small_meeting"}, {"date", "2026-02-30"}, {"band", "morning"}}) ==
              std::pair{400, std::string{"invalid_date"}});
        CHECK(hold({{"space", "small_meeting"}, {"date", "2026-12-01"}}) ==
              std::pair{422, std::string{"band_required"}});
        CHECK(hold({{"space", "music_practice"}, {"date", "2026-12-01"}, {"start", "09:00"}}) ==
              std::pair{422, std::string{"time_range_required"}});
        CHECK(hold({{"space", "small_meeting"}, {"date", "2026-11-30"}, {"band", "morning"}}) ==
              std::pair{409, std::string{"closed_day"}});
        CHECK(hold({{"space", "small_meeting"}, {"date", "2028-12-01"}, {"band", "morning"}}) ==
              std::pair{409, std::string{"before_booking_window"}});
        CHECK(hold(morning).first == 201);
        CHECK(hold(morning) == std::pair{409, std::string{"already_yours"}});
    });
}

TEST_CASE("anybody is told what a use costs, as it would be charged; what the ordinance does not cover is refused") {
    in_the_town_hall_of("tests/services/towns/hanasato", [](TownHall& hall) {
        Visitor visitor(hall, std::nullopt);
        const json use{{"space", "big_room"}, {"date", "2026-12-01"}, {"band", "morning"}};
        const auto quoted = [&](const json& more) {
            json body = use;
            body.update(more);
            return visitor.post("/api/v1/quote", body);
        };
        const auto total = [&](const json& more) {
            const auto answer = quoted(more);
            return answer.status == 200 ? answer.body["fee"]["total_yen"].get<int>() : -1;
        };
        CHECK(total(json::object()) == 1'000);
        CHECK(total({{"wants_climate", true}, {"extension_minutes", 60}}) == 1'700);
        CHECK(total({{"highest_admission_yen", 500}}) == 2'000);
        CHECK(total({{"is_commercial", true}}) == 3'000);
        CHECK(total({{"reduction_code", "g2"}}) == 500);
        CHECK(total({{"equipment", json::array({{{"code", "piano"}, {"quantity", 1}}})}}) == 1'700);
        const auto reduced = quoted({{"reduction_code", "g2"}}).body["fee"];
        CHECK(reduced["reduction_code"] == "g2");
        CHECK(reduced["components"][0]["reduction_yen"] == -500);
        CHECK(quoted({{"reduction_code", "g9"}}).code == "unknown_reduction");
        CHECK(quoted({{"date", "2027-05-11"}, {"wants_climate", true}}).code == "climate_not_offered");
        CHECK(quoted({{"space", "cellar"}}).status == 404);
        CHECK(quoted({{"date", "tomorrow"}}).code == "invalid_date");
        CHECK(quoted({{"extension_minutes", -1}}).code == "invalid_request");
        CHECK(quoted({{"discount", 100}}).code == "invalid_request");
    });
}

TEST_CASE("anybody sees the annex of a facility as it is applied on a day, with every article in both languages") {
    in_the_town_hall([](TownHall& hall) {
        Visitor visitor(hall, std::nullopt);
        const auto table = [&](const std::map<std::string, std::string>& query) {
            return visitor.get("/api/v1/fee-table", query);
        };
        const auto shown = table({{"facility", "kirara"}, {"on", "2026-12-01"}});
        REQUIRE(shown.status == 200);
        CHECK(shown.body["in_force_from"] == json{"2025-04-01", "2026-10-01"});
        CHECK(shown.body["bands"].size() == shown.body["band_prices"][0]["yen"].size());
        CHECK(shown.body["composition"] == "additive");
        for (const char* list : {"band_prices", "unit_prices", "notes", "equipment", "tickets"})
            for (const auto& row : shown.body[list]) {
                CAPTURE(row.dump());
                CHECK_FALSE(row["article"]["ja"].get<std::string>().empty());
                CHECK_FALSE(row["article"]["en"].get<std::string>().empty());
            }
        const auto before = table({{"facility", "kirara"}, {"on", "2026-09-30"}});
        CHECK(before.body["band_prices"][0]["yen"][0] == 9'000);
        CHECK(shown.body["band_prices"][0]["yen"][0] == 9'900);
        CHECK(table({{"facility", "kirara"}}).body["on"] == to_town_time(hall.clock.now()).date.iso8601());
        CHECK(table({{"facility", "castle"}}).code == "unknown_facility");
        CHECK(table({{"facility", "kirara"}, {"on", "2026-02-30"}}).code == "invalid_date");
        CHECK(table({{"facility", "kirara"}, {"at", "2026-02-28"}}).code == "unknown_query_parameter");
        CHECK(table({}).code == "missing_query_parameter");
    });
}

TEST_CASE("uses are quoted together, with the reductions of the person or group who asks, and of nobody else") {
    in_the_town_hall_of("tests/services/towns/hanasato", [](TownHall& hall) {
        const auto who = hall.resident();
        Visitor resident(hall, who);
        Visitor other(hall, hall.resident());
        Visitor desk(hall, hall.staff());
        const json use{{"space", "big_room"}, {"date", "2026-12-01"}, {"band", "morning"}};
        const json account{{"account_id", std::to_string(who.id.value())}};
        REQUIRE(desk.post("/api/v1/staff/residents/" + std::to_string(who.id.value()) + "/reductions",
                          {{"reduction_code", "g3"},
                           {"group_name", "花の会"},
                           {"valid_until", "2027-03-31"},
                           {"evidence", {{"seen_on", "2026-11-10"}}}})
                    .status == 201);
        const auto quoted = [&](Visitor& visitor, json more) {
            more["uses"] = json::array({use});
            return visitor.post("/api/v1/quotes", more);
        };
        CHECK(quoted(resident, json::object()).body["total_yen"] == 1'000);
        const auto reduced = quoted(resident, {{"group_name", "花の会"}});
        CHECK(reduced.body["reduction_code"] == "g3");
        CHECK(reduced.body["total_yen"] < 1'000);
        CHECK(reduced.body["uses"][0]["fee"]["total_yen"] == reduced.body["total_yen"]);
        CHECK(quoted(other, {{"group_name", "花の会"}}).body["total_yen"] == 1'000);
        json for_the_group = account;
        for_the_group["group_name"] = "花の会";
        CHECK(quoted(desk, for_the_group).body == reduced.body);
        CHECK(quoted(other, for_the_group).code == "account_not_found");
        CHECK(quoted(desk, {{"account_id", "1"}}).code == "account_not_found");

        const auto asked = quoted(resident, {{"reduction_code", "g2"}});
        CHECK(asked.body["total_yen"] == 1'000);
        CHECK(asked.body["total_if_granted_yen"] < 1'000);
        CHECK(quoted(desk, {{"reduction_code", "g2"}, {"is_granted", true}}).body["total_yen"] ==
              asked.body["total_if_granted_yen"]);

        const json impossible{{"space", "big_room"}, {"date", "2026-12-01"}, {"band", "midnight"}};
        const auto mixed = resident.post("/api/v1/quotes", {{"uses", json::array({use, impossible})}});
        CHECK(mixed.body["uses"][0]["fee"]["total_yen"] == 1'000);
        CHECK(mixed.body["uses"][1]["code"] == "unknown_band");
        CHECK(mixed.body["total_yen"] == 1'000);
        CHECK(resident.post("/api/v1/quotes", {{"uses", json::array()}}).code == "invalid_request");
        json many = json::array();
        for (int count = 0; count < 11; ++count)
            many.push_back(use);
        CHECK(resident.post("/api/v1/quotes", {{"uses", many}}).code == "too_many_uses");
        CHECK(Visitor(hall, std::nullopt).post("/api/v1/quotes", {{"uses", json::array({use})}}).code ==
              "not_logged_in");
    });
}

TEST_CASE("reductions are asked for by applicants for their own, and decided by the desk alone") {
    in_the_town_hall_of("tests/services/towns/hanasato", [](TownHall& hall) {
        const auto who = hall.resident();
        Visitor resident(hall, who);
        Visitor other(hall, hall.resident());
        Visitor desk(hall, hall.staff());
        const auto held = resident.post(
            "/api/v1/applications",
            {{"uses", json::array({{{"space", "big_room"}, {"date", "2026-12-01"}, {"band", "morning"}}})}});
        REQUIRE(held.status == 201);
        json asking = details;
        asking["reduction_code"] = "g2";
        const auto filled = resident.send(Method::put, path_of(held) + "/details", asking);
        CHECK(filled.body["reduction"]["state"] == "waiting");
        CHECK(filled.body["details"]["reduction_code"] == "g2");
        const std::string id = held.body["application"]["application_id"].get<std::string>();
        const std::string decision = "/api/v1/staff/applications/" + id + "/reduction-decision";
        const json grant{{"decision", "grant"}, {"evidence", {{"seen_on", "2026-11-10"}}}};
        CHECK(resident.post(decision, grant).code == "wrong_role");
        CHECK(other.post(path_of(held) + "/reduction-request", {{"reduction_code", "g1"}}).status == 404);
        CHECK(desk.post(decision, grant).code == "wrong_state"); // it is held: the form asks for it
        CHECK(resident.post(path_of(held) + "/submission").status == 200);
        CHECK(desk.post(decision, {{"decision", "grant"}, {"evidence", {{"number", "123"}}}}).code ==
              "invalid_request"); // what stands on the evidence is nobody's business
        const auto granted = desk.post(decision, grant);
        CHECK(granted.body["total_yen"] == 500);
        CHECK(granted.body["reduction"]["evidence"]["seen_by"].is_string());
        CHECK(resident.get(path_of(held)).body["reduction"]["evidence"]["seen_by"].is_null());

        const std::string standing = "/api/v1/staff/residents/" + std::to_string(who.id.value()) + "/reductions";
        const json order{{"reduction_code", "g3"},
                         {"group_name", "花の会"},
                         {"valid_until", "2027-03-31"},
                         {"evidence", {{"seen_on", "2026-11-10"}}}};
        CHECK(resident.post(standing, order).code == "wrong_role");
        const auto given = desk.post(standing, order);
        CHECK(given.status == 201);
        CHECK(resident.get("/api/v1/reductions").body["reductions"][0]["group_name"] == "花の会");
        CHECK(other.get("/api/v1/reductions").body["reductions"].empty());
        CHECK(desk.get(standing).body["reductions"][0]["state"] == "in_force");
        const std::string ending =
            "/api/v1/staff/reductions/" + given.body["standing_id"].get<std::string>() + "/ending";
        CHECK(desk.post(ending, {{"reason", "退会"}}).body["state"] == "ended");
        const auto over = resident.get("/api/v1/reductions").body["reductions"];
        REQUIRE(over.size() == 1);
        CHECK(over[0]["state"] == "ended");
    });
}

TEST_CASE("who decides on a refund is told before and after what of it pays a difference and what is paid out") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto paid =
            hall.paid(who, {TownHall::small_meeting(), TownHall::band("small_meeting", "2026-12-02", "morning")});
        hall.clock.set(at("2026-11-26 10:00")); // half of 470 yen comes back, 240 yen are kept
        const auto given_up = hall.cancel(who, paid.application.id, {paid.bookings[0].id}).value().view;
        REQUIRE(approve_refund(hall.context, desk.id, given_up.refunds.front().id)); // it may be on its way
        Visitor resident(hall, who);
        Visitor staff(hall, desk);
        const std::string application = "/api/v1/applications/" + std::to_string(paid.application.id.value());
        const std::string booking = "/api/v1/staff/bookings/" + std::to_string(paid.bookings[0].id.value());
        REQUIRE(resident
                    .post(application + "/change", {{"booking_id", std::to_string(paid.bookings[1].id.value())},
                                                    {"scope", "one"},
                                                    {"space", "large_meeting_a"}})
                    .status == 200);
        const auto owing = resident.get(application).body;
        const auto difference = owing.at("owed_yen").get<std::int64_t>();
        REQUIRE(difference > 0);
        CHECK(owing.at("bookings")[0].at("unpaid_yen") == 0);
        CHECK(owing.at("bookings")[1].at("unpaid_yen") == difference);
        CHECK(owing.at("bookings")[1].at("older_difference_yen") == difference);
        const auto set_off = std::min<std::int64_t>(240, difference);
        const auto divided = [&](const json& told) {
            CHECK(told.at("yen") == 240);
            CHECK(told.at("set_off_yen") == set_off);
            CHECK(told.at("pay_out_yen") == 240 - set_off);
        };
        divided(staff.get(booking + "/refund-terms", {{"cause", "town"}}).body);
        const auto decided = staff.post(booking + "/refund", {{"cause", "town"}, {"reason", "暖房の故障"}});
        REQUIRE(decided.status == 200);
        divided(decided.body.at("decided"));
        CHECK(decided.body.at("application").at("owed_yen") == difference - set_off);
        const auto notices = resident.get("/api/v1/notices").body.at("notices");
        CHECK(notices[0].at("facts").at("refund_yen") == 240);
        CHECK(notices[0].at("facts").at("set_off_yen") == set_off);
    });
}

TEST_CASE("with a case the desk sees what happened to its payment, and that staff ended it") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.page_of(begun.attempt_ref).amount = 999;
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        Visitor staff(hall, hall.staff());
        const auto listed = staff.get("/api/v1/staff/payment-cases").body.at("cases");
        REQUIRE(listed.size() == 1);
        const std::string path = "/api/v1/staff/payment-cases/" + listed[0].at("case_id").get<std::string>();
        CHECK(staff.get(path).body.at("attempt_history").back().at("event") == "quarantined");
        const auto settled = staff.post(path + "/settlement", {{"action", "dealt_with"}, {"note", "事業者で返金済み"}});
        REQUIRE(settled.status == 200);
        const auto last = settled.body.at("attempt_history").back();
        CHECK(last.at("event") == "staff_ended");
        CHECK(last.at("to_state") == "expired");
        CHECK(last.at("at_ms") == settled.body.at("history").back().at("at_ms"));
    });
}
