// A screen without a keyboard asks to be let in: RFC 8628, with the token as a cookie that no script can read.
const $ = id => document.getElementById(id);
const say = text => { $('state').textContent = text; };
const post = (path, body) => fetch(path, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});
const wait = seconds => new Promise(done => { setTimeout(done, seconds * 1000); });

async function poll(device_code, interval, until) {
  while (Date.now() < until) {
    await wait(interval);
    const reply = await post('/api/v1/device-pairings/token', { device_code }).catch(() => null);
    if (reply?.ok) {
      sessionStorage.setItem('paired', 'yes');
      return location.replace('/wall');
    }
    const { error } = reply?.status === 400 ? await reply.json() : {};
    if (error === 'slow_down') interval += 5;
    if (error === 'access_denied') return over('✕ Ditolak (denied)');
    if (error === 'expired_token') break;
    say(reply ? 'Menunggu persetujuan (waiting)' : '⚠ Terputus, mencoba lagi (disconnected)');
  }
  return over('Kode kedaluwarsa (code expired)');
}

function over(text) {
  say(text);
  $('code').textContent = '—';
  $('again').hidden = false;
}

async function begin() {
  $('again').hidden = true;
  const reply = await post('/api/v1/device-pairings', {}).catch(() => null);
  if (!reply?.ok) return over('⚠ Kode tidak dapat diminta, coba lagi (no code, try again)');
  const { device_code, user_code, interval, expires_in } = await reply.json();
  $('code').textContent = user_code;
  say('Menunggu persetujuan (waiting)');
  return poll(device_code, interval, Date.now() + expires_in * 1000);
}

if (location.search === '?dicabut') $('revoked').textContent = 'Akses layar ini dicabut. This screen’s access was revoked.';
sessionStorage.removeItem('paired');
$('again').addEventListener('click', begin);
begin();
