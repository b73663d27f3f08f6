"""A night in words: its message, a member's ballot, what is posted beside it, its history. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from bot.nights.buttons import Verb
from bot.nights.fit_words import FIT_WORDS, own_fit
from bot.nights.night import (
    POSTS,
    VOTES,
    FilmSource,
    Night,
    NightFilm,
    NightMember,
    Post,
    Stage,
    Why,
)
from bot.nights.outcome import CREDIT_STEP, MOST_CREDIT, count_vetoes, credits_after, seconds
from bot.ui import limits
from bot.ui.times import stamp
from recsys.fits import fit_word
from recsys.types import GroupStrategy

POST_MARKS: Final[Mapping[Post, str]] = {
    Post.FILMS: "🗳️",
    Post.RUNOFF: "⚖️",
    Post.WINNER: "🏆",
    Post.SOON: "⏰",
    Post.REMINDER: "🍿",
    Post.HOW_WAS_IT: "🎬",
}
"""How each post begins, by which it is found again."""
_STRATEGIES: Final[Mapping[GroupStrategy, str]] = {
    GroupStrategy.AVERAGE: "the best for most",
    GroupStrategy.NO_MISERY: "nothing anyone would hate",
}
_SOURCES: Final[Mapping[FilmSource, str]] = {
    FilmSource.WATCHLISTS: "from the watchlists of everyone who joins, then from your tastes",
    FilmSource.LIST: "from the server's list, then from your tastes",
}
_DRAWN_FROM: Final[Mapping[FilmSource, str]] = {
    FilmSource.WATCHLISTS: ", from their watchlists first",
    FilmSource.LIST: ", from the server's list first (📋)",
}
_DISLIKED_STAY_AWAY: Final = " Films someone rated 👎 are left out."
_JUST_NOW: Final = timedelta(minutes=1)
_REASONS: Final = 3
_REASON: Final = 150
_VETOES: Final = 700
"""Characters that vetoes may take up, so that what comes after them is still read."""

_FROM_WATCHLISTS: Final = (
    "🔖 Tonight's films come from the watchlists of everyone who joined, yours too. I never say "
    "whose watchlist a film is on, only on how many if it's two or more. `/watchlist show` shows "
    "yours; to keep it out, press **Leave** before the films are drawn."
)
_LATE_FOR_WATCHLISTS: Final = (
    "🔖 Tonight's films come from watchlists. They're drawn already, so yours counts only once "
    "films are swapped; to keep it out, press **Leave** before that. I never say whose watchlist a "
    "film is on, only on how many if it's two or more."
)
_NAMED: Final = 3
"""Members who are named for each word, and films for a tie; more would fill the message."""
_RUN_BY_ALL: Final = "Everyone who joined can suggest films and end the vote."
_SHORT: Final = 40
"""Characters of a title that stands in a line of many."""


def headline(night: Night, titles: Mapping[int, str]) -> str:
    """Return the text above the films of a night's message; titles are by film, made harmless."""
    lines = [_top(night), _who(night)]
    match night.stage:
        case Stage.GATHERING:
            lines += _gathering(night)
        case Stage.VOTING | Stage.RUNOFF:
            lines += _voting(night, titles)
        case Stage.DECIDED | Stage.WATCHED:
            lines += _decided(night, titles)
        case Stage.CANCELLED:
            lines = [f"🎟️ ~~Movie night~~ cancelled. {_organiser(night)}"]
    return limits.lines_within([line for line in lines if line], limits.CONTENT)


