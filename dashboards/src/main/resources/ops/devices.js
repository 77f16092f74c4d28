import { condition, CONDITIONS } from '../wall/words.js';

const DEVICES_MS = 60_000;
/** As on the wall: how bad by rings, what is silent or lost by a hollow body, so that no colour is needed to tell. */
const LOOKS = {
  ok: { fillColor: '#3f9142' },
  silent: { fillColor: '#fff', color: '#5d6b78', weight: 2, dashArray: '2 3' },
  offline: { fillColor: '#fff', color: '#101820', weight: 4 },
  warning: { fillColor: '#ffc45c', ring: '#b26a00', rings: 1 },
  critical: { fillColor: '#d95a1a', ring: '#d95a1a', rings: 2 },
  emergency: { fillColor: '#e5252f', ring: '#e5252f', rings: 3, radius: 7 },
};
const WORST_LAST = Object.keys(LOOKS);

function mark({ properties: device, geometry }, bubble) {
  const how = condition(device), look = { radius: 5, rings: 0, ...LOOKS[how] };
  const at = [geometry.coordinates[1], geometry.coordinates[0]];
  const rings = Array.from({ length: look.rings }, (_, k) => L.circleMarker(at, {
    radius: look.radius + 4 * (k + 1), weight: 2, color: look.ring, fill: false, interactive: false,
  }));
  const body = L.circleMarker(at, { weight: 1, color: '#101820', fillOpacity: 1, ...look }).bindPopup(() => bubble(
    `${device.name || device.device_id} (${CONDITIONS[how]})`, `/ops/perangkat/${encodeURIComponent(device.device_id)}`));
  return L.layerGroup([...rings, body]);
}

const badness = feature => WORST_LAST.indexOf(condition(feature.properties));

/** Asked for again, and gone from the map when that fails: what was well a while ago may not be any more. */
export function followDevices(layer, bubble, ask) {
  const isRead = () => layer.getLayers().some(each => each.getLayers().some(mark => mark.isPopupOpen()));
  const show = async () => {
    const { features } = await ask().catch(() => ({ features: [] }));
    if (isRead()) return;
    layer.clearLayers();
    features.filter(feature => feature.geometry).sort((a, b) => badness(a) - badness(b))
      .forEach(feature => layer.addLayer(mark(feature, bubble)));
  };
  show();
  setInterval(show, DEVICES_MS);
}
