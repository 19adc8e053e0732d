/** What the page of a report uses of the browser. */
interface PageElement {
  hidden: boolean;
  textContent: string | null;
  readonly value: string;
  readonly checked: boolean;
  readonly name: string;
  readonly dataset: Readonly<Record<string, string | undefined>>;
  querySelectorAll(selector: string): Iterable<PageElement>;
  addEventListener(type: string, listener: (event: { preventDefault(): void }) => void): void;
}

declare const document: PageElement & { getElementById(id: string): PageElement | null };

/**
 * Runs in the page: shows the findings that match the filters. It is put into the page as it stands, so that it uses
 * nothing from outside of itself.
 */
export function filterPage(): void {
  const form = document.getElementById('filters');
  const search = document.getElementById('search');
  const shown = document.getElementById('shown');
  const empty = document.getElementById('empty');
  if (form === null || search === null || shown === null || empty === null) return;
  const apply = (): void => {
    const chosen = (name: string): Set<string> => {
      const boxes = [...form.querySelectorAll('input[type=checkbox]')];
      return new Set(boxes.filter((box) => box.name === name && box.checked).map((box) => box.value));
    };
    const bumps = chosen('bump');
    const views = chosen('view');
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    let count = 0;
    let all = 0;
    for (const group of document.querySelectorAll('.group')) {
      let visible = 0;
      for (const finding of group.querySelectorAll('.finding')) {
        const text = finding.dataset['text'] ?? '';
        const matches =
          bumps.has(finding.dataset['bump'] ?? '') &&
          (finding.dataset['views'] ?? '').split(' ').some((view) => views.has(view)) &&
          words.every((word) => text.includes(word));
        finding.hidden = !matches;
        all += 1;
        if (matches) visible += 1;
      }
      group.hidden = visible === 0;
      count += visible;
    }
    shown.textContent = `${count} of ${all}`;
    empty.hidden = count > 0;
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
  });
  apply();
}
