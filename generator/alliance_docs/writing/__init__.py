"""All that writes where people write: into their alliance files, and into their repository when they asked for it."""
