"""The generation, kept for a second."""

from service.api.recent import SECONDS, Recent


class Counting:
    """A store whose contents change with every question."""

    def __init__(self) -> None:
        self.asked = 0

    def generation(self) -> str:
        self.asked += 1
        return f"g{self.asked}"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_generation_is_asked_once_a_second() -> None:
    store, clock = Counting(), Clock()
    recent = Recent(store, clock)  # type: ignore[arg-type]
    assert [recent.generation() for _ in range(3)] == ["g1"] * 3
    clock.now += SECONDS
    assert recent.generation() == "g1"
    clock.now += 0.001
    assert recent.generation() == "g2"


def test_what_was_written_here_is_seen_at_once() -> None:
    store = Counting()
    recent = Recent(store, Clock())  # type: ignore[arg-type]
    assert recent.generation() == "g1"
    recent.forget()
    assert recent.generation() == "g2"
