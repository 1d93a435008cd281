#include "persistence/repositories/applications.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/rows.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql insert_row =
    "INSERT INTO application (application_id, number, account_id, made_by, kind, facility_code, user_class,"
    " counts_waiting, activity_code, purpose, group_name, people, highest_admission_yen, is_commercial, reduction_code,"
    " edition_id, version, created_at_ms)"
    " VALUES (:application_id, :number, :account_id, :made_by, :kind, :facility_code, :user_class, :counts_waiting,"
    " :activity_code, :purpose, :group_name, :people, :highest_admission_yen, :is_commercial, :reduction_code,"
    " :edition_id, 1, :created_at_ms)";
constexpr Sql update_details =
    "UPDATE application SET activity_code = :activity_code, purpose = :purpose, group_name = :group_name,"
    " people = :people, highest_admission_yen = :highest_admission_yen, is_commercial = :is_commercial,"
    " reduction_code = :reduction_code, version = version + 1 WHERE application_id = :application_id";
constexpr Sql update_number = "UPDATE application SET number = :number, version = version + 1"
                              " WHERE application_id = :application_id AND number IS NULL";
constexpr Sql lock = "UPDATE application SET version = version + 1 WHERE application_id = :application_id";

Binds details_binds(ApplicationId id, const std::optional<ApplicationDetails>& details) {
    const bool known = details.has_value();
    return {{"application_id", id},
            {"activity_code", known ? details->activity : std::nullopt},
            {"purpose", known ? std::optional{details->purpose} : std::nullopt},
            {"group_name", known ? details->group_name : std::nullopt},
            {"people", known ? std::optional{details->people} : std::nullopt},
            {"highest_admission_yen", known ? details->highest_admission : std::nullopt},
            {"is_commercial", known && details->is_commercial ? 1 : 0},
            {"reduction_code", known ? details->reduction : std::nullopt}};
}

std::vector<Application> select_applications(Session& session, const std::string& where, const Binds& binds) {
    std::vector<Application> applications;
    for (auto& row : detail::Rows<detail::ApplicationRow>::select(
             session, Sql::built("SELECT " + detail::application_columns + " FROM application p " + where), binds))
        applications.push_back(detail::application_from(std::move(row)));
    return applications;
}

std::optional<Application> only(std::vector<Application> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

} // namespace

std::string_view name_of(ApplicationKind kind) { return kind == ApplicationKind::official ? "official" : "ordinary"; }

void insert_application(Session& session, const Application& application) {
    Binds binds = details_binds(application.id, application.details);
    binds.emplace_back("number", application.number);
    binds.emplace_back("account_id", application.account);
    binds.emplace_back("made_by", application.made_by);
    binds.emplace_back("kind", name_of(application.kind));
    binds.emplace_back("facility_code", application.facility);
    binds.emplace_back("user_class", name_of(application.user_class));
    binds.emplace_back("counts_waiting", application.counts_waiting ? 1 : 0);
    binds.emplace_back("edition_id", application.edition);
    binds.emplace_back("created_at_ms", application.created_at);
    session.execute(insert_row, binds);
}

std::optional<Application> find_application(Session& session, ApplicationId id) {
    return only(select_applications(session, "WHERE p.application_id = :application_id", {{"application_id", id}}));
}

std::vector<Application> applications_of(Session& session, AccountId account, int limit) {
    return select_applications(session,
                               "WHERE p.account_id = :account_id AND NOT EXISTS (SELECT 1 FROM ticket_book k"
                               " WHERE k.application_id = p.application_id)"
                               " ORDER BY p.application_id DESC LIMIT :row_limit",
                               {{"account_id", account}, {"row_limit", limit}});
}

void save_details(Session& session, ApplicationId id, const ApplicationDetails& details) {
    session.execute(update_details, details_binds(id, details));
}

bool give_number(Session& session, ApplicationId id, const std::string& number) {
    try {
        session.execute(update_number, {{"application_id", id}, {"number", number}});
        return true;
    } catch (const DuplicateKey&) {
        return false;
    }
}

void lock_application(Session& session, ApplicationId id) { session.execute(lock, {{"application_id", id}}); }

} // namespace hiroba::persistence
