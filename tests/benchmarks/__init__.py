"""What acknowledging costs: our durable answer beside what it stands on. Run by `make bench`."""
