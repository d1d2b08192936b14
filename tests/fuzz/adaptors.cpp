// Random chains of adaptors over random sources, consumed in random ways, compared with plain loops over a vector
// (adaptors_model.hpp): the elements, and what comes behind them: the end, for ever, or the right exception.
//
// Between two steps is any_source, which knows no type of the step before it: each adaptor is compiled twice only, over
// elements that are given away (item&&) and over elements that are lent (int const&).
#include <cogen/adaptor.hpp>
#include <cogen/generator.hpp>
#include <cogen/sink.hpp>
#include <cogen/source.hpp>

#include "adaptors_model.hpp"
#include "fuzz.hpp"
#include "support/input_only.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <exception>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fuzz {
namespace {

using model::ending;
using model::stream;

struct source_failed : std::runtime_error {
  source_failed() : std::runtime_error("the source throws here") {}
};

int value_of(int element) { return element; }
int value_of(item const& element) { return element.value(); }

constexpr std::size_t never = 100000;

// How often the chain has been moved: every step of it moves before its next pull.
int moves = 0;

template <class Reference>
struct any_base {
  any_base() = default;
  any_base(any_base const&) = delete;
  any_base& operator=(any_base const&) = delete;
  virtual ~any_base() = default;
  virtual std::add_pointer_t<Reference> pull() = 0;
  virtual std::span<std::remove_reference_t<Reference>> segment(std::size_t most) = 0;
  virtual std::unique_ptr<any_base> moved() = 0;
};

// Any source, as a segmented one of Reference: elements that are not are copied.
template <class Reference>
class any_source : public cogen::pull_range<any_source<Reference>> {
 public:
  using reference = Reference;
  using value_type = std::remove_cvref_t<Reference>;

  template <class Source>
    requires(!std::is_same_v<Source, any_source>)
  explicit any_source(Source source) : held_(std::make_unique<erased<Source>>(std::move(source))) {}

  std::add_pointer_t<Reference> pull() {
    if (held_ == nullptr) return nullptr;
    if (std::exchange(moves_, moves) != moves) held_ = held_->moved();
    return held_->pull();
  }
  std::span<std::remove_reference_t<Reference>> segment(std::size_t most) {
    return held_ != nullptr ? held_->segment(most) : std::span<std::remove_reference_t<Reference>>();
  }

 private:
  template <class Source>
  class erased final : public any_base<Reference> {
    using given = typename Source::reference;
    static constexpr bool direct = std::is_convertible_v<std::add_pointer_t<given>, std::add_pointer_t<Reference>> &&
                                   (std::is_lvalue_reference_v<Reference> || std::is_rvalue_reference_v<given>);

   public:
    explicit erased(Source source) : source_(std::move(source)) {}
    std::add_pointer_t<Reference> pull() override {
      auto* const element = source_.pull();
      if constexpr (direct) {
        return element;
      } else {
        if (element == nullptr) return nullptr;
        return &copy_.emplace(static_cast<given>(*element));
      }
    }
    std::span<std::remove_reference_t<Reference>> segment(std::size_t most) override {
      if constexpr (!cogen::segmented<Source>) {
        return {};
      } else {
        auto const there = source_.segment(most);
        check(there.size() <= most, "a segment is longer than it may be");
        if constexpr (direct) {
          return there;
        } else {
          copies_.assign(there.begin(), there.end());
          return copies_;
        }
      }
    }
    std::unique_ptr<any_base<Reference>> moved() override { return std::make_unique<erased>(std::move(source_)); }

   private:
    Source source_;
    std::optional<value_type> copy_;
    std::vector<value_type> copies_;  // of a segment: what was pulled before it stays
  };

  std::unique_ptr<any_base<Reference>> held_;
  int moves_ = moves;
};

// Rows as single elements: what `function` appends for each.
template <class Element, class Source, class Function>
class unrolled : public cogen::pull_range<unrolled<Element, Source, Function>> {
 public:
  using reference = Element&&;

