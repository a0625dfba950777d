"""What every floor above stands on: problems and their places, dates, the cache, messages."""
