const hex = bytes => [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('');
const where = () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject,
  { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 }));

async function asked(reply) {
  const body = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(body.detail ?? body.title ?? `${reply.status}`);
  return body;
}

/** What the photo says of itself, keyed with the nonce, so that neither can be exchanged on the way. */
async function signed(nonce, capture, sha256) {
  const text = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', text.encode(nonce), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', key, text.encode(`${capture}\n${sha256}`)));
}

async function send(incident, photo, permission, place) {
  const capture = JSON.stringify({
    nonce: permission.nonce, captured_at: new Date(place.timestamp).toISOString(), latitude: place.coords.latitude,
    longitude: place.coords.longitude, accuracy_m: place.coords.accuracy,
  });
  const bytes = await photo.arrayBuffer(), sha256 = hex(await crypto.subtle.digest('SHA-256', bytes));
  return asked(await fetch(`/api/v1/incidents/${incident}/photos`, {
    method: 'POST', body: bytes,
    headers: { 'Content-Type': photo.type, 'X-Capture': capture, 'X-Capture-Signature': await signed(permission.nonce, capture, sha256) },
  }));
}

/** Asks for the permission before the camera opens, the place after it closed. */
export function capture() {
  for (const box of document.querySelectorAll('[data-capture]')) {
    const incident = box.dataset.capture, input = box.querySelector('input'), say = text => { box.querySelector('[role=status]').textContent = text; };
    let permission;
    input.addEventListener('click', () => {
      permission = fetch(`/api/v1/incidents/${incident}/closure-nonces`, { method: 'POST' }).then(asked);
      permission.catch(() => {});
    });
    input.addEventListener('change', async () => {
      if (!input.files.length) return;
      try {
        say('Mengirim foto …');
        const kept = await send(incident, input.files[0], await permission, await where());
        say(`Foto ${kept.id} tersimpan.`);
      } catch (refused) {
        say(`Foto belum tersimpan: ${refused.message}`);
      }
      input.value = '';
    });
  }
}
