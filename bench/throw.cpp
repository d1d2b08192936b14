// What does throw_() into a handler cost, against a plain C++ throw and catch?
#include <cogen/generator.hpp>

#include <stdexcept>

#include "support/elsewhere.hpp"
#include "support/measure.hpp"

namespace {

constexpr int thrown = 1000;

}  // namespace

void bench::rows() {
  row("throw_", "throw and catch", thrown, [] {
    int caught = hidden(0);
    for (int i = 0; i < thrown; ++i) caught = elsewhere::throw_and_catch(caught);
    return caught;
  });
  row("throw_", "cogen, throw_()", thrown, [] {
    auto catching = elsewhere::catching();
    catching.next();
    int caught = 0;
    for (int i = 0; i < thrown; ++i) caught = *catching.throw_(std::runtime_error("thrown"));
    return caught;
  });
  row("throw_", "cogen, throw_(exception_ptr)", thrown, [] {
    auto catching = elsewhere::catching();
    catching.next();
    auto const error = std::make_exception_ptr(std::runtime_error("thrown"));
    int caught = 0;
    for (int i = 0; i < thrown; ++i) caught = *catching.throw_(error);
    return caught;
  });
}
