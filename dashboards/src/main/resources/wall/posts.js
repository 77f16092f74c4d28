import { el, english, setText, setClass, arrange } from './dom.js';
import { icon, setIcon, bandShape } from './shapes.js';
import { bandWord, centimetres, clock, roleWords, trend } from './words.js';
import { age, isOldReading } from './freshness.js';
import { createGauge } from './gauge.js';
import { downstream } from './state.js';

const tiles = new Map();

function band(parts) {
  const line = el('div', '', 'band');
  line.append(parts.bandIcon, parts.band);
  return line;
}

function movement(parts) {
  const line = el('div', '', 'trend');
  line.append(parts.trendIcon, parts.trend, parts.trendEnglish, parts.slope);
  return line;
}

function level(parts) {
  const line = el('div', '', 'level');
  line.append(parts.level, el('span', 'cm', 'unit'));
  return line;
}

function heading(parts) {
  const line = el('div', '', 'head');
  line.append(parts.name, parts.simulated);
  return line;
}

function createTile() {
  const parts = {
    root: el('article'), name: el('h2'), simulated: el('strong', 'SIMULASI', 'mark'), role: el('span'),
    roleEnglish: english(''), level: el('span', '', 'figure'), bandIcon: icon('dash'), band: el('span'),
    trendIcon: icon('dash'), trend: el('span'), trendEnglish: english(''), slope: el('span', '', 'slope'),
    read: el('div', '', 'read'),
    old: el('strong', 'BACAAN LAMA', 'old'), gauge: createGauge(), age: el('p', '', 'age'),
  };
  const facts = el('div', '', 'facts'), role = el('p', '', 'role'), foot = el('div', '', 'postfoot');
  role.append(parts.role, ' ', parts.roleEnglish);
  parts.old.append(' ', english('old reading'));
  facts.append(heading(parts), role, level(parts), band(parts), movement(parts));
  foot.append(parts.read, parts.old, parts.age);
  parts.root.append(facts, parts.gauge.root, foot);
  return parts;
}

function reading(post, ageMs) {
  if (post.level_cm == null) return 'belum ada bacaan dari pos ini';
  return `dibaca ${clock(new Date(post.observed_at))} WIB · ${age(ageMs)} lalu`;
}

function drawTile(parts, post, now, intervalS) {
  const move = trend(post.trend_cm_per_min), [role, roleEnglish] = roleWords(post.role);
  const ageMs = now - Date.parse(post.observed_at), old = isOldReading(ageMs, intervalS);
  parts.root.classList.add('tile', 'post');
  parts.root.classList.toggle('outdated', old);
  parts.root.dataset.band = post.siaga ?? '';
  parts.root.dataset.role = post.role ?? '';
  setText(parts.name, post.name);
  setText(parts.role, role);
  setText(parts.roleEnglish, roleEnglish);
  setText(parts.level, centimetres(post.level_cm));
  setIcon(parts.bandIcon, bandShape(post.siaga));
  setText(parts.band, bandWord(post.siaga));
  setIcon(parts.trendIcon, move.shape);
  setText(parts.trend, move.word);
  setText(parts.trendEnglish, move.english);
  setText(parts.slope, move.figure);
  setText(parts.read, reading(post, ageMs));
  parts.old.hidden = !old;
  parts.simulated.hidden = !post.simulated;
  parts.gauge.draw(post);
}

/** One tile per post, made once; `intervalOf` says how often its sensor should report, in seconds, if known. */
export function drawPosts(root, posts, now, intervalOf) {
  const ordered = downstream(posts);
  for (const post of ordered) {
    if (!tiles.has(post.post)) tiles.set(post.post, createTile());
    drawTile(tiles.get(post.post), post, now, intervalOf(post));
  }
  arrange(root, ordered.map(post => tiles.get(post.post).root));
}
