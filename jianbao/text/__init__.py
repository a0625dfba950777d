"""Work on text, free of I/O: Chinese, Markdown, YAML, personal data. Nothing of archives."""
