"""A night in words: its message, a member's ballot, what is posted beside it, its history. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.nights.night import Night, NightFilm, Post, Stage, Why
from bot.nights.outcome import CREDIT_STEP, MOST_CREDIT, count_vetoes, credits_after, runners_up
from bot.ui import limits
from bot.ui.times import stamp
from recsys.types import GroupStrategy

_FAIREST: Final = "even its least happy viewer is happier than with any other"
_STRATEGIES: Final[Mapping[GroupStrategy, str]] = {
    GroupStrategy.AVERAGE: "the best for most",
    GroupStrategy.NO_MISERY: "nothing anyone would hate",
}
_JUST_NOW: Final = timedelta(minutes=1)
_REASONS: Final = 3
_REASON: Final = 150
_VETOES: Final = 700
"""Characters that vetoes may take up, so that what comes after them is still read."""

# A fit is a share of the member's best film, and such shares fall quickly: on MovieLens
# latest-small the tenth best film of a member has 0.65 on average, the 50th 0.34, the 200th 0.14
# of 9,700. The blocks tell those places apart, and each number of blocks has one word.
_BLOCKS: Final = (0.05, 0.15, 0.35, 0.6, 0.85)
"""From which fit on there is one block more; from the second on a fit is okay, good, great."""
_WORDS: Final = ("weak", "weak", "okay", "good", "great", "great")
_GOOD: Final = _BLOCKS[2]
_NAMED: Final = 6
"""Members who are named with a bar of their own; more would fill the message."""
_CROWD: Final = 2
"""So many hidden members are a group in which nobody can be told apart."""


def headline(night: Night, titles: Mapping[int, str]) -> str:
    """Return the text above the films of a night's message; titles are by film, made harmless."""
    lines = [_top(night), _who(night)]
    neutral = sorted(member.member_id for member in night.members if not member.has_taste)
    match night.stage:
        case Stage.GATHERING:
            lines += _gathering(night, neutral)
        case Stage.VOTING | Stage.RUNOFF:
            lines += _voting(night, neutral)
        case Stage.DECIDED | Stage.WATCHED:
            lines += _decided(night, titles)
        case Stage.CANCELLED:
            lines = [f"🎟️ ~~Movie night~~ cancelled. {_organiser(night)}"]
    return limits.lines_within([line for line in lines if line], limits.CONTENT)


def ballot_text(night: Night, member_id: int, titles: Mapping[int, str]) -> str:
    """Return the text of one member's ballot, for their eyes alone; titles as of `headline`."""
    veto = night.vetoes.get(member_id)
    lines = ["🗳️ **Your ballot** (only you can see it)"]
    for film in night.on_ballot:
        mark = "✅" if member_id in night.votes.get(film.id, ()) else "▫️"
        if veto is not None and veto.film_id == film.id:
            mark = "🚫"
        fit = film.fits.get(member_id)
        said = "" if fit is None else f" — {own_fit(fit)}"
        lines.append(f"{mark} **{night.numbers[film.id]}** {titles[film.id]}{said}")
    if all(film.fits.get(member_id) is None for film in night.films):
        lines.append("I didn't know your taste when I chose these, so you counted as neutral.")
    rule = "✅ every film you'd watch" + ("; 🚫 one veto." if night.stage is Stage.VOTING else ".")
    lines.append(
        f"{rule} Press **I'm done** when you are, and again if you change something afterwards."
    )
    return limits.lines_within(lines, limits.CONTENT)


def post_text(night: Night, post: Post, title: str, now: datetime) -> str:
    """Return what is posted beside a night's message about the film of this title."""
    if post is Post.HOW_WAS_IT:
        return f"🎬 How was **{title}**? Everyone who joined can say. {link(night)}"
    starts_at = night.options.starts_at or now
    starts = "starts" if now - starts_at < _JUST_NOW else "started"
    who = " ".join(f"<@{member}>" for member in night.member_ids)
    return f"🍿 **{title}** {starts} {stamp(starts_at, 'R')}. {who}\n{link(night)}"


def ended(night: Night) -> str:
    """Return how a vote ended."""
    return "It's a tie, so there's a run-off." if night.stage is Stage.RUNOFF else "It's decided."


def link(night: Night) -> str:
    """Return a link to a night's message; empty before it has one."""
    return f"[See the movie night]({address(night)})" if night.message_id is not None else ""


def address(night: Night) -> str:
    """Return the address of a night's message; empty before it has one."""
    if night.message_id is None:
        return ""
    return f"https://discord.com/channels/{night.guild_id}/{night.channel_id}/{night.message_id}"


