// Before the lab: its theme, and why it does not come. A classic script for every browser.
(function () {
  'use strict';
  var LATE_MS = 20000;

  /* The theme chosen before, else the system's. */
  var chosen = null;
  try {
    chosen = localStorage.getItem('vae-lab-theme');
  } catch (blocked) {
    /* Site data is forbidden. */
  }
  var dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  new MutationObserver(function (changes, observer) {
    var lab = document.querySelector('body > .vae-lab');
    if (!lab) return;
    observer.disconnect();
    if (!lab.hasAttribute('data-theme')) lab.setAttribute('data-theme', dark ? 'dark' : 'light');
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* The sentences wait in the document. */
  var why = location.protocol === 'file:' ? 'file' : null;
  function show() {
    var sentences = document.querySelectorAll('[data-why]');
    for (var n = 0; n < sentences.length; n += 1) {
      sentences[n].hidden = sentences[n].getAttribute('data-why') !== why;
    }
  }
  function say(reason) {
    if (why && why !== 'late') return;
    why = reason;
    show();
  }
  addEventListener('DOMContentLoaded', show);
  addEventListener(
    'error',
    function (event) {
      if (event.target === window) say('failed');
      else if (event.target.tagName === 'SCRIPT') say('missing');
    },
    true,
  );
  addEventListener('unhandledrejection', function () {
    say('failed');
  });
  setTimeout(function () {
    say('late');
  }, LATE_MS);
})();
