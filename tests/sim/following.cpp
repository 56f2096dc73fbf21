// Devices follow the house: they ask what is new, and hold what the answers say. Questions and answers are lost, doubled and late like everything
// else, and now and then two tabs of one device ask at once.
#include <memory>

#include "tests/sim/world.hpp"
#include "usecases/accounts.hpp"

namespace nibbi::sim {

using usecases::Synced;

namespace {
constexpr Milliseconds kPatience = minutes(1);
constexpr std::size_t kAsksAfter = 5;
constexpr int kMostRounds = 50;
}  // namespace

Asked World::question(Device& d) {
  Asked asked;
  asked.what = d.reading.asks(time_on(d));
  for (const auto& [record, row] : d.reading.rows()) asked.held[record] = row.json;
  for (const Written& w : d.outbox) asked.what.unsent += !w.receipt;
  for (std::size_t i = 0; i < kAsksAfter && !d.outbox.empty(); ++i) asked.what.asks.push_back(chance.one_of(d.outbox).entry.header.id);
  return asked;
}

std::optional<Synced> World::handle_question(Device& d, const std::string& token, const Asked& asked) {
  const auto s = usecases::session_of(house(), token);
  if (!s || s->factor_pending) return std::nullopt;
  const auto before = watch_.accesses(house());
  auto answer = usecases::synchronise(house(), *s, asked.what);
  if (!answer) throw Broken("who is signed in may ask what is new", -1, d.number);
  watch_.synchronised(house(), owner(d), d, asked, *answer, before);
  return std::move(*answer);
}

void World::ask(int number, std::size_t tab) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (d.asking[tab] || !online(d) || d.token.empty()) return;
  const auto flight = d.asking[tab] = ++flights_;
  const auto asked = std::make_shared<const Asked>(question(d));
  const bool well = healing();
  const int copies = !well && chance.in_100(10) ? 0 : !well && chance.in_100(8) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    const Milliseconds takes{!well && chance.in_100(8) ? chance.between(10'000, 20 * 60'000) : chance.between(50, 6'000)};
    at(now + takes, [this, number, tab, flight, token = d.token, asked] {
      auto answer = handle_question(devices[static_cast<std::size_t>(number)], token, *asked);
      if (!healing() && chance.in_100(10)) return;  // the answer is lost
      at(now + Milliseconds{chance.between(50, 20'000)}, [this, number, tab, flight, answer = std::move(answer)] { answered(number, tab, flight, answer); });
    });
  }
  at(now + kPatience, [this, number, tab, flight] {
    auto& waiting = devices[static_cast<std::size_t>(number)].asking[tab];
    if (waiting == flight) waiting = 0;
  });
}

void World::answered(int number, std::size_t tab, std::uint64_t flight, const std::optional<Synced>& answer) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (d.asking[tab] != flight) return;  // nobody waits for it any more
  d.asking[tab] = 0;
  if (answer && (take(d, *answer).misfits || answer->left > 0)) ask(number, tab);
}

Reading::Took World::take(Device& d, const Synced& answer) {
  const auto took = d.reading.take(answer, time_on(d));
  watch_.counts["views came whole"] += took.whole;
  watch_.counts["views came as changes"] += took.changed;
  watch_.counts["views fitted nothing that is held"] += took.misfits;
  watch_.counts["views forgotten"] += took.forgotten;
  return took;
}

/// The network is well and nothing is under way: what each device holds is what its person may see, byte for byte, and no file more. Held against
/// views that are made of a log folded anew.
void World::views_agree() {
  for (Device& d : devices) {
    if (d.revoked || d.id.is_none()) continue;
    // A code of this half minute may have been used on the other device.
    for (int tries = 0; !session(d) && !sign_in(d); ++tries) {
      if (tries == 3) throw Broken("once the network is well, everybody can sign in", -1, d.number);
      now = now + Milliseconds{31'000};
    }
    for (int rounds = 0;; ++rounds) {
      if (rounds == kMostRounds) throw Broken("whoever asks what is new comes to an end", -1, d.number);
      const auto answer = handle_question(d, d.token, question(d));
      if (!answer) throw Broken("whoever has just signed in is known", -1, d.number);
      if (take(d, *answer).misfits == 0 && answer->left == 0) break;
    }
    const auto s = session(d);
    auto files_due = usecases::files_to_carry(house(), *s);
    files_due.resize(std::min(files_due.size(), usecases::kMostOnDevice));
    auto held = d.reading.rows();
    for (RecordId record : files_due) {
      const auto file = house().file(record);
      const auto due = usecases::view_to_carry(house(), *s, record, house().vault.fold(*file->keys, house().store.entries_of(record, 0)));
      if (!due) continue;
      const auto row = held.find(record);
      if (row == held.end()) throw Broken("a device holds what its person needs at hand", watch_.file_of(record), d.number);
      if (row->second.json != due->view.json()) throw Broken("what a device holds is what its person may see, byte for byte", watch_.file_of(record), d.number);
      held.erase(row);
      ++watch_.counts["views equal at the end"];
    }
    if (!held.empty()) throw Broken("what a device must forget is gone from it", watch_.file_of(held.begin()->first), d.number);
  }
}

/// A device that was revoked is found again, and its person signs in on it: it may deliver, is given nothing, and forgets.
void World::found_again(int number) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (!sign_in(d)) return;
  trail.add(now, -1, number, "is found again");
  // What the thief sent while it was trusted, and never heard of, stands already.
  std::vector<usecases::Proposal> waiting;
  for (std::size_t i : d.batch())
    if (!watch_.stands(d.outbox[i].entry.header.id)) waiting.push_back(d.outbox[i].sent);
  if (const auto receipts = waiting.empty() ? std::nullopt : handle(d.token, false, waiting)) {
    for (const auto& r : *receipts)
      if (r.status == usecases::ReceiptStatus::accepted || r.status == usecases::ReceiptStatus::pending || r.n || r.pos) throw Broken("nothing that a revoked device writes stands", -1, number);
    watch_.answered(house(), *receipts, d);
  }
  if (const auto answer = handle_question(d, d.token, question(d))) take(d, *answer);
  if (!d.reading.rows().empty()) throw Broken("a revoked device that asks holds nothing any more", -1, number);
  if (const auto s = session(d)) usecases::sign_out(house(), *s);
  d.token.clear();
}

}  // namespace nibbi::sim