def history_text(nights: Sequence[Night], titles: Mapping[int, str], page: int) -> str:
    """Return a line for each watched night; titles are by night, made harmless."""
    if not nights:
        if page > 1:
            return "There were no movie nights that far back."
        return "Nothing yet. Start the first with `/movienight start`."
    lines = []
    for night in nights:
        when = _when(night)
        liked = sum(night.liked.values())
        lines.append(
            f"{stamp(when, 'D')} · **{titles.get(night.id, 'a film')}** · "
            f"👍 {liked} 👎 {len(night.liked) - liked} of {len(night.members)}"
        )
    return limits.lines_within(lines, limits.EMBED_DESCRIPTION)


def bar(fit: float) -> str:
    """Return a fit of 0 … 1 as five blocks."""
    full = _blocks(fit)
    return "▰" * full + "▱" * (len(_BLOCKS) - full)


def word(fit: float) -> str:
    """Return a fit of 0 … 1 in a word."""
    return _WORDS[_blocks(fit)]


def own_fit(fit: float) -> str:
    """Return a member's own fit, for their eyes alone."""
    return f"{bar(fit)} {word(fit)} fit for you"


def group_lines(fits: Mapping[int, float | None], visible: Collection[int]) -> list[str]:
    """Return what everybody may read about a film's fits.

    A member who shows their taste in this server has a line; all others are only part of the
    group. Where one member alone is hidden, they are no part of it, for it would give them away.
    Members without taste, whose fit is ``None``, are in neither.
    """
    known = {member: fit for member, fit in fits.items() if fit is not None}
    shown = {member: fit for member, fit in known.items() if member in visible}
    hidden = len(known) - len(shown)
    lines = []
    if hidden == 0 or hidden >= _CROWD:
        lines += [_group(list(known.values()), "everyone")] if known else []
    elif len(shown) > 1:
        lines.append(_group(list(shown.values()), "everyone who shows their taste"))
    named = sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))[:_NAMED]
    lines += [f"<@{member}> {bar(fit)} {word(fit)}" for member, fit in named]
    rest = [
        f"{len(shown) - len(named)} more" if len(shown) > len(named) else "",
        f"{hidden} with a hidden taste" if hidden else "",
    ]
    if shown and any(rest):
        lines.append(f"and {', '.join(filter(None, rest))}")
    return lines


def _top(night: Night) -> str:
    when = night.options.starts_at
    time = f" · {stamp(when)} ({stamp(when, 'R')})" if when else ""
    return f"## 🎟️ Movie night{time}"


def _who(night: Night) -> str:
    mentions = " ".join(f"<@{member}>" for member in night.member_ids)
    joined = f"**{len(night.members)}** in: {mentions}" if mentions else "nobody's in yet"
    return " · ".join(filter(None, [_organiser(night), joined]))


def _organiser(night: Night) -> str:
    """Name the organiser, unless they had their data deleted."""
    return f"Organised by <@{night.organiser_id}>" if night.organiser_id else ""


def _gathering(night: Night, neutral: Collection[int]) -> list[str]:
    asker = "anyone who joined" if night.options.anybody_suggests else "the organiser"
    return [
        _filters(night),
        _neutral(neutral, " Press **Join** to rate a few films."),
        f"Press **Join** to take part. Then {asker} can press **Suggest films**.",
    ]


def _voting(night: Night, neutral: Collection[int]) -> list[str]:
    ends = f" It ends {stamp(night.vote_ends_at, 'R')}." if night.vote_ends_at else ""
    done = sum(member.done for member in night.members)
    if night.stage is Stage.RUNOFF:
        numbers = " and ".join(str(night.numbers[film.id]) for film in night.on_ballot)
        rule = f"**It's a tie!** Run-off between {numbers}: press ✅ on every film you'd watch."
    else:
        rule = (
            "**Vote:** press ✅ on every film you'd watch. "
            "Your one 🚫 veto is in **My ballot**; press **I'm done** there."
        )
    return [
        _neutral(neutral, ""),
        f"{rule}{ends}",
        f"{done} of {len(night.members)} done; it ends early when all are. {_open_votes(night)}",
    ]


def _open_votes(night: Night) -> str:
    if night.options.hidden_votes:
        return "Votes stay hidden until the end."
    return " · ".join(
        f"**{night.numbers[film.id]}**: {len(night.votes.get(film.id, ()))} ✅"
        for film in night.on_ballot
    )


