"""Pure rules: no input or output, no clock, no logging, no SQL; the standard library and pydantic only."""
