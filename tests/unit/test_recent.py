"""The generation and the topics, kept for a second."""

from service.api.recent import SECONDS, Recent
from service.models import Topic


class Counting:
    """A store whose contents change with every question."""

    def __init__(self) -> None:
        self.asked = 0
        self.topics_asked = 0
        self.added = 1

    def generation(self) -> str:
        self.asked += 1
        return f"g{self.asked}"

    def topics(self) -> tuple[Topic, ...]:
        self.topics_asked += 1
        return tuple(Topic(f"t{number}", "That") for number in range(self.added))


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


def test_topics_are_asked_once_a_second_and_anew_for_one_that_is_not_among_them() -> None:
    store, clock = Counting(), Clock()
    recent = Recent(store, clock)  # type: ignore[arg-type]
    assert [[topic.id for topic in recent.topics(["t0"])] for _ in range(3)] == [["t0"]] * 3
    assert store.topics_asked == 1
    store.added = 2  # by another process
    assert [topic.id for topic in recent.topics(["t1"])] == ["t0", "t1"]
    assert store.topics_asked == 2
    assert len(recent.topics(["nothing"])) == 2
    assert store.topics_asked == 3
    clock.now += SECONDS + 0.001
    recent.topics(["t0"])
    assert store.topics_asked == 4
