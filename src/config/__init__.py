"""Configuration: from YAML files to a catalogue, whole or not at all. The only place that reads YAML."""