  unrolled(Source source, Function function) : source_(std::move(source)), function_(std::move(function)) {}
  Element* pull() {
    while (next_ == row_.size()) {
      row_.clear();
      next_ = 0;
      auto* const row = source_.pull();
      if (row == nullptr) return nullptr;
      function_(static_cast<typename Source::reference>(*row), row_);
    }
    return &row_[next_++];
  }
  std::span<Element> segment(std::size_t most) {
    std::size_t const count = std::min(most, row_.size() - next_);
    return {row_.data() + std::exchange(next_, next_ + count), count};
  }

 private:
  Source source_;
  Function function_;
  std::vector<Element> row_;
  std::size_t next_ = 0;
};

// A source that throws at one of its elements, and goes on when asked again.
template <class Element>
class failing : public cogen::pull_range<failing<Element>> {
 public:
  using reference = Element&&;
  failing(std::vector<Element> elements, std::size_t at) : elements_(std::move(elements)), fails_at_(at) {}
  Element* pull() {
    if (next_ == fails_at_) {
      fails_at_ = never;
      throw source_failed();
    }
    return next_ != elements_.size() ? &elements_[next_++] : nullptr;
  }

 private:
  std::vector<Element> elements_;
  std::size_t next_ = 0;
  std::size_t fails_at_;
};

template <class Element>
cogen::generator<Element> one_by_one(std::vector<Element> elements, std::size_t fails_at) {
  std::size_t at = 0;
  for (Element& element : elements) {
    if (at++ == fails_at) throw source_failed();
    co_yield std::move(element);
  }
}
template <class Element>
cogen::generator<Element> in_windows(std::vector<Element> elements, std::size_t size) {
  std::size_t begun = 0;
  while (begun != elements.size()) {
    std::size_t const end = std::min(begun + size, elements.size());
    std::vector<Element> window;
    for (; begun != end; ++begun) window.push_back(std::move(elements[begun]));
    if (end % 3 == 0) {
      co_yield cogen::from(one_by_one(std::move(window), elements.size()));
    } else {
      co_yield cogen::from(std::move(window));
    }
  }
}
template <class Element, class Source>
cogen::generator<Element> delegating(Source source) {
  co_yield cogen::from(source);
}
template <class Element, class Source>
cogen::generator<Element> passing_on(Source source) {
  for (auto&& element : source) {
    Element own(static_cast<decltype(element)>(element));
    co_yield std::move(own);
  }
}

// Looks ahead behind every other element: it keeps that, for the look may take its place.
template <class Source>
class peeking : public cogen::pull_range<peeking<Source>> {
 public:
  using reference = typename Source::reference;
  explicit peeking(Source source) : source_(std::move(source)) {}
  std::add_pointer_t<reference> pull() {
    if (failed_) std::rethrow_exception(std::exchange(failed_, nullptr));
    auto* const pulled = source_.pull();
    auto* const ahead = std::exchange(ahead_, nullptr);
    check(ahead == nullptr || ahead == pulled, "peek() is not what pull() returns");
    looks_ = !looks_;
    if (pulled == nullptr || !looks_) return pulled;
    kept_.emplace(static_cast<reference>(*pulled));
    try {
      ahead_ = source_.peek();
    } catch (...) {
      failed_ = std::current_exception();
    }
    return &*kept_;
  }
  auto segment(std::size_t most) {
    auto const there = source_.segment(failed_ ? 0 : most);
    check(ahead_ == nullptr || there.empty(), "a segment overtakes what was looked at");
    return there;
  }

 private:
  Source source_;
  std::optional<std::remove_cvref_t<reference>> kept_;
  std::add_pointer_t<reference> ahead_ = nullptr;
  std::exception_ptr failed_;
  bool looks_ = false;
};
// Compares head() with what comes.
template <class Source>
class spying : public cogen::pull_range<spying<Source>> {
 public:
  using reference = typename Source::reference;
  explicit spying(Source source) : source_(std::move(source)) {}
  std::add_pointer_t<reference> pull() {
    begun_ = true;
    auto const head = source_.head();
    std::optional<int> const first = head.empty() ? std::nullopt : std::optional<int>(value_of(head.front()));
    auto* const pulled = source_.pull();
    check(!first || (pulled != nullptr && value_of(*pulled) == *first), "head() is not what comes");
    return pulled;
  }
  auto segment(std::size_t most) { return source_.segment(begun_ ? most : 0); }

