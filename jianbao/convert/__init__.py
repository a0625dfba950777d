"""Convert documents as received to Markdown with front matter and a review record.

`conversion.convert` is pure: it makes one `Conversion` from the bytes of one document.
`store.store` writes it, and never overwrites what a person changed. Nothing is imported here: a
reader in a process of its own would load all of it for each document.
"""
