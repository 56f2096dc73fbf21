#include "usecases/cache_share.hpp"

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"

namespace nibbi::usecases {

std::string cache_share(const Session& session) { return crypto::base64url(crypto::sha256("nibbi cache share 1\n" + session.key)); }

}  // namespace nibbi::usecases
