#include "exchange/package.hpp"

#include <zip.h>

#include <algorithm>
#include <set>

namespace nibbi::exchange {
namespace {

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 255 || name.front() == '/' || name.find_first_of("\\:") != std::string_view::npos) return false;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find('/', at), name.size());
    const std::string_view step = name.substr(at, end - at);
    if (step == "." || step == ".." || (step.empty() && end != name.size())) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

void Package::Close::operator()(zip* z) const { zip_discard(z); }
void Package::Part::Close::operator()(zip_file* f) const { zip_fclose(f); }

std::expected<Package, FileProblem> Package::open(std::string_view bytes, const TableLimits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return std::unexpected(FileProblem::workbook_broken);
  Package out;
  out.zip_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
  zip_error_fini(&error);
  if (!out.zip_) {
    zip_source_free(source);
    return std::unexpected(FileProblem::workbook_broken);
  }
  const zip_int64_t count = zip_get_num_entries(out.zip_.get(), 0);
  if (count <= 0) return std::unexpected(FileProblem::workbook_broken);
  if (static_cast<std::size_t>(count) > limits.parts) return std::unexpected(FileProblem::too_many_parts);

  std::size_t unpacked = 0;
  std::set<std::string, std::less<>> seen;
  for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
    zip_stat_t stat;
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if (zip_stat_index(out.zip_.get(), i, ZIP_FL_ENC_RAW, &stat) != 0 || (stat.valid & kNeeded) != kNeeded) return std::unexpected(FileProblem::workbook_broken);
    if (stat.encryption_method != ZIP_EM_NONE) return std::unexpected(FileProblem::workbook_encrypted);
    if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) return std::unexpected(FileProblem::workbook_broken);
    if (!is_plain_name(stat.name) || !seen.insert(stat.name).second) return std::unexpected(FileProblem::bad_part_name);
    if (stat.size > limits.unpacked_bytes - unpacked) return std::unexpected(FileProblem::unpacked_too_large);
    unpacked += stat.size;
    if (stat.size > 0 && (stat.comp_size == 0 || stat.size / stat.comp_size >= limits.ratio)) return std::unexpected(FileProblem::packed_too_tightly);
    out.names_.emplace_back(stat.name);
    out.sizes_.push_back(stat.size);
  }
  return out;
}

bool Package::has(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }

std::expected<Package::Part, FileProblem> Package::part(std::string_view name) const {
  const auto it = std::find(names_.begin(), names_.end(), name);
  if (it == names_.end()) return std::unexpected(FileProblem::workbook_broken);
  const auto index = static_cast<std::size_t>(it - names_.begin());
  Part out;
  out.file_.reset(zip_fopen_index(zip_.get(), index, 0));
  if (!out.file_) return std::unexpected(FileProblem::workbook_broken);
  out.left_ = sizes_[index];
  return out;
}

std::expected<std::size_t, FileProblem> Package::Part::read(char* into, std::size_t size) {
  // One byte more than there should be shows a directory that lied.
  const zip_int64_t n = zip_fread(file_.get(), into, std::min(size, left_ + 1));
  if (n < 0 || static_cast<std::size_t>(n) > left_) return std::unexpected(FileProblem::workbook_broken);
  left_ -= static_cast<std::size_t>(n);
  if (n == 0 && left_ > 0) return std::unexpected(FileProblem::workbook_broken);
  return static_cast<std::size_t>(n);
}

}  // namespace nibbi::exchange
