import { el, setClass } from './dom.js';
import { bandWord, centimetres } from './words.js';

/** Where a level stands on a gauge from 0 to max, as a part of 1; null when there is nothing to show. */
export const scale = (cm, max) => (cm == null || !(max > 0) ? null : Math.min(1, Math.max(0, cm / max)));

const STEP_CM = 50;

/** The gauge ends a quarter above the highest threshold; only water beyond that makes it grow, in steps. */
export function top(post) {
  const usual = 1.25 * Math.max(0, ...(post.bands ?? []).map(band => band.above_cm ?? 0)), cm = post.level_cm ?? 0;
  return cm > usual ? STEP_CM * Math.ceil(1.05 * cm / STEP_CM) : usual || STEP_CM;
}

const percent = part => `${(100 * part).toFixed(2)}%`;
const short = level => bandWord(level).replace('SIAGA ', 'S').replace('AWAS', 'S1');

function mark(band, max) {
  const line = el('div', '', 'threshold');
  line.append(el('b', short(band.level)), el('span', centimetres(band.above_cm)));
  line.style.bottom = percent(scale(band.above_cm, max));
  return line;
}

const spoken = post => `Tinggi ${centimetres(post.level_cm)} cm; ` + (post.bands ?? [])
  .map(band => `${bandWord(band.level)} di atas ${centimetres(band.above_cm)} cm`).join(', ');

export function createGauge() {
  const root = el('div', '', 'gauge'), water = el('div', '', 'water'), marks = el('div', '', 'marks');
  root.append(water, marks);
  root.setAttribute('role', 'img');
  let drawn = '';
  return {
    root,
    draw(post) {
      const max = top(post), bands = (post.bands ?? []).filter(band => band.above_cm != null);
      const layout = `${max} ${JSON.stringify(bands)}`;
      if (layout !== drawn) marks.replaceChildren(...bands.map(band => mark(band, max)));
      drawn = layout;
      water.style.height = percent(scale(post.level_cm, max) ?? 0);
      setClass(root, post.level_cm == null ? 'gauge unknown' : 'gauge');
      root.setAttribute('aria-label', spoken(post));
    },
  };
}
