#include "persistence/engine/sql.hpp"

#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_set>

namespace hiroba::persistence {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

// Texts never leave, so a view of one stays valid (nodes of the set do not move) and identifies its statement.
class InternedTexts {
public:
    std::string_view intern(std::string_view text) {
        {
            const std::shared_lock lock(mutex_);
            if (const auto known = texts_.find(text); known != texts_.end()) return *known;
        }
        detail::check_sql(text);
        const std::unique_lock lock(mutex_);
        if (texts_.size() >= Sql::built_limit && !texts_.contains(text)) {
            throw InvalidSql("too many different statements are built: values belong into binds");
        }
        return *texts_.emplace(text).first;
    }

private:
    std::shared_mutex mutex_;
    std::unordered_set<std::string, TextHash, std::equal_to<>> texts_;
};

} // namespace

Sql Sql::built(std::string_view text) {
    static auto& texts = *new InternedTexts; // never destroyed: threads may still run statements at exit
    return Sql{Interned{texts.intern(text)}};
}

} // namespace hiroba::persistence
