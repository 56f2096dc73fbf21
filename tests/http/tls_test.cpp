// TLS as a client meets it. The certificate is made here, for this run.
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "client.hpp"
#include "http/server/server.hpp"

using namespace nibbi;
using namespace nibbi::http;
using namespace nibbi::http::test;
using namespace std::chrono_literals;

namespace {

/// A key and a certificate of its own making, in files that go with it.
class Certificate {
 public:
  Certificate() {
    char name[] = "/tmp/nibbi-tls-XXXXXX";
    if (mkdtemp(name) == nullptr) throw std::runtime_error("mkdtemp");
    folder_ = name;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> x(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(x.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(x.get()), 3600);
    X509_set_pubkey(x.get(), key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x.get()), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(x.get(), X509_get_subject_name(x.get()));
    X509_sign(x.get(), key.get(), EVP_sha256());
    write(files().certificate_chain, [&](FILE* f) { return PEM_write_X509(f, x.get()); });
    write(files().private_key, [&](FILE* f) { return PEM_write_PrivateKey(f, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  TlsFiles files() const { return {(folder_ / "chain.pem").string(), (folder_ / "key.pem").string()}; }

 private:
  static void write(const std::string& path, auto how) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    if (!file || how(file.get()) != 1) throw std::runtime_error("certificate");
  }
  std::filesystem::path folder_;
};

class TlsClient {
 public:
  TlsClient(std::uint16_t port, int version_max = TLS1_3_VERSION, std::string_view alpn = {})
      : tcp_(port), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free) {
    SSL_CTX_set_max_proto_version(context_.get(), version_max);
    ssl_.reset(SSL_new(context_.get()));
    if (!alpn.empty()) SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(alpn.data()), static_cast<unsigned>(alpn.size()));
    SSL_set_fd(ssl_.get(), tcp_.descriptor());
    connected = SSL_connect(ssl_.get()) == 1;
  }
  ~TlsClient() {
    if (connected) SSL_shutdown(ssl_.get());
  }
  void send(std::string_view bytes) { SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())); }
  /// Until `size` bytes or the end.
  std::string read(std::size_t size) {
    std::string all;
    char piece[16384];
    while (all.size() < size) {
      const int n = SSL_read(ssl_.get(), piece, sizeof piece);
      if (n <= 0) break;
      all.append(piece, static_cast<std::size_t>(n));
    }
    return all;
  }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string protocol() const {
    const unsigned char* at = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &at, &size);
    return {reinterpret_cast<const char*>(at), size};
  }
  bool connected = false;

 private:
  Client tcp_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

struct House {
  Certificate certificate;
  Server server;
  explicit House(ServerOptions options = {})
      : server(with_tls(std::move(options)), [](Request&& r) {
          if (r.path == std::vector<std::string>{"megabytes"}) return text(200, std::string(3'000'000, 'x'));
          return text(200, (r.secure ? "secure " : "plain ") + std::to_string(r.body.size()));
        }) {
    server.start();
  }
  ServerOptions with_tls(ServerOptions options) {
    options.tls = certificate.files();
    options.log = nullptr;
    return options;
  }
};

}  // namespace

TEST_CASE("requests go over TLS 1.3, one after another, large and small") {
  House house;
  TlsClient client(house.server.port(), TLS1_3_VERSION, "\x02h2\x08http/1.1");
  REQUIRE(client.connected);
  CHECK(client.version() == "TLSv1.3");
  CHECK(client.protocol() == "http/1.1");
  for (int i = 0; i < 50; ++i) {
    client.send(get("/"));
    CHECK(client.read(1).ends_with("secure 0"));
  }
  client.send(post("/", std::string(900'000, 'x')));
  CHECK(client.read(1).ends_with("secure 900000"));
  client.send(get("/megabytes"));
  CHECK(client.read(3'000'000).size() > 3'000'000);
  client.send(get("/", "connection: close\r\n"));
  CHECK(client.read(1'000'000).ends_with("secure 0"));
}

TEST_CASE("older TLS, and what wants only HTTP/2, are turned away") {
  House house;
  CHECK_FALSE(TlsClient(house.server.port(), TLS1_2_VERSION).connected);
  CHECK_FALSE(TlsClient(house.server.port(), TLS1_3_VERSION, "\x02h2").connected);
  CHECK(TlsClient(house.server.port()).connected);
}

TEST_CASE("the TLS port never answers in plain") {
  House house;
  Client client(house.server.port());
  CHECK(client.ask(get("/")).status == 0);
  CHECK(house.server.counts().requests == 0);
}

TEST_CASE("who begins a handshake and does not end it is not waited for") {
  House house({.handshake_timeout = 200ms});
  Client client(house.server.port());
  client.send("\x16\x03\x01");
  CHECK(client.ends(3s));
}

TEST_CASE("refusals arrive over TLS too, while the client still sends") {
  House house;
  TlsClient client(house.server.port());
  client.send("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2147483648\r\n\r\n");
  client.send(std::string(100'000, 'x'));
  CHECK(client.read(100'000).starts_with("HTTP/1.1 413 "));
}

TEST_CASE("files that are no certificate and key are refused before anything listens") {
  const Handler handler = [](Request&&) { return empty(204); };
  const Certificate one, other;
  CHECK_THROWS(Server({.tls = {"/nowhere", "/nowhere"}}, handler));
  CHECK_THROWS(Server({.tls = {one.files().certificate_chain, {}}}, handler));
  CHECK_THROWS(Server({.tls = {one.files().certificate_chain, other.files().private_key}}, handler));
  CHECK_THROWS(Server({.tls = {one.files().private_key, one.files().private_key}}, handler));
  CHECK_NOTHROW(Server({.address = "0.0.0.0", .tls = one.files()}, handler));
}
