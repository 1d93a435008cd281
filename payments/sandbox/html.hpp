// HTML that is written here: templates with {fields}, and text made safe for it.
#pragma once

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hiroba::sandbox {

[[nodiscard]] std::string escaped(std::string_view text);

// {name} in a template → its value, which is already HTML. Written so that a value is never read as a template.
struct Field {
    std::string_view name;
    std::string html;
};
template <std::size_t Count>
[[nodiscard]] std::string filled(std::string_view html_template, const std::array<Field, Count>& fields) {
    std::string out;
    while (!html_template.empty()) {
        const auto open = html_template.find('{');
        out.append(html_template.substr(0, open));
        if (open == std::string_view::npos) break;
        const auto close = html_template.find('}', open);
        const std::string_view name = html_template.substr(open + 1, close - open - 1);
        const auto field =
            std::find_if(fields.begin(), fields.end(), [&](const Field& each) { return each.name == name; });
        if (field == fields.end()) throw std::logic_error("a page names a field that it does not have");
        out.append(field->html);
        html_template.remove_prefix(close + 1);
    }
    return out;
}

} // namespace hiroba::sandbox
