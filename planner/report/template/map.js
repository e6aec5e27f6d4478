// The map of a plan: what stands where, and what moves, on the day that the slider is at.
"use strict";

const DAY_MS = 86400000;
const PLAY_MS = 150;
const MOST_SYMBOLS = 4;
const LOOKS = JSON.parse(document.getElementById("looks").textContent);
const SYMBOLS = JSON.parse(document.getElementById("symbols").textContent);
const count = new Intl.NumberFormat("en-GB");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function several(number, one) {
  return `${count.format(number)} ${one}${number === 1 ? "" : "s"}`;
}

function symbol(code) {
  const image = element("img", "symbol");
  image.src = SYMBOLS[code];
  image.alt = "";
  return image;
}

function table(heads, rows) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const text of heads) {
    const cell = element("th", "", text);
    cell.scope = "col";
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  return made;
}

function list(texts) {
  const made = element("ul");
  for (const text of texts) made.append(element("li", "", text));
  return made;
}

function areaColour(percent) {
  if (percent === null) return "#999999";
  return LOOKS.coverage.find(([most]) => percent <= most + 1e-9)?.[1] ?? "#999999";
}

class PlanMap {
  constructor(root) {
    this.root = root;
    this.data = JSON.parse(root.querySelector("script.map-data").textContent);
    this.slider = root.querySelector("input[type=range]");
    this.shownDate = root.querySelector("output");
    this.status = root.querySelector(".map-status");
    this.dayTable = root.querySelector(".day-table");
    this.playButton = root.querySelector(".play");
    this.markers = new Map();
    this.drawBase();
    this.bind();
    this.show(0);
    root.dataset.ready = "yes";
  }

