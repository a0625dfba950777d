"""Reads PDF documents and scans."""
