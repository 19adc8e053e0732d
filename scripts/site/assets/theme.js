// Before the page is drawn: what the reader chose last, else what the system says.
(() => {
  const read = () => {
    try {
      return localStorage.getItem('theme');
    } catch {
      return null;
    }
  };
  const chosen = read();
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  document.addEventListener('DOMContentLoaded', () => {
    const menu = document.querySelector('details.menu');
    if (menu && matchMedia('(min-width: 60rem)').matches) menu.open = true;
    document.querySelector('#theme')?.addEventListener('click', () => {
      const isDark = document.documentElement.dataset.theme
        ? document.documentElement.dataset.theme === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
      const next = isDark ? 'light' : 'dark';
      document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem('theme', next);
      } catch {
        // A page that may not store anything still switches.
      }
    });
  });
})();
