"""From a corpus to codes: actors, their roles, the pillars and items of the Dialogue."""
