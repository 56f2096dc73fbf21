#pragma once
// XML as it comes out of a workbook: element by element, by local name, and nothing that a workbook has no use for (a DTD stops it).
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/package.hpp"

struct XML_ParserStruct;

namespace nibbi::exchange {

struct XmlAttribute {
  std::string_view name;   ///< local name, without its namespace
  std::string_view space;  ///< namespace, empty when there is none
  std::string_view value;
};
using XmlAttributes = std::vector<XmlAttribute>;
std::string_view attribute(const XmlAttributes&, std::string_view name);

struct XmlHandler {
  std::function<void(std::string_view element, const XmlAttributes&)> begin;
  std::function<void(std::string_view element)> end;
  std::function<void(std::string_view text)> text;
};

/// Reads one part of a package. run() goes on until the end, or until a handler called pause(); then run() again goes on from there.
class XmlReader {
 public:
  XmlReader(Package::Part part, XmlHandler handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// True when there may be more, false at the end. Refuses workbook_broken, document_type.
  std::expected<bool, FileProblem> run();
  void pause();

 private:
  struct Free {
    void operator()(XML_ParserStruct*) const;
  };
  struct Calls;
  Package::Part part_;
  XmlHandler handler_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  int depth_ = 0;
  bool document_type_ = false, too_deep_ = false, paused_ = false, all_fed_ = false;
};

/// The whole of a part that is read in one go.
std::expected<void, FileProblem> read_xml(const Package&, std::string_view name, XmlHandler);

}  // namespace nibbi::exchange
