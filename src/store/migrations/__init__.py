"""The migrations of the log's tables, one file each; nobody changes one once it is released."""
