"""Whose story a row belongs to: for the history of one row, and to find by a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey, Model, Q

from council import names
from council.audit import Tracked, tracked_models, versions
from council.models import Person

DEPTH = 4
MANY_PERSONS = 50
TEXTS_READ = 5000

Selection = dict[type[Tracked], Q]
"""Versions of these models only, those that meet the condition."""


def everything() -> Selection:
    """Return the versions of every tracked row."""
    return {model: Q() for model in tracked_models()}


def story_of(model: type[Tracked], condition: Q) -> Selection:
    """Return the versions of these rows and of what is part of them.

    By `part_of`, some steps down: a sitting, its items, their votes by name. Deleted
    rows stay in the story they belonged to, as it is read from the versions.
    """
    story, edge = {model: condition}, {model}
    for _step in range(DEPTH):
        found: Selection = {}
        for part in tracked_models():
            for key in _keys_of(part, part.part_of):
                if key.related_model in edge:
                    whole: Any = key.related_model
                    rows = versions(whole).filter(story[whole]).values("id")
                    inside = Q(**{f"{key.attname}__in": rows})
                    found[part] = found.get(part, Q()) | inside
        for part, inside in found.items():
            story[part] = story[part] | inside if part in story else inside
        edge = set(found)
    return story


def persons_named(text: str) -> list[int]:
    """Return the keys of persons who bear or bore this name; one too many at most."""
    found = versions(Person)
    for word in names.fold(text).split():
        found = found.filter(search_key__contains=word)
    return list(found.values_list("id", flat=True).distinct()[: MANY_PERSONS + 1])


def rows_named(text: str, persons: Iterable[int]) -> Selection:
    """Return the versions of what belongs to these persons or names one of them.

    And of the rows in whose own words (`found_by`) the text stands, among the
    TEXTS_READ that were written last of each kind.
    """
    keys = list(persons)
    found = story_of(Person, Q(id__in=keys)) if keys else {}
    for model in tracked_models():
        conditions = [
            Q(**{f"{key.attname}__in": keys})
            for key in _keys_of(model, [key.name for key in foreign_keys(model)])
            if keys and key.related_model is Person
        ]
        if rows := _rows_with_words(model, names.fold(text).split()):
            conditions.append(Q(id__in=rows))
        for condition in conditions:
            found[model] = found[model] | condition if model in found else condition
    return found


def _rows_with_words(model: type[Tracked], words: list[str]) -> set[int]:
    if not model.found_by:
        return set()
    rows = versions(model).order_by("-history_id").values_list("id", *model.found_by)
    return {
        key
        for key, *texts in rows[:TEXTS_READ]
        if all(word in names.fold(" ".join(map(str, texts))) for word in words)
    }


def foreign_keys(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    """Return the columns that point to other rows."""
    return [
        field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)
    ]


def _keys_of(model: type[Tracked], wanted: Iterable[str]) -> list[ForeignKey[Any, Any]]:
    return [key for key in foreign_keys(model) if key.name in set(wanted)]
