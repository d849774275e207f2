// SPDX-License-Identifier: Apache-2.0
// A theme chosen by hand, before anything is painted. Without one the system decides.
(function () {
  'use strict';
  var chosen = null;
  try {
    chosen = localStorage.getItem('tailwatch-theme');
  } catch (e) {
    // Storage may be forbidden; then the system decides.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
