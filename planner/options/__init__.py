"""What could be: every itinerary of every unit, what it moves, and what was not offered and why."""
