#include "payments/sandbox/paypay_pages.hpp"

#include "payments/sandbox/html.hpp"

#include <array>
#include <utility>

namespace hiroba::sandbox {
namespace {

using nlohmann::json;

constexpr std::string_view frame = R"(<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – hiroba-sandbox</title>
<link rel="stylesheet" href="{public_url}/pay.css">
</head>
<body>
<main>
<p class="practice">これは練習用の画面です。お金は動きません。<br><span lang="en">This is for practice. No money moves.</span></p>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
)";

std::string document(std::string_view title, const std::string& public_url, std::string content) {
    return filled(frame, std::array{Field{"title", escaped(title)}, Field{"public_url", escaped(public_url)},
                                    Field{"content", std::move(content)}});
}

std::string both(std::string_view ja, std::string_view en) {
    return escaped(ja) + " <span lang=\"en\">" + escaped(en) + "</span>";
}

std::string grouped_yen(std::int64_t amount) {
    std::string digits = std::to_string(amount);
    for (std::size_t at = digits.size(); at > 3;)
        digits.insert(at -= 3, ",");
    return digits + "円";
}

std::string problem_html(std::optional<QrOutcome> problem) {
    if (!problem) return {};
    const std::string sentence = *problem == QrOutcome::wallet_short
                                     ? both("残高が足りません。", "Your balance is too low.")
                                     : both("このコードではもう支払えません。", "This code cannot be paid any more.");
    return "<div class=\"problem\" role=\"alert\"><p>" + sentence + "</p></div>";
}

std::string form_html(const QrPayment& payment, const std::string& public_url) {
    if (payment.accepted_at > 0) {
        const std::string to = payment.redirect_url.empty()
                                   ? ""
                                   : "<p><a class=\"back\" href=\"" + escaped(payment.redirect_url) + "\">" +
                                         both("進む", "Continue") + "</a></p>";
        return "<p>" + both("お支払いは済んでいます。", "This is paid.") + "</p>" + to;
    }
    constexpr std::string_view html = R"(<form method="post" action="{action}">
<button type="submit" name="do" value="pay">{pay}</button>
<button type="submit" name="do" value="scan">{scan}</button>
</form>)";
    return filled(html,
                  std::array{Field{"action", escaped(public_url + "/paypay/" + payment.code_id)},
                             Field{"pay", both("支払う", "Pay")}, Field{"scan", both("読み取るだけ", "Only scan it")}});
}

struct NamedMode {
    std::string_view name;
    QrWebhookMode mode;
};
constexpr std::array modes = std::to_array<NamedMode>({{"deliver", QrWebhookMode::deliver},
                                                       {"drop", QrWebhookMode::drop},
                                                       {"duplicate", QrWebhookMode::duplicate},
                                                       {"delay", QrWebhookMode::delay},
                                                       {"forge", QrWebhookMode::forge}});
struct NamedSwitch {
    std::string_view name;
    bool QrBehaviour::*value;
};
constexpr std::array switches = std::to_array<NamedSwitch>({{"repeats_are_refused", &QrBehaviour::repeats_are_refused},
                                                            {"cancels_fail", &QrBehaviour::cancels_fail},
                                                            {"wallet_is_short", &QrBehaviour::wallet_is_short},
                                                            {"refunds_wait", &QrBehaviour::refunds_wait},
                                                            {"several_refunds", &QrBehaviour::several_refunds},
                                                            {"under_maintenance", &QrBehaviour::under_maintenance}});

std::string choices_html(const QrBehaviour& behaviour) {
    std::string html = "<label for=\"webhooks\">webhooks</label><select id=\"webhooks\" name=\"webhooks\">";
    for (const auto& [name, mode] : modes)
        html += "<option" + std::string{mode == behaviour.webhooks ? " selected" : ""} + ">" + std::string{name} +
                "</option>";
    html += "</select>";
    for (const auto& [name, value] : switches) {
        const std::string id{name};
        html += "<p><input type=\"checkbox\" id=\"" + id + "\" name=\"" + id + "\" value=\"on\"" +
                (behaviour.*value ? " checked" : "") + "> <label for=\"" + id + "\">" + id + "</label></p>";
    }
    return html;
}

