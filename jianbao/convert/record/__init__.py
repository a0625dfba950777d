"""The review record: accounting of every character, doubts, and the file itself."""
