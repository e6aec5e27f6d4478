"""What is written is whole or absent, whatever happens meanwhile."""
