"""Read Word documents, and older office formats through LibreOffice."""
