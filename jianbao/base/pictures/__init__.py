"""Picture files of the web: JPEG, PNG, GIF and WebP, taken apart without decoding their pixels.

`clean.clean` checks a file and leaves out all that does not draw the picture: the place, time and
device of a photograph, comments, thumbnails, and whatever follows the end.
"""
