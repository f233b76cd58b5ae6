"""Filling a form in Chromium as a person does: each value into the control of its name, typed, chosen or ticked."""

from collections.abc import Mapping
from typing import Any

# The form's controls by name: kind, values, whether a folded part hides it; and those that no label names.
CONTROLS = """(form) => {
  const found = {}, bare = [];
  for (const one of form.elements) {
    if (!one.name || one.type === "submit") continue;
    const kept = (found[one.name] ||= {kind: one.type, values: [], fold: ""});
    if (one.tagName === "SELECT") kept.values = [...one.options].map((option) => option.value);
    else kept.values.push(one.value);
    const fold = one.closest("details:not([open])");
    if (fold) kept.fold = fold.id;
    if (one.type !== "hidden" && !one.labels.length && !one.getAttribute("aria-label")) bare.push(one.name);
  }
  return [found, bare];
}"""


class NotOffered(AssertionError):
    """The form has no such control, or its control no such choice."""

    def __init__(self, name: str, value: Any, offered: Any) -> None:
        super().__init__(f"“{name}” is not asked for or does not offer {value}; there is {offered}")
        self.name = name


def fill(page: Any, form: str, data: Mapping[str, Any]) -> None:
    """Each value into the control of its name, as a person would: typed, chosen or ticked."""
    inside = page.locator(form)
    controls, bare = inside.evaluate(CONTROLS)
    assert not bare, f"no label names {bare}"
    for name, value in data.items():
        if name not in controls:
            raise NotOffered(name, value, sorted(controls))
        control = controls[name]
        if control["fold"]:
            page.locator(f"#{control['fold']} > summary").click()
            controls = {
                key: {**one, "fold": "" if one["fold"] == control["fold"] else one["fold"]}
                for key, one in controls.items()
            }
        _enters(inside, name, control, value)


def _enters(inside: Any, name: str, control: Mapping[str, Any], value: Any) -> None:
    inputs, kind = inside.locator(f"[name='{name}']"), control["kind"]
    text = "" if value is None else str(value)
    if kind.startswith("select"):
        if text in control["values"]:
            inputs.select_option(text)
        elif text:
            raise NotOffered(name, text, control["values"])
    elif kind == "radio":
        if text:
            if text not in control["values"]:
                raise NotOffered(name, text, control["values"])
            inside.locator(f"label:has(input[name='{name}'][value='{text}'])").click()
    elif kind == "checkbox":
        if not isinstance(value, list):
            inputs.set_checked(bool(value))
            return
        wanted = {str(one) for one in value}
        if not wanted <= set(control["values"]):
            raise NotOffered(name, wanted, control["values"])
        for one in control["values"]:
            inside.locator(f"input[name='{name}'][value='{one}']").set_checked(one in wanted)
    else:
        if kind == "hidden":
            assert control["values"] == [text], f"“{name}” is hidden"
            return
        inputs.fill(text)
