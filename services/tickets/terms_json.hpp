// What whoever has bought a book may do with it, kept with the book.
#pragma once

#include "domain/fees/ticket.hpp"

#include <string>

namespace hiroba::services {

[[nodiscard]] std::string kept_terms(const TicketTerms& terms);
[[nodiscard]] TicketTerms terms_kept_in(const std::string& json);

} // namespace hiroba::services