 private:
  Source source_;
  bool begun_ = false;
};

// Functions for the tools, and for the model.
struct test_of {
  int a;
  bool operator()(int value) const { return (value + a) % (2 + a % 5) != 0; }
  bool operator()(item const& element) const { return (*this)(element.value()); }
};
struct changed_by {
  int a;
  int operator()(int value) const { return (value * 3 + a) % 1009; }
};
struct remainder_of {
  int a;
  int operator()(int value) const { return value % (2 + a % 4); }
  int operator()(item const& element) const { return (*this)(element.value()); }
};

// At most so many; some are longer than the buffers of the tools.
std::vector<int> values(int argument, int most) {
  std::vector<int> made;
  for (int i = 0; i != (argument % 32 == 31 ? 30 * most : argument % (most + 1)); ++i)
    made.push_back((argument * 7 + i * 5 + i * i % 11) % 97);
  return made;
}

constexpr int source_kinds = 14;

template <class Reference>
class chains {
  using element = std::remove_cvref_t<Reference>;
  using any = any_source<Reference>;

 public:
  struct built {
    any source;
    stream expected;
  };

  // Of what is lent, at the end nothing must have been taken.
  void check_lent() const {
    for (std::size_t i = 0; i != lent_.size(); ++i) {
      for (auto const& [lent, values] : {std::pair(&lent_[i], &lent_values_[i])}) {
        check(lent->size() == values->size(), "what was lent has another size");
        for (std::size_t j = 0; j != lent->size(); ++j) {
          check(value_of((*lent)[j]) == (*values)[j], "what was lent has been changed");
        }
      }
    }
  }

  built source_of(int which, int argument, int most) {
    std::vector<int> const plain = values(argument, most);
    stream expected{plain};
    std::size_t const at = static_cast<std::size_t>(argument) / 5 % 8;
    switch (which % source_kinds) {
      case 0:
        return {any(cogen::iter(elements<std::vector<element>>(plain))), expected};
      case 1:
        return {any(cogen::iter(lend(plain))), expected};
      case 2:
        return {any(cogen::iter(std::as_const(lend(plain)))), expected};
      case 3:
        return {any(cogen::iter(elements<std::list<element>>(plain))), expected};
      case 4:
        return {any(one_by_one(elements<std::vector<element>>(plain), never)), expected};
      case 5:
        return {any(in_windows(elements<std::vector<element>>(plain), 1 + at)), expected};
      case 6:
        return {any(cogen::iter(support::input_only<element&&>(elements<std::vector<element>>(plain)))), expected};
      case 7:
        return {any(cogen::iter(support::input_only<element>(elements<std::vector<element>>(plain)))), expected};
      case 8:
        return {any(one_by_one(elements<std::vector<element>>(plain), at)), model::failing(expected, at)};
      case 9:
        // It fails at its end too.
        expected = at > plain.size()
                       ? expected
                       : stream{{plain.begin(), plain.begin() + std::ptrdiff_t(at)}, ending::source_failed};
        return {any(failing<element>(elements<std::vector<element>>(plain), at)), expected};
      case 10: {
        // As good as endless.
        int left = 100;
        stream endless{{}, ending::source_failed};
        for (int i = 0; i != left; ++i) endless.add((argument + i) % 1009);
        return {any(cogen::count(argument) | cogen::map([left](int value) mutable {
                      if (left == 0) throw source_failed();
                      --left;
                      return element(value % 1009);
                    })),
                endless};
      }
      case 11:
        expected.elements.assign(plain.size(), argument);
        return {any(cogen::repeat(element(argument), plain.size())), expected};
      case 12:
        for (std::size_t i = 0; i != plain.size(); ++i) {
          expected.elements[i] = i == 0 ? argument : changed_by{3}(expected.elements[i - 1]);
        }
        return {any(cogen::take(
                    cogen::iterate(element(argument),
                                   [](element const& before) { return element(changed_by{3}(value_of(before))); }),
                    plain.size())),
                expected};
      default:
        return {any(cogen::call_until(
                    [plain, i = std::size_t(0)]() mutable { return element(i != plain.size() ? plain[i++] : -1); },
                    element(-1))),
                expected};
    }
  }

