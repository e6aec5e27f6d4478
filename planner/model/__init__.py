"""The mathematics: columns, named row blocks, and the matrix they make."""
