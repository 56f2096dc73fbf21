// Devices and the network between them and the house: requests and answers are lost, doubled, late and in another order.
#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "crypto/totp.hpp"
#include "tests/sim/world.hpp"
#include "usecases/accounts.hpp"
#include "usecases/devices.hpp"

namespace nibbi::sim {

using usecases::Proposal;
using usecases::Receipt;

namespace {
constexpr Milliseconds kPatience{30'000};  ///< how long a device waits for an answer
constexpr std::int64_t kWaits[] = {2, 5, 15, 60, 300};
}  // namespace

void World::add_device(int staff) {
  Device d;
  d.number = static_cast<int>(devices.size());
  d.staff = staff;
  d.key = std::make_shared<const crypto::SigningKey>(crypto::SigningKey::generate());
  devices.push_back(std::move(d));
  const int number = devices.back().number;
  at(now + Milliseconds{chance.between(60'000, 12 * 3'600'000)}, [this, number] { wake(number); });
}

std::optional<usecases::Session> World::session(Device& d) {
  auto s = d.token.empty() ? std::nullopt : usecases::session_of(house(), d.token);
  if (!s) d.token.clear();
  return s;
}

bool World::sign_in(Device& d) {
  const Staff& who = owner(d);
  const std::string address = "10.0." + std::to_string(d.number) + ".1";
  const auto in = usecases::sign_in(house(), who.login, kPassphrase, address, d.id.is_none() ? "" : d.id.text());
  if (!in) return false;
  const auto half = usecases::session_of(house(), in->token);
  const auto whole = usecases::give_factor(house(), *half, usecases::by_code(crypto::totp_code(crypto::bytes_of(who.secret), now)));
  if (!whole) return false;  // the code of this half minute was used on the other device
  const auto s = usecases::session_of(house(), whole->token);
  const auto id = usecases::register_device(house(), *s, d.key->public_spki());
  if (!id) return false;
  d.id = *id;
  d.token = whole->token;
  d.count_at_house = usecases::find_device(house().store, *id)->last_seq;
  return true;
}

void World::send(int number) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (d.in_flight || d.revoked || !online(d) || d.token.empty()) return;
  auto batch = d.batch();
  if (batch.empty()) return;
  d.in_flight = true;
  d.flight = ++flights_;
  const bool attended = d.outbox[batch.front()].attended;
  std::vector<Proposal> proposals;
  for (std::size_t i : batch) proposals.push_back(d.outbox[i].sent);
  trail.add(now, d.outbox[batch.front()].file, number, "sends " + std::to_string(batch.size()) + (attended ? " attended" : "") + " in request " + std::to_string(d.flight));
  const bool well = healing();
  const int copies = !well && chance.in_100(10) ? 0 : !well && chance.in_100(8) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    const bool late = !well && chance.in_100(4);
    const Milliseconds takes{late ? chance.between(20'000, 20 * 60'000) : chance.between(50, 6'000)};
    at(now + takes, [this, number, flight = d.flight, token = d.token, attended, batch, proposals] { arrive(number, flight, token, attended, batch, proposals); });
  }
  at(now + kPatience, [this, number, flight = d.flight] { after_timeout(number, flight); });
}

std::optional<std::vector<Receipt>> World::handle(const std::string& token, bool attended, const std::vector<Proposal>& proposals) {
  const auto s = usecases::session_of(house(), token);
  if (!s || s->factor_pending) return std::nullopt;
  return usecases::accept_entries(house(), *s, attended, proposals);
}

void World::arrive(int number, std::uint64_t flight, const std::string& token, bool attended, std::vector<std::size_t> batch, std::vector<Proposal> proposals) {
  handled(number, flight, batch, handle(token, attended, proposals));
}

void World::handled(int number, std::uint64_t flight, const std::vector<std::size_t>& batch, const std::optional<std::vector<Receipt>>& receipts) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (receipts) {
    if (d.revoked)
      for (const Receipt& r : *receipts)
        if (r.n || r.pos) throw Broken("a revoked device is told no counts", d.outbox[batch.front()].file, number);
    for (std::size_t i = 0; i < batch.size(); ++i)
      trail.add(now, d.outbox[batch[i]].file, number, std::string(word(d.outbox[batch[i]].entry.header.kind)) + ", seen " + std::to_string(d.outbox[batch[i]].entry.header.seen) + ": " +
                std::string(usecases::word((*receipts)[i].status)) + ((*receipts)[i].problem ? " " + std::string(word((*receipts)[i].problem->code)) : " as " + std::to_string((*receipts)[i].n)));
    watch_.answered(house(), *receipts, d);
  }
  if (!healing() && chance.in_100(10)) return;  // the answer is lost
  const Milliseconds takes{chance.between(50, 6'000)};
  at(now + takes, [this, number, flight, batch, receipts] { answer(number, flight, batch, receipts); });
}

void World::answer(int number, std::uint64_t flight, const std::vector<std::size_t>& batch, const std::optional<std::vector<Receipt>>& receipts) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (!d.in_flight || d.flight != flight || d.revoked) return;  // nobody waits for it any more
  d.in_flight = false;
  d.tries = 0;
  if (!receipts) {
    // Signed out: it waits until somebody signs in again.
    d.token.clear();
    d.leave_screen();
    return;
  }
  const bool recount = d.note(*receipts, batch);
  for (std::size_t i : batch)
    if (d.outbox[i].receipt) watch_.told(d.outbox[i]);
  if (recount) {
    if (const auto device = usecases::find_device(house().store, d.id)) d.count_at_house = device->last_seq;
    d.number_again(d.count_at_house);
  }
  for (const Written& w : d.outbox)
    if (!w.receipt) watch_.wrote(d, w);
  send(number);
}

void World::after_timeout(int number, std::uint64_t flight) {
  Device& d = devices[static_cast<std::size_t>(number)];
  if (!d.in_flight || d.flight != flight) return;
  d.in_flight = false;
  d.leave_screen();
  const std::int64_t wait = kWaits[std::min<std::size_t>(static_cast<std::size_t>(d.tries++), 4)];
  at(now + Milliseconds{wait * 1000}, [this, number] { send(number); });
}

}  // namespace nibbi::sim
