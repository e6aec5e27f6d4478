"""Planning again in the middle of a plan: what has happened stays, the rest changes little."""
