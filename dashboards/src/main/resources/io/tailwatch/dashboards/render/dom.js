// SPDX-License-Identifier: Apache-2.0

/** An element with a class, and text or children in it. */
export function el(tag, className, ...content) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...content);
  return node;
}

/** What stands where there is nothing to show. */
export function empty(panel) {
  return el('div', 'empty', panel.fieldConfig.defaults.noValue ?? 'No data');
}
