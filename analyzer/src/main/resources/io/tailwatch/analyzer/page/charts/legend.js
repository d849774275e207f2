// SPDX-License-Identifier: Apache-2.0
// The legend of a plot: what is drawn, its value at the cursor or else the newest one, and a switch
// for each. Plain elements: it changes with every move of the pointer.

/**
 * entries: [{label, swatch, stroke, series, value(model, index), title}], where swatch is `line`,
 * `dash`, `dots` or `band` and series are the numbers of the spec that it switches.
 */
export class Legend {
  constructor(root, {entries, at}, toggle) {
    this.at = at;
    this.entries = entries;
    this.place = document.createElement('span');
    this.place.className = 'legend-at';
    this.items = entries.map((entry) => {
      const item = document.createElement(entry.series ? 'button' : 'span');
      item.className = 'legend-item';
      item.title = entry.title || '';
      if (entry.series) {
        item.type = 'button';
        item.setAttribute('aria-pressed', 'true');
        item.addEventListener('click', () => {
          const show = item.getAttribute('aria-pressed') !== 'true';
          item.setAttribute('aria-pressed', String(show));
          toggle(entry.series, show);
        });
      }
      const swatch = document.createElement('span');
      swatch.className = `swatch swatch-${entry.swatch}`;
      swatch.style.setProperty('--swatch', `var(${entry.stroke})`);
      const label = document.createElement('span');
      label.className = 'legend-label';
      label.textContent = entry.label;
      const value = document.createElement('span');
      value.className = 'legend-value';
      item.append(swatch, label, value);
      return {item, value, text: null};
    });
    root.replaceChildren(this.place, ...this.items.map((each) => each.item));
    this.items.forEach((each) => {
      each.item.hidden = true;
    });
  }

  /** Shows the values at an index; at the last one when it is null. */
  update(model, index) {
    const place = model ? this.at(model, index) : '';
    if (this.place.textContent !== place) {
      this.place.textContent = place;
    }
    this.items.forEach((each, i) => {
      // Before anything is drawn there is nothing to explain.
      const text = model ? this.entries[i].value(model, index) : null;
      if (text !== each.text) {
        each.text = text;
        each.value.textContent = text ?? '';
        each.item.hidden = text === null;
      }
    });
  }

  /** The same as a sentence. */
  words() {
    const parts = this.items
      .filter((each) => each.text)
      .map((each) => `${each.item.querySelector('.legend-label').textContent} ${each.text}`);
    return `${this.place.textContent}: ${parts.join(', ')}`;
  }
}
