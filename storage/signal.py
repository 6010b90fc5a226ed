"""Word that something was committed, for whoever works it off."""

from collections.abc import Callable


class Signal:
    """Set as often as one likes; whoever listens hears of it at once, on the event loop."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def hear(self, listener: Callable[[], None]) -> None:
        """Call this each time, from now on."""
        self._listeners.append(listener)

    def set(self) -> None:
        """Tell everybody who listens."""
        for listener in self._listeners:
            listener()
