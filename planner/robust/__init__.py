"""A plan that loses less under stress, and what that costs as planned."""
