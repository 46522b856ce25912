"""Documents: what is handed over on paper or as an office file. Nothing here asks a database or decides anything."""
