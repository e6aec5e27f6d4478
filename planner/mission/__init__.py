"""What is asked and what is already there: entities, config schema, loading, checks."""
