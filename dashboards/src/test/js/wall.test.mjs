import test from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// The browser is told by the script tag that these are modules; Node needs a package.json, which is not served.
const copy = mkdtempSync(join(tmpdir(), 'wall-'));
cpSync(fileURLToPath(new URL('../../main/resources/wall/', import.meta.url)), copy, { recursive: true });
writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
test.after(() => rmSync(copy, { recursive: true }));
const load = name => import(pathToFileURL(join(copy, name)));

const { age, isOldReading, isStale, since, staleText } = await load('freshness.js');
const { byUrgency, clear, downstream, keepIncident, keepTicket, place, state } = await load('state.js');
const { centimetres, clock, condition, kindWord, moment, trend } = await load('words.js');
const { scale, top } = await load('gauge.js');
const { phrase, tally } = await load('counts.js');
const { outline } = await load('boundaries.js');
const { spread } = await load('labels.js');
const { unattendedText } = await load('unattended.js');
const { totals } = await load('incidents.js');
const { createLoader } = await load('loading.js');

test('stale only after five seconds without a heartbeat', () => {
  assert.equal(isStale(5000, 0), false);
  assert.equal(isStale(5001, 0), true);
  assert.equal(isStale(1, null), true);
  assert.equal(staleText(4900, 0), 'data 4 dtk');
  assert.equal(staleText(7000, 0), 'DATA LAMA 7 dtk');
  assert.equal(staleText(7000, null), 'DATA BELUM ADA');
});

test('ages in words people say', () => {
  assert.equal(age(-5), '0 dtk');
  assert.equal(age(59999), '59 dtk');
  assert.equal(age(65000), '1:05 mnt');
  assert.equal(age(3660000), '1 jam 01 mnt');
  assert.equal(age(90000000), '1 hari 1 jam');
  assert.equal(age(NaN), '—');
});

test('what we learnt late is as old as it is', () => {
  const incident = { caused_at: '2026-01-20T01:30:00Z', opened_at: '2026-01-20T01:30:01Z' };
  const now = Date.parse('2026-01-22T03:30:00Z');
  assert.equal(since(incident, now), '2 hari 2 jam');
  assert.equal(since({ ...incident, opened_at: '2026-01-22T03:29:00Z' }, now), 'terlambat · 2 hari 2 jam');
});

test('a reading is old after three intervals, at the earliest after two minutes', () => {
  assert.equal(isOldReading(120000, 1), false);
  assert.equal(isOldReading(120001, 1), true);
  assert.equal(isOldReading(120001, undefined), true);
  assert.equal(isOldReading(1800000, 600), false);
  assert.equal(isOldReading(1800001, 600), true);
  assert.equal(isOldReading(NaN, 1), false);
});

test('most urgent first, then newest', () => {
  const list = [['P2', 3], ['P1', 1], ['P1', 2]]
    .map(([priority, minute]) => ({ priority, caused_at: `2026-01-01T00:0${minute}:00Z` })).sort(byUrgency);
  assert.deepEqual(list.map(i => i.caused_at[15]), ['2', '1', '3']);
  assert.equal(totals(list), '2 P1 · 1 P2');
});

test('posts as the water flows, in the order given within', () => {
  const posts = ['reference', 'city', 'upstream', 'upstream'].map((role, post) => ({ role, post }));
  assert.deepEqual(downstream(posts).map(p => p.post), [2, 3, 1, 0]);
});

test('an older version of an incident never replaces a newer one, not even a finished one', () => {
  clear();
  assert.equal(keepIncident({ id: 1, version: 2, state: 'BARU' }), true);
  assert.equal(keepIncident({ id: 1, version: 1, state: 'DITANGANI' }), false);
  assert.equal(state.incidents.get(1).state, 'BARU');
  keepIncident({ id: 1, version: 3, state: 'SELESAI' });
  assert.equal(keepIncident({ id: 1, version: 2, state: 'BARU' }), false);
  assert.equal(state.incidents.size, 0);
  assert.equal(keepIncident({ id: 1, version: 4, state: 'DITANGANI' }), true);
});

test('only open tickets count, and clearing forgets all', () => {
  keepTicket({ id: 7, state: 'BUKA' });
  keepTicket({ id: 8, state: 'BUKA' });
  keepTicket({ id: 7, state: 'SELESAI' });
  assert.deepEqual([...state.tickets], [8]);
  clear();
  assert.equal(state.tickets.size + state.incidents.size, 0);
});

