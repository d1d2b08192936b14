// The body of an HTTP answer as a source: pulled, while httplib pushes.
#pragma once

#include <cogen/generator.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace http_stream {

// Gets `url`, "http[s]://host[:port][/path][?query]", and yields the body as it arrives, in pieces that may be cut
// anywhere. Each is valid until the next.
//
// A thread reads ahead by at most 16 pieces of a few KiB. A slow consumer makes it wait, then the socket fills, then the
// server waits. A generator that is left early hangs up. The thread is joined in any case.
//
// Throws std::invalid_argument from the first pull for a bad url, and std::runtime_error, one line that names the url:
// when there is no connection, when the status is not 200, when nothing is received for `timeout`, and when the
// connection is lost before the end; then what had come has been yielded.
cogen::generator<std::string_view> http_chunks(std::string url, std::chrono::milliseconds timeout);

}  // namespace http_stream