  // `before` with one tool more.
  built step(built before, int which, int a, int b) {
    any& source = before.source;
    stream& in = before.expected;
    std::size_t const n = static_cast<std::size_t>(b) % 8;
    test_of const test{a};
    remainder_of const rest{a};
    auto const as_given = [](int value) { return value; };
    bool const projected = b % 2 != 0;
    switch (which) {
      case 0:
        return {any(std::move(source) | cogen::take(b % 50)), model::take(in, static_cast<std::size_t>(b) % 50)};
      case 1:
        return {any(std::move(source) | cogen::drop(n)), model::drop(in, n)};
      case 2: {
        std::size_t const start = static_cast<std::size_t>(a) % 4;
        std::size_t const stop = static_cast<std::size_t>(a) / 4;
        std::size_t const step = 1 + n % 4;
        if (stop > 40)
          return {any(cogen::islice(std::move(source), start, std::nullopt, step)),
                  model::sliced(in, start, std::nullopt, step)};
        return {any(cogen::islice(std::move(source), start, stop, step)), model::sliced(in, start, stop, step)};
      }
      case 3:
        return {any(std::move(source) | cogen::take_while(test)), model::take_while(in, test)};
      case 4: {
        auto const last = [test](auto const& value) { return !test(value); };
        return {any(std::move(source) | cogen::take_until(last)), model::take_until(in, last)};
      }
      case 5:
        return {any(std::move(source) | cogen::drop_while(test)), model::drop_while(in, test)};
      case 6:
        return {any(std::move(source) | cogen::filter(test)), model::filter(in, test)};
      case 7:
        return {any(std::move(source) | cogen::filter_false(test)),
                model::filter(in, [test](int value) { return !test(value); })};
      case 8: {
        auto const chosen = [test](Reference given) {
          element own(static_cast<Reference>(given));
          return test(own) ? std::optional<element>(std::move(own)) : std::nullopt;
        };
        return {any(std::move(source) | cogen::filter_map(chosen)), model::filter(in, test)};
      }
      case 9: {
        changed_by const change{a};
        int const wrong = wrong_model() ? 1 : 0;
        return {any(std::move(source) |
                    cogen::map([change](element const& given) { return element(change(value_of(given))); })),
                model::map(in, [change, wrong](int value) { return change(value) + wrong; })};
      }
      case 10: {
        int i = 0;
        auto const added = [](std::ptrdiff_t number, element const& given) {
          return element(static_cast<int>(number) + value_of(given));
        };
        return {any(std::move(source) | cogen::enumerate | cogen::starmap(added)),
                model::map(in, [&i](int value) { return i++ + value; })};
      }
      case 11:
        return {rows(std::move(source) | cogen::enumerate(a)), model::enumerate(in, a)};
      case 12: {
        auto const add = [](int total, int value) { return (total + value) % 1009; };
        auto const add_elements = [add](element const& total, element const& given) {
          return element(add(value_of(total), value_of(given)));
        };
        if (projected) {
          return {any(std::move(source) | cogen::accumulate(add_elements, element(a))), model::accumulate(in, add, a)};
        }
        return {any(std::move(source) | cogen::accumulate(add_elements)), model::accumulate(in, add, std::nullopt)};
      }
      case 13: {
        std::size_t left = n;
        return {any(std::move(source) | cogen::inspect([left](element const&) mutable {
                      if (left-- == 0) throw source_failed();
                    })),
                model::failing(in, n)};
      }
      case 14: {
        std::size_t const size = 1 + n;
        if (a % 4 == 0)
          return {rows(std::move(source) | cogen::batch(size, cogen::strict)), model::batch(in, size, true)};
        return {rows(std::move(source) | cogen::batch(size)), model::batch(in, size, false)};
      }
      case 15: {
        int const most = 1 + a % 9;
        return {rows(std::move(source) | cogen::batch_by(rest, most, 1 + n)), model::batch_by(in, rest, most, 1 + n)};
      }
      case 16: {
        std::size_t const size = 1 + n % 5;
        std::size_t const step = 1 + static_cast<std::size_t>(a) % 5;
        return {rows(std::move(source) | cogen::sliding_window(size, step)), model::sliding_window(in, size, step)};
      }
      case 17:
        return {rows(std::move(source) | cogen::pairwise), pairs(in)};
      case 18: {
        auto const cut = [test](auto const& left, auto const& right) { return test(value_of(left) + value_of(right)); };
        return {rows(std::move(source) | cogen::split_when(cut)), model::split_when(in, cut)};
      }
      case 19: {
        auto const shown = [n](auto&& group, std::vector<element>& out) {
          out.emplace_back(group.key());
          for (std::size_t i = 0; i != n; ++i) {
            auto* const one = group.pull();
            if (one == nullptr) break;
            out.emplace_back(static_cast<Reference>(*one));
          }
        };
        return {any(unroll(std::move(source) | cogen::group_by(rest), shown)), model::group_by(in, rest, n)};
      }
      case 20:
        if (projected) return {any(std::move(source) | cogen::unique_justseen(rest)), model::unique_justseen(in, rest)};
        return {any(std::move(source) | cogen::unique_justseen), model::unique_justseen(in, as_given)};
      case 21:
        if (projected || std::is_same_v<element, item>) {
          return {any(std::move(source) | cogen::unique_everseen(rest)), model::unique_everseen(in, rest)};
        }
        if constexpr (!std::is_same_v<element, item>) {
          return {any(std::move(source) | cogen::unique_everseen), model::unique_everseen(in, as_given)};
        }
        std::abort();
      case 22:
        return {any(peeking(cogen::peekable(std::move(source)))), in};
      case 23:
        return {any(spying(cogen::spy(std::move(source), n))), model::spy(in, n)};
      case 24:
        return {any(std::move(source) | cogen::tail(2 * n)), model::tail(in, 2 * n)};
      case 25: {
        built other = second(a, b);
        return {any(cogen::chain(std::move(source), std::move(other.source))), model::chain(in, other.expected)};
      }
      case 26: {
        built other = second(a, b);
        return {any(cogen::chain(std::move(other.source), std::move(source))), model::chain(other.expected, in)};
      }
      case 27: {
        built other = second(a, b);
        return {any(cogen::interleave(std::move(source), std::move(other.source))),
                model::zip(in, other.expected, false)};
      }
      case 28: {
        built other = second(a, b);
        return {any(cogen::round_robin(std::move(source), std::move(other.source))),
                model::round_robin(in, other.expected)};
      }
      case 29: {
        built other = second(a, b);
        return {rows(cogen::zip(std::move(source), std::move(other.source))), model::zip(in, other.expected, false)};
      }
      case 30: {
        built other = second(a, b);
        return {rows(cogen::zip_strict(std::move(source), std::move(other.source))),
                model::zip(in, other.expected, true)};
      }
      case 31: {
        built other = second(a, b);
        return {rows(cogen::zip_longest(element(3000), std::move(source), std::move(other.source))),
                model::zip_longest(in, other.expected, 3000)};
      }
      case 32: {
        built one = ascending(std::move(before));
        built other = ascending(second(a, b));
        return {any(cogen::merge(std::move(one.source), std::move(other.source))),
                model::merge(one.expected, other.expected)};
      }
      case 33: {
        std::vector<bool> selectors;
        for (int const value : values(b, 20)) selectors.push_back(test(value));
        stream chosen = model::compress(in, selectors);
        return {any(cogen::compress(std::move(source), std::move(selectors))), std::move(chosen)};
      }
      case 34: {
        stream out{{}, in.end};
        for (int const value : in.elements) {
          for (int i = 0; i < value % 3; ++i) out.add(value + i);
        }
        auto const several = [](element const& given) {
          std::vector<element> made;
          for (int i = 0; i < value_of(given) % 3; ++i) made.emplace_back(value_of(given) + i);
          return made;
        };
        return {any(std::move(source) | cogen::map(several) | cogen::flatten), out};
      }
      case 35:
        return {any(std::move(source) | cogen::batch(1 + n) | cogen::flatten), in.ends() ? in : whole(in, 1 + n)};
      case 36: {
        built other = second(a, b % 6);
        return {rows(cogen::product(std::move(source) | cogen::take(5), std::move(other.source))),
                model::product(model::take(in, 5), other.expected)};
      }
      case 37:
        return {rows(std::move(source) | cogen::take(4) | cogen::permutations(n)),
                model::permutations(model::take(in, 4), n)};
      case 38:
        return {rows(std::move(source) | cogen::take(6) | cogen::combinations(n)),
                model::combinations(model::take(in, 6), n)};
      case 39:
        return {rows(std::move(source) | cogen::take(4) | cogen::combinations_with_replacement(n % 4)),
                model::combinations_with_replacement(model::take(in, 4), n % 4)};
      case 40:
        return {rows(std::move(source) | cogen::take(4) | cogen::powerset), model::powerset(model::take(in, 4))};
      case 41: {
        auto [left, right] = cogen::tee<2>(std::move(source));
        return {rows(cogen::zip(std::move(left), std::move(right) | cogen::drop(n))),
                model::zip(in, model::drop(in, n), false)};
      }
      case 42:
        return {any(std::move(source) | cogen::cycle | cogen::take(b % 60)),
                model::cycle(in, static_cast<std::size_t>(b) % 60)};
      case 43:
        return {any(delegating<element>(std::move(source))), in};
      case 44:
        return {any(passing_on<element>(std::move(source))), in};
      case 45:
        return {any(std::move(source) | cogen::progress([](cogen::progress_report const&) {})), in};
      case 46: {
        std::vector<any> several;
        built one = ascending(std::move(before));
        built other = ascending(second(a, b));
        several.push_back(std::move(one.source));
        several.push_back(std::move(other.source));
        return {any(cogen::merge_from(std::move(several))), model::merge(one.expected, other.expected)};
      }
      default:
        return before;
    }
  }
  static constexpr int steps = 47;

