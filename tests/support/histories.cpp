#include "tests/support/histories.hpp"

#include <algorithm>

#include "domain/evolve.hpp"

namespace nibbi::tests {

using namespace domain;

namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;

Uuid numbered(std::uint8_t what, std::uint8_t which) {
  Uuid id;
  id.bytes[0] = 0xab;
  id.bytes[1] = what;
  id.bytes[6] = 0x70;
  id.bytes[8] = 0x80;
  id.bytes[15] = which;
  return id;
}

bool from_outside(Kind kind) {
  return kind != Kind::referral_received && kind != Kind::referral_expired && kind != Kind::basis_lapsed && kind != Kind::attachment_stored && kind != Kind::attachment_refused && kind != Kind::record_absorbed;
}

void sign(Header& header, const Author& author) {
  header.author = author.actor.person;
  header.role = author.actor.role;
  header.unit = author.actor.unit;
  header.device = author.device;
}

}  // namespace

const std::vector<Author>& authors() {
  static const std::vector<Author> kAuthors = [] {
    const std::array roles{Role::case_worker, Role::street_worker, Role::shelter_staff, Role::tracing_officer, Role::supervisor};
    std::vector<Author> all;
    for (std::uint8_t i = 0; i < 5; ++i)
      all.push_back({{PersonId{numbered(1, i)}, roles[i], UnitId{numbered(2, static_cast<std::uint8_t>(i % 3))}}, DeviceId{numbered(3, i)}});
    all.push_back(all[1]);
    all.back().device = DeviceId{numbered(3, 9)};
    return all;
  }();
  return kAuthors;
}

const std::vector<UnitId>& history_units() {
  static const std::vector<UnitId> kUnits = [] {
    std::vector<UnitId> all;
    for (std::uint8_t i = 0; i < 5; ++i) all.push_back(UnitId{numbered(2, i)});
    return all;
  }();
  return kUnits;
}

std::vector<Entry> history(Voice& voice, std::size_t length) {
  Chance& chance = voice.chance;
  Cast cast;
  cast.units = history_units();
  for (const Author& a : authors()) cast.people.push_back(a.actor.person);

  std::vector<Entry> log;
  std::int64_t n = 0, ms = kStart;
  while (log.size() < length) {
    Entry entry;
    const Kind kind = log.empty() && chance.in_100(97) ? Kind::child_opened : next_kind(chance, cast);
    n += chance.in_100(8) ? 2 : 1;
    ms += chance.between(0, 90'000'000);
    entry.header.id = EntryId{voice.some_id()};
    entry.header.kind = kind;
    entry.header.seen = chance.in_100(60) ? n - 1 : chance.between(std::max<std::int64_t>(0, n - 8), n - 1);
    entry.header.device_seq = static_cast<std::int64_t>(log.size());
    entry.header.claimed_at = {ms + chance.between(-1'000'000'000, 1'000'000'000)};
    if (from_outside(kind)) sign(entry.header, chance.one_of(authors()));
    if (!log.empty() && chance.in_100(15)) {
      const auto& same = cast.said[kind];
      entry.header.amends = same.empty() ? chance.one_of(log).header.id : chance.one_of(same);
    }
    if (chance.in_100(20)) entry.telling.happened = voice.partial_date(wire::at::plain);
    if (chance.in_100(10)) entry.telling.copied_from = voice.code(wire::at::plain, wire::in("copied_from"));
    entry.body = invent_body(kind, voice, cast);
    entry.n = n;
    entry.received_at = {ms};
    cast.said[kind].push_back(entry.header.id);
    log.push_back(std::move(entry));
  }
  return log;
}

namespace {

const std::vector<const Question*>& contested(const Rules& rules) {
  static std::map<const Rules*, std::vector<const Question*>> kQuestions;
  auto& all = kQuestions[&rules];
  if (!all.empty()) return all;
  for (const MergeClass merge : {MergeClass::set, MergeClass::latest, MergeClass::protective, MergeClass::manual}) {
    std::size_t found = 0;
    for (const auto& [id, q] : rules.questions)
      if (q.merge == merge && (q.type == QuestionType::code || q.type == QuestionType::codes || q.type == QuestionType::text) && found++ < 2) all.push_back(&q);
  }
  return all;
}

}  // namespace

Body contested_answer(Voice& voice) {
  const auto& questions = contested(voice.rules);
  const Question& q = *voice.chance.one_of(questions);
  if (voice.chance.in_100(10)) return ConflictResolved{q.id, voice.answer(q)};
  FormSaved form{{"intake"}, 1, {{q.id, voice.answer(q)}}};
  const Question& other = *voice.chance.one_of(questions);
  form.answers[other.id] = voice.answer(other);
  return form;
}

ChildState fold(const Rules& rules, const std::vector<Entry>& log) {
  ChildState state;
  for (const Entry& entry : log) evolve(rules, state, entry);
  return state;
}

Rounds answer_rounds(Voice& voice, std::size_t count) {
  Chance& chance = voice.chance;
  const std::vector<std::string> questions{"intake.danger", "intake.assent", "intake.first_name", "intake.needs", "intake.other_names", "assessment.civil_registration",
                                           "assessment.separation_cause"};
  Rounds rounds;
  std::vector<std::int64_t> ends{0};
  for (std::size_t r = 0; r < count; ++r) {
    auto& round = rounds.of.emplace_back();
    for (std::uint64_t i = 1 + chance.below(4); i > 0; --i) {
      Entry entry;
      entry.header.id = EntryId{voice.some_id()};
      entry.header.kind = Kind::form_saved;
      sign(entry.header, chance.one_of(authors()));
      entry.header.seen = chance.one_of(ends);
      FormSaved form{{"intake"}, 1, {}};
      for (std::uint64_t q = 1 + chance.below(3); q > 0; --q) {
        const Question& question = *voice.rules.question(chance.one_of(questions));
        form.answers[question.id] = voice.answer(question);
      }
      // Now and then a person who looked at all that was there decides what stands.
      if (chance.in_100(12)) {
        const auto& [id, chosen] = *form.answers.begin();
        entry.header.kind = Kind::conflict_resolved;
        entry.body = ConflictResolved{id, chosen};
      } else {
        entry.body = std::move(form);
      }
      round.push_back(std::move(entry));
    }
    ends.push_back(ends.back() + static_cast<std::int64_t>(round.size()));
  }
  return rounds;
}

std::vector<Entry> order_of_arrival(const Rounds& rounds, Chance& chance) {
  std::vector<Entry> log;
  for (std::vector<Entry> round : rounds.of) {
    // One device sends its entries in the order in which they were written.
    std::vector<std::size_t> order(round.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    chance.shuffle(order);
    std::map<std::pair<PersonId, DeviceId>, std::vector<std::size_t>> own;
    for (std::size_t i = 0; i < round.size(); ++i) own[{round[i].header.author, round[i].header.device}].push_back(i);
    std::map<std::pair<PersonId, DeviceId>, std::size_t> sent;
    for (std::size_t i : order) {
      const auto whose = std::pair(round[i].header.author, round[i].header.device);
      Entry entry = round[own[whose][sent[whose]++]];
      entry.n = static_cast<std::int64_t>(log.size()) + 1;
      entry.received_at = {kStart + entry.n};
      log.push_back(std::move(entry));
    }
  }
  return log;
}

}  // namespace nibbi::tests
