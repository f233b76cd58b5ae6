"""Who may sign which paper of a case: the roles (and the level) its layout names."""

from typing import Any

from workflows.ladder import inside
from workflows.papers import KINDS
from workflows.papers.kinds import PaperKind
from workflows.roles import Actor


def may_sign(kind: PaperKind, case: Any, actor: Actor) -> bool:
    """Does one of the actor's posts over this case sign this kind of paper?"""
    if kind.by_move:
        return False
    if kind.level is not None:
        return any(
            post.role.code in kind.signers and post.level == kind.level and inside(case.unit_id, post.unit)
            for post in actor.posts
        )
    roles = actor.roles_over(case.unit_id, assisting=case.assisting)
    if case.assignee_id == actor.id:
        roles |= {post.role.code for post in actor.posts if post.role.handles}
    return bool(roles & kind.signers)


def signable(case: Any, actor: Actor) -> list[PaperKind]:
    """Kinds this actor may sign in this case, in the order of the book."""
    return [kind for kind in KINDS.values() if may_sign(kind, case, actor)]
