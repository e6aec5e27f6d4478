"""The engine of peaceplan."""
