"""From the role of each block to a draft. Nothing here decides what a block is."""

from jianbao.convert.assemble.assembly import assemble

__all__ = ["assemble"]
