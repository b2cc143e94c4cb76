"""What changed in the register, as an Atom feed (1.12)."""

from __future__ import annotations

from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from council.dates import numeric_date
from council.models import Council
from experts.open_data import LICENCE, entry_url
from experts.register_changes import Change, Place


class DatedFeed(Atom1Feed):
    """A feed as of a day: without entries it is as old as that day, not this hour."""

    def latest_post_date(self) -> datetime:
        """Return the moment of the latest change, or the beginning of the day."""
        moments = [item["updateddate"] for item in self.items]
        return max(moments, default=_moment(self.feed["day"]))


def register_atom(found: list[Change], on: date, language: str) -> bytes:
    """Return the changes as Atom, newest first; ids stay whatever the language."""
    council = Council.objects.first()
    page = f"{settings.SITE_URL}/{language}/register/changes/"
    address = f"{settings.SITE_URL}/register.atom"
    feed = DatedFeed(
        title=_("Changes in the register of experts"),
        link=page,
        description=None,
        language=language,
        author_name=council.name if council else "Sarapshy",
        feed_url=f"{address}?lang={language}",
        feed_guid=address,
        feed_copyright=LICENCE,
        day=on,
    )
    for change in found:
        url = entry_url(change.public_id, language) if change.public_id else page
        feed.add_item(
            title=f"{change.kind.label}: {change.name}",
            link=url,
            description=escape(_summary(change)),
            unique_id=_tag(change),
            updateddate=_moment(change.day),
        )
    text: str = feed.writeString("utf-8")
    return text.encode()


def _tag(change: Change) -> str:
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{change.day.isoformat()}:register/{change.code}"


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _summary(change: Change) -> str:
    """Return the rest of the change in one line: day, commission, protocol."""
    parts = [numeric_date(change.day)]
    if change.commission:
        places = [change.commission, *([change.target] if change.target else [])]
        parts.append(" → ".join(_named(place) for place in places))
    if change.protocol_date:
        parts.append(
            _("protocol № %(number)s, %(day)s")
            % {
                "number": change.protocol_number,
                "day": numeric_date(change.protocol_date),
            }
        )
    if change.experts:
        parts.append(_("experts – %(number)s") % {"number": change.experts})
    return "; ".join(parts)


def _named(place: Place) -> str:
    return f"№ {place.number} – {place.name}"
