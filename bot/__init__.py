"""The top floor: the only place that builds objects and starts things."""
