"""The event store: the log, its head, and how a database is reached. The only place that imports eventsourcing."""
