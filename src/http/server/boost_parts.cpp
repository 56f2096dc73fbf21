// What Boost.Asio leaves to be compiled once per program. The files that use it define the same word.
#define BOOST_ASIO_SEPARATE_COMPILATION
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