def ballot_text(night: Night, member_id: int, titles: Mapping[int, str], news: str = "") -> str:
    """Return the text of one member's ballot, for their eyes alone; titles as of `headline`.

    ``news`` stands above it.
    """
    veto = night.vetoes.get(member_id)
    ballot = "Your run-off ballot" if night.stage is Stage.RUNOFF else "Your ballot"
    lines = [news] if news else []
    lines.append(f"🗳️ **{ballot}** (only you see it, and how the films suit you)")
    for film in night.on_ballot:
        mark = "✅" if member_id in night.votes.get(film.id, ()) else "▫️"
        if veto is not None and veto.film_id == film.id:
            mark = "🚫"
        fit = film.fits.get(member_id)
        said = "" if fit is None else f" {own_fit(fit)}"
        lines.append(f"{mark} **{titles[film.id]}**{said}")
    if all(film.fits.get(member_id) is None for film in night.films):
        lines.append("I don't know your taste yet, so I can't say how they suit you.")
    member = night.member(member_id)
    which = "Pick one of the two" if night.is_duel else "Choose every film you'd watch"
    lines.append(
        "✔️ You're done. If you change something, press **I'm done** again."
        if member is not None and member.done
        else f"{which}, then press **I'm done**."
    )
    return limits.lines_within(lines, limits.CONTENT)


def asked(night: Night, verb: Verb, titles: Mapping[int, str]) -> str:
    """Return what is asked before something is done that can't be undone; titles as above."""
    match verb:
        case Verb.CLOSE_NOW:
            return f"End the vote now? {_turnout(night)}"
        case Verb.RUNOFF_CLOSE_NOW:
            return f"End the run-off now? {_turnout(night)}"
        case Verb.WATCHED_NOW if night.winner is not None:
            return f"Did you watch **{titles[night.winner.id]}**? I'll ask everyone how it was."
        case _:
            return "Cancel this movie night? That can't be undone."


def welcome_text(
    member: NightMember, source: FilmSource = FilmSource.TASTE, *, late: bool = False
) -> str:
    """Return what a member reads who joined, for their eyes alone; ``late``: during the vote."""
    if member.shows_taste:
        others = "You show your taste in this server, so everyone sees how films suit you."
    elif member.shows_fits:
        others = "Tonight everyone sees how the films suit you."
    else:
        others = "How they suit you stays between us: only your ballot says it."
    if late:
        said, drawn_from = f"🎟️ You're in, and your vote counts! {others}", _LATE_FOR_WATCHLISTS
    else:
        helps = "Your taste helps choose the films, with everyone else's."
        said, drawn_from = f"🎟️ You're in! {helps} {others}", _FROM_WATCHLISTS
    return f"{said}\n{drawn_from}" if source is FilmSource.WATCHLISTS else said


def vote_news(before: Night, after: Night, member_id: int, titles: Mapping[int, str]) -> str:
    """Return what a change of a member's vote did beside what they chose; titles as of above."""
    was, now = before.member(member_id), after.member(member_id)
    held, holds = before.vetoes.get(member_id), after.vetoes.get(member_id)
    lines = []
    if holds is not None and member_id in before.approvals.get(holds.film_id, ()):
        lines.append(f"🚫 You veto **{titles[holds.film_id]}** now, so your vote for it is gone.")
    if held is not None and member_id in after.approvals.get(held.film_id, ()):
        lines.append(f"✅ You'd watch **{titles[held.film_id]}** now, so your veto is gone.")
    if was is not None and was.done and now is not None and not now.done:
        lines.append("✏️ You changed your vote, so you aren't done any more.")
    return "\n".join(lines)


def left_text(before: Night, after: Night, member_id: int) -> str:
    """Return what a member reads who left, or refused an invitation; ``before`` they did."""
    if before.member(member_id) is None:
        return "🚪 Declined. If you change your mind, press **Join**."
    gone = ", and your votes are gone" if before.stage in VOTES else ""
    back = "" if after.stage not in VOTES | {Stage.GATHERING} else " **Join** gets you back in."
    runs = "" if not back or member_id != after.organiser_id else f" {_RUN_BY_ALL}"
    return f"🚪 You're out{gone}.{back}{runs}"


def in_already(night: Night) -> str:
    """Return what a member reads who joins a second time."""
    return (
        "🎟️ You're in already. This is your ballot:"
        if night.stage in VOTES
        else ("🎟️ You're in already.")
    )


