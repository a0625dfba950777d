"""The editor's acts: convert a folder of documents, mark as reviewed, accept names."""
