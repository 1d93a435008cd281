#include "payments/http_client/http_client.hpp"

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace hiroba::payments {
namespace {

using EasyHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;
using UrlHandle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

void start_library_once() {
    static std::once_flag started;
    std::call_once(started, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl did not start");
    });
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    if (const CURLcode code = curl_easy_setopt(handle, option, value); code != CURLE_OK)
        throw std::runtime_error(std::string{"libcurl refused an option: "} + curl_easy_strerror(code));
}

// What one answer collects while it arrives.
struct Arrival {
    HttpResponse response;
    std::size_t max_bytes;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) noexcept {
    auto& arrival = *static_cast<Arrival*>(user);
    if (arrival.response.body.size() + size > arrival.max_bytes) return 0;
    arrival.response.body.append(data, size);
    return size;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) noexcept {
    auto& headers = static_cast<Arrival*>(user)->response.headers;
    const std::string_view line{data, size};
    if (line.starts_with("HTTP/")) headers.clear(); // an interim answer (100) has headers of its own
    if (const auto colon = line.find(':'); colon != std::string_view::npos)
        headers[lower_case(trimmed(line.substr(0, colon)))] = trimmed(line.substr(colon + 1));
    return size;
}

HeaderList header_list(const HttpRequest& request) {
    const auto breaks_the_message = [](const std::string& text) {
        return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string::npos;
    };
    HeaderList list{nullptr, curl_slist_free_all};
    const auto append = [&](const std::string& line) {
        curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(list.release());
        list.reset(longer);
    };
    append("Expect:"); // no waiting for "100 Continue" before a body is sent
    for (const auto& [name, value] : request.headers) {
        if (breaks_the_message(name) || breaks_the_message(value))
            throw std::invalid_argument("a header of an outgoing request holds a line break");
        // A semicolon is libcurl's way to write a header without a value.
        append(value.empty() ? name + ";" : name + ": " + value);
    }
    return list;
}

void set_up(CURL* handle, const HttpRequest& request, const HeaderList& headers, Arrival& arrival) {
    set(handle, CURLOPT_URL, request.url.c_str());
    set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    set(handle, CURLOPT_HTTPHEADER, headers.get());
    if (!request.body.empty() || request.method == "POST") {
        set(handle, CURLOPT_POSTFIELDS, request.body.data());
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
    set(handle, CURLOPT_WRITEFUNCTION, &take_body);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&arrival));
    set(handle, CURLOPT_HEADERFUNCTION, &take_header);
    set(handle, CURLOPT_HEADERDATA, static_cast<void*>(&arrival));

    set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    // On a kept connection that the peer has just closed libcurl would send the request a second time by itself.
    set(handle, CURLOPT_FRESH_CONNECT, 1L);
    set(handle, CURLOPT_FORBID_REUSE, 1L);
    if (is_loopback_url(request.url)) set(handle, CURLOPT_PROXY, "");
}

// Whether the request can have left: a handshake that never ended proves that it has not.
bool has_provably_not_left(CURL* handle, CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return true;
    default:
        break;
    }
    curl_off_t ready_to_send_us = 0;
    return curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &ready_to_send_us) == CURLE_OK &&
           ready_to_send_us == 0;
}

TransportError fault_of(CURL* handle, CURLcode code) {
    const std::string detail = curl_easy_strerror(code);
    if (has_provably_not_left(handle, code)) return {TransportFault::could_not_connect, detail};
    if (code == CURLE_OPERATION_TIMEDOUT) return {TransportFault::timed_out, detail};
    return {TransportFault::broken, detail};
}

std::string host_of(const std::string& url) {
    const UrlHandle handle{curl_url(), curl_url_cleanup};
    if (handle == nullptr) throw std::bad_alloc();
    if (curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
    char* host = nullptr;
    if (curl_url_get(handle.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&curl_free)> owner{host, curl_free};
    return lower_case(host);
}

} // namespace

std::string HttpResponse::header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string{} : found->second;
}

std::string_view name_of(TransportFault fault) {
    switch (fault) {
    case TransportFault::could_not_connect:
        return "could_not_connect";
    case TransportFault::timed_out:
        return "timed_out";
    case TransportFault::broken:
        return "broken";
    }
    throw std::logic_error("not a transport fault");
}

tl::expected<HttpResponse, TransportError> exchange(const HttpRequest& request) {
    start_library_once();
    const EasyHandle handle{curl_easy_init(), curl_easy_cleanup};
    if (handle == nullptr) throw std::bad_alloc();
    const HeaderList headers = header_list(request);
    Arrival arrival{{}, request.max_response_bytes};
    set_up(handle.get(), request, headers, arrival);

    if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK)
        return tl::unexpected(fault_of(handle.get(), code));
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    arrival.response.status = static_cast<int>(status);
    return std::move(arrival.response);
}

bool is_loopback_url(const std::string& url) {
    const std::string host = host_of(url);
    const bool is_ipv4_loopback =
        host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "localhost" || host == "[::1]" || is_ipv4_loopback;
}

} // namespace hiroba::payments
