"""Run by Debian's Python, with QGIS: says how each layer of a GeoPackage is drawn, and draws it.

Arguments: the GeoPackage, a folder for PNGs, names of layers.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def drawn(layer: Any, path: str) -> dict[str, int]:
    """Draw a layer into a PNG; how many pixels have each colour."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(600, 450))
    extent = layer.extent()
    extent.grow(0.5)
    settings.setExtent(extent)
    settings.setDestinationCrs(layer.crs())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(path)
    colours: dict[str, int] = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = image.pixelColor(x, y).name()
            colours[name] = colours.get(name, 0) + 1
    return colours


def seen(colour: Any) -> list[str]:
    """What a colour looks like by itself, and upon white with white shining through."""
    parts = colour.red(), colour.green(), colour.blue()
    faint = QColor(*(round(255 + (part - 255) * colour.alphaF()) for part in parts))
    return [colour.name(), faint.name()]


def looked_at(package: str, folder: str, name: str) -> dict[str, Any]:
    """Renderer, attribute, classes, labels and colours of a layer as QGIS opens it."""
    layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
    renderer = layer.renderer()
    graded = renderer.type() == "categorizedSymbol"
    labels = layer.labeling().settings() if layer.labelsEnabled() else None
    return {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "renderer": renderer.type(),
        "attribute": renderer.classAttribute() if graded else "",
        "symbols": [seen(symbol.color()) for symbol in renderer.symbols(QgsRenderContext())],
        "label": labels.fieldName if labels else "",
        "weight": labels.format().font().weight() if labels else 0,
        "colours": drawn(layer, f"{folder}/{name}.png"),
    }


application = QgsApplication([], False)
application.initQgis()
package, folder, *names = sys.argv[1:]
sys.stdout.write(json.dumps({name: looked_at(package, folder, name) for name in names}))
application.exitQgis()
