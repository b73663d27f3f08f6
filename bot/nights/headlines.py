"""The text above the films: what happens now, who is in, and what to do next. Pure."""

from collections.abc import Collection, Mapping
from typing import Final

from bot import limits
from bot.nights.rules import CREDIT_STEP, count_vetoes, credits_after
from bot.nights.types import Night, NightFilm, Stage, Why
from bot.times import stamp

_WHY: Final[Mapping[Why, str]] = {
    Why.APPROVALS: "It has the most approvals.",
    Why.RUNOFF: "It won the run-off.",
    Why.FAIREST: "The vote was tied; of the tied films it leaves nobody out the most.",
    Why.NO_VOTES: "Nobody voted; of the films without a veto it is the fairest.",
    Why.ALL_VETOED: (
        "Every film has a veto, so none could win without one: "
        "it has the fewest, then the most approvals."
    ),
}
_REASONS: Final = 3
_REASON: Final = 150


def headline(night: Night, *, titles: Mapping[int, str], neutral: Collection[int] = ()) -> str:
    """Return the text of a night's message.

    Args:
        night: as it is stored.
        titles: of its films by their id in this night, made harmless already.
        neutral: members without any taste yet.
    """
    lines = [_top(night), _who(night)]
    match night.stage:
        case Stage.GATHERING:
            lines += _gathering(night, neutral)
        case Stage.VOTING | Stage.RUNOFF:
            lines += _voting(night, neutral)
        case Stage.DECIDED | Stage.WATCHED:
            lines += _decided(night, titles)
        case Stage.CANCELLED:
            lines = [f"🎟️ ~~Movie night~~ cancelled. Organised by <@{night.organiser_id}>."]
    return limits.lines_within([line for line in lines if line], limits.CONTENT)


def _top(night: Night) -> str:
    when = night.options.starts_at
    time = f" · {stamp(when)} ({stamp(when, 'R')})" if when else ""
    return f"## 🎟️ Movie night{time}"


def _who(night: Night) -> str:
    mentions = " ".join(f"<@{member}>" for member in night.member_ids)
    return f"Organised by <@{night.organiser_id}> · **{len(night.members)}** in: {mentions}"


def _gathering(night: Night, neutral: Collection[int]) -> list[str]:
    asker = "anybody who joined" if night.options.anybody_suggests else "the organiser"
    return [
        _filters(night),
        _neutral(neutral),
        f"**Join** to be counted; {asker} then presses **Suggest films**.",
    ]


def _voting(night: Night, neutral: Collection[int]) -> list[str]:
    ends = f" It ends {stamp(night.vote_ends_at, 'R')}." if night.vote_ends_at else ""
    done = sum(member.done for member in night.members)
    if night.stage is Stage.RUNOFF:
        numbers = " and ".join(
            str(number)
            for number, film in enumerate(night.films, start=1)
            if film.id in night.runoff
        )
        rule = f"**A tie: run-off** between {numbers}. Press ✅ on what you would watch."
    else:
        rule = "**Vote:** press ✅ on every film that you would watch; one 🚫 veto each."
    return [
        _neutral(neutral),
        f"{rule}{ends}",
        f"{done} of {len(night.members)} are done. {_open_votes(night)}".strip(),
    ]


def _open_votes(night: Night) -> str:
    if night.options.hidden_votes:
        return "Votes stay hidden until the end."
    votes = night.runoff or night.approvals
    return " · ".join(
        f"**{number}**: {len(votes.get(film.id, ()))} ✅"
        for number, film in enumerate(night.films, start=1)
        if film in night.on_ballot
    )


def _decided(night: Night, titles: Mapping[int, str]) -> list[str]:
    winner = night.winner
    if winner is None or night.why is None:
        return []
    votes = night.approvals
    second = _second(night, winner)
    lines = [
        f"🏆 **{titles[winner.id]}** — {_approvals(night, winner)}. {_WHY[night.why]}",
        f"Second: **{titles[second.id]}**, {_approvals(night, second)}." if second else "",
        _vetoed(night, titles),
        _next_time(night) if votes else "",
    ]
    if night.stage is Stage.WATCHED:
        liked = sum(night.liked.values())
        lines.append(f"🎬 Watched. 👍 {liked} · 👎 {len(night.liked) - liked}")
    return lines


def _second(night: Night, winner: NightFilm) -> NightFilm | None:
    vetoes = count_vetoes(night)
    others = [
        film
        for film in night.films
        if film.id != winner.id and night.approvals.get(film.id) and film.id not in vetoes
    ]
    return max(
        others,
        key=lambda film: (
            len(night.runoff.get(film.id, ())),
            len(night.approvals[film.id]),
            film.worst_fit,
        ),
        default=None,
    )


def _approvals(night: Night, film: NightFilm) -> str:
    count = len(night.approvals.get(film.id, ()))
    return f"{count} approval{'' if count == 1 else 's'}"


def _vetoed(night: Night, titles: Mapping[int, str]) -> str:
    vetoes = count_vetoes(night)
    if not vetoes:
        return ""
    parts = []
    for film_id, count in vetoes.items():
        reasons = [
            veto.reason for veto in night.vetoes.values() if veto.film_id == film_id and veto.reason
        ][:_REASONS]
        said = "; ".join(f"“{limits.plain_clipped(reason, _REASON)}”" for reason in reasons)
        times = f" ×{count}" if count > 1 else ""
        parts.append(f"{titles[film_id]}{times}{f' ({said})' if said else ''}")
    return f"🚫 Vetoed: {' · '.join(parts)}"


def _next_time(night: Night) -> str:
    raised = sum(credit > 0 for credit in credits_after(night).values())
    if not raised:
        return ""
    who = "One member" if raised == 1 else f"{raised} members"
    return (
        f"⚖️ {who} approved of other films only and "
        f"count{'s' if raised == 1 else ''} {CREDIT_STEP:.0%} more next time."
    )


def _neutral(neutral: Collection[int]) -> str:
    if not neutral:
        return ""
    mentions = " ".join(f"<@{member}>" for member in neutral)
    return f"No taste known yet, so neutral: {mentions} (rate films with `/recommend`)"


def _filters(night: Night) -> str:
    options = night.options
    parts = [
        limits.plain(options.genre or ""),
        f"from {options.first}" if options.first else "",
        f"until {options.last}" if options.last else "",
        f"at most {options.max_minutes} min" if options.max_minutes else "",
        f"strategy {options.strategy.value}" if options.strategy.value != "fair" else "",
        "rewatches allowed" if options.rewatches else "",
    ]
    shown = " · ".join(part for part in parts if part)
    return f"Films: {shown}" if shown else ""
