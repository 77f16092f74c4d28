const STORED = 'siaga.shortcuts';
const rows = () => [...document.querySelectorAll('[data-keys] [data-row]')];
const isTyping = target => target.closest('input, textarea, select, [contenteditable]') != null;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)].focus();
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  '/': () => document.querySelector('[data-search], .filters input, .filters select')?.focus(),
};

/** Single keys move through lists; they can be switched off (WCAG 2.1.4). */
export function keys() {
  const button = document.getElementById('shortcuts');
  let on = localStorage.getItem(STORED) !== 'off';
  const show = () => {
    button.setAttribute('aria-pressed', String(on));
    button.textContent = `Pintasan papan ketik: ${on ? 'aktif' : 'mati'}`;
  };
  button.onclick = () => {
    on = !on;
    localStorage.setItem(STORED, on ? 'on' : 'off');
    show();
  };
  show();
  document.addEventListener('keydown', event => {
    const action = ACTIONS[event.key];
    if (!on || !action || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]')) return;
    event.preventDefault();
    action();
  });
}
