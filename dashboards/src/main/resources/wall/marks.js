import { trace, kindShape } from './shapes.js';
import { condition } from './words.js';

/** A device's mark: its kind by shape; its condition by colour and by rings, a cross or a hollow body. */
const LOOKS = {
  ok: { fill: '#7cc7ff', edge: '#0b1118', radius: 6 },
  offline: { edge: '#d5dde6', radius: 7, cross: true },
  silent: { edge: '#a9b6c4', radius: 6, dash: [2, 2] },
  warning: { fill: '#ffc45c', edge: '#0b1118', radius: 7, rings: 1 },
  critical: { fill: '#ff8a80', edge: '#0b1118', radius: 8, rings: 2 },
  emergency: { fill: '#ff4d4d', edge: '#ffffff', radius: 10, rings: 3 },
};
/** Painted in this order, so that the worst lies on top. */
export const LAYERS = ['ok', 'silent', 'offline', 'warning', 'critical', 'emergency'];
const sprites = new Map();

function body(context, shape, look, c) {
  trace(context, shape, c, c, look.radius);
  context.setLineDash(look.dash ?? []);
  context.lineWidth = look.fill ? 1 : 2;
  context.strokeStyle = look.edge;
  if (look.fill) {
    context.fillStyle = look.fill;
    context.fill();
  }
  context.stroke();
}

function rings(context, look, c) {
  context.strokeStyle = look.fill;
  context.lineWidth = 2;
  for (let k = 1; k <= (look.rings ?? 0); k++) {
    context.beginPath();
    context.arc(c, c, look.radius + 4 * k - 1, 0, 2 * Math.PI);
    context.stroke();
  }
}

function cross(context, look, c) {
  const r = look.radius;
  context.beginPath();
  context.moveTo(c - r, c - r);
  context.lineTo(c + r, c + r);
  context.moveTo(c + r, c - r);
  context.lineTo(c - r, c + r);
  context.stroke();
}

/** Drawn once per kind and condition at the screen's own resolution, then copied. */
export function sprite(kind, how, ratio = 1) {
  const key = `${kindShape(kind)} ${how} ${ratio}`;
  if (!sprites.has(key)) sprites.set(key, paint(kindShape(kind), LOOKS[how], ratio));
  return sprites.get(key);
}

/** Half the side of a sprite, pixels: no larger than its mark, because 10,000 are copied. */
const reach = look => look.radius + 4 * (look.rings ?? 0) + 2;

function paint(shape, look, ratio) {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d'), c = reach(look);
  canvas.width = canvas.height = 2 * c * ratio;
  context.scale(ratio, ratio);
  body(context, shape, look, c);
  context.setLineDash([]);
  rings(context, look, c);
  if (look.cross) cross(context, look, c);
  return canvas;
}

export const markOf = device => ({ kind: device.kind, how: condition(device) });
