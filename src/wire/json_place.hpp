#pragma once

#include <jsoncons/json.hpp>

#include <algorithm>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Strict reading of a contract page: every key asked for must be there, every key there must be
/// asked for, and what is wrong is said as a sentence with the place where it stands.
namespace nibbi::wire {

using Json = jsoncons::ojson;

/// The text as JSON, or what is broken and on which line. A key written twice in one object is
/// broken too: two readers could each see another one.
std::expected<Json, std::string> parse_strictly(std::string_view text);

inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

/// What is wrong with the page; only the first thing is kept. Reading goes on with harmless values
/// after it, because this also runs in the browser, where nothing may throw.
struct Complaints {
    std::string first;
    void add(const std::string& where, const std::string& what) {
        if (first.empty()) first = where + ": " + what;
    }
};

/// A value of the page and the way to it, for complaints: "doing[3].grants[0].roles".
/// `json` is null where the value is missing, which was then complained of.
struct Place {
    const Json* json;
    std::string path;
    Complaints* complaints;

    void complain(const std::string& what) const { complaints->add(path, what); }

    bool is_object() const {
        if (json && !json->is_object()) complain("should be an object");
        return json && json->is_object();
    }
    bool has(std::string_view key) const { return is_object() && json->contains(key); }

    Place operator[](std::string_view key) const {
        const std::string name(key);
        const Place missing{nullptr, path.empty() ? name : path + "." + name, complaints};
        if (!is_object()) return missing;
        const auto found = json->find(key);
        if (found == json->object_range().end()) {
            complain("misses " + in_quotes(name));
            return missing;
        }
        return {&found->value(), missing.path, complaints};
    }

    /// Refuses keys that nobody reads: a misspelt rule must not pass for a rule that is absent.
    const Place& only(std::initializer_list<std::string_view> keys) const {
        if (!is_object()) return *this;
        for (const auto& member : json->object_range())
            if (std::ranges::find(keys, std::string_view(member.key())) == keys.end())
                complain("does not know " + in_quotes(member.key()));
        return *this;
    }

    std::vector<Place> items() const {
        std::vector<Place> places;
        if (json && !json->is_array()) complain("should be a list");
        if (!json || !json->is_array()) return places;
        for (const auto& item : json->array_range())
            places.push_back(
                {&item, path + "[" + std::to_string(places.size()) + "]", complaints});
        return places;
    }

    bool is_number(std::uint64_t number) const {
        return json && json->is_uint64() && json->as<std::uint64_t>() == number;
    }

    std::string text() const {
        if (!json) return {};
        if (!json->is_string() || json->as_string_view().empty()) {
            complain("should be a text that is not empty");
            return {};
        }
        return std::string(json->as_string_view());
    }
};

}  // namespace nibbi::wire
