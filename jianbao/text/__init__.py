"""Functions of text, without I/O: Chinese, Markdown, YAML, personal data. This floor does not know
archives."""
