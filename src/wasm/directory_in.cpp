#include "wasm/directory_in.hpp"

namespace nibbi::wasm {
namespace {

using namespace domain;

constexpr wire::Rule kPlaces{.most = 10'000};

/// Members one after the other; the first that can't be read ends the reading.
class Members {
 public:
  explicit Members(const Json& j) : j_(j) {}
  template <class T>
  Members& needed(const char* name, T& into) {
    if (!problem_) take(member<T>(j_, name), into);
    return *this;
  }
  template <class T>
  Members& maybe(const char* name, T& into, const wire::Rule& rule = wire::any) {
    if (!problem_) take(member_or<T>(j_, name, into, rule), into);
    return *this;
  }
  /// The items of a list, each read by `read(item)`, which returns nullopt or what is wrong.
  template <class Read>
  Members& each(const char* name, Read read) {
    if (problem_ || !j_.contains(name)) return *this;
    if (!j_[name].is_array()) problem_ = Problem{ProblemCode::wrong_type, {{"field", name}}};
    else
      for (const Json& item : j_[name].array_range())
        if (!problem_) problem_ = item.is_object() ? read(item) : Problem{ProblemCode::wrong_type, {{"field", name}}};
    return *this;
  }
  std::optional<Problem> wrong() const { return problem_; }

 private:
  template <class T>
  void take(Result<T> read, T& into) {
    if (read) into = std::move(*read);
    else problem_ = read.error();
  }
  const Json& j_;
  std::optional<Problem> problem_;
};

}  // namespace

Result<Near> directory_in(const Json& j) {
  Near near;
  auto unit = [&](const Json& item) {
    Unit u;
    std::optional<std::int64_t> taken;
    auto wrong = Members(item).needed("id", u.id).maybe("country", u.about.country).maybe("services", u.about.services).maybe("capacity", u.places, kPlaces)
                     .maybe("taken", taken, kPlaces).maybe("closed", u.closed).wrong();
    if (taken) near.taken[u.id] = *taken;
    near.directory.units[u.id] = std::move(u);
    return wrong;
  };
  auto person = [&](const Json& item) {
    Person p;
    auto post = [&](const Json& one) {
      Post at;
      auto wrong = Members(one).needed("role", at.role).needed("unit", at.unit).maybe("countries", at.countries).wrong();
      p.posts.push_back(std::move(at));
      return wrong;
    };
    auto wrong = Members(item).needed("id", p.id).each("posts", post).maybe("supervisor", p.supervisor).wrong();
    near.directory.people[p.id] = std::move(p);
    return wrong;
  };
  if (auto wrong = Members(j).each("units", unit).each("people", person).wrong()) return std::unexpected(std::move(*wrong));
  return near;
}

}  // namespace nibbi::wasm
