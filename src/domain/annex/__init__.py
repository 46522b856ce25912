"""Annexes as they come in: tables and scanned text become draft rows of a plan. Pure rules; nothing opens a file."""
