"""A checked report as the claim checks of an allocation document, beside those typed by hand."""

from __future__ import annotations

from signals.allocation.contract import ClaimCheck, ClaimForm, ClaimPart, ClaimPlace, ClaimSource, Text
from signals.allocation.contract import Verdict as DocumentVerdict
from signals.claims.claim import Claim
from signals.claims.report import CheckedReport, lines_of
from signals.claims.verdict import Judged
from signals.claims.wording import reading
from signals.words import Word, said


def claim_checks(report: CheckedReport) -> tuple[ClaimCheck, ...]:
    """Return one check a claim; its source names the report and the line.

    What is stale is contradicted in the document, and its summary says when it was last true.
    """
    lines = lines_of(report)
    return tuple(
        _check(report, one, number, line)
        for number, (one, line) in enumerate(zip(report.judged, lines, strict=True), start=1)
    )


def _check(report: CheckedReport, one: Judged, number: int, line: int) -> ClaimCheck:
    read_as, summary = _text(reading(one.claim)), _summary(one)
    verdict: DocumentVerdict = "contradicted" if one.verdict == "stale" else one.verdict
    finding = one.finding
    return ClaimCheck(
        id=f"read_{number:03d}",
        claim=Text(en=one.claim.quote, zh=one.claim.quote),
        source=ClaimSource(
            document=f"{report.name or 'stdin'}, line {line}", date=report.day, quote=one.claim.quote
        ),
        reading=read_as,
        about="event" if one.claim.about.startswith(("pboc.", "policy.")) else "value",
        checked_as_of=report.day,
        verdict=verdict,
        summary=summary,
        parts=(
            ClaimPart(
                label=read_as,
                test=_test(one.claim),
                verdict=verdict,
                actual=finding.actual,
                unit=finding.unit if finding.unit not in {"", "bool", "points"} else None,
                error=finding.error,
                detail=summary,
                witness=False,
                facts=(),
            ),
        ),
        place=ClaimPlace(line=line, start=one.claim.start, end=one.claim.end),
        form=ClaimForm(
            about=one.claim.about, when=one.claim.when, op=one.claim.op, value=one.claim.value,
            unit=one.claim.unit, detail=one.claim.detail,
        ),
    )  # fmt: skip


def _test(claim: Claim) -> str:
    return " ".join(
        word
        for word in (claim.about, claim.when, claim.op, str(claim.value), claim.unit, claim.detail)
        if word
    )


def _text(word: Word) -> Text:
    return Text(en=word.text("en"), zh=word.text("zh"))


def _summary(one: Judged) -> Text:
    def of(lang: str) -> str:
        finding = one.finding
        parts = [str(finding.actual)] if finding.actual is not None else []
        parts += [said(what, lang) for what in (finding.note, finding.source) if what]
        if one.last_true is not None:
            parts.append(f"last true on {one.last_true}" if lang == "en" else f"最后成立于{one.last_true}")
        if one.last_true_before is not None:
            day = one.last_true_before
            parts.append(f"read strictly, on {day}" if lang == "en" else f"按严格读法为{day}")
        return ("; " if lang == "en" else "；").join(parts)

    return Text(en=of("en"), zh=of("zh"))
