// What a paper says: the values that its template shows, and nothing else. This is what is kept when it is issued.
#pragma once

#include "domain/core/yen.hpp"
#include "domain/documents/template.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba {

// One use in the table of uses, in words: "令和8年12月5日（土）", "9:00～12:00 午前".
struct UseLine {
    std::string date;
    std::string time;
    std::string space;
    std::string equipment; // and what else was asked for; may be empty
    std::string fee;       // "1,240円"
    friend bool operator==(const UseLine&, const UseLine&) = default;
};

// The amounts of the lines add up to the total: nothing else has one.
enum class FeeLineRole {
    section,   // a use: its lines follow
    component, // of the use, where it has several: what it comes to stands in the label, and its lines follow
    line,      // what, quantity, rate, yen, article
    total,
};
struct FeeLine {
    FeeLineRole role = FeeLineRole::line;
    std::string label;
    std::string quantity;
    std::string unit;
    std::string amount;
    std::string article;
    friend bool operator==(const FeeLine&, const FeeLine&) = default;
};

// One rate of the consumption tax, or what is not taxed.
struct TaxLine {
    std::string rate; // "10％対象", "非課税"
    std::string amount;
    std::string tax; // "－" where there is none
    friend bool operator==(const TaxLine&, const TaxLine&) = default;
};

// A use in the table of a day, for the desk.
struct ScheduleLine {
    std::string space;
    std::string time;
    std::string who;
    std::string what;
    std::string people;
    std::string prepare; // cooling or heating, lights, equipment
    std::string due;     // what is to be taken at the counter before the use, or why it may not begin
    friend bool operator==(const ScheduleLine&, const ScheduleLine&) = default;
};

struct DocumentContent {
    std::string form; // 様式第1号(第3条関係); may be empty
    DocumentWords words;
    std::vector<UseLine> uses;
    std::vector<FeeLine> fees;
    std::vector<TaxLine> taxes;
    std::vector<std::string> conditions;
    std::vector<std::string> appeal; // paragraphs
    std::string number_code;         // what the first QR code says: the application's number
    std::string page_address;        // and the second: the page of the application
    std::string seal_note;           // beside the sender: "公印省略"
    std::vector<ScheduleLine> schedule;
    friend bool operator==(const DocumentContent&, const DocumentContent&) = default;
};

// The content without what the template does not show: no more personal data is kept than stands on the paper.
[[nodiscard]] DocumentContent only_what_is_shown(DocumentContent content, const DocumentTemplate& form);

} // namespace hiroba