test('a list of devices that comes in several events is one list, and a later word replaces an earlier', () => {
  const drawn = [];
  const { takeDevices } = createLoader({ map: { update: list => drawn.push(list.length) } });
  takeDevices([{ device_id: 'a', presence: 'online' }, { device_id: 'b', presence: 'online' }]);
  takeDevices([{ device_id: 'c', presence: 'online' }, { device_id: 'a', presence: 'offline' }]);
  assert.deepEqual([...state.devices.values()].map(held => held.device_id + held.presence),
    ['aoffline', 'bonline', 'conline']);
  assert.deepEqual(drawn, [2, 2]);
  clear();
});

test('an approximate place says so', () => {
  const at = { kelurahan: 'Jatirasa', kecamatan: 'Jatiasih' };
  assert.equal(place({ ...at, place_approximate: true }), '≈ Kel. Jatirasa, Kec. Jatiasih');
  assert.equal(place(at), 'Kel. Jatirasa, Kec. Jatiasih');
  assert.equal(place({}), 'lokasi tidak diketahui');
});

test('numbers the Indonesian way', () => {
  assert.equal(centimetres(623.6), '624');
  assert.equal(centimetres(null), '—');
  assert.deepEqual(trend(320.24412003407673), { shape: 'up', word: 'naik', english: 'rising', figure: '+320,2 cm/menit' });
  assert.equal(trend(-0.06).word, 'turun');
  assert.deepEqual(trend(-0.04), { shape: 'steady', word: 'tetap', english: 'steady', figure: '0,0 cm/menit' });
  assert.equal(trend(null).word, 'tren belum ada');
});

test('times in WIB with colons', () => {
  assert.equal(clock(new Date('2026-11-21T20:05:09Z')), '03:05:09');
  assert.match(moment('2026-11-21T20:05:09Z'), /^22 Nov 03:05:09 WIB$/);
  assert.equal(moment(null), '—');
});

test('an alert outranks presence', () => {
  assert.equal(condition({ alert: 'WARN', presence: 'offline' }), 'warning');
  assert.equal(condition({ alert: null, presence: 'offline' }), 'offline');
  assert.equal(condition({ alert: 'INFO', presence: 'online' }), 'ok');
  assert.equal(condition({ presence: 'unknown' }), 'silent');
});

test('counts name the good first, then the worst, and never a raw code', () => {
  const devices = [{ kind: 'cctv', presence: 'online' }, { kind: 'cctv', presence: 'offline' },
    { kind: 'cctv', alert: 'CRIT' }, { kind: 'teapot', presence: 'unknown' }];
  const kinds = tally(devices);
  assert.deepEqual(phrase(kinds.cctv).map(p => p.text), ['1 baik', '1 kritis', '1 putus']);
  assert.deepEqual(phrase(kinds.teapot).map(p => p.text), ['0 baik', '1 senyap']);
  assert.equal(kindWord('teapot'), 'Tak dikenal');
});

test('the gauge keeps its scale until the water leaves it', () => {
  const bands = [{ above_cm: 350 }, { above_cm: 550 }];
  assert.equal(top({ bands, level_cm: 624 }), 687.5);
  assert.equal(top({ bands, level_cm: null }), 687.5);
  assert.equal(top({ bands, level_cm: 1000 }), 1050);
  assert.equal(top({ bands, level_cm: 990 }), 1050);
  assert.equal(scale(343.75, 687.5), 0.5);
  assert.equal(scale(-5, 100), 0);
  assert.equal(scale(500, 100), 1);
  assert.equal(scale(null, 100), null);
  assert.equal(scale(1, 0), null);
});

test('a side shared by two kelurahan is not part of the outline', () => {
  const left = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], right = [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]];
  const sides = outline([left, right]);
  assert.equal(sides.length, 6);
  assert.ok(!sides.some(side => side.every(([x]) => x === 1)));
});

test('labels stand by their places, off each other and off marks, or nowhere', () => {
  const at = (x, y) => ({ x, y, w: 50, h: 20 }), size = { x: 400, y: 200 };
  const where = places => places.map(place => place && [place.x, place.y]);
  assert.deepEqual(where(spread([at(100, 100), at(300, 100)], [], size)), [[100, 100], [300, 100]]);
  assert.deepEqual(where(spread([at(100, 100), at(100, 105)], [], size)), [[100, 100], [100, 120]]);
  assert.deepEqual(where(spread([at(100, 100)], [{ x: 100, y: 95, w: 10, h: 10 }], size)), [[100, 110]]);
  assert.deepEqual(where(spread([at(100, 195)], [], size)), [[100, 190]]);
  assert.deepEqual(spread([at(100, 100)], [{ x: 100, y: 100, w: 200, h: 200 }], size), [null]);
});

test('what no incident stands for any more is named', () => {
  assert.equal(unattendedText({ title: 'Siaga 2', opened_at: '2026-11-21T18:05:09Z' }, 'Pos P2C'),
    'Siaga 2 · Pos P2C · sejak 22 Nov 01:05:09 WIB');
});
