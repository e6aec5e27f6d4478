"""Other people's code in the page is as they published it."""

from __future__ import annotations

import hashlib

from planner.report.vendored import FOLDER, leaflet_licence, leaflet_script, leaflet_style

# Of the files in the npm package leaflet 1.9.4.
SHA256 = {
    "LICENSE": "53e8dc25862014e4324741ca18fbe3611e11d42ef69f59f86ea8c5389647d4cb",
    "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    "images/layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
    "images/layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
    "images/marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437",
}


def test_files_are_as_published() -> None:
    """Tests the SHA-256 of every file, and that there is no other."""
    found = {
        path.relative_to(FOLDER).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }
    assert found == SHA256


def test_pages_hold_them_with_their_pictures_and_their_licence() -> None:
    """Tests that nothing is left that a browser would have to fetch."""
    assert "Leaflet 1.9.4" in leaflet_script()
    assert "sourceMappingURL" not in leaflet_script()
    assert "url(images/" not in leaflet_style()
    assert leaflet_style().count("url(data:image/png;base64,") == 3
    assert "BSD 2-Clause" in leaflet_licence()
