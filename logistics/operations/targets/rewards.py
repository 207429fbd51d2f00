"""Rewards and penalties: proposed, stated on, looked into, decided; or entered, where the competent
authority decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, load, move, step
from logistics.permissions import Actor, require_verb
from logistics.tables.targets import RewardPenalty
from logistics.tables.targets.rewards import FORMAL, PENALTIES
from logistics.wording import _

PAGE = "/admin/reward_penalty/details/?id={id}"


def propose_rewards(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Propose rewards and penalties; the person is told and may state on a penalty (R80, R86)."""
    require_verb(actor, "propose_rewards")

    def propose(row: Seen) -> RewardPenalty:
        act = load(RewardPenalty, row)
        require_verb(actor, "propose_rewards", act)
        _refuse_formal(act)
        _refuse_own(act, actor)
        act = move(
            RewardPenalty,
            row,
            to="proposed",
            out_of=("draft",),
            actor=actor,
            verb="propose_rewards",
            changes={"doc_no": take_number("RP")},
        )
        if act.kind in PENALTIES:
            notify(
                act.staff,
                _("A penalty is proposed for you; you may state on it: %(no)s", no=act.doc_no),
                link=PAGE.format(id=act.id),
            )
        return act

    return each(seen, propose, done=_("Proposed."), model=RewardPenalty)


def state_on_rewards(*, seen: Sequence[Seen], statement: str, actor: Actor) -> list[Outcome]:
    """Say what one has to say to a penalty of one's own before it is decided."""
    require_verb(actor, "state_on_rewards")
    if not statement.strip():
        raise RuleViolation(_("Write your statement."), field="statement")

    def state(row: Seen) -> RewardPenalty:
        act = load(RewardPenalty, row)
        if act.staff_id != actor.staff_id:
            raise NotPermitted(_("Only the person concerned states on this."))
        return change(
            act,
            {"statement": statement.strip()},
            actor=actor,
            verb="state_on_rewards",
            where=RewardPenalty.status.in_(("proposed", "reviewed")),
        )

    return each(seen, state, done=_("Stated."), model=RewardPenalty)


def review_rewards(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Look into facts and basis and pass the proposal on to whoever decides."""
    require_verb(actor, "review_rewards")
    if not comment.strip():
        raise RuleViolation(_("Write what you found."), field="comment")

    def review(row: Seen) -> RewardPenalty:
        act = load(RewardPenalty, row)
        _refuse_own(act, actor)
        _refuse_earlier(act, actor)
        return move(
            RewardPenalty,
            row,
            to="reviewed",
            out_of=("proposed",),
            actor=actor,
            verb="review_rewards",
            changes={
                "reviewed_by": actor.account_id,
                "reviewed_at": now(),
                "opinion": comment.strip(),
            },
        )

    return each(seen, review, done=_("Looked into."), model=RewardPenalty)


def decide_rewards(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Decide on rewards and penalties that were looked into, and tell the person (R66, R80, R86).

    Proposer, reviewer and decider are three people, none of them the person concerned.
    """
    require_verb(actor, "decide_rewards")

    def decide(row: Seen) -> RewardPenalty:
        act = load(RewardPenalty, row)
        _refuse_own(act, actor)
        _refuse_earlier(act, actor)
        return _decided(row, actor, "decide_rewards", out_of="reviewed")

    return each(seen, decide, done=_("Decided."), model=RewardPenalty)


def reject_rewards(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Not agree to proposals, with the reason."""
    require_verb(actor, "reject_rewards")
    if not comment.strip():
        raise RuleViolation(_("Give the reason."), field="comment")

    def reject(row: Seen) -> RewardPenalty:
        act = load(RewardPenalty, row)
        _refuse_own(act, actor)
        opinion = f"{act.opinion}\n{comment.strip()}".strip()
        return move(
            RewardPenalty,
            row,
            to="rejected",
            out_of=("proposed", "reviewed"),
            actor=actor,
            verb="reject_rewards",
            changes={"opinion": opinion},
        )

    return each(seen, reject, done=_("Not agreed to."), model=RewardPenalty)


def enter_discipline(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Enter disciplinary acts as the competent authority decided them, with its paper."""
    require_verb(actor, "enter_discipline")

    def enter(row: Seen) -> RewardPenalty:
        act = load(RewardPenalty, row)
        _refuse_own(act, actor)
        if act.kind not in FORMAL:
            raise RuleViolation(
                _("This kind is the center's own: propose it and have it decided here."),
                field="kind",
            )
        return _decided(row, actor, "enter_discipline", out_of="draft", doc_no=take_number("RP"))

    return each(seen, enter, done=_("Entered."), model=RewardPenalty)


def take_back(row: Seen, comment: str, actor: Actor, verb: str) -> RewardPenalty:
    """Take one decision back with its reason and tell the person; ``verb`` is the caller's."""
    act = load(RewardPenalty, row)
    _refuse_own(act, actor)
    act = step(
        act,
        to="revoked",
        out_of=("decided",),
        actor=actor,
        verb=verb,
        changes={"opinion": f"{act.opinion}\n{comment}".strip()},
    )
    notify(
        act.staff,
        _("%(no)s was revoked: %(comment)s", no=act.doc_no, comment=comment),
        link=PAGE.format(id=act.id),
    )
    return act


def _decided(row: Seen, actor: Actor, verb: str, *, out_of: str, **changes: str) -> RewardPenalty:
    act = move(
        RewardPenalty,
        row,
        to="decided",
        out_of=(out_of,),
        actor=actor,
        verb=verb,
        changes={"decided_by": actor.account_id, "decided_on": local_today(), **changes},
    )
    words = (
        _("A penalty of yours was decided: %(no)s", no=act.doc_no)
        if act.kind in PENALTIES
        else _("A reward for you was decided: %(no)s", no=act.doc_no)
    )
    notify(act.staff, words, link=PAGE.format(id=act.id))
    return act


def _refuse_formal(act: RewardPenalty) -> None:
    if act.kind in FORMAL:
        raise RuleViolation(
            _("A disciplinary act is only entered, once the competent authority has decided it."),
            field="kind",
        )


def _refuse_own(act: RewardPenalty, actor: Actor) -> None:
    if act.staff_id == actor.staff_id:
        raise NotPermitted(_("Nobody decides on a reward or a penalty of his own."))


def _refuse_earlier(act: RewardPenalty, actor: Actor) -> None:
    """Whoever took an earlier step does not take the next one."""
    if actor.account_id in (act.created_by_id, act.reviewed_by_id):
        raise NotPermitted(_("Who proposed it or looked into it does not take the next step."))
