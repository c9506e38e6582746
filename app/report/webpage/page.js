(() => {
  'use strict';
  const tables = [...document.querySelectorAll('table.sortable')];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const value = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
  for (const table of tables) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      // No <button>: browsers leave it out of the heads that they repeat in print.
      const button = document.createElement('span');
      button.setAttribute('role', 'button');
      button.tabIndex = 0;
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const keyed = [...body.rows].map((row) => [value(row, column), row]);
        keyed.sort((a, b) => (a[0] === '') - (b[0] === '') || (down ? collator.compare(b[0], a[0]) : collator.compare(a[0], b[0])));
        const sorted = document.createDocumentFragment();
        for (const [, row] of keyed) sorted.append(row);
        body.append(sorted);
      });
      button.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        button.click();
      });
    });
  }
  const tools = document.querySelector('.tools');
  const input = tools.querySelector('input');
  const output = tools.querySelector('output');
  const texts = new WeakMap();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0, all = 0;
    for (const table of tables) {
      for (const row of table.tBodies[0].rows) {
        const found = words.every((word) => textOf(row).includes(word));
        row.hidden = !found;
        all++;
        if (found) shown++;
      }
    }
    output.textContent = words.length === 0 ? '' : output.dataset.words.replace('{shown}', shown.toLocaleString(document.documentElement.lang)).replace('{all}', all.toLocaleString(document.documentElement.lang));
    if (words.length > 0) for (const more of document.querySelectorAll('main details')) more.open = true;
  };
  let waiting = 0;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  window.addEventListener('beforeprint', () => {
    for (const more of document.querySelectorAll('main details')) more.open = true;
  });
  for (const part of tools.querySelectorAll('[hidden]')) part.hidden = false;
})();
