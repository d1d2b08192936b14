// All that cogen has but Arrow's part, for clang-tidy.
#include <cogen.hpp>
#include <cogen/pace.hpp>
#include <cogen/pagination.hpp>
#include <cogen/parallel.hpp>
#include <cogen/pmr.hpp>
#include <cogen/scheduler.hpp>
