// expect: cogen: what is yielded must convert to the generator's Yield .all elements of a range or a generator: co_yield cogen::from
#include <cogen/generator.hpp>

#include <list>
#include <memory>
#include <string>
#include <vector>

cogen::generator<int> forgets_from(cogen::generator<int> numbers) { co_yield std::move(numbers); }

// expect: cogen: what is yielded must convert to the generator's Yield
cogen::generator<long> forgets_from_of_a_vector(std::vector<long> const& numbers) { co_yield numbers; }

// expect: cogen: what is yielded must convert to the generator's Yield
cogen::generator<std::string> yields_a_number() { co_yield 1; }

// expect: cogen: an element that can't be copied must be given away: co_yield std::move\(element\)
cogen::generator<std::unique_ptr<int>> copies_a_move_only(std::unique_ptr<int> owned) { co_yield owned; }

// expect: cogen: a generator of references can only yield what its Yield binds to: for T& no temporary and no constant
cogen::generator<int&> lends_a_constant(int const& constant) { co_yield constant; }

// expect: cogen: a generator of references can only yield what its Yield binds to: for T& no temporary and no constant
cogen::generator<std::string&> lends_a_temporary() { co_yield std::string("temporary"); }

// expect: cogen: a generator of references can only yield what its Yield binds to: for T& no temporary and no constant
cogen::generator<long&> lends_another_type(int& number) { co_yield number; }

// expect: cogen: co_yield from.range. needs elements that convert to the generator's Yield
cogen::generator<short> converts_strings(std::vector<std::string> const& words) { co_yield cogen::from(words); }

// expect: cogen: co_yield from.range. needs elements that convert to the generator's Yield
cogen::generator<short&> lends_constants(std::vector<short> const& numbers) { co_yield cogen::from(numbers); }

// expect: cogen: co_yield from.range. needs elements that convert to the generator's Yield
cogen::generator<unsigned&> lends_what_dies(std::list<unsigned> numbers) { co_yield cogen::from(std::move(numbers)); }

// expect: cogen: co_yield from.range. needs elements that convert to the generator's Yield
cogen::generator<std::unique_ptr<long>> copies_what_is_lent(std::vector<std::unique_ptr<long>>& owned) {
  co_yield cogen::from(owned);
}

// expect: return_value
cogen::generator<char> returns_without_return_type() {
  co_yield 'c';
  co_return 1;
}

// expect: return_void
cogen::generator<char, void, int> returns_nothing() {
  co_yield 'c';
  co_return;
}

// expect: (invalid conversion|cannot initialize a parameter) .*(int|return_value)
cogen::generator<char, void, int> returns_another_type() {
  co_yield 'c';
  co_return "text";
}
