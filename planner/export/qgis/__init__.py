"""How QGIS draws the layers of a plan."""
