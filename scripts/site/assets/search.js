// Search in the index that was built with the pages. Results are made of text nodes: nothing of them is read as HTML.
(() => {
  const query = document.querySelector('#query');
  const results = document.querySelector('#results');
  const entries = window.searchIndex.map((entry) => ({
    ...entry,
    low: `${entry.title} ${entry.page}`.toLowerCase(),
    text: entry.body.toLowerCase(),
  }));
  const score = ({ low, text }, words) => {
    let sum = 0;
    for (const word of words) {
      const inTitle = low.includes(word);
      if (!inTitle && !text.includes(word)) return 0;
      sum += low.startsWith(word) ? 8 : inTitle ? 5 : 1;
    }
    return sum;
  };
  const show = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.replaceChildren();
    results.hidden = words.length === 0;
    if (words.length === 0) return;
    const found = entries
      .map((entry) => ({ entry, points: score(entry, words) }))
      .filter(({ points }) => points > 0)
      .sort((left, right) => right.points - left.points)
      .slice(0, 12);
    for (const { entry } of found) {
      const link = document.createElement('a');
      link.href = entry.href;
      const title = document.createElement('strong');
      title.textContent = entry.title;
      const place = document.createElement('span');
      place.textContent = entry.page;
      link.append(title, place);
      results.append(link);
    }
    if (found.length === 0) results.append('Nothing found.');
  };
  query.addEventListener('input', show);
  document.addEventListener('keydown', (event) => {
    const isTyping = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      query.focus();
    }
    if (event.key === 'Escape') {
      query.value = '';
      show();
    }
    const isResult = document.activeElement?.parentElement === results;
    if (
      (event.key === 'ArrowDown' || event.key === 'ArrowUp') &&
      (isResult || document.activeElement === query)
    ) {
      const links = [...results.querySelectorAll('a')];
      const at = links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
      (links[at] ?? (at < 0 ? query : links.at(-1)))?.focus();
    }
  });
})();
