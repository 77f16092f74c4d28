import { followDevices } from './devices.js';

const SHAPES = { P1: '◆', P2: '▲', P3: '■', P4: '●' };
const UNITS_MS = 15_000;
const CITY = [[-6.36, 106.90], [-6.17, 107.05]];

function load(src) {
  return new Promise((resolve, reject) => document.head.append(
    Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject })));
}

const get = async url => {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${url}: ${reply.status}`);
  return reply.json();
};

/** What people wrote, as text: a string would be HTML to Leaflet. */
const words = text => Object.assign(document.createElement('span'), { textContent: text });

const bubble = (title, href) => Object.assign(document.createElement('a'), { textContent: title, href });

const UNIT_STATES = {
  SIAGA: 'Siaga', DITUGASKAN: 'Ditugaskan', MENUJU: 'Menuju lokasi', DI_LOKASI: 'Di lokasi', ISTIRAHAT: 'Istirahat', LUAR_DINAS: 'Luar dinas',
};

const unitWords = unit => {
  const at = new Date(unit.at).toLocaleTimeString('id-ID', { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit' });
  return `${unit.call_sign} · ${UNIT_STATES[unit.state] ?? unit.state} · ${at.replace('.', ':')} WIB${unit.stale ? ' (posisi lama)' : ''}`;
};

function unitPoint(unit) {
  return L.circleMarker([unit.lat, unit.lng], { radius: 8, weight: 2, color: '#101820', fillColor: '#4da3ff', fillOpacity: 1 })
    .setStyle(unit.stale ? { dashArray: '3 3', fillOpacity: .3 } : {})
    .bindTooltip(words(unit.call_sign), { permanent: true, direction: 'right', offset: [8, 0], className: 'name unit' })
    .bindPopup(() => words(unitWords(unit)));
}

/** The same as a list: what is on the map must be there for who sees no map. */
function listUnits(units, map) {
  const list = document.getElementById('positions');
  if (!list) return;
  list.replaceChildren(...(units.length ? units : [null]).map(unit => {
    const item = document.createElement('li');
    if (!unit) item.textContent = list.dataset.empty;
    else {
      const show = Object.assign(document.createElement('button'), { type: 'button', textContent: unitWords(unit) });
      show.onclick = () => map.setView([unit.lat, unit.lng], 15, { animate: false });
      item.append(show);
    }
    return item;
  }));
}

/** The mark that the lists have for the priority; who uses no pointer has the list. */
function pin(at, priority, title) {
  const size = priority === 'P1' ? 26 : 22;
  return L.marker(at, {
    keyboard: false, title, zIndexOffset: -100 * Number(priority[1]),
    icon: L.divIcon({ className: `pin priority ${priority}`, html: SHAPES[priority], iconSize: [size, size] }),
  });
}

/** Names, each in the middle of what it names, so that a map without a street shows where one is. */
function names(features, map, property) {
  const places = new Map();
  for (const feature of features) {
    const name = feature.properties[property];
    if (name) places.set(name, [...(places.get(name) ?? []), L.geoJSON(feature).getBounds().getCenter()]);
  }
  for (const [name, points] of places) {
    L.tooltip({ permanent: true, direction: 'center', className: 'name', interactive: false, pane: 'shadowPane' })
      .setLatLng(L.latLngBounds(points).getCenter()).setContent(words(name)).addTo(map);
  }
}

/** Incidents as the list beside the map has them, so both always say the same. */
function drawIncidents(layer) {
  layer.clearLayers();
  const marks = new Map();
  for (const row of document.querySelectorAll('[data-row][data-lat]')) {
    const { id, lat, lng, priority } = row.dataset;
    if (!lat) continue;
    const title = row.querySelector('.title').textContent;
    const mark = pin([Number(lat), Number(lng)], priority, title).bindPopup(() => bubble(title, row.href)).addTo(layer);
    marks.set(id, mark);
  }
  return marks;
}

/** Units move: asked for again, and gone from the map when that fails, since an old place is a wrong one. */
function followUnits(layer, map) {
  const show = async () => {
    const json = await get('/api/v1/unit-positions').catch(() => ({ items: [] }));
    layer.clearLayers();
    json.items.forEach(unit => unitPoint(unit).addTo(layer));
    if (!document.activeElement?.closest('#positions')) listUnits(json.items, map);
  };
  show();
  setInterval(show, UNITS_MS);
}

/** Shows the city and every open incident, also those beyond its edge, until somebody moves the map. */
function keepFitted(map, node) {
  let city = L.latLngBounds(CITY), moved = false;
  const points = () => [...document.querySelectorAll('[data-row][data-lat]')].map(row => row.dataset)
    .filter(({ lat }) => lat).map(({ lat, lng }) => L.latLng(lat, lng));
  const fit = () => {
    if (moved) return;
    const all = L.latLngBounds([city.getSouthWest(), city.getNorthEast(), ...points()]);
    map.fitBounds(all, { padding: [16, 16], animate: false });
  };
  for (const how of ['pointerdown', 'wheel', 'keydown']) node.addEventListener(how, () => { moved = true; }, { passive: true });
  document.addEventListener('focusin', event => { moved ||= !!event.target.closest?.('[data-row], #positions'); });
  fit();
  return to => { city = to ?? city; fit(); };
}

export async function draw() {
  await load('/webjars/leaflet/leaflet.js');
  const node = document.getElementById('map'), { devices, units, lat, lng } = node.dataset;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map(node, { preferCanvas: true, attributionControl: false, zoomSnap: .25, zoomAnimation: !still, fadeAnimation: !still, keyboard: true });
  const areas = L.svg();
  if (lat) map.setView([lat, lng], 13);
  const fit = lat ? () => {} : keepFitted(map, node);
  get('/api/v1/boundaries').then(json => {
    L.geoJSON(json, {
      renderer: areas, interactive: false, style: { className: 'area', weight: 1 },
      filter: feature => feature.geometry?.type !== 'Point',
    }).addTo(map);
    fit(L.geoJSON(json).getBounds().pad(.05));
    names(json.features, map, lat ? 'nama' : 'nama_kecamatan');
  }).catch(() => {});
  L.control.scale({ imperial: false }).addTo(map);
  if (lat) {
    L.circleMarker([lat, lng], { radius: 9, weight: 3, color: '#b3131f', fillColor: '#fff', fillOpacity: 1 }).addTo(map);
    if (devices !== 'yes') return;
  }
  if (devices === 'yes') followDevices(L.layerGroup().addTo(map), bubble, () => get('/api/v1/devices?format=geojson'));
  if (units === 'yes') followUnits(L.layerGroup().addTo(map), map);
  const layer = L.layerGroup().addTo(map);
  let marks = drawIncidents(layer);
  document.body.addEventListener('htmx:afterSettle', () => {
    marks = drawIncidents(layer);
    fit();
  });
  document.addEventListener('focusin', event => {
    const mark = marks.get(event.target.closest?.('[data-row]')?.dataset.id);
    if (mark) map.panTo(mark.getLatLng(), { animate: !still });
    mark?.getElement()?.classList.add('on');
  });
  document.addEventListener('focusout', event => {
    marks.get(event.target.closest?.('[data-row]')?.dataset.id)?.getElement()?.classList.remove('on');
  });
}
