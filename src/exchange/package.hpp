#pragma once
// The archive that a workbook is, opened only after its directory was checked: how many parts, how large, how tightly packed, what names.
#include <memory>
#include <vector>

#include "exchange/table.hpp"

struct zip;
struct zip_file;

namespace nibbi::exchange {

class Package {
 public:
  /// `bytes` must outlive the package. Refuses workbook_broken, workbook_encrypted, too_many_parts, unpacked_too_large, packed_too_tightly,
  /// bad_part_name. Nothing has been unpacked when it returns.
  static std::expected<Package, FileProblem> open(std::string_view bytes, const TableLimits&);

  const std::vector<std::string>& names() const { return names_; }
  bool has(std::string_view name) const;

  /// One part, unpacked piece by piece. Never gives more than the directory said.
  class Part {
   public:
    /// The next bytes, at most `into.size()`; 0 at the end. Refuses workbook_broken.
    std::expected<std::size_t, FileProblem> read(char* into, std::size_t size);

   private:
    friend class Package;
    struct Close {
      void operator()(zip_file*) const;
    };
    std::unique_ptr<zip_file, Close> file_;
    std::size_t left_ = 0;
  };
  std::expected<Part, FileProblem> part(std::string_view name) const;

 private:
  struct Close {
    void operator()(zip*) const;
  };
  std::unique_ptr<zip, Close> zip_;
  std::vector<std::string> names_;
  std::vector<std::size_t> sizes_;
};

}  // namespace nibbi::exchange
