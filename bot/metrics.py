"""What Prometheus reads: counts and times, no ids of people."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

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
        self.jobs = Counter(
            "kasuhara_jobs",
            "Recurring jobs, by name and what became of them: done, retry, dead.",
            ("job", "result"),
            registry=self.registry,
        )
        self.sockets = Gauge(
            "kasuhara_sockets",
            "Socket Mode connections that are open.",
            registry=self.registry,
        )

    def page(self) -> bytes:
        """Return the figures in Prometheus's text format."""
        return generate_latest(self.registry)
