'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const table = document.getElementById('machine-table');
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const labels = heads.map(head => head.textContent);
  const search = document.getElementById('search');
  const stateFilter = document.getElementById('state-filter');
  const siteFilter = document.getElementById('site-filter');
  const count = document.getElementById('count');
  const previous = document.getElementById('previous');
  const next = document.getElementById('next');
  const size = document.getElementById('size');
  const page = document.getElementById('page');
  // A machine: name, serial, model, site, state, time, runs, reason, what to do; texts by their number.
  const NAME = 0, SITE = 3, STATE = 4, RUNS = 6, REASON = 7, TODO = 8;
  const PRINTED = 5000;
  const value = (row, column) => column === STATE || column === RUNS ? row[column] : data.texts[row[column]];
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  let order = { column: -1, descending: false };
  let shown = data.machines;
  let first = 0;
  let words = new Map();

  // Texts are compared once each, not once a row.
  const ranks = (() => {
    let made = null;
    return () => {
      if (!made) {
        made = new Int32Array(data.texts.length);
        data.texts.map((text, index) => [text, index]).sort((a, b) => collator.compare(a[0], b[0]))
          .forEach(([, index], rank) => { made[index] = rank; });
      }
      return made;
    };
  })();

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const foreign = (cell, text) => {
    if (text) cell.append(element('bdi', text, text.length > 40 ? 'long' : undefined));
    return cell;
  };

  const stateMark = state => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'swatch');
    svg.setAttribute('aria-hidden', 'true');
    const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    rect.setAttribute('width', '100%');
    rect.setAttribute('height', '100%');
    rect.setAttribute('class', data.states[state].name);
    svg.append(rect);
    return svg;
  };

  const line = row => {
    const made = element('tr');
    made.setAttribute('role', 'row');
    const name = foreign(element('th'), value(row, NAME));
    name.scope = 'row';
    name.setAttribute('role', 'rowheader');
    made.append(name);
    for (let column = 1; column < heads.length; column++) {
      const cell = element('td', undefined, heads[column].className);
      cell.setAttribute('role', 'cell');
      cell.dataset.label = labels[column];
      if (column === STATE) {
        const state = element('span', undefined, 'state');
        state.append(stateMark(row[STATE]), data.states[row[STATE]].title);
        cell.append(state);
      } else if (column === RUNS) {
        cell.textContent = row[RUNS];
      } else if (column === REASON) {
        foreign(cell, value(row, TODO));
        const why = value(row, REASON);
        if (why) cell.append(foreign(element('span', undefined, 'why'), why));
      } else {
        foreign(cell, value(row, column));
      }
      if (!cell.hasChildNodes()) cell.removeAttribute('data-label');
      made.append(cell);
    }
    return made;
  };

  const show = (from, length) => {
    body.replaceChildren(...shown.slice(from, from + length).map(line));
  };

  const render = announce => {
    const length = Number(size.value);
    first = Math.max(0, Math.min(first, Math.floor((shown.length - 1) / length) * length));
    show(first, length);
    const last = Math.min(first + length, shown.length);
    page.textContent = shown.length ? `${first + 1} to ${last} of ${shown.length}` : '';
    previous.disabled = first === 0;
    next.disabled = last >= shown.length;
    if (announce) {
      count.textContent = shown.length === data.machines.length
        ? `All ${shown.length} machines` : `${shown.length} of ${data.machines.length} machines`;
    }
  };

  const sort = () => {
    if (order.column < 0) return;
    const sign = order.descending ? -1 : 1;
    const byNumber = order.column === STATE || order.column === RUNS;
    const column = order.column === REASON ? TODO : order.column;
    const rank = byNumber ? null : ranks();
    const key = byNumber ? row => row[column] : row => rank[row[column]];
    shown.sort((a, b) => sign * (key(a) - key(b)));
  };

  const contains = (text, wanted) => {
    let lower = words.get(text);
    if (lower === undefined) words.set(text, lower = data.texts[text].toLowerCase());
    return lower.includes(wanted);
  };

  const filter = () => {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const state = stateFilter.value;
    const site = siteFilter.value;
    shown = data.machines.filter(row =>
      (state === '' || (state === 'open' ? !data.states[row[STATE]].done : row[STATE] === Number(state))) &&
      (site === '' || row[SITE] === Number(site)) &&
      wanted.every(word => row.some((text, column) =>
        column === STATE ? data.states[text].title.toLowerCase().includes(word)
          : column !== RUNS && contains(text, word))));
    sort();
    first = 0;
    render(true);
  };

  heads.forEach((head, column) => {
    const button = element('button', labels[column]);
    button.type = 'button';
    button.addEventListener('click', () => {
      order = { column, descending: order.column === column && !order.descending };
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order.descending ? 'descending' : 'ascending');
      shown = [...shown];
      sort();
      first = 0;
      render(false);
      count.textContent = `Sorted by ${labels[column]}, ${order.descending ? 'descending' : 'ascending'}`;
    });
    head.replaceChildren(button);
  });

  let timer;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(filter, data.machines.length > 5000 ? 250 : 0);
  });
  stateFilter.addEventListener('change', filter);
  siteFilter.addEventListener('change', filter);
  size.addEventListener('change', () => render(false));
  previous.addEventListener('click', () => { first -= Number(size.value); render(false); });
  next.addEventListener('click', () => { first += Number(size.value); render(false); });
  addEventListener('beforeprint', () => show(0, PRINTED));
  addEventListener('afterprint', () => render(false));

  const sites = [...new Set(data.machines.map(row => row[SITE]))].filter(site => data.texts[site])
    .sort((a, b) => collator.compare(data.texts[a], data.texts[b]));
  for (const site of sites.slice(0, 1000)) siteFilter.add(new Option(data.texts[site], site));
  siteFilter.parentElement.hidden = sites.length === 0;
  data.states.forEach((state, index) => {
    if (data.machines.some(row => row[STATE] === index)) stateFilter.add(new Option(state.title, index));
  });
  for (const part of document.querySelectorAll('[data-live]')) part.hidden = false;
  render(true);
})();
