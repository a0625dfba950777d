"""Labels each block of a document with its role: masthead, title, paragraph, footer, navigation."""
