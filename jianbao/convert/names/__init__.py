"""Match printed offices and places with the authority files."""
