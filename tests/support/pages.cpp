#include "tests/support/pages.hpp"

namespace nibbi::tests {
namespace {

using jsoncons::ojson;
constexpr std::size_t kWide = 140;

std::string compact(const ojson& j) {
  std::string out;
  j.dump(out);
  return out;
}

void write(const ojson& j, std::size_t deep, std::size_t before, std::string& out) {
  const std::string line = compact(j);
  if (!(j.is_object() || j.is_array()) || j.empty() || 2 * deep + before + line.size() <= kWide) {
    out += line;
    return;
  }
  const std::string in(2 * (deep + 1), ' ');
  bool first = true;
  auto next = [&] {
    out += (first ? "\n" : ",\n") + in;
    first = false;
  };
  out += j.is_object() ? '{' : '[';
  if (j.is_object())
    for (const auto& member : j.object_range()) {
      next();
      const std::string name = compact(ojson(member.key())) + ": ";
      out += name;
      write(member.value(), deep + 1, name.size(), out);
    }
  else
    for (const ojson& item : j.array_range()) {
      next();
      write(item, deep + 1, 0, out);
    }
  out += "\n" + std::string(2 * deep, ' ') + (j.is_object() ? '}' : ']');
}

}  // namespace

std::string page_of(const ojson& j) {
  std::string out;
  write(j, 0, 0, out);
  return out + "\n";
}

}  // namespace nibbi::tests
