#include "tests/support/invent.hpp"

#include <algorithm>

#include "domain/case_code.hpp"

namespace nibbi::tests {

using namespace domain;

namespace {

constexpr std::array kWords{"Ndey", "près", "du", "marché", "Ɓintu", "água", "fica", "longe", "1", "« ici »", "\"non\"", "الطفل", "𞤀𞤣", "\\", "\n", "Tàmba"};

std::string random_id_text(Chance& chance) {
  Uuid id;
  for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(chance.below(256));
  return id.text();
}

/// The kinds of entry that a field of this name points to.
std::vector<Kind> kinds_named(std::string_view field) {
  if (field == "consent") return {Kind::consent_given};
  if (field == "basis") return {Kind::consent_given, Kind::referral_sent};
  if (field == "referral") return {Kind::referral_sent};
  if (field == "placement") return {Kind::placement_begun};
  if (field == "planned") return {Kind::service_planned};
  if (field == "proposed") return {Kind::trace_proposed};
  if (field == "plan") return {Kind::return_planned};
  if (field == "departed") return {Kind::movement_departed};
  if (field == "handover") return {Kind::handover_signed};
  if (field == "opened") return {Kind::break_glass_opened};
  if (field == "request") return {Kind::closure_requested};
  if (field == "order") return {Kind::keep_order_set};
  if (field == "asked") return {Kind::second_asked, Kind::best_interests_determined, Kind::return_waived};
  if (field == "merge") return {Kind::record_merged};
  if (field == "added") return {Kind::attachment_added};
  return {};
}

}  // namespace

std::string Voice::text(wire::At, const wire::Rule& rule) {
  std::string out;
  for (std::uint64_t i = 1 + chance.below(rule.longest > 200 ? 30 : 5); i > 0; --i) out += std::string(out.empty() ? "" : " ") + chance.one_of(kWords);
  return out;
}

Code Voice::code(wire::At, const wire::Rule& rule) {
  auto list = rules.lists.find(rule.list);
  if (list == rules.lists.end() || list->second.place.empty()) return {"word"};
  auto it = list->second.place.begin();
  std::advance(it, static_cast<std::ptrdiff_t>(chance.below(list->second.place.size())));
  return {it->first};
}

Date Voice::date(wire::At) { return {static_cast<std::int32_t>(chance.between(10'000, 30'000))}; }
std::int64_t Voice::number(wire::At, const wire::Rule& rule) { return chance.between(rule.least, std::min<std::int64_t>(rule.most, rule.least + 50)); }
UnitId Voice::unit(wire::At, const Cast& cast) { return cast.units.empty() ? UnitId{some_id()} : chance.one_of(cast.units); }
PersonId Voice::person(wire::At, const Cast& cast) { return cast.people.empty() ? PersonId{some_id()} : chance.one_of(cast.people); }
RecordId Voice::record(wire::At) { return RecordId{some_id()}; }

Uuid Voice::some_id() { return *Uuid::parse(random_id_text(chance)); }

PartialDate Voice::partial_date(wire::At at) {
  PartialDate out;
  const Date one = date(at), other = date(at);
  if (chance.in_100(60)) out.earliest = std::min(one, other);
  if (chance.in_100(60)) out.latest = std::max(one, other);
  if (chance.in_100(70) || (!out.earliest && !out.latest)) out.as_said = text(at, wire::any);
  return out;
}

Money Voice::money() { return {chance.between(0, 1'000'000), chance.in_100(70) ? "XOF" : "EUR"}; }

Answer Voice::answer(const Question& q) {
  const wire::At at{q.tier, q.data_class};
  if (!q.required && chance.in_100(15)) return chance.in_100(50) ? Unanswered::unknown : Unanswered::prefers_not;
  switch (q.type) {
    case QuestionType::yes_no: return code(at, wire::in("yes_no")).value;
    case QuestionType::code: return code(at, wire::in(q.list)).value;
    case QuestionType::country: return code(at, wire::in("country")).value;
    case QuestionType::codes: {
      Codes some;
      for (std::uint64_t i = 1 + chance.below(3); i > 0; --i) some.push_back(code(at, wire::in(q.list)));
      return some;
    }
    case QuestionType::text: case QuestionType::phone: case QuestionType::place: return text(at, wire::any);
    case QuestionType::long_text: return text(at, wire::long_text);
    case QuestionType::unit: case QuestionType::person: return some_id().text();
    case QuestionType::integer: return chance.between(0, 40);
    case QuestionType::date: return date(at);
    case QuestionType::partial_date: return partial_date(at);
    case QuestionType::money: return money();
  }
  return Unanswered::unknown;
}

void Filler::answers(const char*, std::map<std::string, Answer>& out) {
  const Form& form = voice_.rules.forms.find(form_)->second;
  for (std::uint64_t i = 1 + voice_.chance.below(always ? 12 : 4); i > 0; --i) {
    const Question& q = voice_.chance.one_of(form.questions);
    out[q.id] = voice_.answer(q);
  }
}

void Filler::answer_of(const char*, const std::string& question, Answer& out) {
  if (const Question* q = voice_.rules.question(question)) out = voice_.answer(*q);
}

void Filler::fill(std::string_view name, wire::At at, const wire::Rule& rule, std::string& v) {
  if (name == "code") v = case_code(voice_.chance.in_100(60) ? "SN" : "GW", voice_.chance.below(1 << 30));
  else if (name == "question") v = std::next(voice_.rules.questions.begin(), static_cast<std::ptrdiff_t>(voice_.chance.below(voice_.rules.questions.size())))->first;
  else v = voice_.text(at, rule);
}

void Filler::fill(std::string_view name, wire::At at, const wire::Rule& rule, Code& v) {
  if (name != "form") {
    v = voice_.code(at, rule);
    return;
  }
  std::vector<std::string> forms;
  for (const auto& [word, form] : voice_.rules.forms)
    if (form.entry == "form.saved") forms.push_back(word);
  form_ = voice_.chance.one_of(forms);
  v.value = form_;
}

void Filler::fill(std::string_view, wire::At at, const wire::Rule& rule, Codes& v) {
  for (std::uint64_t i = 1 + voice_.chance.below(3); i > 0; --i) v.push_back(voice_.code(at, rule));
}

void Filler::fill(std::string_view, wire::At, const wire::Rule&, DataClasses& v) {
  for (std::size_t i = 0; i < data_class_count; ++i)
    if (voice_.chance.in_100(30)) v.add(static_cast<DataClass>(i));
  if (v.empty()) v.add(DataClass::name);
}

void Filler::fill(std::string_view, wire::At, const wire::Rule&, Role& v) { v = voice_.chance.one_of(every_role); }

void Filler::fill(std::string_view name, wire::At, const wire::Rule&, EntryId& v) {
  std::vector<EntryId> there;
  for (Kind kind : kinds_named(name))
    if (auto said = cast_.said.find(kind); said != cast_.said.end()) there.insert(there.end(), said->second.begin(), said->second.end());
  v = !there.empty() && voice_.chance.in_100(90) ? voice_.chance.one_of(there) : EntryId{voice_.some_id()};
}

namespace {

template <std::size_t... I>
Body body_at(std::size_t place, std::index_sequence<I...>) {
  Body body;
  ((I == place ? void(body.emplace<I + 1>()) : void()), ...);
  return body;
}

struct Fill {
  Filler& filler;
  void operator()(std::monostate&) const {}
  template <class T>
  void operator()(T& body) const { wire::describe(filler, body); }
};

}  // namespace

Body empty_body(Kind kind) { return body_at(static_cast<std::size_t>(kind), std::make_index_sequence<kind_count>{}); }

Body invent_body(Kind kind, Voice& voice, const Cast& cast, bool every_field) {
  Body body = empty_body(kind);
  Filler filler(voice, cast);
  filler.always = every_field;
  std::visit(Fill{filler}, body);
  if (auto* form = std::get_if<FormSaved>(&body)) form->form_version = voice.rules.forms.find(form->form.value)->second.version;
  return body;
}

Kind next_kind(Chance& chance, const Cast& cast) {
  using enum Kind;
  static const std::map<Kind, std::vector<Kind>> kAnswers{
      {placement_begun, {placement_ended}},
      {consent_given, {consent_withdrawn, basis_reviewed, basis_lapsed}},
      {referral_sent, {referral_received, referral_opened, referral_asked, referral_answered, referral_accepted, referral_accepted, referral_declined, referral_service_given,
                       referral_feedback, referral_closed, referral_withdrawn, referral_expired, basis_reviewed}},
      {service_planned, {service_given}}, {trace_proposed, {trace_confirmed, trace_refuted}},
      {return_planned, {return_waived, return_withdrawn, movement_departed}}, {return_waived, {second_agreed, second_declined}},
      {movement_departed, {movement_checkpoint, movement_arrived, handover_signed}}, {handover_signed, {handover_received}},
      {break_glass_opened, {break_glass_ended}}, {closure_requested, {closure_approved, closure_refused}}, {closure_approved, {file_reopened}},
      {keep_order_set, {keep_order_lifted}}, {second_asked, {second_agreed, second_declined}}, {best_interests_determined, {second_agreed, second_declined}},
      {record_merged, {record_unmerged}}, {record_absorbed, {record_unmerged}}, {pair_judged, {pair_reopened}}, {attachment_added, {attachment_stored, attachment_refused}}};
  std::vector<const std::vector<Kind>*> open;
  for (const auto& [kind, answers] : kAnswers)
    if (auto said = cast.said.find(kind); said != cast.said.end() && !said->second.empty()) open.push_back(&answers);
  if (open.empty() || !chance.in_100(35)) return chance.one_of(child_kinds());
  return chance.one_of(*chance.one_of(open));
}

const std::vector<Kind>& child_kinds() {
  static const std::vector<Kind> kKinds = [] {
    std::vector<Kind> all;
    for (std::size_t i = 0; i < kind_count; ++i)
      if (const auto kind = static_cast<Kind>(i); record_of(kind) == RecordKind::child) all.push_back(kind);
    return all;
  }();
  return kKinds;
}

}  // namespace nibbi::tests