 private:
  template <class Container>
  static Container elements(std::vector<int> const& plain) {
    Container made;
    for (int const value : plain) made.emplace_back(value);
    return made;
  }
  std::vector<element>& lend(std::vector<int> const& plain) {
    lent_values_.push_back(plain);
    return lent_.emplace_back(elements<std::vector<element>>(plain));
  }
  built second(int a, int b) { return source_of(a, b, 12); }

  template <class Source, class Function>
  static auto unroll(Source source, Function function) {
    return unrolled<element, Source, Function>(std::move(source), std::move(function));
  }
  // Tuples by their elements, other rows with their size.
  template <class Source>
  static any rows(Source source) {
    return any(unroll(std::move(source), [](auto&& row, std::vector<element>& out) {
      using given = decltype(row);
      if constexpr (requires { row.size(); }) {
        out.emplace_back(2000 + static_cast<int>(row.size()));
        for (auto& one : row) {
          if constexpr (std::is_same_v<given, std::vector<element>&&>) {
            out.push_back(std::move(one));
          } else {
            out.emplace_back(one);
          }
        }
      } else {
        auto& [first, other] = row;
        if constexpr (std::is_integral_v<std::remove_cvref_t<decltype(first)>>) {
          out.emplace_back(static_cast<int>(first));
        } else {
          out.emplace_back(std::forward<decltype(first)>(first));
        }
        out.emplace_back(std::forward<decltype(other)>(other));
      }
    }));
  }
  static stream pairs(stream const& in) {
    stream out{{}, in.end};
    for (std::size_t i = 1; i < in.size(); ++i) {
      out.add(in[i - 1]);
      out.add(in[i]);
    }
    return out;
  }
  // What of a source that fails is in whole rows.
  static stream whole(stream const& in, std::size_t size) {
    stream out = in;
    out.elements.resize(in.size() / size * size);
    return out;
  }
  static built ascending(built given) {
    auto const greater = [](element const& left, element const& right) { return left < right ? right : left; };
    return {any(std::move(given.source) | cogen::accumulate(greater)),
            model::accumulate(given.expected, [](int left, int right) { return std::max(left, right); }, std::nullopt)};
  }

