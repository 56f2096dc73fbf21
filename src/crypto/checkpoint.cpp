#include "crypto/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "crypto/text_form.hpp"

namespace nibbi::crypto {
namespace {

constexpr std::string_view kHead = "nibbi checkpoint 1\n";

// What stands before the next `end`, which is taken off too; nullopt where there is none.
std::optional<std::string_view> take_until(std::string_view& text, char end) {
  const auto at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view piece = text.substr(0, at);
  text.remove_prefix(at + 1);
  return piece;
}

std::optional<std::int64_t> number(std::optional<std::string_view> text) {
  std::int64_t value = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc{}) return std::nullopt;
  return value;
}

}  // namespace

std::string Checkpoint::text() const {
  return std::string(kHead) + installation.text() + '\n' + std::to_string(epoch) + ' ' + std::to_string(pos) + '\n' + base64url(chain) + '\n' +
         at.text() + '\n';
}

std::optional<Checkpoint> Checkpoint::parse(std::string_view text) {
  if (!text.starts_with(kHead)) return std::nullopt;
  std::string_view rest = text.substr(kHead.size());
  const auto installation = InstallationId::parse(take_until(rest, '\n').value_or(""));
  const auto epoch = number(take_until(rest, ' ')), pos = number(take_until(rest, '\n'));
  const auto chain = from_base64url(take_until(rest, '\n').value_or(""));
  const auto at = Instant::parse(take_until(rest, '\n').value_or(""));
  if (!installation || !epoch || !pos || !chain || chain->size() != sizeof(Digest) || !at) return std::nullopt;
  Checkpoint out{*installation, *epoch, *pos, {}, *at};
  std::ranges::copy(*chain, out.chain.begin());
  if (out.text() != text) return std::nullopt;  // another way to write the same numbers, or more after the end
  return out;
}

}  // namespace nibbi::crypto