std::string payment_row(const QrPayment& payment) {
    constexpr std::string_view html = R"(<tr><td>{id}</td><td>{amount}</td><td>{status}</td><td>
<form method="post" action="/_sandbox/paypay/payments/{code}">
<button name="do" value="pay">pay</button> <button name="do" value="scan">scan</button>
</form></td></tr>)";
    return filled(html, std::array{Field{"id", escaped(payment.merchant_payment_id)},
                                   Field{"amount", grouped_yen(payment.amount)},
                                   Field{"status", escaped(payment.status)}, Field{"code", escaped(payment.code_id)}});
}

} // namespace

std::string payer_page_html(const QrPayment& payment, const Merchant& merchant, const std::string& public_url,
                            std::optional<QrOutcome> problem) {
    constexpr std::string_view html = R"({problem}<dl>
<div><dt>{payee_label}</dt><dd>{payee}</dd></div>
<div><dt>{what_label}</dt><dd>{what}</dd></div>
<div class="amount"><dt>{amount_label}</dt><dd>{amount}</dd></div>
</dl>
{form})";
    return document(
        "PayPay", public_url,
        filled(html,
               std::array{Field{"problem", problem_html(problem)}, Field{"payee_label", both("お支払い先", "To")},
                          Field{"payee", both(merchant.name_ja, merchant.name_en)},
                          Field{"what_label", both("内容", "For")}, Field{"what", escaped(payment.description)},
                          Field{"amount_label", both("金額", "Amount")}, Field{"amount", grouped_yen(payment.amount)},
                          Field{"form", form_html(payment, public_url)}}));
}

std::string payer_page_policy(const QrPayment& payment) { return page_policy(payment.redirect_url); }

std::string control_page_html(const PayPayModel& model, Instant now) {
    constexpr std::string_view html = R"(<p>{now}</p>
<form method="post" action="/_sandbox/clock"><label for="minutes">minutes</label>
<input id="minutes" name="minutes" inputmode="numeric" value="5"><button>advance the clock</button></form>
<form method="post" action="/_sandbox/paypay">{choices}<button>change</button></form>
<form method="post" action="/_sandbox/paypay/refunds"><button>finish what refunds wait</button></form>
<table><thead><tr><th scope="col">payment</th><th scope="col">amount</th><th scope="col">state</th><th scope="col">do</th></tr></thead>
<tbody>{rows}</tbody></table>)";
    std::string rows;
    for (const QrPayment& payment : model.payments())
        rows += payment_row(payment);
    return document("PayPay", "",
                    filled(html, std::array{Field{"now", std::to_string(now.epoch_ms() / 1000)},
                                            Field{"choices", choices_html(model.behaviour())}, Field{"rows", rows}}));
}

json behaviour_json(const QrBehaviour& behaviour) {
    json told;
    for (const auto& [name, mode] : modes)
        if (mode == behaviour.webhooks) told["webhooks"] = name;
    for (const auto& [name, value] : switches)
        told[std::string{name}] = behaviour.*value;
    return told;
}

std::optional<QrBehaviour> changed_behaviour(QrBehaviour behaviour, const json& wish) {
    for (const auto& [name, value] : wish.items()) {
        const auto named = std::ranges::find(switches, name, &NamedSwitch::name);
        if (named != switches.end() && value.is_boolean()) {
            behaviour.*(named->value) = value.get<bool>();
            continue;
        }
        const std::string word = value.is_string() ? value.get<std::string>() : std::string{};
        const auto mode = std::ranges::find(modes, word, &NamedMode::name);
        if (name != "webhooks" || mode == modes.end()) return std::nullopt;
        behaviour.webhooks = mode->mode;
    }
    return behaviour;
}

} // namespace hiroba::sandbox