  std::deque<std::vector<element>> lent_;
  std::deque<std::vector<int>> lent_values_;
};

// Takes elements, and compares them.
template <class Reference>
class consumer {
  using element = std::remove_cvref_t<Reference>;
  using any = any_source<Reference>;

 public:
  consumer(any source, stream expected, std::string const& what)
      : source_(std::move(source)), expected_(std::move(expected)), what_(what) {}

  // False when nothing more can be expected.
  bool act(int which, int argument) {
    std::size_t const n = static_cast<std::size_t>(argument) % 8;
    try {
      return take(which % 22, argument, n);
    } catch (source_failed const&) {
      expect(next_or_less() && expected_.end == ending::source_failed, "the source has failed too early");
    } catch (std::invalid_argument const&) {
      expect(next_or_less() && expected_.end == ending::refused, "invalid_argument where there is none");
    }
    after_error();
    return false;
  }
  [[nodiscard]] bool at_end() const { return next_ == expected_.size() && expected_.ends(); }
  // The end is the end.
  void check_end() {
    for (int i = 0; i != 2; ++i) {
      expect(source_.pull() == nullptr, "an element behind the end");
      expect(source_.segment(3).empty(), "a segment behind the end");
    }
  }

 private:
  void expect(bool holds, char const* what) const {
    if (holds) return;
    std::string text = std::string(what) + "\n" + what_ + "expected, at " + std::to_string(next_) + ":";
    for (int const value : expected_.elements) text += " " + std::to_string(value);
    fail(text + (expected_.ends() ? " end" : " error"));
  }
  // A sink that throws may have taken any number of elements.
  [[nodiscard]] bool next_or_less() const { return sinks_ || next_ == expected_.size(); }
  void after_error() {
    for (int i = 0; i != 30; ++i) {
      try {
        if (source_.pull() == nullptr) break;
      } catch (source_failed const&) {
      } catch (std::invalid_argument const&) {
      }
    }
  }

