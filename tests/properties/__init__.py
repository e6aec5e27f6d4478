"""Properties of the model that hold for every mission and plan: drawn at random, seeds fixed."""
