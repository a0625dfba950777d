"""Read PDF documents and scans."""
