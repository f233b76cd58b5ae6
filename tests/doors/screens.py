"""People at the screens, in Chromium and in Chinese: each step opens the page, fills the real form and reads what comes back.

One page for a whole run, so that style sheets and scripts are fetched once; who sits before it is a matter of the cookie.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.test import Client
from django.utils.html import escape
from django.utils.translation import gettext, override

from casework import access, gate
from casework.errors import Refused
from casework.models import Ticket, User
from tests.cast import UNITS
from tests.doors.console import counts
from tests.doors.filling import NotOffered, fill
from tests.doors.rest import Rest, gate_at, refusal
from tests.doors.served import Server
from workflows.registry import registry

ZH = "zh-hans"
SETTLE = 15_000  # milliseconds a page may take on a busy machine
# Words that are Latin in Chinese too: kinds of files, the other language's own name. Addresses (/my) and versions (2026-bc61) are no words.
LATIN = {"English", "pdf", "jpg", "png", "docx", "xlsx", "mp3", "wav", "txt"}
_QUOTED = re.compile("“[^”]*”")
ENGLISH = re.compile(r"(?<![/A-Za-z0-9-])[A-Za-z0-9]*[a-z]{2,}[A-Za-z0-9]*")
# What a reader or a screen reader gets of the page, folded parts too.
WORDS = """() => {
  const main = document.querySelector("main");
  const said = [...main.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap(
    (one) => ["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) || ""));
  return [document.title, main.innerText, main.textContent, ...said].join("\\n");
}"""


class Screens:
    """`people` by user name, as in the cast; `complaints`: what the browser's console says."""

    read: ClassVar[set[tuple[str, str]]] = set()  # what the engine says of any type alike, and was read in this run

    def __init__(self, page: Any, server: Server, people: Mapping[str, User]) -> None:
        self.page, self.server, self.people = page, server, people
        self.complaints = list[str]()
        page.on("console", self._hears)
        page.on("pageerror", self._falls)
        self.rest = Rest(people)
        self.sessions = dict[str, str]()
        self.here: tuple[str, str, int] | None = None  # whose page of which ticket in which version is open
        self.private: set[str] = set()

    # ── what a person does ──
    def opens(self, who: str, slug: str, data: Mapping[str, Any], *, now: datetime | None = None) -> Ticket:
        """Registering: the type's intake page, filled in; the receipt shows the number."""
        self._sits(who)
        with gate_at(now), self.server.turn():
            self._intake(slug, data)
            self.page.wait_for_url("**/intake/done/*", wait_until="domcontentloaded", timeout=SETTLE)
            words = self._reads()
            number = self.page.url.rsplit("/", 1)[1].split("?")[0]
            assert number in words
        return Ticket.objects.get(number=number)

    def does(
        self, who: str, number: str, move: str, data: Mapping[str, Any], *, now: datetime | None = None, **_gate: Any
    ) -> Ticket:
        """The ticket's page, the move's button, its form, and back on the ticket: the move is said to be done."""
        before = Ticket.objects.get(number=number)
        label = self._label(before, move)
        if self.here != (who, number, before.version):
            self._sits(who)
            self.here = None
        with gate_at(now), self.server.turn():
            if self.here and self._offered(move):
                self._clicks(move)
            else:
                self._goes(f"/tickets/{number}?move={move}")
                form = self.page.locator(self._form_of(move))
                assert form.count(), f"{who} is not offered {move} at {before.state}"
            self.page.wait_for_selector(self._form_of(move), timeout=SETTLE)
            self._reads(label)
            fill(self.page, "#move-form", data)
            with self.page.expect_response(lambda one: f"/moves/{move}" in one.url, timeout=SETTLE) as answer:
                self.page.click("#move-form .btn-go")
            assert answer.value.status == 200, f"{move} is refused: {self._alerts()}"
            self.page.wait_for_url("**/tickets/*done=*", wait_until="domcontentloaded", timeout=SETTLE)
            self._reads()
        after = Ticket.objects.get(number=number)
        assert after.version > before.version
        self.here = (who, number, after.version)
        return after

    def objects(self, notice: str, said: Mapping[str, str]) -> None:
        """Somebody without an account, at the page of a public notice."""
        self.page.context.clear_cookies(name="sessionid")
        with self.server.turn():
            self._goes(f"/notices/{notice}")
            self._reads()
            fill(self.page, "main form.stack", said)
            self.page.click("main form.stack .btn-go")
            self.page.wait_for_url("**/notices/*?sent", wait_until="domcontentloaded", timeout=SETTLE)
            self._reads()
        self.here = None

    def refuses(self, who: str, number: str, move: str, data: Mapping[str, Any]) -> None:
        """Who tries it reads why not: at the field, over the form, or as a page."""
        found = refusal(ZH, gate.perform, number, move, access.actor_of(self.people[who]), data)
        if self._known(found):
            return
        self._sits(who)
        with self.server.turn():
            self._goes(f"/tickets/{number}?move={move}")
            if found.code == "not_found":
                self._says([self._not_here()])
            elif self.page.locator(self._form_of(move)).count():
                self._tries(move, data, found)
            else:
                assert not self._offered(move), f"{move} has a button and no form"
                assert found.code in ("closed", "forbidden", "invalid"), f"{move} is not on the page: {found.code}"
                self._late(number, move, data, found)
        self.here = None

    def _tries(self, move: str, data: Mapping[str, Any], found: Refused) -> None:
        """The form comes back with the sentences; or it does not even offer what would be refused."""
        try:
            fill(self.page, "#move-form", data)
        except NotOffered as missing:
            assert missing.name in found.errors, str(missing)
            return
        with self.page.expect_response(lambda one: f"/moves/{move}" in one.url, timeout=SETTLE) as answer:
            self.page.click("#move-form .btn-go")
        assert answer.value.status == found.status, answer.value.status
        self._says_in_form("#move-form", found)

    def refuses_opening(self, who: str, slug: str, data: Mapping[str, Any]) -> None:
        if data.get("place") not in UNITS:
            data = {name: value for name, value in data.items() if name != "place"}  # nobody can choose such a place
        found = refusal(ZH, gate.open_ticket, slug, access.actor_of(self.people[who]), data)
        if self._known(found):
            return
        self._sits(who)
        with self.server.turn():
            if found.code != "invalid":
                self._goes(f"/intake/{slug}")
                self._says([found.reason])
            else:
                self._registers_in_vain(slug, data, found)
        self.here = None

    def leaves(self) -> None:
        """Away from the page: nothing of it goes on."""
        with self.server.turn():
            self.page.goto("about:blank")
        self.page.remove_listener("console", self._hears)
        self.page.remove_listener("pageerror", self._falls)

    def _registers_in_vain(self, slug: str, data: Mapping[str, Any], found: Refused) -> None:
        try:
            self._intake(slug, data)
        except NotOffered as missing:
            assert missing.name in found.errors, str(missing)
            return
        self._says_in_form("#intake", found)

    # ── how ──
    def _known(self, found: Refused) -> bool:
        """Was this sentence, which belongs to no field of a form, read by somebody before?"""
        said = (found.code, _QUOTED.sub("“”", str(found.reason)))
        if found.errors or said not in self.read:
            self.read.add(said)
            return False
        return True

    @staticmethod
    def _not_here() -> str:
        with override(ZH):
            return gettext("No such case. The number may be wrong, or it is not in your area.")

    def _hears(self, said: Any) -> None:
        """Complaints; that a request was refused is what the test looks for."""
        refused = said.text.startswith("Failed to load resource: the server responded with a status of 4")
        if counts(said) and not refused:
            self.complaints.append(f"{self.page.url}: {said.text}")

    def _falls(self, error: Any) -> None:
        self.complaints.append(f"{self.page.url}: {error}")

    def _sits(self, who: str) -> None:
        if who not in self.sessions:
            client = Client()
            client.force_login(self.people[who], backend="django.contrib.auth.backends.ModelBackend")
            self.sessions[who] = client.cookies["sessionid"].value
        cookie = {"name": "sessionid", "value": self.sessions[who], "url": self.server.url}
        self.page.context.add_cookies([cookie])

    def _goes(self, path: str) -> None:
        self.page.goto(self.server.url + path, wait_until="domcontentloaded", timeout=SETTLE)

    def _label(self, ticket: Ticket, move: str) -> str:
        with override(ZH):
            one = registry[ticket.type].action_named(move, ticket.state)
            assert one is not None, f"there is no move “{move}” from {ticket.state}"
            return str(one.label)

    def _link(self, move: str) -> Any:
        return self.page.locator(f"#moves .moves a[href*='move={move}#'], #moves .moves a[href*='move={move}&']")

    def _clicks(self, move: str) -> None:
        """The move's button; what is folded away is opened first, as a person does."""
        link = self._link(move).first
        for fold in link.locator("xpath=ancestor::details[not(@open)]/summary").all():
            fold.click()
        link.click()

    def _offered(self, move: str) -> bool:
        return bool(self._link(move).count())

    @staticmethod
    def _form_of(move: str) -> str:
        return f"#move-form[action*='/moves/{move}']"

    def _intake(self, slug: str, data: Mapping[str, Any]) -> None:
        self._goes(f"/intake/{slug}?new=1")
        self._reads()
        code = data.get("place")
        if code:
            self.page.fill("#place-query", UNITS[code][0])
        fill(self.page, "#intake", {name: value for name, value in data.items() if name != "place"})
        if code:
            self.page.click(f"#places label:has(input[value='{code}'])")
        self.page.click(".savebar .btn-go")

    # ── what a person reads ──
    def _reads(self, *expected: str) -> str:
        """The words of the page: what is expected stands there, nothing private and no English does."""
        words = str(self.page.evaluate(WORDS))
        missing = [one for one in expected if one not in words]
        assert not missing, f"{missing} not on the page"
        assert not [one for one in self.private if one in words], "something private is on the page"
        self._chinese(words)
        return words

    def _says(self, sentences: list[str]) -> None:
        words = self.page.evaluate(WORDS)
        missing = [one for one in sentences if one not in words]
        assert not missing, f"not said on {self.page.url}: {missing}"
        self._chinese(words)

    def _chinese(self, words: str) -> None:
        found = [at for at in ENGLISH.finditer(words) if at.group() not in LATIN]
        where = [words[max(0, at.start() - 30) : at.end() + 30] for at in found]
        assert not where, f"English on a Chinese page {self.page.url}: {where}"

    def _says_in_form(self, form: str, found: Refused) -> None:
        """Each sentence is on the page, and stands at its field when the form has that field."""
        self.page.wait_for_selector(f"{form} .bad, main [role=alert]", timeout=SETTLE)
        self.page.wait_for_load_state("domcontentloaded")  # the page may still be coming in
        self._says([one for sentences in found.errors.values() for one in sentences] or [found.reason])
        for name in found.errors:
            if self.page.locator(f"{form} [name='{name}']").count():
                at = self.page.locator(f"{form} .bad:has([name='{name}']), {form} .bad#id_{name}")
                at.first.wait_for(state="visible", timeout=SETTLE)  # what marks the field

    def _alerts(self) -> list[str]:
        return list(self.page.locator("main [role=alert], main .err").all_inner_texts())

    def _late(self, number: str, move: str, data: Mapping[str, Any], found: Refused) -> None:
        """The page does not offer it; a form that was opened earlier comes back with the sentence."""
        token = next(one["value"] for one in self.page.context.cookies() if one["name"] == "csrftoken")
        body = urlencode({**data, "csrfmiddlewaretoken": token}, doseq=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.server.url + "/"}
        there = f"{self.server.url}/tickets/{number}/moves/{move}"
        answer = self.page.request.post(there, data=body, headers=headers)
        assert answer.status == found.status, f"{answer.status} instead of {found.status}"
        said = answer.text()
        sentences = [one for each in found.errors.values() for one in each] or [found.reason]
        missing = [one for one in sentences if escape(one) not in said]
        assert not missing, f"not said: {missing}"
