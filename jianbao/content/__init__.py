"""Reads and checks `content/`: settings, authority files, bulletins and their review records."""