def invited_text(night: Night, asked: Sequence[int]) -> str:
    """Return what a member reads who asked these, with a line to send them: nobody is pinged."""
    names = " ".join(f"<@{each}>" for each in asked)
    line = f"{names} movie night? {address(night)}".strip()
    return limits.clip(
        f"✉️ Invited: {names}. I don't ping anyone. To tell them, send this:\n```\n{line}\n```",
        limits.CONTENT,
    )


def post_text(night: Night, post: Post, titles: Mapping[int, str], now: datetime) -> str:
    """Return what is posted beside a night's message; titles as of `headline`."""
    return f"{POST_MARKS[post]} {_posted(night, post, titles, now)}"


def result_text(night: Night, title: str, stars: float | None) -> str:
    """Return what is said above the result; ``stars`` are the mean, if it is shown."""
    liked = sum(night.liked.values())
    counts = f"👍 {liked} · 👎 {len(night.liked) - liked}"
    mean = "" if stars is None else f" · ⭐ {stars:.1f}"
    return f"🎬 **{title}**: {counts}{mean}. {link(night)}"


def there_text(night: Night) -> str:
    """Name those who came."""
    return f"Who was there: {' '.join(f'<@{member}>' for member in night.member_ids)}"


def watched_at(night: Night) -> datetime:
    """Return when it was watched: at its time, or before if somebody said so."""
    known = [night.options.starts_at, night.watched_at]
    return min((moment for moment in known if moment is not None), default=night.created_at)


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


def history_text(
    nights: Sequence[Night], titles: Mapping[int, str], page: int, planned: Sequence[Night] = ()
) -> str:
    """Return a line for each planned night, and for each watched one.

    Titles are by night, made harmless.
    """
    if not nights and page > 1:
        return "There were no movie nights that far back; the newest are on page 1."
    lines = [_plan(night, titles) for night in planned]
    if not nights:
        first = "" if planned else " Plan the first with `/movienight start`."
        lines.append(f"Nothing watched together here yet.{first}")
    for night in nights:
        when = watched_at(night)
        liked = sum(night.liked.values())
        lines.append(
            f"{stamp(when, 'D')} · **{titles.get(night.id, 'a film')}** · "
            f"👍 {liked} 👎 {len(night.liked) - liked} of {len(night.members)}"
        )
    return limits.lines_within(lines, limits.EMBED_DESCRIPTION)


def _plan(night: Night, titles: Mapping[int, str]) -> str:
    starts_at = night.options.starts_at
    when = f"{stamp(starts_at, 'f')} · " if starts_at else ""
    what = f"**{titles[night.id]}**" if night.id in titles else "no film yet"
    return " · ".join(filter(None, [f"🎟️ Next: {when}{what}", link(night)]))


def suits(fits: Mapping[int, float | None], visible: Collection[int]) -> str:
    """Return what everybody may read about a film's fits: those of members who show them.

    Empty when none of them has a fit. It never depends on the fit of anybody else, who they are,
    or whether they have one.
    """
    shown = {who: fit for who, fit in fits.items() if fit is not None and who in visible}
    best_first = sorted(shown, key=lambda who: (-shown[who], who))
    parts = []
    for word, words in FIT_WORDS.items():
        members = [who for who in best_first if fit_word(shown[who]) is word]
        if members:
            parts.append(words.of.format(_named(members, theirs=words.theirs)))
    return " · ".join(parts)