  template <class Value>
  void expect_next(Value const& value) {
    expect(next_ < expected_.size(), "an element too many");
    if (value_of(value) != expected_[next_]) std::fprintf(stderr, "got %d\n", value_of(value));
    expect(value_of(value) == expected_[next_], "another element");
    ++next_;
  }
  bool expect_end() {
    expect(at_end(), "an end too early");
    return false;
  }
  [[nodiscard]] std::vector<int> rest() const {
    return {expected_.elements.begin() + static_cast<std::ptrdiff_t>(next_), expected_.elements.end()};
  }
  // A sink has read to the end.
  bool all_read() {
    next_ = expected_.size();
    return expect_end();
  }

  bool take(int which, int argument, std::size_t n) {
    test_of const test{argument};
    std::vector<int> const left = rest();
    sinks_ = which >= 5;
    switch (which) {
      case 0: {
        auto const next = source_.next();
        if (!next) return expect_end();
        expect_next(*next);
        return true;
      }
      case 1: {
        auto* const next = source_.pull();
        if (next == nullptr) return expect_end();
        expect_next(*next);
        return true;
      }
      case 2:
        for (auto&& next : source_) {
          expect_next(next);
          if (n-- == 0) return true;
        }
        return expect_end();
      case 3:
        for (auto const& next : source_.segment(n)) expect_next(next);
        return true;
      case 4:
        ++moves;
        return true;
      case 5: {
        std::size_t count = 0;
        for (auto&& next : source_ | cogen::take(n)) {
          expect_next(next);
          ++count;
        }
        return count == n || expect_end();
      }
      case 6: {
        auto const all = source_ | cogen::to<std::vector>();
        for (auto const& next : all) expect_next(next);
        return expect_end();
      }
      case 7:
        source_ | cogen::for_each([this](element const& next) { expect_next(next); });
        return expect_end();
      case 8: {
        auto const count = source_ | cogen::fold(std::size_t(0), [this](std::size_t before, element const& next) {
                             expect_next(next);
                             return before + 1;
                           });
        expect(count == left.size(), "fold has another count");
        return expect_end();
      }
      case 9:
        expect((source_ | cogen::length) == left.size(), "another length");
        return all_read();
      case 10: {
        auto const last = source_ | cogen::last;
        expect(last ? !left.empty() && value_of(*last) == left.back() : left.empty(), "another last");
        return all_read();
      }
      case 11: {
        auto const least = source_ | cogen::min;
        expect(least ? !left.empty() && value_of(*least) == *std::min_element(left.begin(), left.end()) : left.empty(),
               "another minimum");
        return all_read();
      }
      case 12: {
        auto const greatest = source_ | cogen::max;
        expect(greatest ? !left.empty() && value_of(*greatest) == *std::max_element(left.begin(), left.end())
                        : left.empty(),
               "another maximum");
        return all_read();
      }
      case 13: {
        auto const both = source_ | cogen::minmax;
        expect(both ? !left.empty() && value_of(both->min) == *std::min_element(left.begin(), left.end()) &&
                          value_of(both->max) == *std::max_element(left.begin(), left.end())
                    : left.empty(),
               "another minmax");
        return all_read();
      }
      case 14: {
        long total = 0;
        for (int const value : left) total += value;
        expect((source_ | cogen::map([](element const& next) { return value_of(next); }) | cogen::sum) == total,
               "another sum");
        return all_read();
      }
      case 15:
      case 16:
      case 17: {
        bool const wanted = which == 16;  // none and any stop at the first that holds, all at the first that does not
        auto const found = std::find_if(left.begin(), left.end(), [&](int value) { return test(value) != wanted; });
        bool const answer = which == 15   ? (source_ | cogen::any(test)) == (found != left.end())
                            : which == 16 ? (source_ | cogen::all(test)) == (found == left.end())
                                          : (source_ | cogen::none(test)) == (found == left.end());
        expect(answer, "another answer of any, all or none");
        if (found == left.end()) return all_read();
        next_ += static_cast<std::size_t>(found - left.begin()) + 1;
        return true;
      }
      case 18: {
        auto const found = source_ | cogen::nth(n);
        expect(found.has_value() == (n < left.size()), "nth is there or not");
        if (!found) return all_read();
        next_ += n;
        expect_next(*found);
        return true;
      }
      case 19:
        source_ | cogen::consume(n);
        if (n > left.size()) return all_read();
        next_ += n;
        return true;
      case 20: {
        auto const parts = source_ | cogen::partition(test);
        std::size_t rejected = 0;
        std::size_t accepted = 0;
        for (int const value : left) {
          auto const& part = test(value) ? parts.accepted : parts.rejected;
          std::size_t& at = test(value) ? accepted : rejected;
          expect(at < part.size() && value_of(part[at++]) == value, "another partition");
        }
        expect(rejected == parts.rejected.size() && accepted == parts.accepted.size(), "a partition of another size");
        return all_read();
      }
      default: {
        std::string joined;
        for (int const value : left) joined += (joined.empty() ? "" : ",") + std::to_string(value);
        auto const text = [](element const& next) { return std::to_string(value_of(next)); };
        expect((source_ | cogen::map(text) | cogen::join(",")) == joined, "another text");
        return all_read();
      }
    }
  }

