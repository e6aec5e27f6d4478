"""Layers of map files that a config names: points as lines of a table, areas as sectors.

`forms` says which kinds of file there are, `read` reads a layer in WGS 84, `points` makes lines of
it, and `areas` sectors.
"""