def _posted(night: Night, post: Post, titles: Mapping[int, str], now: datetime) -> str:
    title = f"**{titles[night.winner.id]}**" if night.winner is not None else "the film"
    starts_at = night.options.starts_at or now
    match post:
        case Post.FILMS:
            ends = f" until {stamp(night.vote_ends_at, 'f')}" if night.vote_ends_at else ""
            news = "Some films were swapped." if night.dropped else "The films are here!"
            again = " again" if night.dropped else ""
            return f"{news} Vote{again}{ends}: press **My ballot**.{_moved(night)}"
        case Post.RUNOFF:
            tied = [f"**{titles[film.id]}**" for film in night.on_ballot]
            between = _listing(tied) if len(tied) <= _NAMED else f"{len(tied)} films"
            ends = f" until {stamp(night.vote_ends_at, 't')}" if night.vote_ends_at else ""
            return f"It's a tie between {between}! Vote once more{ends}. {_called(night, post)}"
        case Post.WINNER:
            when = f" See you {stamp(starts_at, 'f')}." if night.options.starts_at else " Enjoy!"
            return f"You're watching {title}!{when}"
        case Post.SOON:
            vote = " You can still vote." if night.stage in VOTES else ""
            film = title if night.winner is not None else "The film"
            return f"{film} starts {stamp(starts_at, 'R')}.{vote} {_called(night, post)}"
        case Post.REMINDER:
            starts = "starts" if now - starts_at < _JUST_NOW else "started"
            return f"{title} {starts} {stamp(starts_at, 'R')}. {_called(night, post)}"
        case Post.HOW_WAS_IT:
            return f"How was {title}? Everyone who joined can say."


def _called(night: Night, post: Post) -> str:
    """Name those whom a post is to reach."""
    if post not in POSTS[night.options.remind]:
        return ""
    return " ".join(f"<@{member}>" for member in night.member_ids)


def _top(night: Night) -> str:
    when = night.options.starts_at
    time = f" · {stamp(when)} ({stamp(when, 'R')})" if when else ""
    return f"## 🎟️ Movie night{time}"


def _who(night: Night) -> str:
    """Name who is in; during the vote the films need the room more than the organiser."""
    mentions = " ".join(f"<@{member}>" for member in night.member_ids)
    joined = f"**{len(night.members)}** in: {mentions}" if mentions else "nobody's in yet"
    votes = night.stage in VOTES
    invited = f"invited: {_named(night.invited, theirs=False)}" if votes and night.invited else ""
    return " · ".join(filter(None, ["" if votes else _organiser(night), joined, invited]))


def _organiser(night: Night) -> str:
    """Name the organiser, unless they had their data deleted."""
    return f"Organised by <@{night.organiser_id}>" if night.organiser_id else ""


def _gathering(night: Night) -> list[str]:
    anyone = night.options.anybody_suggests or not night.organiser_is_in
    asker = "anyone who joined" if anyone else "the organiser"
    invited = " ".join(f"<@{member}>" for member in night.invited)
    return [
        _filters(night),
        f"Invited: {invited}" if invited else "",
        f"Press **Join** to take part. Then {asker} can press **Suggest films**.",
    ]


def _voting(night: Night, titles: Mapping[int, str]) -> list[str]:
    ends = f" It ends {stamp(night.vote_ends_at, 'R')}." if night.vote_ends_at else ""
    done = sum(member.done for member in night.members)
    rule = (
        "**It's a tie!** These films are level, so vote once more: press **My ballot**."
        if night.stage is Stage.RUNOFF
        else "**Vote:** press **My ballot** and choose every film you'd watch."
    ) + (" Votes stay hidden until the end." if night.options.hidden_votes else "")
    return [
        f"{rule}{ends}",
        f"{done} of {len(night.members)} done; it ends early when all are. {_drawn_for(night)}",
        _new_films(night, titles),
        _moved(night).strip(),
        "" if night.organiser_is_in else f"The organiser isn't in. {_RUN_BY_ALL}",
        "" if night.options.hidden_votes else _open_votes(night, titles),
    ]


def _new_films(night: Night, titles: Mapping[int, str]) -> str:
    """Tell those who looked at their ballot already what is new on it."""
    if night.stage is not Stage.VOTING:
        return ""
    added = [f"**{titles[film.id]}**" for film in night.films if film.added_by is not None]
    if added and any(member.done for member in night.members):
        shown = _listing(added) if len(added) <= _NAMED else f"{len(added)} films"
        return f"➕ Added: {shown}. Done before? Your votes stand, and **My ballot** takes more."
    return "🎲 Some films were swapped, so look at your ballot again." if night.dropped else ""


