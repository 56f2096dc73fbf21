#pragma once
// What a browser without a PIN keeps its cache key under (decision 0009): 32 bytes that only this session knows, for as long as it lasts.
#include <string>

#include "usecases/sessions.hpp"

namespace nibbi::usecases {

/// Base64url. Made from the digest of the session's token, which never leaves this process: nothing is stored for it.
std::string cache_share(const Session&);

}  // namespace nibbi::usecases
