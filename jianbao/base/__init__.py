"""The lowest floor: problems and their places, dates, files, the cache, messages."""
