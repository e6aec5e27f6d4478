"""Broken and hostile input: whatever stands in a file, a command ends as it says it does."""
