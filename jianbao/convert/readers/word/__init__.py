"""Reads Word documents, and older office formats by way of LibreOffice."""
