"""An archive to the pages of its site: one layout and its values for each kind of page."""
