"""Cuts a read document into masthead, articles and footer."""
