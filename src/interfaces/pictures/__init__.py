"""Pictures of figures, drawn by the server as SVG: they need no script, and print. They ask and decide nothing."""