  drawBase() {
    const canvas = this.root.querySelector(".map-canvas");
    this.map = L.map(canvas, { zoomSnap: 0.25, worldCopyJump: false, attributionControl: false });
    this.map.fitBounds(this.data.corners, { padding: [30, 30] });
    L.control.attribution({ prefix: false }).addAttribution(LOOKS.disclaimer).addTo(this.map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(this.map);
    const beneath = L.canvas({ padding: 0.3 });
    const still = { renderer: beneath, interactive: false };
    const { countries, regions, roads } = this.data.background;
    const world = LOOKS.world.flatMap((far, place) => countries[place] ?? far);
    L.polygon(world, { ...still, color: "#8c8c86", weight: 1, fillColor: "#fafaf5", fillOpacity: 1 }).addTo(this.map);
    L.polyline(regions, { ...still, color: "#c9c9c2", weight: 0.8 }).addTo(this.map);
    const ground = L.polyline(roads, { ...still, color: "#b9a98c", weight: 0.8 });
    this.areas = L.layerGroup(this.data.areas.map((area) => this.area(area))).addTo(this.map);
    this.reach = L.layerGroup();
    this.moves = L.layerGroup().addTo(this.map);
    this.units = L.layerGroup().addTo(this.map);
    const layers = { Sectors: this.areas };
    if (roads.length) layers["Roads that plans can use"] = ground.addTo(this.map);
    if (this.data.reach.length) layers["Reach of hospitals and reserves"] = this.reach;
    if (this.data.moves) layers.Movements = this.moves;
    if (this.data.sites.length) layers["Sites and units"] = this.units;
    L.control.layers(null, layers).addTo(this.map);
  }

  area(area) {
    const share = area.percent === null ? "nothing is asked for" : `${area.percent} % of the unit-weeks asked for are held`;
    const drawn = L.polygon(area.shape, { color: "#333333", weight: 1.5, fillColor: areaColour(area.percent), fillOpacity: 0.3, className: "area" });
    return drawn.bindPopup(this.popup(area.name, [element("p", "", share)]));
  }

  popup(title, parts) {
    const box = element("div");
    box.append(element("h4", "", title), ...parts);
    return box;
  }

  bind() {
    this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
    this.playButton.addEventListener("click", () => this.play());
    this.dayTable.addEventListener("toggle", () => this.fillDayTable());
    const near = this.map.getZoom() - 1;
    this.map.on("zoomend", () => this.root.classList.toggle("far", this.map.getZoom() < near));
    window.addEventListener("beforeprint", () => this.fit(true));
    window.addEventListener("afterprint", () => this.fit(false));
  }

  // Paper has a size of its own; what the window showed is shown on it whole.
  fit(printing) {
    const shown = this.map.getBounds();
    this.root.classList.toggle("printing", printing);
    this.map.invalidateSize({ animate: false });
    this.map.fitBounds(shown, { animate: false });
  }

  play() {
    const stops = this.timer !== undefined;
    this.playButton.textContent = stops ? "Play" : "Pause";
    this.status.setAttribute("aria-live", stops ? "polite" : "off");
    if (stops) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    if (Number(this.slider.value) >= this.data.days - 1) this.slider.value = 0;
    this.timer = setInterval(() => {
      const next = Number(this.slider.value) + 1;
      if (next >= this.data.days) return this.play();
      this.slider.value = next;
      this.show(next);
    }, PLAY_MS);
  }

  date(day) {
    return new Date(Date.parse(this.data.firstDay) + day * DAY_MS).toISOString().slice(0, 10);
  }

  show(day) {
    const now = (item) => item.from <= day && day < item.until;
    const units = this.data.postings.filter(now);
    const said = `${this.date(day)} (week ${Math.floor(day / 7)})`;
    this.shownDate.textContent = said;
    this.slider.setAttribute("aria-valuetext", said);
    this.showReach(this.data.reach.filter(now));
    const loads = this.showLoads(day);
    this.showSites(units);
    this.tell(units, loads);
    this.fillDayTable();
  }

  // What the map draws, for those who do not see it; made only where it is open.
  fillDayTable() {
    if (!this.dayTable.open) return;
    const day = Number(this.slider.value);
    const units = this.data.postings.filter((unit) => unit.from <= day && day < unit.until).map((unit) => [
      this.data.sites[unit.site].name, unit.unit, unit.type.replaceAll("_", " "), unit.of, count.format(unit.persons),
      this.date(unit.from), this.date(unit.until),
    ]);
    const loads = this.data.loads.filter(([, from, until]) => from <= day && day < until)
      .map(([lane, from, until, text]) => [this.data.lanes[lane].name, text, this.date(from), this.date(until)]);
    const areas = this.data.areas.map((area) => [area.name, area.percent === null ? "–" : String(area.percent)]);
    this.dayTable.querySelector(".scroll").replaceChildren(
      table(["Site", "Unit", "Type", "From", "Persons", "Here from", "until"], units),
      table(["Lane", "Load", "Under way from", "until"], loads),
      table(["Sector", "Unit-weeks held of those asked for, %"], areas),
    );
  }

  tell(units, loads) {
    const said = [];
    if (this.data.units) {
      const persons = units.reduce((sum, unit) => sum + unit.persons, 0);
      const sites = new Set(units.map((unit) => unit.site)).size;
      said.push(`${count.format(persons)} persons in ${several(units.length, "unit")} at ${several(sites, "site")}`);
    }
    if (this.data.moves) said.push(`${several(loads, "load")} under way`);
    this.status.textContent = said.length ? `${said.join("; ")}.` : "";
  }

  showReach(circles) {
    this.reach.clearLayers();
    for (const circle of circles) {
      const drawn = L.polygon(circle.shape, { color: "#56B4E9", weight: 1, fillOpacity: 0.05, dashArray: "3 3", interactive: false });
      this.reach.addLayer(drawn);
    }
  }

  showLoads(day) {
    const lanes = new Map();
    let under = 0;
    for (const [lane, from, until, text] of this.data.loads) {
      if (from > day || day >= until) continue;
      under += 1;
      if (!lanes.has(lane)) lanes.set(lane, []);
      lanes.get(lane).push(text);
    }
    const trips = this.trips(day);
    const key = JSON.stringify([[...lanes], [...trips]]);
    if (key === this.drawnLoads) return under;
    this.drawnLoads = key;
    this.moves.clearLayers();
    for (const [number, texts] of lanes) this.moves.addLayer(this.lane(this.data.lanes[number], texts, trips));
    return under;
  }

  trips(day) {
    const found = new Map();
    for (const [lane, on, text] of this.data.trips) {
      if (on !== day) continue;
      const { name } = this.data.lanes[lane];
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(text);
    }
    return found;
  }

  lane(lane, texts, trips) {
    const look = LOOKS.modes[lane.mode] ?? LOOKS.modes.other;
    const drawn = L.polyline(lane.line, { color: look.colour, weight: 3.5, opacity: 0.9, dashArray: look.dashes, className: "move" });
    const parts = [list(texts)];
    const today = trips.get(lane.name);
    if (today) parts.push(element("p", "", "Trips of the day by the timetable, there and back:"), list(today));
    drawn.bindTooltip(element("span", "", `${lane.name}: ${several(texts.length, "load")}`), { sticky: true });
    return drawn.bindPopup(this.popup(lane.name, parts), { maxHeight: 260 });
  }

  showSites(units) {
    const bySite = new Map(this.data.sites.map((_, place) => [place, []]));
    for (const unit of units) bySite.get(unit.site).push(unit);
    for (const [place, here] of bySite) this.site(place, here);
  }

  site(place, here) {
    const site = this.data.sites[place];
    const key = here.map((unit) => `${unit.unit}@${unit.from}`).join(" ");
    const known = this.markers.get(place);
    if (known?.key === key) return;
    const persons = here.reduce((sum, unit) => sum + unit.persons, 0);
    const icon = L.divIcon({ className: "site", iconSize: null, html: this.icon(site, here, persons) });
    const label = `${site.name}: ${several(here.length, "unit")}, ${count.format(persons)} persons`;
    if (known) {
      known.marker.setIcon(icon);
      known.key = key;
    } else {
      const marker = L.marker(site.at, { icon, riseOnHover: true }).addTo(this.units);
      const maxWidth = Math.min(580, this.map.getSize().x - 80);
      marker.bindPopup("", { maxHeight: 300, maxWidth, autoPanPadding: [20, 20] });
      this.markers.set(place, { marker, key });
    }
    const { marker } = this.markers.get(place);
    marker.getElement()?.setAttribute("aria-label", label);
    marker.setZIndexOffset(persons);
    marker.setPopupContent(this.popup(site.name, this.siteParts(site, here, persons)));
  }

  icon(site, here, persons) {
    const box = element("div", here.length ? "stand" : "stand empty");
    const codes = [...new Set([...here].sort((one, two) => two.persons - one.persons).map((unit) => unit.sidc))];
    const shown = element("span", "symbols");
    for (const code of codes.slice(0, MOST_SYMBOLS)) shown.append(symbol(code));
    if (codes.length > MOST_SYMBOLS) shown.append(element("span", "more", `+${codes.length - MOST_SYMBOLS}`));
    if (!codes.length) shown.append(element("span", "dot"));
    box.append(shown, element("span", "name", here.length ? `${site.name} ${count.format(persons)}` : site.name));
    return box;
  }

  siteParts(site, here, persons) {
    const facts = element("dl");
    for (const [title, text] of site.facts) facts.append(element("dt", "", title), element("dd", "", text));
    if (!here.length) return [element("p", "", "No unit on this day."), facts];
    const heads = ["Unit", "Type", "From", "Persons", "Here from", "until"];
    const rows = here.map((unit) => [
      unit.unit, unit.type.replaceAll("_", " "), unit.of, count.format(unit.persons), this.date(unit.from), this.date(unit.until),
    ]);
    const total = element("p", "", `${several(here.length, "unit")}, ${count.format(persons)} persons.`);
    return [total, table(heads, rows), facts];
  }
}

function drawWhenNear(roots) {
  const drawn = new Map();
  const draw = (root) => {
    if (!drawn.has(root)) drawn.set(root, new PlanMap(root));
  };
  const near = new IntersectionObserver((seen) => {
    for (const item of seen) if (item.isIntersecting) draw(item.target);
  }, { rootMargin: "600px" });
  for (const root of roots) near.observe(root);
  window.addEventListener("beforeprint", () => roots.forEach(draw));
}

drawWhenNear(document.querySelectorAll(".plan-map"));
