"""What Prometheus reads: counts and times, no ids of people."""

import math

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.waiting import Waiting

_ACK_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 3.0)


class Metrics:
    """The figures of one assembled bot, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.deliveries = Counter(
            "kasuhara_deliveries",
            "Deliveries from Slack, by kind and what became of them at the entrance.",
            ("kind", "result"),
            registry=self.registry,
        )
        self.acknowledged = Histogram(
            "kasuhara_acknowledgement_seconds",
            "From the whole request read to the answer ready, the durable write included.",
            ("kind",),
            buckets=_ACK_SECONDS,
            registry=self.registry,
        )
        self.worked = Counter(
            "kasuhara_worked",
            "Deliveries worked off, by what became of them: done, retry, dead.",
            ("result",),
            registry=self.registry,
        )
        self.sends = Counter(
            "kasuhara_sends",
            "Calls that show a message, by method and what became of them.",
            ("method", "result"),
            registry=self.registry,
        )
        self.shown = Counter(
            "kasuhara_shown",
            "Messages tried, by result: shown, unneeded, taken_away, held, retry, dead.",
            ("result",),
            registry=self.registry,
        )
        self.jobs = Counter(
            "kasuhara_jobs",
            "Recurring jobs, by name and what became of them: done, retry, dead.",
            ("job", "result"),
            registry=self.registry,
        )
        self.files = Counter(
            "kasuhara_files",
            "Files sent as evidence, by what became of them: kept, too_large, unavailable, retry.",
            ("result",),
            registry=self.registry,
        )
        self.sockets = Gauge(
            "kasuhara_sockets",
            "Socket Mode connections that are open.",
            registry=self.registry,
        )
        self.deliveries_waiting = _Backlog("deliveries", "Deliveries from Slack", self.registry)
        self.messages_waiting = _Backlog("messages", "Messages to Slack", self.registry)

    def page(self) -> bytes:
        """Return the figures in Prometheus's text format."""
        return generate_latest(self.registry)


class _Backlog:
    """How much of one table waits, as last read from the database, for all processes."""

    def __init__(self, name: str, what: str, registry: CollectorRegistry) -> None:
        self._count = Gauge(
            f"kasuhara_{name}_waiting", f"{what} that are due and not done.", registry=registry
        )
        self._oldest = Gauge(
            f"kasuhara_{name}_oldest_seconds",
            f"{what}: for how long the first of those has been due; 0 when none is.",
            registry=registry,
        )
        self._dead = Gauge(
            f"kasuhara_{name}_dead", f"{what} that were given up.", registry=registry
        )
        self.set(None)

    def set(self, waiting: Waiting | None) -> None:
        """Take over what was read; None where it could not be, and then nothing is claimed."""
        if waiting is None:
            for gauge in (self._count, self._oldest, self._dead):
                gauge.set(math.nan)
            return
        self._count.set(waiting.count)
        self._oldest.set(waiting.oldest.total_seconds() if waiting.oldest else 0)
        self._dead.set(waiting.dead)
