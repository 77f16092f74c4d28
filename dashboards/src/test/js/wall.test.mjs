import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
const load = n => import('data:text/javascript;base64,' + readFileSync(new URL(`../../main/resources/wall/${n}`, import.meta.url)).toString('base64'));
const { age, isStale } = await load('freshness.js');
const { byUrgency } = await load('state.js');
test('age', () => { assert.equal(age(65000), '01:05'); assert.equal(age(3660000), '1 h 01 m'); assert.equal(age(NaN), '—'); });
test('stale only after five seconds', () => { assert.equal(isStale(5000, 0), false); assert.equal(isStale(5001, 0), true); assert.equal(isStale(1, null), true); });
test('highest then newest', () => { const l = [['P2', 3], ['P1', 1], ['P1', 2]].map(([priority, m]) => ({ priority, opened_at: `2026-01-01T00:0${m}:00Z` })).sort(byUrgency); assert.deepEqual(l.map(i => i.opened_at[15]), ['2', '1', '3']); });
