// nibbi import outbox: what a phone wrote into a file, since it would see no network again.
#include <fcntl.h>

#include <array>

#include "main/admin_works.hpp"
#include "usecases/outbox_file.hpp"
#include "wire/json.hpp"

namespace nibbi {

AdminAnswer work_import_outbox(Installation& installation, const InstallationOptions&, const AdminAsked& asked, const AdminProgress& progress) {
  const auto taken = granted(usecases::take_outbox(installation.house(), bytes_of(asked.file, usecases::kLargestOutboxFile), [&](std::size_t done) { progress("nibbi import: " + std::to_string(done) + " entries"); }));
  std::array<std::size_t, 4> counts{};
  std::string lines;
  for (const usecases::Receipt& receipt : taken.receipts) {
    wire::Json line(jsoncons::json_object_arg);
    line["id"] = receipt.id;
    line["status"] = wire::Json(word(receipt.status));
    if (receipt.problem) line["reason"] = wire::Json(word(receipt.problem->code));
    lines += wire::write_json(line) + "\n";
    ++counts[static_cast<std::size_t>(receipt.status)];
  }
  std::array<std::size_t, 4> bytes{};
  for (const usecases::CarriedBytes& one : taken.bytes) {
    wire::Json line(jsoncons::json_object_arg);
    line["attachment"] = one.attachment;
    line["status"] = wire::Json(word(one.what));
    if (one.problem) line["reason"] = wire::Json(word(one.problem->code));
    lines += wire::write_json(line) + "\n";
    ++bytes[static_cast<std::size_t>(one.what)];
  }
  if (!lines.empty()) asked.print(lines);
  const auto count = [&](usecases::ReceiptStatus s) { return std::to_string(counts[static_cast<std::size_t>(s)]); };
  const auto of_bytes = [&](usecases::Carried c) { return std::to_string(bytes[static_cast<std::size_t>(c)]); };
  using enum usecases::ReceiptStatus;
  progress("nibbi import: " + std::to_string(taken.receipts.size()) + " entries: " + count(accepted) + " accepted, " + count(pending) + " waiting for a second person, " + count(quarantined) + " kept apart, " +
           count(refused) + " refused; " + std::to_string(taken.bytes.size()) + " photos and papers: " + of_bytes(usecases::Carried::stored) + " stored, " + of_bytes(usecases::Carried::kept_apart) +
           " kept apart, " + of_bytes(usecases::Carried::incomplete) + " not whole, " + of_bytes(usecases::Carried::refused) + " refused; the same file again changes nothing");
  const bool all = counts[static_cast<std::size_t>(refused)] == 0 && bytes[static_cast<std::size_t>(usecases::Carried::refused)] + bytes[static_cast<std::size_t>(usecases::Carried::incomplete)] == 0;
  return {"", all ? 0 : 1};
}

int import_outbox(const InstallationOptions& io, const std::string& path) {
  AdminAsked asked{.command = "import outbox", .with = {{"by", operating_system_user()}}};
  asked.file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (asked.file < 0) throw WrongUse("the file can't be opened");
  return print_answer(ask_admin(io, asked));
}

}  // namespace nibbi
