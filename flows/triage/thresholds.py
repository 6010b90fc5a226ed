"""From which number on contact counts as persistent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The company's own guide figures (社内の目安): no law sets them.

    repeats_after_answer: how often the same demand came back after our final answer.
    minutes_after_answer: length in minutes of one contact after the answer was given.
    out_of_hours_calls: how many call-outs at odd hours or places without an emergency.
    """

    repeats_after_answer: int = 3
    minutes_after_answer: int = 30
    out_of_hours_calls: int = 2

    def __post_init__(self) -> None:
        """Refuse a figure below one: nothing at all would count as persistence."""
        figures = (self.repeats_after_answer, self.minutes_after_answer, self.out_of_hours_calls)
        if min(figures) < 1:
            raise ValueError("a threshold is a whole number of at least 1")
