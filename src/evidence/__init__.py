"""The files that prove what happened: kept by content, outside the log. Who may add them is not decided here."""
