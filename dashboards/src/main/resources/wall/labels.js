import { el } from './dom.js';

const L = globalThis.L;

const meet = (a, b) => Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2;

/** Moves boxes {x, y, w, h} (centres, pixels) down, from the top, just far enough that none covers another or a fixed one. */
export function spread(boxes, fixed = []) {
  const placed = [...fixed];
  for (const box of [...boxes].sort((a, b) => a.y - b.y)) {
    for (let hit; (hit = placed.find(other => meet(box, other)));) box.y = hit.y + (hit.h + box.h) / 2;
    placed.push(box);
  }
  return boxes;
}

function tooltip(map, name, at) {
  return L.tooltip({ permanent: true, direction: 'center', className: 'area', interactive: false, opacity: 1 })
    .setLatLng(at).setContent(el('span', name)).addTo(map);
}

function box(map, label) {
  const point = map.latLngToContainerPoint(label.getLatLng()), node = label.getElement();
  return { label, from: point.y, x: point.x, y: point.y, w: node.offsetWidth + 6, h: node.offsetHeight };
}

/** Further from its place a name would name another, heights of a line. */
const FAR = 2.5;

/** Whether a name still stands by its place and within the panel. */
export const fits = ({ from, x, y, w, h }, size) => Math.abs(y - from) <= FAR * h
  && x - w / 2 >= 0 && x + w / 2 <= size.x && y - h / 2 >= 0 && y + h / 2 <= size.y;

/** Keeps labels [[name, LatLng], …] apart, and off marks (boxes), at every zoom and size; answers how to do so anew. */
export function drawLabels(map, labels, marks) {
  const drawn = labels.map(([name, at]) => tooltip(map, name, at));
  const arrange = () => {
    for (const placed of spread(drawn.map(label => box(map, label)), marks())) {
      placed.label.options.offset = [0, placed.y - placed.from];
      placed.label.setOpacity(fits(placed, map.getSize()) ? 1 : 0);
      placed.label.update();
    }
  };
  map.on('moveend zoomend resize', arrange);
  arrange();
  return arrange;
}
