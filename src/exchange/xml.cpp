#include "exchange/xml.hpp"

#include <expat.h>

#include <array>

namespace nibbi::exchange {
namespace {

constexpr int kDeepest = 64;
constexpr char kSpaceMark = '\x1f';

std::string_view local(std::string_view name) {
  const std::size_t mark = name.rfind(kSpaceMark);
  return mark == std::string_view::npos ? name : name.substr(mark + 1);
}

}  // namespace

struct XmlReader::Calls {
  static XmlReader& of(void* self) { return *static_cast<XmlReader*>(self); }
  static void begin(void* self, const char* name, const char** attributes) {
    XmlReader& r = of(self);
    if (++r.depth_ > kDeepest) {
      r.too_deep_ = true;
      XML_StopParser(r.parser_.get(), XML_FALSE);
      return;
    }
    XmlAttributes list;
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view whole = attributes[0];
      const std::string_view bare = local(whole);
      list.push_back({bare, whole.size() > bare.size() ? whole.substr(0, whole.size() - bare.size() - 1) : std::string_view{}, attributes[1]});
    }
    if (r.handler_.begin) r.handler_.begin(local(name), list);
  }
  static void end(void* self, const char* name) {
    XmlReader& r = of(self);
    --r.depth_;
    if (r.handler_.end) r.handler_.end(local(name));
  }
  static void text(void* self, const char* s, int n) {
    XmlReader& r = of(self);
    if (r.handler_.text) r.handler_.text(std::string_view(s, static_cast<std::size_t>(n)));
  }
  static void document_type(void* self, const char*, const char*, const char*, int) {
    XmlReader& r = of(self);
    r.document_type_ = true;
    XML_StopParser(r.parser_.get(), XML_FALSE);
  }
};

void XmlReader::Free::operator()(XML_ParserStruct* p) const { XML_ParserFree(p); }

XmlReader::XmlReader(Package::Part part, XmlHandler handler) : part_(std::move(part)), handler_(std::move(handler)), parser_(XML_ParserCreateNS(nullptr, kSpaceMark)) {
  if (!parser_) throw std::bad_alloc();
  XML_SetUserData(parser_.get(), this);
  XML_SetElementHandler(parser_.get(), Calls::begin, Calls::end);
  XML_SetCharacterDataHandler(parser_.get(), Calls::text);
  XML_SetStartDoctypeDeclHandler(parser_.get(), Calls::document_type);
  XML_SetParamEntityParsing(parser_.get(), XML_PARAM_ENTITY_PARSING_NEVER);
}
XmlReader::~XmlReader() = default;

void XmlReader::pause() {
  paused_ = true;
  XML_StopParser(parser_.get(), XML_TRUE);
}

std::expected<bool, FileProblem> XmlReader::run() {
  std::array<char, 32 * 1024> piece;
  for (;;) {
    XML_Status status;
    if (paused_) {
      paused_ = false;
      status = XML_ResumeParser(parser_.get());
    } else if (all_fed_) {
      return false;
    } else {
      auto n = part_.read(piece.data(), piece.size());
      if (!n) return std::unexpected(n.error());
      all_fed_ = *n == 0;
      status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(*n), all_fed_);
    }
    if (document_type_) return std::unexpected(FileProblem::document_type);
    if (status == XML_STATUS_ERROR || too_deep_) return std::unexpected(FileProblem::workbook_broken);
    if (paused_) return true;
  }
}

std::string_view attribute(const XmlAttributes& list, std::string_view name) {
  for (const XmlAttribute& a : list)
    if (a.name == name) return a.value;
  return {};
}

std::expected<void, FileProblem> read_xml(const Package& package, std::string_view name, XmlHandler handler) {
  auto part = package.part(name);
  if (!part) return std::unexpected(part.error());
  XmlReader reader(std::move(*part), std::move(handler));
  auto more = reader.run();
  if (!more) return std::unexpected(more.error());
  return {};
}

}  // namespace nibbi::exchange
