// Work that goes on one by one: the fault of one does not keep the others, a broken machine keeps all.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/refusal.hpp"
#include "persistence/engine/errors.hpp"
#include "services/log.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace hiroba::services {

[[nodiscard]] inline std::string_view name_of_id(BookingId) { return "booking_id"; }
[[nodiscard]] inline std::string_view name_of_id(ApplicationId) { return "application_id"; }

// What `work` answers (a Result). An exception that is about this one is logged under that event and becomes
// `internal_error`; that the database is gone, full, or lost in the middle of a COMMIT passes through.
inline constexpr std::string_view machine_failed = "internal_error";
template <class Id, class Work>
[[nodiscard]] auto unless_it_fails(std::string_view event, Id about, const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const persistence::DatabaseGone&) {
        throw;
    } catch (const persistence::CommitUnknown&) {
        throw;
    } catch (const persistence::StorageFailed&) {
        throw;
    } catch (const std::exception& fault) {
        log::error(event, {{name_of_id(about), std::to_string(about.value())}, {"what", fault.what()}});
        return refuse(machine_failed);
    }
}

} // namespace hiroba::services
