/** A short tone for a new P1, only after somebody switched it on: browsers forbid sound before a click. */
let audio = null;

export function beep() {
  if (!audio) return;
  const tone = audio.createOscillator();
  tone.connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.4);
}

function toggled() {
  if (!audio) return new AudioContext();
  audio.close();
  return null;
}

export function soundSwitch(button) {
  button.onclick = () => {
    audio = toggled();
    button.setAttribute('aria-pressed', String(audio != null));
    button.textContent = audio ? 'Suara hidup' : 'Suara mati';
    beep();
  };
}
