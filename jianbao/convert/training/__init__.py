"""Learns the weights of the roles: invented documents, labels of the cases, training.

Nothing here runs when a document is converted. `make weights` runs it."""
