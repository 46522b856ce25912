"""Procedures drawn: as a picture that needs no library, and as Mermaid text. Pure: it reads no file and asks nobody."""
