import { el, english } from './dom.js';
import { CONDITIONS, ENGLISH } from './words.js';
import { LAYERS, sprite } from './marks.js';
import { DeviceLayer } from './devicelayer.js';
import { drawBoundaries } from './boundaries.js';

const L = globalThis.L;
const SAMPLE = 44;
/** Until the boundaries arrive: a box around Kota Bekasi, degrees WGS 84. */
const CITY = L.latLngBounds([-6.40, 106.90], [-6.17, 107.05]);

function createLeaflet(node) {
  const map = L.map(node, {
    zoomControl: false, zoomSnap: 0.1, zoomAnimation: false, fadeAnimation: false, attributionControl: false,
  });
  map.fitBounds(CITY);
  L.control.zoom({ zoomInTitle: 'Perbesar', zoomOutTitle: 'Perkecil' }).addTo(map);
  return map;
}

/** Stays on the whole city through every resize until somebody moves the map; ⌂ returns to it. */
function keepFitted(map, node) {
  let bounds = CITY, touched = false;
  const fit = () => map.invalidateSize({ animate: false }).fitBounds(bounds, { padding: [12, 12], animate: false });
  const home = L.control({ position: 'topleft' });
  home.onAdd = () => {
    const button = Object.assign(el('button', '⌂', 'home'), { type: 'button', title: 'Seluruh kota' });
    button.setAttribute('aria-label', 'Seluruh kota');
    L.DomEvent.disableClickPropagation(button);
    button.onclick = () => { touched = false; fit(); };
    return button;
  };
  home.addTo(map);
  node.addEventListener('pointerdown', () => { touched = true; });
  node.addEventListener('wheel', () => { touched = true; }, { passive: true });
  node.addEventListener('keydown', event => { touched ||= /^(Arrow|[-+=])/.test(event.key); });
  new ResizeObserver(() => (touched ? map.invalidateSize() : fit())).observe(node);
  return to => { bounds = to; fit(); };
}

export function createMap(node) {
  const map = createLeaflet(node), fitTo = keepFitted(map, node), devices = new DeviceLayer().addTo(map);
  let arrange = () => {};
  return {
    update(list) {
      devices.put(list);
      arrange();
    },
    clear: () => devices.clear(),
    boundaries(collection) {
      const drawn = drawBoundaries(map, collection, () => devices.boxes());
      arrange = drawn.arrange;
      if (drawn.bounds.isValid()) fitTo(drawn.bounds);
    },
  };
}

function sample(kind, how, [word, small]) {
  const item = el('li'), canvas = el('canvas'), image = sprite(kind, how), text = el('span', `${word} `);
  canvas.width = canvas.height = SAMPLE;
  canvas.getContext('2d').drawImage(image, (SAMPLE - image.width) / 2, (SAMPLE - image.height) / 2);
  text.append(english(small));
  item.append(canvas, text);
  return item;
}

/** Conditions on the commonest kind's shape; the shapes of kinds stand in the strip of counts. */
export function drawLegend(root) {
  root.replaceChildren(...LAYERS.map(how => sample('cctv', how, [CONDITIONS[how], ENGLISH[how]])));
}
