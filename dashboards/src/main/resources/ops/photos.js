import { openClosure } from './closure.js';
import { STANDING_WORDS } from './capture.js';

/**
 * The camera buttons of a page, also of parts that are fetched anew meanwhile. Permission is asked for before the camera
 * opens; photos wait until they are sent.
 */
export async function photos() {
  const said = new Map();
  const show = () => {
    for (const [incident, text] of said) {
      const line = document.querySelector(`[data-capture="${incident}"] [role=status]`);
      if (line && line.textContent !== text) line.textContent = text;
    }
  };
  const say = (incident, text) => { said.set(incident, text); show(); };
  const asked = event => {
    const input = event.target, box = input.closest?.('[data-capture]');
    return box && input.type === 'file' ? { input, incident: Number(box.dataset.capture) } : null;
  };
  const closure = await openClosure({
    onChange: waiting => waiting.forEach(item =>
      say(item.incidentId, `Menunggu terkirim (waiting). ${STANDING_WORDS[item.standing]}.`)),
    onPhoto: photo => {
      say(photo.incident_id, `Foto ${photo.id} tersimpan (kept).`);
      if (!document.querySelector('dialog[open]')) document.body.dispatchEvent(new CustomEvent('siaga:this'));
    },
    onRefused: (item, problem) => say(item.incidentId, `Foto ditolak (refused): ${problem.detail ?? STANDING_WORDS.DEAD}`),
  });
  document.addEventListener('click', event => {
    const found = asked(event);
    if (found) closure.prepare(found.incident).catch(() => {});
  });
  document.addEventListener('change', async event => {
    const found = asked(event);
    if (!found?.input.files.length) return;
    const [photo] = found.input.files;
    say(found.incident, 'Mengirim foto (sending) …');
    await closure.take(found.incident, photo)
      .catch(refused => say(found.incident, `Foto belum tersimpan (not kept): ${refused.message}`));
    found.input.value = '';
  });
  document.body.addEventListener('htmx:afterSettle', show);
}
