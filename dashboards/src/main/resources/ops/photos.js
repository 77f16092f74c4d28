import { openClosure } from './closure.js';
import { STANDING_WORDS } from './capture.js';

/** The camera buttons of a page. Permission is asked for before the camera opens; photos wait until they are sent. */
export async function photos() {
  const boxes = new Map([...document.querySelectorAll('[data-capture]')].map(box => [Number(box.dataset.capture), box]));
  const say = (incident, text) => {
    const box = boxes.get(incident);
    if (box) box.querySelector('[role=status]').textContent = text;
  };
  const closure = await openClosure({
    onChange: waiting => waiting.forEach(item =>
      say(item.incidentId, `Menunggu terkirim (waiting). ${STANDING_WORDS[item.standing]}.`)),
    onPhoto: photo => say(photo.incident_id, `Foto ${photo.id} tersimpan (kept).`),
    onRefused: (item, problem) => say(item.incidentId, `Foto ditolak (refused): ${problem.detail ?? STANDING_WORDS.DEAD}`),
  });
  for (const [incident, box] of boxes) {
    const input = box.querySelector('input');
    input.addEventListener('click', () => closure.prepare(incident).catch(() => {}));
    input.addEventListener('change', async () => {
      if (!input.files.length) return;
      say(incident, 'Mengirim foto (sending) …');
      await closure.take(incident, input.files[0])
        .catch(refused => say(incident, `Foto belum tersimpan (not kept): ${refused.message}`));
      input.value = '';
    });
  }
}
