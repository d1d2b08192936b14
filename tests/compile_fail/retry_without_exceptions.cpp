// expect: cogen::retry: failures are exceptions, which this build does not have
#undef __cpp_exceptions  // as with -fno-exceptions, in this file
#include <cogen/pace/retry.hpp>

void call() {
  cogen::retry([] {})();
}
