"""One module for each command: what it does. Its options are in `command_options.py`."""
