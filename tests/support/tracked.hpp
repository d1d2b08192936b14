#pragma once

#include "support/catch.hpp"
#include "support/failing_allocations.hpp"

#include <mutex>
#include <ostream>
#include <set>
#include <stdexcept>
#include <utility>

namespace support {

/// What has happened to all tracked objects since the last `lifetime_check` began.
struct tally {
  int constructed = 0;  ///< from a value
  int copied = 0;       ///< copy constructions and assignments
  int moved = 0;        ///< move constructions and assignments
  int destroyed = 0;
  int live = 0;
  int misused = 0;               ///< destroyed twice, constructed over, or used while dead
  int copies_before_throw = -1;  ///< this many copies succeed, the next throws; -1: none throws
  int moves_before_throw = -1;
};

struct copy_failed : std::runtime_error {
  copy_failed() : std::runtime_error("tracked: this copy throws") {}
};
struct move_failed : std::runtime_error {
  move_failed() : std::runtime_error("tracked: this move throws") {}
};

namespace detail {

// Which addresses hold a live object is kept outside of the objects, so that asking about a dead one is not undefined.
inline std::mutex tracked_mutex;
inline tally tracked_tally;
inline std::set<void const*>& tracked_addresses() {
  static std::set<void const*> addresses;
  return addresses;
}

inline void tracked_begins(void const* object, int tally::* how) {
  unfailing_allocations const scope;
  std::lock_guard lock(tracked_mutex);
  ++(tracked_tally.*how);
  ++tracked_tally.live;
  if (!tracked_addresses().insert(object).second) ++tracked_tally.misused;
}
inline void tracked_assigned(void const* object, int tally::* how) {
  std::lock_guard lock(tracked_mutex);
  ++(tracked_tally.*how);
  if (!tracked_addresses().contains(object)) ++tracked_tally.misused;
}
inline void tracked_used(void const* object) {
  std::lock_guard lock(tracked_mutex);
  if (!tracked_addresses().contains(object)) ++tracked_tally.misused;
}
inline void tracked_ends(void const* object) {
  std::lock_guard lock(tracked_mutex);
  ++tracked_tally.destroyed;
  --tracked_tally.live;
  if (tracked_addresses().erase(object) == 0) ++tracked_tally.misused;
}
template <class Error>
void tracked_may_throw(int tally::* left) {
  std::lock_guard lock(tracked_mutex);
  if (tracked_tally.*left == 0) throw Error();
  if (tracked_tally.*left > 0) --(tracked_tally.*left);
}

}  // namespace detail

/// A value that counts what is done with it, and notices double destruction and use while dead.
template <bool Copyable>
class basic_tracked {
 public:
  static constexpr int moved_from = -1;

  explicit basic_tracked(int value = 0) : value_(value) { detail::tracked_begins(this, &tally::constructed); }
  basic_tracked(basic_tracked const& other)
    requires Copyable
      : value_(other.value()) {
    detail::tracked_may_throw<copy_failed>(&tally::copies_before_throw);
    detail::tracked_begins(this, &tally::copied);
  }
  basic_tracked(basic_tracked&& other) : value_(other.value()) {
    detail::tracked_may_throw<move_failed>(&tally::moves_before_throw);
    detail::tracked_begins(this, &tally::moved);
    other.value_ = moved_from;
  }
  basic_tracked& operator=(basic_tracked const& other)
    requires Copyable
  {
    detail::tracked_may_throw<copy_failed>(&tally::copies_before_throw);
    detail::tracked_assigned(this, &tally::copied);
    value_ = other.value();
    return *this;
  }
  basic_tracked& operator=(basic_tracked&& other) {
    detail::tracked_may_throw<move_failed>(&tally::moves_before_throw);
    detail::tracked_assigned(this, &tally::moved);
    int const value = other.value();
    other.value_ = moved_from;
    value_ = value;  // last: also right when other is *this
    return *this;
  }
  ~basic_tracked() { detail::tracked_ends(this); }

  [[nodiscard]] int value() const {
    used();
    return value_;
  }
  void set(int value) {
    used();
    value_ = value;
  }
  friend bool operator==(basic_tracked const& left, basic_tracked const& right) {
    return left.value() == right.value();
  }
  friend auto operator<=>(basic_tracked const& left, basic_tracked const& right) {
    return left.value() <=> right.value();
  }
  friend bool operator==(basic_tracked const& left, int right) { return left.value() == right; }
  friend std::ostream& operator<<(std::ostream& out, basic_tracked const& object) { return out << object.value(); }

 private:
  void used() const { detail::tracked_used(this); }

  int value_;
};

using tracked = basic_tracked<true>;
using move_only = basic_tracked<false>;

/// Starts counting anew; at the end of the scope every tracked object must be gone, and none misused.
class lifetime_check {
 public:
  lifetime_check() {
    std::lock_guard lock(detail::tracked_mutex);
    detail::tracked_tally = tally();
    detail::tracked_addresses().clear();
  }
  lifetime_check(lifetime_check const&) = delete;
  lifetime_check& operator=(lifetime_check const&) = delete;
  ~lifetime_check() {
    tally const counts = *this->operator->();
    CHECK(counts.live == 0);
    CHECK(counts.misused == 0);
  }
  /// `check->copied`, `check->live`, ...; also to set when a copy or a move throws.
  tally* operator->() const { return &detail::tracked_tally; }
};

}  // namespace support
