"""The archive as frozen data, and what follows from it: addresses, groupings, citations."""
