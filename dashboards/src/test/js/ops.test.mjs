import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

// As a module, which only the browser knows by the script tag.
const source = readFileSync(new URL('../../main/resources/ops/freshness.js', import.meta.url), 'utf8');
const { age, isStale, time } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test('a page is stale when two heartbeats and a half are missing', () => {
  assert.equal(isStale(5000, 0), false);
  assert.equal(isStale(5001, 0), true);
});

test('ages are said as the server says them', () => {
  assert.equal(age(-5), '0 dtk');
  assert.equal(age(59_999), '59 dtk');
  assert.equal(age(60_000), '1 mnt');
  assert.equal(age(7_500_000), '2 jam 05 mnt');
  assert.equal(age(90_000_000), '1 hari 1 jam');
});

test('times are in Jakarta', () => {
  assert.equal(time(new Date('2026-11-21T18:05:09Z')), '01:05:09');
});
