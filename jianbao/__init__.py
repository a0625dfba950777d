"""Jianbao (简报): documents as received become a static, searchable website."""

__version__ = "0.1.0"
