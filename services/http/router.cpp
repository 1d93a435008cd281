#include "services/http/router.hpp"

#include "services/http/problem.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace hiroba::http {
namespace {

using Segments = std::vector<std::string>;

// "/a/b" → a, b; "/" → one empty segment, so that "/a" and "/a/" stay different paths.
Segments segments_of(std::string_view path) {
    Segments segments;
    std::size_t begin = 1;
    while (begin <= path.size()) {
        const auto end = std::min(path.find('/', begin), path.size());
        segments.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return segments;
}

bool is_capture(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

struct Route {
    Handler handler;
    Segments capture_names;
};

} // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> capture;
    std::map<Method, Route> routes;
};

namespace {

// A place in the tree that the path fits, with what the captures on the way there took.
template <class Node>
struct Match {
    const Node* node;
    Segments captured;
};

// All places that fit, the more literal first. Patterns are short, so the recursion is.
template <class Node>
void collect_matches(const Node& node, const Segments& path, std::size_t depth, Segments& captured,
                     std::vector<Match<Node>>& matches) {
    if (depth == path.size()) {
        if (!node.routes.empty()) matches.push_back({&node, captured});
        return;
    }
    if (const auto literal = node.literals.find(path[depth]); literal != node.literals.end())
        collect_matches(*literal->second, path, depth + 1, captured, matches);
    if (node.capture && !path[depth].empty()) {
        captured.push_back(path[depth]);
        collect_matches(*node.capture, path, depth + 1, captured, matches);
        captured.pop_back();
    }
}

// "GET, HEAD, OPTIONS, …" in one fixed order.
template <class Node>
std::string allowed_methods(const std::vector<Match<Node>>& matches) {
    std::set<Method> methods{Method::options};
    for (const auto& match : matches)
        for (const auto& [method, route] : match.node->routes)
            methods.insert(method);
    if (methods.contains(Method::get)) methods.insert(Method::head);
    std::string list;
    for (const Method method : methods) {
        if (!list.empty()) list += ", ";
        list += method_name(method);
    }
    return list;
}

template <class Node>
Response answer(const Match<Node>& match, const Route& route, Request& request) {
    for (std::size_t i = 0; i < route.capture_names.size(); ++i)
        request.path_parameters[route.capture_names[i]] = match.captured[i];
    return route.handler(request);
}

} // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler) {
    if (!pattern.starts_with('/')) throw std::logic_error("a route begins with '/': " + std::string{pattern});
    Node* node = root_.get();
    Segments names;
    for (const auto& segment : segments_of(pattern)) {
        if (is_capture(segment)) {
            names.push_back(segment.substr(1, segment.size() - 2));
            if (!node->capture) node->capture = std::make_unique<Node>();
            node = node->capture.get();
        } else if (segment.find_first_of("{}") != std::string::npos) {
            throw std::logic_error("a capture is a whole segment: " + std::string{pattern});
        } else {
            auto& literal = node->literals[segment];
            if (!literal) literal = std::make_unique<Node>();
            node = literal.get();
        }
    }
    if (std::set<std::string>(names.begin(), names.end()).size() != names.size())
        throw std::logic_error("a capture's name occurs twice: " + std::string{pattern});
    if (!node->routes.emplace(method, Route{std::move(handler), std::move(names)}).second)
        throw std::logic_error("this route exists already: " + std::string{pattern});
}

Response Router::dispatch(Request& request) const {
    std::vector<Match<Node>> matches;
    Segments captured;
    if (request.path.starts_with('/')) collect_matches(*root_, segments_of(request.path), 0, captured, matches);
    if (matches.empty()) return problem(404, "not_found");

    const auto answer_as = [&](Method method) -> std::optional<Response> {
        for (const auto& match : matches)
            if (const auto route = match.node->routes.find(method); route != match.node->routes.end())
                return answer(match, route->second, request);
        return std::nullopt;
    };
    if (auto response = answer_as(request.method)) return std::move(*response);
    if (request.method == Method::head)
        if (auto response = answer_as(Method::get)) return std::move(*response);

    auto response = request.method == Method::options ? Response{204, {}, {}} : problem(405, "method_not_allowed");
    set_header(response, "Allow", allowed_methods(matches));
    return response;
}

} // namespace hiroba::http
