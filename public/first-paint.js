// Runs before anything is painted, so that neither theme nor language flashes. Keys as in src/session/preferences.svelte.ts.
(function () {
  var root = document.documentElement;
  var saved = {};
  try {
    saved = JSON.parse(localStorage.getItem('heapscope.preferences') || '{}') || {};
  } catch (_) {
    // Storage may be refused or hold something else; the defaults below do.
  }
  var dark = saved.theme ? saved.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'dark' : 'light';
  root.lang = typeof saved.locale === 'string' ? saved.locale : navigator.language || 'en';
})();