def _moved(night: Night) -> str:
    starts_at = night.options.starts_at
    if starts_at is None or not night.options.moved:
        return ""
    return f" ⏩ The film moved to {stamp(starts_at, 't')}, so there's time to vote."


def _turnout(night: Night) -> str:
    """Say how many voted: no longer a secret from whoever ends the vote, and never who."""
    voted = {*chain(*night.votes.values())}
    voted |= night.vetoes.keys() if night.stage is Stage.VOTING else set()
    voted |= {member.member_id for member in night.members if member.done}
    done = sum(member.done for member in night.members)
    have, are = ("has" if len(voted) == 1 else "have"), ("is" if done == 1 else "are")
    return f"{len(voted)} of {len(night.members)} {have} voted, {done} {are} done."


def _open_votes(night: Night, titles: Mapping[int, str]) -> str:
    return "So far: " + " · ".join(
        f"{limits.clip(titles[film.id], _SHORT)} **{len(night.votes.get(film.id, ()))}**"
        for film in night.on_ballot
    )


def _decided(night: Night, titles: Mapping[int, str]) -> list[str]:
    winner = night.winner
    if winner is None or night.why is None:
        return []
    votes = night.approvals
    lines = [
        f"🏆 **{titles[winner.id]}** — {_approvals(night, winner)}. {_why(night, night.why)}",
        _second(night, titles),
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
            return f"{tied}, so the film higher on the list won."
        case Why.NO_VOTES if any(night.approvals.values()):
            return "Every film with votes got a veto, so the first of the others won."
        case Why.NO_VOTES:
            return "Nobody voted, so I picked the first on the list."
        case Why.ALL_VETOED:
            return "Every film got a veto, so the one with the fewest won."


def _approvals(night: Night, film: NightFilm) -> str:
    count = len(night.approvals.get(film.id, ()))
    return f"{count} vote{'' if count == 1 else 's'}"


def _second(night: Night, titles: Mapping[int, str]) -> str:
    level = seconds(night)
    if not level:
        return ""
    each = " each" if len(level) > 1 else ""
    named = _listing([f"**{titles[film.id]}**" for film in level])
    return f"Second: {named}, {_approvals(night, level[0])}{each}."


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


def _drawn_for(night: Night) -> str:
    """Say for how many the films were drawn, and from what; who came later counts in the vote."""
    options = night.options
    source = _DRAWN_FROM.get(options.source, "")
    # True whatever is drawn: how many are left out for this would tell what is whose.
    left_out = _DISLIKED_STAY_AWAY if options.source is FilmSource.LIST else ""
    return f"Chosen for {len(night.drawn_for)}{source}.{left_out}" if night.drawn_for else ""


def _filters(night: Night) -> str:
    options = night.options
    parts = [
        _SOURCES.get(options.source, ""),
        limits.plain(options.genre or ""),
        f"from {options.first}" if options.first else "",
        f"up to {options.last}" if options.last else "",
        f"at most {options.max_minutes} min" if options.max_minutes else "",
        _STRATEGIES.get(options.strategy, ""),
        "rewatches allowed" if options.rewatches else "",
    ]
    shown = " · ".join(part for part in parts if part)
    return f"Films: {shown}" if shown else ""


def _named(members: Sequence[int], *, theirs: bool) -> str:
    """Return names like "@ana, @ben and 2 others", or "@ana's, @ben's and 2 others'"."""
    names = [f"<@{member}>" for member in members[:_NAMED]]
    if more := len(members) - len(names):
        names.append(f"{more} other{'s' if more > 1 else ''}")
    if theirs:
        names = [f"{name}'" if name.endswith("s") else f"{name}'s" for name in names]
    return _listing(names)


def _listing(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last
