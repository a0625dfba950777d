"""Printed offices and places, matched with the authority files."""
