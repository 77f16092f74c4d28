import { drawLabels } from './labels.js';

const L = globalThis.L;
const LINE = { color: '#5d7288', weight: 1, fillColor: '#1a2735', fillOpacity: 0.6 };
const DOT = { radius: 3, color: '#5d7288', weight: 1, fillOpacity: 0.4 };
const EMPHASIS = { color: '#9fb2c6', weight: 2.5, fill: false };

/** Sides that only one kelurahan of a kecamatan has: together they are the kecamatan's outline. */
export function outline(rings) {
  const sides = new Map();
  for (const ring of rings) {
    for (let k = 1; k < ring.length; k++) {
      const side = [ring[k - 1], ring[k]], key = side.map(at => at.map(v => v.toFixed(5)).join()).sort().join(' ');
      sides.set(key, sides.has(key) ? null : side);
    }
  }
  return [...sides.values()].filter(Boolean);
}

const polygons = ({ type, coordinates }) =>
  ({ Polygon: [coordinates], MultiPolygon: coordinates })[type] ?? [];

export function byKecamatan(features) {
  const groups = new Map();
  for (const feature of features) {
    const name = feature.properties?.nama_kecamatan ?? '';
    groups.set(name, [...(groups.get(name) ?? []), feature]);
  }
  return groups;
}

/** The middle of the kelurahan of one kecamatan. */
function middle(features) {
  const centres = features.map(feature => L.geoJSON(feature).getBounds().getCenter());
  const mean = axis => centres.reduce((sum, at) => sum + at[axis], 0) / centres.length;
  return L.latLng(mean('lat'), mean('lng'));
}

function emphasised(features) {
  const rings = features.flatMap(feature => polygons(feature.geometry).map(polygon => polygon[0]));
  const sides = outline(rings).map(side => side.map(([lng, lat]) => [lat, lng]));
  return L.polyline(sides, { ...EMPHASIS, interactive: false });
}

/** Centroids lie inside the city, so its edge is some way beyond them. */
const BEYOND = 0.06;

/** Draws kelurahan faintly and kecamatan clearly, names off the marks; answers the city's bounds. */
export function drawBoundaries(map, collection, marks) {
  const dot = (_, at) => L.circleMarker(at, DOT);
  const city = L.geoJSON(collection, { interactive: false, style: LINE, pointToLayer: dot });
  const groups = [...byKecamatan(collection.features)];
  city.addTo(map);
  groups.forEach(([, features]) => emphasised(features).addTo(map));
  const arrange = drawLabels(map, groups.map(([name, features]) => [name, middle(features)]), marks);
  return { arrange, bounds: collection.approximate ? city.getBounds().pad(BEYOND) : city.getBounds() };
}
