#include "odr.hpp"

seen seen_by_one() { return {sum_of(one_two_three()), &cogen::batch}; }
