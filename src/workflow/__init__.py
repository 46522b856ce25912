"""Does things: the one way in (dispatch), the tick and what it does, the clock that rings for it."""
