// SPDX-License-Identifier: Apache-2.0
// Components that are rendered anew only when they are given something else.

import {Component, html} from '../vendor/preact.js';

function differ(a, b) {
  return Object.keys(b).some((name) => a[name] !== b[name]) || Object.keys(a).some((name) => !(name in b));
}

/** A component that does nothing when its properties are the same. */
export function memo(Inner) {
  return class extends Component {
    shouldComponentUpdate(next) {
      return differ(this.props, next);
    }

    render(props) {
      return html`<${Inner} ...${props}/>`;
    }
  };
}
