"""What `make bench` makes of seconds taken by turns."""

from functools import partial

from tests.bench.timing import Ratio, by_turns


def test_a_ratio_is_of_medians_and_tells_its_parts():
    one = [0.002] * 8 + [0.006] * 2
    other = [0.001] * 10
    assert Ratio.of(one, other) == Ratio(2.0, 2.0, 6.0, 2.0)
    assert str(Ratio.of(one, other)) == "2.00 (2.00–6.00)"


def test_things_are_done_by_turns_and_the_first_rounds_are_not_counted():
    done: list[str] = []
    things = {name: partial(done.append, name) for name in "ab"}
    took = by_turns(things, rounds=3, warm=1)
    assert done == ["a", "b"] * 4
    assert {name: len(seconds) for name, seconds in took.items()} == {"a": 3, "b": 3}
