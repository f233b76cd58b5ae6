"""Where the closure rate stands and what can still become of it: plain counts and whole numbers, no table, no clock.

At a period's end a case is in the denominator if it is closed or its handling limit is over; in the numerator if it is
concluded with its proof. So there are two kinds of cases to act on: `full` ones are in the denominator anyhow, each lifts
the numerator by one; `weak` ones are due only later, and concluding one adds one to both sides.
"""

from dataclasses import dataclass

FULL = ("unproven", "due_open", "coming")
WEAK = ("later",)


@dataclass(frozen=True)
class Share:
    """Numerator and denominator. `percent`: rounded down to one decimal, so that 97.96 never reads as 98; None for 0 of 0."""

    n: int = 0
    d: int = 0

    @property
    def percent(self) -> float | None:
        return self.n * 1000 // self.d / 10 if self.d else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.n + other.n, self.d + other.d)

    def __sub__(self, other: "Share") -> "Share":
        return Share(self.n - other.n, self.d - other.d)

    def short_of(self, target: int) -> int:
        """How many of `d` are missing from `n` to so many per cent; 0 when it is reached."""
        return max(0, -(-self.d * target // 100) - self.n)


@dataclass(frozen=True)
class Standing:
    """The parts of the rate at the cut-off (closing.PARTS): numbers of cases.

    `concluded`: with proof; `unproven`: closed, proof missing (待核); `due_open`: open past the limit; `coming`: open, due by
    the period's end; `later`: open, due after it or not dated. `target`: per cent. `over`: the period has ended, so that
    nothing can be closed within it any more; only a missing proof can still be supplied.
    """

    concluded: int = 0
    unproven: int = 0
    due_open: int = 0
    coming: int = 0
    later: int = 0
    target: int = 98
    over: bool = False

    @property
    def now(self) -> Share:
        """The rate as it is shown today."""
        return Share(self.concluded, self.concluded + self.unproven + self.due_open)

    @property
    def missing(self) -> int:
        """How many of the cases that are due today would have to be concluded for the target to be met today."""
        return self.now.short_of(self.target)

    @property
    def counted(self) -> int:
        """The cases that will be in the denominator at the period's end whatever is done."""
        return self.now.d + self.coming

    @property
    def may_stay_open(self) -> int:
        """How many of those may end without a proven conclusion while the target is met: 0 for fewer than 50 at 98 %."""
        return self.counted * (100 - self.target) // 100

    @property
    def full(self) -> int:
        """Cases whose conclusion lifts the numerator alone, and that can still be acted on."""
        return self.unproven + (0 if self.over else self.due_open + self.coming)

    @property
    def weak(self) -> int:
        """Cases whose conclusion before their time adds to both sides."""
        return 0 if self.over else self.later

    @property
    def pending(self) -> int:
        """Cases that would count as not concluded at the end, if nothing were done."""
        return self.counted - self.concluded

    @property
    def worst(self) -> Share:
        """At the period's end, if nothing is done from now on."""
        return Share(self.concluded, self.counted)

    @property
    def best(self) -> Share:
        """At the period's end, if everything that can be concluded is."""
        return self.after(self.full + self.weak)

    def after(self, actions: int) -> Share:
        """At the period's end, once so many cases were concluded, the `full` ones first."""
        full = min(actions, self.full)
        weak = min(actions - full, self.weak)
        return Share(self.concluded + full + weak, self.counted + weak)

    @property
    def reachable(self) -> bool:
        return self.short == 0

    @property
    def short(self) -> int:
        """How many conclusions are missing to the target even if everything is done."""
        return self.best.short_of(self.target)

    @property
    def needed(self) -> int:
        """The length of the smallest list: as few cases as possible whose conclusion reaches the target by the end.

        All that can be acted on, when even that does not reach it.
        """
        lacking = self.target * self.counted - 100 * self.concluded  # in hundredths of a case
        if lacking <= 100 * self.full:
            return max(0, -(-lacking // 100))
        rest, gain = lacking - 100 * self.full, 100 - self.target
        if not gain:
            return self.full + self.weak
        return self.full + min(self.weak, -(-rest // gain))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The parts with cases that the smallest list is drawn from, the strongest effect first."""
        if self.over:
            return FULL[:1]
        return FULL if self.needed <= self.full else FULL + WEAK
