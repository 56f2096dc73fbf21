#pragma once
// Invented bodies of every kind. The descriptions of wire/ say which fields a kind has; what stands in them is drawn here.
#include <map>
#include <string>
#include <vector>

#include "domain/entry.hpp"
#include "domain/rules.hpp"
#include "tests/support/chance.hpp"
#include "wire/describe_entries.hpp"
#include "wire/describe_journey.hpp"

namespace nibbi::tests {

/// Who and what an invented body can name.
struct Cast {
  std::vector<UnitId> units;
  std::vector<PersonId> people;
  std::map<domain::Kind, std::vector<EntryId>> said;  ///< what stands in the file so far
};

/// What is put into one field. A test that wants to recognise values again overrides these.
class Voice {
 public:
  Voice(Chance& source, const domain::Rules& of_the_house) : chance(source), rules(of_the_house) {}
  virtual ~Voice() = default;

  virtual std::string text(wire::At, const wire::Rule&);
  virtual domain::Code code(wire::At, const wire::Rule&);
  virtual Date date(wire::At);
  virtual std::int64_t number(wire::At, const wire::Rule&);
  virtual UnitId unit(wire::At, const Cast&);
  virtual PersonId person(wire::At, const Cast&);
  virtual RecordId record(wire::At);
  virtual domain::Answer answer(const domain::Question&);

  Uuid some_id();
  PartialDate partial_date(wire::At);
  Money money();

  Chance& chance;
  const domain::Rules& rules;
};

/// An Io of wire/describe_*.hpp that fills bodies. Needed fields are always filled, others about every second time.
class Filler {
 public:
  Filler(Voice& voice, const Cast& cast) : voice_(voice), cast_(cast) {}

  template <class T>
  void operator()(const char* name, wire::At at, T& value, wire::Rule rule = wire::any) {
    if (rule.needed || always || voice_.chance.in_100(55)) fill(name, at, rule, value);
  }
  void answers(const char*, std::map<std::string, domain::Answer>&);
  void answer_of(const char*, const std::string& question, domain::Answer&);

  bool always = false;  ///< leave no field empty

 private:
  void fill(std::string_view name, wire::At, const wire::Rule&, std::string&);
  void fill(std::string_view, wire::At, const wire::Rule&, bool& v) { v = voice_.chance.in_100(50); }
  void fill(std::string_view, wire::At at, const wire::Rule& rule, std::int64_t& v) { v = voice_.number(at, rule); }
  void fill(std::string_view name, wire::At, const wire::Rule&, domain::Code&);
  void fill(std::string_view name, wire::At, const wire::Rule&, domain::Codes&);
  void fill(std::string_view, wire::At at, const wire::Rule&, Date& v) { v = voice_.date(at); }
  void fill(std::string_view, wire::At at, const wire::Rule&, Instant& v) { v = Instant{voice_.date(at).day * std::int64_t{86'400'000}}; }
  void fill(std::string_view, wire::At at, const wire::Rule&, PartialDate& v) { v = voice_.partial_date(at); }
  void fill(std::string_view, wire::At, const wire::Rule&, Money& v) { v = voice_.money(); }
  void fill(std::string_view, wire::At, const wire::Rule&, domain::DataClasses&);
  void fill(std::string_view, wire::At, const wire::Rule&, domain::Role&);
  void fill(std::string_view, wire::At, const wire::Rule&, Uuid& v) { v = voice_.some_id(); }
  void fill(std::string_view name, wire::At, const wire::Rule&, EntryId&);
  void fill(std::string_view, wire::At at, const wire::Rule&, UnitId& v) { v = voice_.unit(at, cast_); }
  void fill(std::string_view, wire::At at, const wire::Rule&, PersonId& v) { v = voice_.person(at, cast_); }
  void fill(std::string_view, wire::At at, const wire::Rule&, RecordId& v) { v = voice_.record(at); }
  template <class T>
  void fill(std::string_view name, wire::At at, const wire::Rule& rule, std::optional<T>& v) { fill(name, at, rule, v.emplace()); }
  void fill(std::string_view name, wire::At at, const wire::Rule& rule, std::vector<PersonId>& v) {
    for (std::uint64_t i = 1 + voice_.chance.below(3); i > 0; --i) fill(name, at, rule, v.emplace_back());
  }

  Voice& voice_;
  const Cast& cast_;
  std::string form_;  ///< of the body that is being filled
};

/// A body of this kind that says nothing yet.
domain::Body empty_body(domain::Kind);
/// One that says something, in any of its fields or in all of them.
domain::Body invent_body(domain::Kind, Voice&, const Cast&, bool every_field = false);

/// A kind to say next: any kind of a child's file, or, about every third time, one that answers something that was said before.
domain::Kind next_kind(Chance&, const Cast&);

/// All kinds of entry that stand in a child's file.
const std::vector<domain::Kind>& child_kinds();

}  // namespace nibbi::tests
