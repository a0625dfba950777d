"""The review record: the accounting of every character, doubts, and the file."""
