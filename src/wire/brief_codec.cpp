#include "wire/brief_codec.hpp"

#include "wire/state_values.hpp"
#include "wire/values.hpp"

namespace nibbi::wire {
namespace {

using namespace domain;

// One short key a field; a brief is written on every change and read fifty thousand times at start.
template <class Io> void describe(Io& io, Ties::Cover& c) { io("p", c.person); io("f", c.from); io("u", c.until); }
template <class Io> void describe(Io& io, Ties::Sent& r) {
  io("i", r.id); io("f", r.from); io("t", r.to); io("s", r.state); io("a", r.sent_at); io("b", r.answer_by); io("e", r.ended_at); io("v", r.service); io("p", r.priority); io("tf", r.transfer);
}
template <class Io> void describe(Io& io, Ties::Tracing& t) { io("p", t.person); io("u", t.unit); io("c", t.country); io("d", t.due); }
template <class Io> void describe(Io& io, Ties::OpenGlass& g) { io("i", g.id); io("p", g.person); io("a", g.opened_at); }
template <class Io> void describe(Io& io, ChildBrief::Waiting& w) { io("i", w.id); io("k", w.kind); io("p", w.asker); io("u", w.unit); io("a", w.since); }
template <class Io> void describe(Io& io, ChildBrief::Proposed& p) { io("i", p.id); io("p", p.by); io("u", p.unit); }
template <class Io> void describe(Io& io, Awaited& a) {
  auto what = static_cast<std::int64_t>(a.what);
  io("w", what); io("i", a.about); io("s", a.since); io("o", a.on);
  ensure(what >= 0 && what < static_cast<std::int64_t>(await_count), "a brief reads back");
  a.what = static_cast<Await>(what);
}
template <class Io> void describe(Io& io, Ties::Aside& a) { io("i", a.id); io("p", a.person); io("u", a.unit); io("a", a.since); }
template <class Io> void describe(Io& io, Ties& t) {
  io("st", t.status); io("as", t.assigned); io("au", t.assigned_unit); io.list("co", t.covers); io("pl", t.placed); io("hd", t.housed); io("ac", t.accompanying);
  io.list("re", t.referrals); io.list("tr", t.tracing); io.list("gl", t.glasses); io("ru", t.return_unit); io("ok", t.order_to_keep); io.list("sa", t.aside);
}
template <class Io> void describe(Io& io, ChildBrief& b) {
  io("n", b.n); io("c", b.code); io("co2", b.country); io("sx", b.sex); io("ab", b.age_band); io("ri", b.risk); io("sg", b.stage); io("nm", b.name);
  io("on", b.found_by.other_names); io("mo", b.found_by.mother); io("fa", b.found_by.father); io("vi", b.found_by.village); io("ph", b.found_by.phones);
  io("oa", b.opened_at); io("ua", b.updated_at); io("cf", b.conflicts); io("ka", b.kept_apart); io("cr", b.closure_request); io("ca", b.closure_asker);
  io.list("wa", b.waiting); io("ur", b.urgency); io("ub", b.urgency_by); io("ut", b.urgency_at); io("uo", b.urgency_open_since); io.list("aw", b.awaited);
  io.list("tp", b.traces); io("ff", b.family_found); io("ho", b.handover); io("ht", b.handover_to); io("li", b.links); io("mi", b.missing); io("ms", b.missing_since);
  describe(io, b.ties);
}

struct Writer {
  JsonText& into;
  template <class T> void operator()(const char* name, T& value) { if (!is_empty(value)) put_member(into, name, value); }
  template <class T> void list(const char* name, std::vector<T>& items) {
    if (items.empty()) return;
    into.member(name);
    into.begin_array();
    for (T& item : items) {
      into.item();
      into.begin_object();
      describe(*this, item);
      into.end_object();
    }
    into.end_array();
  }
};

struct Reader {
  const Json& from;
  template <class T> void operator()(const char* name, T& value) {
    if (!from.contains(name)) return;
    ensure(read_value(from[name], value, Rule{.longest = 100'000, .least = INT64_MIN, .most = INT64_MAX, .items = 1'000'000}, nullptr).has_value(), "a brief reads back");
  }
  template <class T> void list(const char* name, std::vector<T>& items) {
    if (!from.contains(name)) return;
    ensure(from[name].is_array(), "a brief reads back");
    for (const Json& one : from[name].array_range()) {
      ensure(one.is_object(), "a brief reads back");
      Reader sub{one};
      describe(sub, items.emplace_back());
    }
  }
};

}  // namespace

std::string write_brief(const ChildBrief& brief) {
  JsonText text;
  text.begin_object();
  Writer writer{text};
  describe(writer, const_cast<ChildBrief&>(brief));
  text.end_object();
  return std::move(text).take();
}

ChildBrief read_brief(RecordId record, std::string_view text) {
  const Json j = read_own_json(text);
  ensure(j.is_object(), "a brief reads back");
  ChildBrief brief;
  brief.record = record;
  Reader reader{j};
  describe(reader, brief);
  return brief;
}

}  // namespace nibbi::wire
