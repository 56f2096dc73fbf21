#pragma once
// Internal to server.cpp: one connected socket, in plain or under TLS, seen the same way.
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <span>
#include <utility>

// GCC sees Asio's frame allocator and its delete through different inlining and takes them for a mismatch.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace nibbi::http {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaiting{};
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> awaiting_outcome{awaiting};

/// Errors are not told apart: whatever went wrong, the conversation is over. 0 bytes means that.
class Wire {
 public:
  virtual ~Wire() = default;
  virtual Task<bool> open() = 0;
  virtual Task<std::size_t> read(std::span<char> into) = 0;
  virtual Task<std::size_t> write(std::array<asio::const_buffer, 2> bytes) = 0;
  /// Says that nothing more will be sent.
  virtual Task<void> say_end() = 0;
  /// Reads what still comes, unread by anyone: a socket closed over unread bytes would take the answer down with it.
  virtual Task<std::size_t> discard(std::span<char> into) = 0;
  /// Ends the read under way; writing stays possible.
  virtual void cancel() = 0;
  virtual void close() = 0;
};

class PlainWire final : public Wire {
 public:
  explicit PlainWire(Socket socket) : socket_(std::move(socket)) {}
  Task<bool> open() override { co_return true; }
  Task<std::size_t> read(std::span<char> into) override {
    const auto [error, n] = co_await socket_.async_read_some(asio::buffer(into.data(), into.size()), awaiting_outcome);
    co_return error ? 0 : n;
  }
  Task<std::size_t> write(std::array<asio::const_buffer, 2> bytes) override {
    const auto [error, n] = co_await socket_.async_write_some(bytes, awaiting_outcome);
    co_return error ? 0 : n;
  }
  Task<void> say_end() override {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    co_return;
  }
  Task<std::size_t> discard(std::span<char> into) override { return read(into); }
  void cancel() override {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }
  void close() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  Socket socket_;
};

class TlsWire final : public Wire {
 public:
  TlsWire(Socket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}
  Task<bool> open() override {
    const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, awaiting_outcome);
    co_return !error;
  }
  Task<std::size_t> read(std::span<char> into) override {
    const auto [error, n] = co_await stream_.async_read_some(asio::buffer(into.data(), into.size()), awaiting_outcome);
    co_return error ? 0 : n;
  }
  Task<std::size_t> write(std::array<asio::const_buffer, 2> bytes) override {
    const auto [error, n] = co_await stream_.async_write_some(bytes, awaiting_outcome);
    co_return error ? 0 : n;
  }
  Task<void> say_end() override {
    // close_notify; its error (a peer that still sends, or is gone) changes nothing.
    [[maybe_unused]] const auto outcome = co_await stream_.async_shutdown(awaiting_outcome);
    boost::system::error_code ignored;
    stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
  }
  Task<std::size_t> discard(std::span<char> into) override {
    const auto [error, n] = co_await stream_.next_layer().async_read_some(asio::buffer(into.data(), into.size()), awaiting_outcome);
    co_return error ? 0 : n;
  }
  void cancel() override {
    boost::system::error_code ignored;
    stream_.next_layer().cancel(ignored);
  }
  void close() override {
    boost::system::error_code ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  asio::ssl::stream<Socket> stream_;
};

}  // namespace nibbi::http
