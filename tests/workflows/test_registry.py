"""The registry: found by folder, refused when a name clashes."""

from tests.workflows.test_soundness import Sound
from workflows.base import Action, Workflow
from workflows.checks import check_types
from workflows.registry import Registry, registry


def test_types_in_the_folder_are_found_without_being_listed_anywhere() -> None:
    assert {"rights", "suggestion"} <= {workflow.slug for workflow in registry}
    assert "rights" in registry
    assert registry.get("nothing") is None


def test_a_slug_that_is_taken_is_left_out_and_reported() -> None:
    types = Registry()

    @types.register
    class First(Sound):
        pass

    @types.register
    class Second(Sound):
        prefix = "XX"

    assert list(types) == [First]
    (error,) = check_types(types)
    assert error.id == "workflows.E003"
    assert "'sound'" in error.msg and "Choose another one" in error.msg


def test_a_number_prefix_that_is_taken_is_reported() -> None:
    types = Registry()
    types.register(Sound)

    @types.register
    class Other(Sound):
        slug = "other"

    assert len(types) == 1
    assert "'SO'" in check_types(types)[0].msg


def test_registering_the_same_class_twice_is_no_clash() -> None:
    types = Registry()
    types.register(Sound)
    types.register(Sound)
    assert types.refused == []


def test_every_move_knows_its_own_name_and_leaves_only_states_of_its_type() -> None:
    for workflow in registry:
        for move in workflow.actions():
            assert isinstance(move, Action)
            assert hasattr(workflow, move.name)
            assert set(move.sources) <= set(workflow.states)


def test_no_state_offers_two_moves_of_one_name() -> None:
    def names(workflow: type[Workflow], state: str) -> list[str]:
        return [move.name for move in workflow.actions_from(state)]

    for workflow in registry:
        for state in workflow.states:
            assert len(names(workflow, state.code)) == len(set(names(workflow, state.code)))
