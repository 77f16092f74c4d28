import { el } from './dom.js';

const L = globalThis.L;

const meet = (a, b) => Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2;

/** Where else a name may stand, in its own widths and heights; further off it would name another. Nearest first. */
const PLACES = [-0.5, -0.25, 0, 0.25, 0.5].flatMap(x => Array.from({ length: 17 }, (_, k) => [x, (k - 8) / 4]))
  .sort(([ax, ay], [bx, by]) => Math.hypot(4 * ax, ay) - Math.hypot(4 * bx, by));

const lies = ({ x, y, w, h }, size) => x - w / 2 >= 0 && x + w / 2 <= size.x && y - h / 2 >= 0 && y + h / 2 <= size.y;

/**
 * Each of these boxes {x, y, w, h} (centres, pixels), from the top, at the nearest place inside size {x, y} where it
 * covers no other and no fixed one; null where there is none.
 */
export function spread(boxes, fixed, size) {
  const taken = [...fixed], found = new Map();
  for (const box of [...boxes].sort((a, b) => a.y - b.y)) {
    const free = PLACES.map(([dx, dy]) => ({ ...box, x: box.x + dx * box.w, y: box.y + dy * box.h }))
      .find(place => lies(place, size) && !taken.some(other => meet(place, other))) ?? null;
    found.set(box, free);
    if (free) taken.push(free);
  }
  return boxes.map(box => found.get(box));
}

function tooltip(map, name, at) {
  return L.tooltip({ permanent: true, direction: 'center', className: 'area', interactive: false, opacity: 1 })
    .setLatLng(at).setContent(el('span', name)).addTo(map);
}

function box(map, label) {
  const point = map.latLngToContainerPoint(label.getLatLng()), node = label.getElement();
  return { x: point.x, y: point.y, w: node.offsetWidth + 6, h: node.offsetHeight };
}

/** Keeps labels [[name, LatLng], …] apart, and off marks (boxes), at every zoom and size; answers how to do so anew. */
export function drawLabels(map, labels, marks) {
  const drawn = labels.map(([name, at]) => tooltip(map, name, at));
  const arrange = () => {
    const boxes = drawn.map(label => box(map, label));
    spread(boxes, marks(), map.getSize()).forEach((place, k) => {
      drawn[k].options.offset = place ? [place.x - boxes[k].x, place.y - boxes[k].y] : [0, 0];
      drawn[k].setOpacity(place ? 1 : 0);
      drawn[k].update();
    });
  };
  map.on('moveend zoomend resize', arrange);
  arrange();
  return arrange;
}
