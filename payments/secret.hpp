// A key, a password, a signing secret: text that no log, error or JSON can show by accident.
#pragma once

#include "domain/core/refusal.hpp"

#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace hiroba::payments {

class Secret {
public:
    explicit Secret(std::string text) : text_(std::move(text)) {}
    // The one way out. Call it where the text goes to its peer, nowhere else.
    [[nodiscard]] std::string_view reveal() const { return text_; }
    // Nothing but white space: never a usable secret.
    [[nodiscard]] bool is_blank() const { return text_.find_first_not_of(" \t\r\n\v\f") == std::string::npos; }

    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;
    friend bool operator==(const Secret&, const Secret&) = delete;

private:
    std::string text_;
};

// The first line of a file, without white space around it.
// Refused: `secret_unreadable` {file}, `secret_blank` {file}.
[[nodiscard]] Result<Secret> read_secret(const std::filesystem::path& file);

} // namespace hiroba::payments
