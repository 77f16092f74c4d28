/** Buttons that open a dialog, and those that close it; the browser keeps and returns the focus. */
export function dialogs() {
  document.addEventListener('click', event => {
    const opener = event.target.closest?.('[data-dialog]');
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    event.target.closest?.('[data-close]')?.closest('dialog').close();
  });
}
