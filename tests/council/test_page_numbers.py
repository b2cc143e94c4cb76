"""Which pages a list offers links to, at a cost that does not grow with them."""

import pytest
from django.core.paginator import Paginator

from council.templatetags.sarapshy import page_numbers


@pytest.mark.parametrize(
    ("pages", "present", "expected"),
    [
        (1, 1, [1]),
        (3, 2, [1, 2, 3]),
        (9, 1, [1, 2, None, 9]),
        (9, 5, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (2000, 700, [1, None, 699, 700, 701, None, 2000]),
    ],
)
def test_the_ends_and_the_neighbours_are_offered(pages, present, expected):
    found = Paginator(range(50 * pages), 50).page(present)
    assert page_numbers(found) == expected
