"""What the site holds besides pages: feeds, exports, the search index, files for hosts."""
