"""Documents as received become Markdown with front matter and a review record."""
