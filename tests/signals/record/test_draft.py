"""A draft behind its chain is the document that is written when each is sealed before the next is begun."""

from __future__ import annotations

import datetime as dt

import pytest

from signals.allocation.build import sealed
from signals.allocation.calls import Past
from signals.record.draft import MARK, Draft, Link, as_file

FRIDAYS = [dt.date(2024, 2, 16) + dt.timedelta(weeks=ahead) for ahead in range(4)]
CUTS = [3.6, None, None, 3.6]
"""Known or stale: a flag is new on the second day, stands on the third and is cleared on the fourth."""


@pytest.fixture
def on_day(make_call, make_facts, make_document):
    def document(place: int, before=None):
        """Return the document of a day behind the one before it; its hash is right where that one's is."""
        facts = make_facts(FRIDAYS[place], cuts_2024=CUTS[place])
        return make_document(make_call(facts), past=Past(logged=True, document=before))

    return document


def unsealed(document):
    """Return a document with another hash, as one has that waits for it."""
    seal = document.content_hash.model_copy(update={"value": "0" * 64})
    return document.model_copy(update={"content_hash": seal})


@pytest.fixture
def chain(on_day):
    """The documents of the days, each behind the whole one before it."""
    found = []
    for place in range(len(FRIDAYS)):
        found.append(on_day(place, found[-1] if found else None))
    return found


def test_the_chain_raises_and_clears_a_flag(chain):
    stood = [
        next((flag.status for flag in document.risk_flags if flag.id.endswith(".stale")), None)
        for document in chain
    ]

    assert stood == [None, "new", "ongoing", None]


def test_drafts_that_know_only_the_day_before_give_the_documents_of_a_chain(on_day, chain):
    link = None
    for place, whole in enumerate(chain):
        before = unsealed(on_day(place - 1)) if place else None
        written = Draft.of(unsealed(on_day(place, before))).behind(link)
        link = written.link

        assert written.content == as_file(whole.as_json())
        assert written.as_of == FRIDAYS[place]
        assert link == Link.of(whole)


def test_a_chain_goes_on_behind_a_document_that_was_read_back(on_day, chain):
    draft = Draft.of(unsealed(on_day(3, chain[2])))

    assert draft.behind(Link.of(chain[2])).content == as_file(chain[3].as_json())


def test_the_chain_moves_every_later_hash(on_day, chain):
    draft = Draft.of(unsealed(on_day(1, unsealed(on_day(0)))))
    other = Link(content_hash="f" * 64, first_raised=Link.of(chain[0]).first_raised)

    assert draft.behind(other).link.content_hash != draft.behind(Link.of(chain[0])).link.content_hash


def test_a_text_that_holds_the_mark_of_a_place_is_refused(on_day):
    document = on_day(0)
    marked = document.model_copy(
        update={"headline": document.headline.model_copy(update={"en": f"a{MARK}b"})}
    )

    with pytest.raises(ValueError, match=r"U\+FDD0"):
        Draft.of(sealed(marked))