def _decided(night: Night, titles: Mapping[int, str]) -> list[str]:
    winner = night.winner
    if winner is None or night.why is None:
        return []
    votes = night.approvals
    second = next(iter(runners_up(night)), None)
    lines = [
        f"🏆 **{titles[winner.id]}** — {_approvals(night, winner)}. {_why(night, night.why)}",
        f"Second: **{titles[second.id]}**, {_approvals(night, second)}." if second else "",
        _vetoed(night, titles),
        _next_time(night) if votes else "",
    ]
    if night.stage is Stage.WATCHED:
        liked = sum(night.liked.values())
        lines.append(f"🎬 Watched. 👍 {liked} · 👎 {len(night.liked) - liked}")
    return lines


def _why(night: Night, why: Why) -> str:
    match why:
        case Why.APPROVALS:
            return "It got the most votes."
        case Why.RUNOFF:
            votes = sorted((len(members) for members in night.runoff.values()), reverse=True)
            return f"The vote was tied; it won the run-off {' : '.join(map(str, votes))}."
        case Why.FAIREST:
            tied = (
                "The vote and the run-off were tied"
                if night.runoff
                else "The vote was tied, with no time for a run-off"
            )
            return f"{tied}, so the fairest won: {_FAIREST}."
        case Why.NO_VOTES if any(night.approvals.values()):
            return "Every film with votes got a veto, so the fairest of the others won."
        case Why.NO_VOTES:
            return f"Nobody voted for a film, so the fairest won: {_FAIREST}."
        case Why.ALL_VETOED:
            return (
                "Every film got a veto, so one with the fewest vetoes won: the one with the most "
                "votes."
            )


def _approvals(night: Night, film: NightFilm) -> str:
    count = len(night.approvals.get(film.id, ()))
    return f"{count} vote{'' if count == 1 else 's'}"


def _vetoed(night: Night, titles: Mapping[int, str]) -> str:
    vetoes = count_vetoes(night)
    if not vetoes:
        return ""
    parts: list[str] = []
    for film_id, count in vetoes.items():
        reasons = [
            veto.reason for veto in night.vetoes.values() if veto.film_id == film_id and veto.reason
        ][:_REASONS]
        said = "; ".join(
            f"“{limits.plain_clipped(limits.linkless(reason), _REASON)}”" for reason in reasons
        )
        times = f" ×{count}" if count > 1 else ""
        full, short = f"{titles[film_id]}{times} ({said})", f"{titles[film_id]}{times}"
        room = _VETOES - sum(map(len, parts))
        parts += [part for part in (full if said else short, short) if len(part) <= room][:1]
    left = len(vetoes) - len(parts)
    return f"🚫 Vetoed: {' · '.join([*parts, f'{left} more'] if left else parts)}"


def _next_time(night: Night) -> str:
    raised = sum(credit > 0 for credit in credits_after(night).values())
    if not raised:
        return ""
    who = "One member" if raised == 1 else f"{raised} members"
    return (
        f"⚖️ {who} didn't get a film they voted for, so they count {CREDIT_STEP:.0%} more next "
        f"time ({MOST_CREDIT:.0%} at most)."
    )


def _neutral(neutral: Collection[int], advice: str) -> str:
    if not neutral:
        return ""
    mentions = " ".join(f"<@{member}>" for member in neutral)
    return f"I don't know the taste of {mentions} yet, so they count as neutral.{advice}"


def _filters(night: Night) -> str:
    options = night.options
    parts = [
        limits.plain(options.genre or ""),
        f"from {options.first}" if options.first else "",
        f"up to {options.last}" if options.last else "",
        f"at most {options.max_minutes} min" if options.max_minutes else "",
        _STRATEGIES.get(options.strategy, ""),
        "rewatches allowed" if options.rewatches else "",
    ]
    shown = " · ".join(part for part in parts if part)
    return f"Films: {shown}" if shown else ""


def _when(night: Night) -> datetime:
    """Return when it was watched: at its time, or before if somebody said so."""
    known = [night.options.starts_at, night.watched_at]
    return min((moment for moment in known if moment is not None), default=night.created_at)


def _group(fits: list[float], all_of_them: str) -> str:
    mean, worst = sum(fits) / len(fits), min(fits)
    good = sum(fit >= _GOOD for fit in fits)
    return f"{bar(mean)} {_for_how_many(good, len(fits), all_of_them)}; at worst {word(worst)}"


def _for_how_many(good: int, members: int, all_of_them: str) -> str:
    if good == members:
        return f"a good fit for {all_of_them}"
    if good == 0:
        return f"a compromise for {all_of_them}"
    return f"a good fit for {good} of {members}"


def _blocks(fit: float) -> int:
    return sum(fit >= least for least in _BLOCKS)
