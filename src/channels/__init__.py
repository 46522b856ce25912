"""Channels: ways to send a notice. Each is `send(notice)`; none knows what a task, a rule or a database is."""
