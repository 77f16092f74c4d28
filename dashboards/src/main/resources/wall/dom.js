/** Making and changing elements; what did not change is not touched, so nothing flickers and focus stays. */
export const el = (tag, text, cls) =>
  Object.assign(document.createElement(tag), { textContent: text ?? '', className: cls ?? '' });

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setClass(node, cls) {
  if (node.className !== cls) node.className = cls;
}

export function english(text) {
  const small = el('small', text);
  small.lang = 'en';
  return small;
}

/** Puts nodes in this order under root and removes the others, moving only what is out of place. */
export function arrange(root, nodes) {
  nodes.forEach((node, at) => {
    if (root.children[at] !== node) root.insertBefore(node, root.children[at] ?? null);
  });
  while (root.children.length > nodes.length) root.lastChild.remove();
}
