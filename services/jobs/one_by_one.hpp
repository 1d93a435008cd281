// Work that goes on booking by booking: the fault of one does not keep the others, a broken machine keeps all.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/refusal.hpp"
#include "persistence/engine/errors.hpp"
#include "services/log.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace hiroba::services {

// What `work` answers (a Result). An exception that is about this booking is logged under that event and becomes
// `internal_error`; that the database is gone, full, or lost in the middle of a COMMIT passes through.
inline constexpr std::string_view machine_failed = "internal_error";
template <class Work>
[[nodiscard]] auto unless_it_fails(std::string_view event, BookingId booking, const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const persistence::DatabaseGone&) {
        throw;
    } catch (const persistence::CommitUnknown&) {
        throw;
    } catch (const persistence::StorageFailed&) {
        throw;
    } catch (const std::exception& fault) {
        log::error(event, {{"booking_id", std::to_string(booking.value())}, {"what", fault.what()}});
        return refuse(machine_failed);
    }
}

} // namespace hiroba::services
