import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash, createHmac, webcrypto } from 'node:crypto';
import { readFileSync, copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The resources folder has no package.json that would make its .js files modules.
const home = mkdtempSync(join(tmpdir(), 'closure-'));
writeFileSync(join(home, 'package.json'), '{"type":"module"}');
copyFileSync(new URL('../../main/resources/ops/capture.js', import.meta.url), join(home, 'capture.js'));
const { captureText, fate, objection, pause, serverNow, signature, standing, LIMITS } =
  await import(pathToFileURL(join(home, 'capture.js')));

const NONCE = { nonce: 'n'.repeat(43), issued_at: '2026-11-21T12:00:00Z', expires_at: '2026-11-21T12:15:00Z',
  upload_until: '2026-11-22T12:15:00Z' };
const at = text => Date.parse(text);

test('what is sent is what is signed, as the server computes it', async () => {
  const text = captureText({ nonce: NONCE.nonce, capturedAt: at('2026-11-21T12:01:00Z'), latitude: -6.29,
    longitude: 106.97, accuracy: 8.04 });
  assert.deepEqual(JSON.parse(text), { nonce: NONCE.nonce, captured_at: '2026-11-21T12:01:00.000Z', latitude: -6.29,
    longitude: 106.97, accuracy_m: 8 });
  assert.ok(!/[^\x20-\x7e]/.test(text), 'a header has printable ASCII only');
  const photo = new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]);
  const expected = createHmac('sha256', NONCE.nonce)
    .update(`${text}\n${createHash('sha256').update(photo).digest('hex')}`).digest('hex');
  assert.equal(await signature(NONCE.nonce, text, photo, webcrypto.subtle), expected);
});

test('a nonce says itself how it stands', () => {
  assert.equal(standing(NONCE, at('2026-11-21T12:15:00Z')), 'FRESH');
  assert.equal(standing(NONCE, at('2026-11-21T12:15:01Z')), 'LATE');
  assert.equal(standing(NONCE, at('2026-11-22T12:15:01Z')), 'DEAD');
});

test('a wrong phone clock does not make a nonce older or younger', () => {
  const askedAt = at('2026-11-20T07:00:00Z');
  assert.equal(standing(NONCE, serverNow(NONCE, askedAt, askedAt + 60_000)), 'FRESH');
  assert.equal(standing(NONCE, serverNow(NONCE, askedAt, askedAt + 16 * 60_000)), 'LATE');
});

test('the queue is bounded by photos and by bytes', () => {
  const photo = size => ({ size });
  assert.equal(objection([], photo(1000)), null);
  assert.match(objection([], photo(LIMITS.photoBytes + 1)), /12 MB/);
  assert.match(objection(Array(LIMITS.photos).fill(photo(1)), photo(1)), /20 foto/);
  assert.equal(objection(Array(4).fill(photo(LIMITS.photoBytes)), photo(LIMITS.photoBytes)), null);
  assert.match(objection(Array(5).fill(photo(LIMITS.photoBytes)), photo(1)), /penuh/);
});

test('only what may yet succeed is sent again', () => {
  assert.deepEqual([201, 0, 503, 500, 429, 408].map(fate), ['KEPT', 'AGAIN', 'AGAIN', 'AGAIN', 'AGAIN', 'AGAIN']);
  assert.deepEqual([400, 404, 409, 413, 415, 403].map(fate), Array(6).fill('REFUSED'));
  assert.equal(fate(401), 'LOGIN');
});

test('pauses double, stay within two and a half minutes, and differ', () => {
  const middle = () => 0.5;
  assert.deepEqual([0, 1, 2, 3].map(n => pause(n, middle)), [2000, 4000, 8000, 16000]);
  assert.equal(pause(1000, middle), 120_000);
  assert.ok(pause(1000, () => 0.999) < 150_000 && pause(0, () => 0) === 1500);
});

test('the page module is a module that parses and asks nothing of other hosts', () => {
  const text = readFileSync(new URL('../../main/resources/ops/closure.js', import.meta.url), 'utf8');
  assert.ok(!/https?:\/\//.test(text));
  assert.match(text, /from '.\/capture.js'/);
});
