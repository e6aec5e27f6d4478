"""Network design and assignment as missions like any other, against known optima."""
