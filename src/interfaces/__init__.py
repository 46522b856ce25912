"""Doors for people and programs: parse, call, show. They decide nothing."""
