"""Pages of the site, made from an archive: one layout and its values for each kind of page."""
