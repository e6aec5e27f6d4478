"""Run by Debian's Python, with QGIS: opens a project, says what is in it, and draws it.

Arguments: the project (a file, or what QGIS calls one in a GeoPackage), a folder for PNGs, and
first days of weeks to be drawn.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor


def moment(text: str) -> Any:
    """First moment of a day, in UTC."""
    found = QDateTime.fromString(f"{text}T00:00:00", Qt.ISODate)
    found.setTimeSpec(Qt.UTC)
    return found


def there(layer: Any, range_: Any) -> int:
    """How many features of a layer the temporal controller lets be drawn in a range of time."""
    temporal = layer.temporalProperties()
    if not temporal.isActive():
        return int(layer.featureCount())
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    asked = temporal.createFilterString(context, range_)
    return sum(1 for _ in layer.getFeatures(QgsFeatureRequest().setFilterExpression(asked)))


def drawn(project: Any, layers: list[Any], path: str, range_: Any) -> dict[str, Any]:
    """Draw layers in a range of time into a PNG; colours by pixels, labels placed."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(1400, 1000))
    settings.setOutputDpi(110)
    settings.setDestinationCrs(project.crs())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setIsTemporal(True)
    settings.setTemporalRange(range_)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(path)
    placed = [each for each in job.takeLabelingResults().allLabels() if not each.isUnplaced]
    colours: dict[str, int] = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = image.pixelColor(x, y).name()
            colours[name] = colours.get(name, 0) + 1
    return {"labels": [each.labelText for each in placed], "colours": colours}


def layer_told(layer: Any, visible: bool) -> dict[str, Any]:
    """A layer as the project has it."""
    temporal = layer.temporalProperties()
    return {
        "name": layer.name(),
        "valid": layer.isValid(),
        "visible": visible,
        "features": layer.featureCount(),
        "renderer": layer.renderer().type(),
        "crs": layer.crs().authid(),
        "temporal": temporal.isActive(),
        "span": [temporal.startExpression(), temporal.endExpression()],
    }


application = QgsApplication([], False)
application.initQgis()
place, folder, *days = sys.argv[1:]
project = QgsProject.instance()
opened = project.read(place)
times = project.timeSettings()
nodes = project.layerTreeRoot().findLayers()
shown = [node.layer() for node in nodes if node.isVisible()]
units = [layer for layer in shown if layer.name() == "Units"]
found: dict[str, Any] = {
    "opened": opened,
    "title": project.title(),
    "crs": project.crs().authid(),
    "begin": times.temporalRange().begin().toUTC().toString(Qt.ISODate),
    "end": times.temporalRange().end().toUTC().toString(Qt.ISODate),
    "step": [times.timeStep(), times.timeStepUnit()],
    "navigation": project.readNumEntry("TemporalControllerWidget", "/NavigationMode")[0],
    "copyright": project.readEntry("CopyrightLabel", "/Label")[0],
    "layers": {node.layerId(): layer_told(node.layer(), node.isVisible()) for node in nodes},
    "weeks": {},
}
for number, day in enumerate(days):
    week = QgsDateTimeRange(moment(day), moment(day).addDays(7), True, False)
    count = {node.layerId(): there(node.layer(), week) for node in nodes}
    alone = drawn(project, units, f"{folder}/{number}-units.png", week)["colours"]
    whole = drawn(project, shown, f"{folder}/{number}.png", week)
    found["weeks"][day] = {"features": count, "units": alone, **whole}
sys.stdout.write(json.dumps(found))
project.clear()
application.exitQgis()
