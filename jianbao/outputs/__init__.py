"""The files of a site besides pages: feeds, exports, the search index, files for hosts."""