  any source_;
  stream expected_;
  std::string const& what_;
  std::size_t next_ = 0;
  bool sinks_ = false;
};

template <class Reference>
void run(input& bytes) {
  moves = 0;
  chains<Reference> tools;
  int const kind = bytes.byte();
  int const argument = bytes.byte();
  std::string what = "source " + std::to_string(kind % source_kinds) + " " + std::to_string(argument) + "\n";
  {
    auto chain = tools.source_of(kind, argument, 40);
    for (int left = bytes.below(6); left != 0; --left) {
      int const which = bytes.below(chains<Reference>::steps);
      int const a = bytes.byte();
      int const b = bytes.byte();
      if (chain.expected.size() > 1500) break;
      what += "step " + std::to_string(which) + " " + std::to_string(a) + " " + std::to_string(b) + "\n";
      chain = tools.step(std::move(chain), which, a, b);
    }
    if (std::getenv("COGEN_FUZZ_EXPLAIN") != nullptr) std::fputs(what.c_str(), stderr);
    consumer<Reference> consume(std::move(chain.source), std::move(chain.expected), what);
    bool more = true;
    for (int left = 20; more && left != 0 && !bytes.empty(); --left) {
      int const which = bytes.byte();
      more = consume.act(which, which / 22);
    }
    if (consume.at_end()) consume.check_end();
  }
  tools.check_lent();
}

}  // namespace
}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  fuzz::input bytes(data, size);
  if (bytes.byte() % 2 == 0) {
    fuzz::run<fuzz::item&&>(bytes);
  } else {
    fuzz::run<int const&>(bytes);
  }
  fuzz::check(fuzz::item::live == 0, "elements are left over");
  return 0;
}
