/** One table of outlines, within -1…1, drawn both as SVG icons and on the map's canvas. */
const SVG = 'http://www.w3.org/2000/svg';

const ring = (corners, turn = 0) => Array.from({ length: corners }, (_, k) => {
  const angle = 2 * Math.PI * (k + turn) / corners;
  return [Math.sin(angle), -Math.cos(angle)];
});
const box = (w, h) => [[-w, -h], [w, -h], [w, h], [-w, h]];
const drop = [[0, -1], ...Array.from({ length: 17 }, (_, k) => {
  const angle = -0.5 + (Math.PI + 1) * k / 16;
  return [0.7 * Math.cos(angle), 0.3 + 0.7 * Math.sin(angle)];
})];

const OUTLINES = {
  circle: ring(24), triangle: ring(3), inverted: ring(3, 1.5), diamond: ring(4), square: box(0.8, 0.8),
  pentagon: ring(5), hexagon: ring(6, 0.5), octagon: ring(8, 0.5), bar: box(1, 0.5), pillar: box(0.5, 1),
  drop, arrow: [[0, -1], [0.8, 1], [0, 0.5], [-0.8, 1]], bowtie: [[-1, -0.7], [1, 0.7], [1, -0.7], [-1, 0.7]],
  plus: [[-.35, -1], [.35, -1], [.35, -.35], [1, -.35], [1, .35], [.35, .35], [.35, 1], [-.35, 1], [-.35, .35],
    [-1, .35], [-1, -.35], [-.35, -.35]],
  up: [[0, -1], [1, 0.8], [-1, 0.8]], down: [[0, 1], [1, -0.8], [-1, -0.8]],
  steady: [[-1, -0.25], [1, -0.25], [1, 0.25], [-1, 0.25]], dash: box(0.7, 0.12),
};
const KINDS = {
  flood: 'drop', rain: 'inverted', gps: 'arrow', cctv: 'square', wifi: 'circle', switch: 'bar', door: 'pillar',
  radio: 'triangle', link: 'bowtie', gateway: 'diamond', pump: 'pentagon', monitor: 'hexagon', room: 'octagon',
};
const BANDS = { NORMAL: 'circle', SIAGA_3: 'triangle', SIAGA_2: 'diamond', SIAGA_1: 'octagon' };
const PRIORITIES = { P1: 'octagon', P2: 'triangle', P3: 'diamond', P4: 'circle' };

export const kindShape = kind => KINDS[kind] ?? 'plus';
export const bandShape = band => BANDS[band] ?? 'dash';
export const priorityShape = priority => PRIORITIES[priority] ?? 'circle';
const outline = name => OUTLINES[name] ?? OUTLINES.circle;

export function trace(context, name, x, y, radius) {
  context.beginPath();
  for (const [dx, dy] of outline(name)) context.lineTo(x + radius * dx, y + radius * dy);
  context.closePath();
}

/** An icon of one letter's height; its meaning always stands next to it in words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg'), polygon = document.createElementNS(SVG, 'polygon');
  svg.setAttribute('viewBox', '-1.1 -1.1 2.2 2.2');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(polygon);
  setIcon(svg, name);
  return svg;
}

export function setIcon(svg, name) {
  if (svg.dataset.shape === name) return;
  svg.dataset.shape = name;
  svg.firstChild.setAttribute('points', outline(name).map(point => point.map(v => v.toFixed(3)).join(',')).join(' '));
}
