#pragma once
// Who makes up people and writes them down as clerks do. Only for generate.cpp and generate_inquiry.cpp.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "names/chance.hpp"
#include "names/generate.hpp"

namespace nibbi::names {

struct Respelling {
  std::string_view from, to;
  unsigned per_mille;
};
struct Clerk {
  std::string_view name;
  const Respelling* first;
  std::size_t size;
};

class Inventor {
 public:
  struct Person {
    InventedFile said;  ///< in French orthography, without slips
    std::size_t place = 0;
    bool together = false;  ///< with the others of the household
  };

  Inventor(std::uint64_t seed, const std::vector<InventedPlace>& places);
  Person person(std::uint64_t number) const;
  /// The file that a clerk makes of a person.
  InventedFile written(const Person&, std::string id, Chance&) const;
  InventedQuery query(const Person&, const InventedFile&, Chance&) const;
  /// What only tracing looks at, put into a file; `number` is the file's own.
  void add_to_file(const Person&, std::uint64_t number, InventedFile&) const;
  /// What a relative says of the person, written down by some clerk.
  InventedFile inquiry(const Person&, Chance&) const;
  std::uint64_t seed() const { return seed_; }

 private:
  struct Lists {
    std::vector<std::string_view> women, men, families;
  };
  struct Truth;  ///< what is true of a person beside names
  Truth truth(const Person&) const;
  static std::string common(const std::vector<std::string_view>&, Chance&);
  static const Clerk& clerk_for(std::string_view country, Chance&);
  static const Clerk& any_clerk(Chance&);
  static std::string in_orthography(const std::string&, const Clerk&, Chance&);
  static std::string slipped(std::string, Chance&);
  static std::string beginning_of(const std::string&, std::size_t bytes);
  const Lists& lists_of(const Person&) const;

  std::uint64_t seed_;
  const std::vector<InventedPlace>& places_;
  std::vector<Lists> stocks_;
  std::map<std::string, std::vector<std::size_t>> by_country_, by_region_;
};

}  // namespace nibbi::names
