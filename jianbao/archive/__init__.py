"""The archive as frozen data, and what is computed from it: addresses, groupings, citations."""
