"""The command line of peaceplan."""
