#include "crypto/keyring.hpp"

#include <algorithm>
#include <charconv>
#include <mutex>

#include "base/problem.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::crypto {
namespace {

using domain::Tier;
constexpr std::array kKeyedTiers{Tier::identity, Tier::placement, Tier::narrative};

// The installation's keys as one secret: four pieces of 32 bytes, in this order.
constexpr std::size_t kPiece = 32;
enum Piece : std::size_t { piece_plain, piece_blind, piece_envelope, piece_checkpoint, piece_count };

struct WrappedText {
  std::int64_t version;
  std::string sealed;
};

std::optional<WrappedText> read_wrapped(std::string_view text) {
  if (!text.starts_with("1.")) return std::nullopt;
  text.remove_prefix(2);
  WrappedText out{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.version);
  if (error != std::errc{} || end == text.data() + text.size() || *end != '.') return std::nullopt;
  auto sealed = from_base64url(text.substr(static_cast<std::size_t>(end - text.data()) + 1));
  if (!sealed) return std::nullopt;
  out.sealed = std::move(*sealed);
  return out;
}

const Key& key_of(const MasterFile& file, std::int64_t version) {
  const Key* key = file.find(version);
  if (!key) throw MasterKeyMissing(version);
  return *key;
}

Key open_key(const Key& master, const SealContext& context, std::string_view wrapped) {
  std::string text = open(master, context, wrapped);
  if (text.size() != Key::kSize) throw SealBroken();
  Key key = Key::copy_of(bytes_of(text).first<Key::kSize>());
  wipe(text);
  return key;
}

}  // namespace

RecordKeys RecordKeys::generate() {
  RecordKeys keys;
  for (const Tier t : kKeyedTiers) keys.keys_[t] = Key::random();
  return keys;
}

const Key& RecordKeys::of(Tier t) const {
  ensure(has(t), "the key of that tier is there");
  return *keys_[t];
}

void RecordKeys::put(Tier t, Key key) {
  ensure(t != Tier::plain, "the plain tier has no key of a record");
  keys_[t] = std::move(key);
}

RecordKeys RecordKeys::clone() const {
  RecordKeys copy;
  for (const Tier t : kKeyedTiers)
    if (has(t)) copy.keys_[t] = keys_[t]->clone();
  return copy;
}

InstallationKeys InstallationKeys::generate() {
  return {Key::random(), Key::random(), EnvelopeKeys::generate(), SigningKey::generate()};
}

std::int64_t Keyring::newest_version() const {
  const std::shared_lock lock(mutex_);
  return file_.newest();
}

std::vector<MasterVersion> Keyring::versions() const {
  const std::shared_lock lock(mutex_);
  return file_.versions();
}

std::int64_t Keyring::add_version(Instant now) {
  const std::unique_lock lock(mutex_);
  return file_.add(now);
}

bool Keyring::drop_version(std::int64_t version) {
  const std::unique_lock lock(mutex_);
  return file_.drop(version);
}

void Keyring::change_secret(std::optional<SecretBytes> secret) {
  const std::unique_lock lock(mutex_);
  file_.change_secret(std::move(secret));
}

SealContext Keyring::context(RecordId record, Tier tier, std::int64_t version) const {
  return {installation_, record, Place::record_key, {}, version, tier, 1};
}

WrappedKeys Keyring::wrap(RecordId record, const RecordKeys& keys) const {
  const std::shared_lock lock(mutex_);
  WrappedKeys out{file_.newest(), {}};
  const Key& master = key_of(file_, out.version);
  for (const Tier t : kKeyedTiers)
    if (keys.has(t)) out.keys[t] = seal(master, context(record, t, out.version), text_of(keys.of(t).bytes()));
  return out;
}

RecordKeys Keyring::unwrap(RecordId record, const WrappedKeys& wrapped) const {
  RecordKeys keys;
  for (const Tier t : kKeyedTiers)
    if (auto key = unwrap_one(record, wrapped, t)) keys.put(t, std::move(*key));
  return keys;
}

std::optional<Key> Keyring::unwrap_one(RecordId record, const WrappedKeys& wrapped, Tier tier) const {
  if (tier == Tier::plain || wrapped.keys[tier].empty()) return std::nullopt;
  const std::shared_lock lock(mutex_);
  return open_key(key_of(file_, wrapped.version), context(record, tier, wrapped.version), wrapped.keys[tier]);
}

std::optional<WrappedKeys> Keyring::rewrap(RecordId record, const WrappedKeys& wrapped) const {
  if (wrapped.version == newest_version()) return std::nullopt;
  return wrap(record, unwrap(record, wrapped));
}

std::string Keyring::wrap_installation(const InstallationKeys& keys) const {
  SecretBytes all(kPiece * piece_count);
  const auto put = [&](Piece piece, Bytes from) { std::ranges::copy(from, all.writable().subspan(piece * kPiece, kPiece).begin()); };
  put(piece_plain, keys.plain.bytes());
  put(piece_blind, keys.blind.bytes());
  put(piece_envelope, keys.envelope.private_bytes().bytes());
  put(piece_checkpoint, keys.checkpoint.private_bytes().bytes());
  const std::shared_lock lock(mutex_);
  const std::int64_t version = file_.newest();
  const SealContext context{installation_, {}, Place::installation_keys, {}, version, Tier::plain, 1};
  return "1." + std::to_string(version) + '.' + base64url(seal(key_of(file_, version), context, text_of(all.bytes())));
}

InstallationKeys Keyring::unwrap_installation(std::string_view text) const {
  const auto wrapped = read_wrapped(text);
  if (!wrapped) throw SealBroken();
  const std::shared_lock lock(mutex_);
  const SealContext context{installation_, {}, Place::installation_keys, {}, wrapped->version, Tier::plain, 1};
  std::string opened = open(key_of(file_, wrapped->version), context, wrapped->sealed);
  const SecretBytes all = SecretBytes::take(opened);
  if (all.size() != kPiece * piece_count) throw SealBroken();
  const auto piece = [&](Piece p) { return all.bytes().subspan(p * kPiece).first<kPiece>(); };
  return {Key::copy_of(piece(piece_plain)), Key::copy_of(piece(piece_blind)), EnvelopeKeys::from_private_bytes(piece(piece_envelope)),
          SigningKey::from_private_bytes(piece(piece_checkpoint))};
}

std::optional<std::string> Keyring::rewrap_installation(std::string_view text) const {
  const auto wrapped = read_wrapped(text);
  if (wrapped && wrapped->version == newest_version()) return std::nullopt;
  return wrap_installation(unwrap_installation(text));
}

}  // namespace nibbi::crypto
