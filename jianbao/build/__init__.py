"""The stages of a build: make all files, check them, put the site in place, serve it."""
