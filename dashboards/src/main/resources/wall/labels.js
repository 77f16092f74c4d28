import { el } from './dom.js';

const L = globalThis.L;

const meet = (a, b) => Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2;

/** Moves boxes {x, y, w, h} (centres, pixels) down, from the top, just far enough that none covers another. */
export function spread(boxes) {
  const placed = [];
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

/** Keeps labels [[name, LatLng], …] apart at every zoom and size. */
export function drawLabels(map, labels) {
  const drawn = labels.map(([name, at]) => tooltip(map, name, at));
  const arrange = () => {
    for (const { label, from, y } of spread(drawn.map(label => box(map, label)))) {
      label.options.offset = [0, y - from];
      label.update();
    }
  };
  map.on('zoomend resize', arrange);
  arrange();
}
