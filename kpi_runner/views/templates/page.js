// Shows another deployment, archetype, segment, channel or week, and draws charts
// once they are scrolled to. It chooses among figures of the marts; it computes none.
'use strict';
(async () => {
  const byId = (id) => document.getElementById(id);
  if (!byId('payload')) return;
  const unpack = async (id) => {
    const bytes = Uint8Array.from(atob(byId(id).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream);
  };
  const page = await (await unpack('payload')).json();
  // Six planes of bytes, lowest first, make the column of steps from week to week.
  const planes = new Uint8Array(await (await unpack('column')).arrayBuffer());
  const count = planes.length / 6;
  const step = (i) => {
    let n = 0;
    for (let plane = 5; plane >= 0; plane -= 1) n = n * 256 + planes[plane * count + i];
    return n;
  };
  const numbers = new Float64Array(count);
  const at = (field, i) => {
    const n = Array.isArray(field) ? numbers[field[0] + i] : field ?? null;
    return Number.isNaN(n) ? null : n;
  };
  const LISTS = ['v', 'r', 'b', 'd', 'lo', 'hi', 'tl', 'th', 'rv', 'rb', 'n'];
  const BESIDE = { d: 'r', lo: 'r', hi: 'r' };
  const unfold = (s) => {
    for (const name of LISTS.filter((each) => Array.isArray(s[each]))) {
      let last = 0;
      for (let i = 0; i < s.st.length; i += 1) {
        const n = step(s[name][0] + i) - 1;
        if (n >= 0) last += n % 2 ? -(n + 1) / 2 : n / 2;
        numbers[s[name][0] + i] = n < 0 ? NaN : last + (at(s[BESIDE[name]], i) ?? 0);
      }
    }
  };
  const picker = (name) => byId(`pick-${name}`);
  const DAY = 86400000;
  const ALARMS = ['severe', 'bad', 'warn'];
  const cells = new Map();
  const key = (...parts) => JSON.stringify(parts);
  for (const [name, desk] of Object.entries(page.desks)) {
    for (const s of desk.series) {
      unfold(s);
      cells.set(key(name, s.a, s.g, s.c, s.m), s);
    }
  }

  // --- reading a cell -----------------------------------------------------------
  const weekOf = (s, week) => Math.round((Date.parse(week) - Date.parse(s.s)) / DAY / 7);
  const statusOf = (s, i) => page.statuses[s ? s.st[i] ?? '' : ''] ?? ['', 'mute'];
  const scaled = (s, name, i) => {
    const n = at(s[name], i);
    const digits = name === 'd' ? 1 : page.digits[page.measures[s.m]];
    return n === null ? null : n / 10 ** digits;
  };
  const thousands = new Intl.NumberFormat('en-US');
  const written = (n, digits) => {
    const [whole, rest] = Math.abs(n).toFixed(digits).split('.');
    return (n < 0 ? '\u2212' : '') + thousands.format(+whole) + (rest ? `.${rest}` : '');
  };
  const figure = (s, name, i) => {
    const n = s && scaled(s, name, i);
    if (n === null || n === undefined) return '\u2013';
    const unit = page.measures[s.m];
    if (name === 'd') {
      const text = (n >= 0 ? '+' : '') + written(n, 1);
      return unit === 's' ? `${text}\u00a0%` : text;
    }
    const text = written(n, page.digits[unit]);
    return unit === '%' || unit === 's' ? `${text}\u00a0${unit}` : text;
  };

  // --- the grid and the headlines -----------------------------------------------
  const chosen = () => ({
    desk: picker('deployment').value,
    archetype: picker('archetype').value,
    segment: picker('segment').value || 'all',
    channel: picker('channel').value || 'all',
    week: picker('week').value,
  });
  const part = () => document.querySelector('.desk:not([hidden])');
  const NAMES = { value: 'v', rolling: 'r', delta: 'd' };
  const WORST = ['incident', 'rollback', 'review', 'watch', 'not instrumented', 'pending',
    'insufficient', 'incomparable'];
  const cell = (pick, archetype, column) => {
    const week = pick.week || column.latest;
    const found = column.measures
      .map((m) => cells.get(key(pick.desk, archetype, pick.segment, pick.channel, m)))
      .filter(Boolean);
    const there = found.map((s) => [s, weekOf(s, week)]).filter(([s, i]) => s.st[i]);
    const statuses = there.map(([s, i]) => statusOf(s, i));
    const status = WORST.map((w) => statuses.find(([word]) => word === w)).find(Boolean)
      ?? statuses[0] ?? ['', 'mute'];
    const name = NAMES[column.shows];
    if (there.length < 2) return [there.length ? figure(...there[0].toSpliced(1, 0, name)) : '\u2013', status];
    const counts = there.map(([s, i]) => scaled(s, name, i));
    const text = counts.includes(null) ? '\u2013' : written(counts.reduce((a, b) => a + b), 0);
    return [text, status];
  };
  const showGrid = (pick) => {
    const desk = page.desks[pick.desk];
    for (const row of part().querySelectorAll('.grid tbody tr')) {
      const archetype = row.dataset.archetype;
      row.classList.toggle('is-chosen', archetype === pick.archetype);
      [...row.querySelectorAll('td')].forEach((td, place) => {
        const [text, [word, tone]] = cell(pick, archetype, desk.columns[place]);
        td.className = `tone-${tone}`;
        td.querySelector('.figure').textContent = text;
        td.querySelector('.word').textContent = word;
      });
    }
    [...part().querySelectorAll('.grid thead .week')].forEach((span, place) => {
      span.textContent = shortDay(pick.week || desk.columns[place].latest);
    });
  };
  const shortDay = (week) => (week
    ? new Date(week).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
    : '\u2013');
  const showHeadlines = (pick) => {
    const desk = page.desks[pick.desk];
    const deflection = desk.columns.find((c) => c.measures[0] === 'deflection_rate');
    for (const item of part().querySelectorAll('.headlines li[data-archetype]')) {
      const said = (desk.pairs[item.dataset.archetype] ?? {})[pick.week || deflection.latest];
      const [word, tone] = page.statuses[said ? said[0] : ''] ?? ['before launch', 'mute'];
      const tag = item.querySelector('.tag');
      tag.className = `tag tone-${tone}`;
      tag.textContent = word;
      item.querySelector('bdi').textContent = said
        ? said[1].replace(/[\u202a-\u202e\u2066-\u2069]/g, '') : `${item.dataset.archetype}: nothing is judged in this week`;
    }
  };

  // --- charts -------------------------------------------------------------------
  let runtime;
  const loadRuntime = async () => {
    const script = document.createElement('script');
    script.textContent = await (await unpack('runtime')).text();
    document.head.append(script);
    return globalThis.vegaRuntime;
  };
  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    return (name) => style.getPropertyValue(`--${name}`).trim();
  };
  let parsed = {};
  const program = ({ compile, parse }, kind) => {
    if (!parsed[kind]) {
      const colour = colours();
      const text = JSON.stringify(page.specs[kind]).replace(/@([a-z]+)/g, (_, n) => colour(n));
      parsed[kind] = parse(compile(JSON.parse(text)).spec, {}, { ast: true });
    }
    return parsed[kind];
  };
  const seriesOf = (pick, measure) =>
    cells.get(key(pick.desk, pick.archetype, pick.segment, pick.channel, measure));
  const weeksOf = (s, pick) => [...s.st].map((_, i) => {
    const week = new Date(Date.parse(s.s) + i * 7 * DAY);
    const [word, tone] = statusOf(s, i);
    const value = (name) => scaled(s, name, i);
    const isShare = page.measures[s.m] === '%' || page.measures[s.m] === 'points';
    const end = (n) => (n !== null && isShare ? Math.min(100, Math.max(0, n)) : n);
    return {
      w: week.getTime(), t: tone, alarm: ALARMS.includes(tone) && value('r') !== null,
      v: value('v'), r: value('r'), b: value('b'), lo: end(value('lo')), hi: end(value('hi')),
      tl: value('tl'), th: value('th'), rv: value('rv'), rb: value('rb'),
      tip: `${shortDay(week)}: ${figure(s, 'v', i)}, four weeks ${figure(s, 'r', i)}, ${word}${
        isPaired(s) ? `; ${satisfaction(pick, week)}` : ''}`,
    };
  });
  const marksOf = (pick, from) => {
    const byWeek = new Map();
    for (const [week, archetype, letter, what] of page.desks[pick.desk].marks) {
      if (archetype !== 'all' && archetype !== pick.archetype) continue;
      if (week < from) continue;
      const mark = byWeek.get(week) ?? { w: Date.parse(week), k: '', tip: shortDay(week) };
      if (!mark.k.includes(letter)) mark.k += letter;
      mark.tip += `; ${what}`;
      byWeek.set(week, mark);
    }
    return [...byWeek.values()];
  };
  // A deflection never stands without the satisfaction of the same conversations.
  const isPaired = (s) => s.m === 'deflection_rate' || s.m === 'verified_deflection_rate';
  const satisfaction = (pick, week) => {
    const csat = seriesOf(pick, 'resolution_csat');
    const i = csat ? weekOf(csat, week.toISOString().slice(0, 10)) : -1;
    return `CSAT ${figure(csat, 'd', i)} against baseline (${statusOf(csat, i)[0] || 'not cut this way'})`;
  };
  const latestOf = (s) => {
    for (let i = s.st.length - 1; i >= 0; i -= 1) {
      if (statusOf(s, i)[0] !== 'pending') return i;
    }
    return s.st.length - 1;
  };
  const sentence = (pick, s) => {
    const i = pick.week ? weekOf(s, pick.week) : latestOf(s);
    const [word, tone] = statusOf(s, i);
    const week = new Date(Date.parse(s.s) + i * 7 * DAY);
    const bits = [`${shortDay(week)}: ${figure(s, 'v', i)}`];
    if (at(s.r, i) !== null) bits.push(`four weeks ${figure(s, 'r', i)}`);
    if (at(s.b, i) !== null) bits.push(`baseline ${figure(s, 'b', i)}`);
    if (at(s.rv, i) !== null) bits.push(`limit ${figure(s, 'rv', i)}`);
    if (isPaired(s)) bits.push(satisfaction(pick, week));
    return [bits.join(', '), word, tone];
  };
  const draw = (figureNode, pick, { View, expressionInterpreter, ...rest }) => {
    const s = seriesOf(pick, figureNode.dataset.measure);
    const plot = figureNode.querySelector('.plot');
    // The figure's own label speaks for the chart, and its table for the figures.
    const canvas = document.createElement('div');
    canvas.setAttribute('aria-hidden', 'true');
    plot.replaceChildren(canvas);
    if (!s || plot.hidden) return;
    const view = new View(program({ ...rest }, figureNode.dataset.kind), {
      expr: expressionInterpreter, renderer: 'svg',
    });
    view.width(plot.clientWidth - 46).data('weeks', weeksOf(s, pick)).data('marks', marksOf(pick, s.s));
    view.initialize(canvas).run();
    figureNode.dataset.drawn = 'yes';
  };
  const describe = (figureNode, pick) => {
    const s = seriesOf(pick, figureNode.dataset.measure);
    const now = figureNode.querySelector('.now');
    const tag = figureNode.querySelector('.tag');
    const plot = figureNode.querySelector('.plot');
    figureNode.dataset.drawn = '';
    const isDead = !s || statusOf(s, s.st.length - 1)[0] === 'not instrumented';
    const [text, word, tone] = s ? sentence(pick, s)
      : ['This measure is not cut this way.', '', 'mute'];
    now.textContent = isDead && s ? 'Its data are not delivered.' : text;
    tag.textContent = word;
    tag.className = `tag tone-${tone}`;
    plot.hidden = isDead;
    plot.setAttribute('aria-label',
      `Chart: ${figureNode.querySelector('h4').textContent}, ${pick.archetype}. ${text}. ${word}`);
    figureNode.querySelector('details').hidden = isDead;
    fillTable(figureNode, s, pick);
  };
  const fillTable = (figureNode, s, pick) => {
    const details = figureNode.querySelector('details');
    const body = details.querySelector('tbody');
    body.replaceChildren();
    if (!s || !details.open) return;
    for (let i = s.st.length - 1; i >= 0; i -= 1) {
      const week = new Date(Date.parse(s.s) + i * 7 * DAY);
      const row = body.insertRow();
      const [word] = statusOf(s, i);
      const texts = [week.toISOString().slice(0, 10), figure(s, 'v', i), figure(s, 'r', i), figure(s, 'b', i),
        at(s.n, i) === null ? '\u2013' : thousands.format(at(s.n, i)),
        isPaired(s) ? `${word}; ${satisfaction(pick, week)}` : word];
      for (const text of texts) row.insertCell().textContent = text;
    }
  };
  const drawVisible = async (nodes) => {
    runtime ??= loadRuntime();
    const vega = await runtime;
    for (const node of nodes) {
      if (node.dataset.drawn !== 'yes' && !node.closest('[hidden]')) draw(node, chosen(), vega);
    }
  };
  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) seen[entry.isIntersecting ? 'add' : 'delete'](entry.target);
    drawVisible(entries.filter((e) => e.isIntersecting).map((e) => e.target));
  }, { rootMargin: '200px' });

  // --- picking ------------------------------------------------------------------
  const figures = () => [...part().querySelectorAll('figure')];
  const show = () => {
    const pick = chosen();
    showGrid(pick);
    showHeadlines(pick);
    byId('cut').textContent = [
      pick.segment !== 'all' && `segment ${pick.segment}`,
      pick.channel !== 'all' && `channel ${pick.channel}`,
      pick.week ? `week of ${shortDay(pick.week)}` : "each KPI's latest mature week",
    ].filter(Boolean).join(', ');
    for (const span of document.querySelectorAll('.charted')) span.textContent = pick.archetype === 'all' ? 'all archetypes' : pick.archetype;
    for (const node of figures()) describe(node, pick);
    drawVisible([...seen]);
  };
  const fill = (select, values, first) => {
    const options = first === undefined ? [] : [new Option(first, '')];
    select.replaceChildren(...options, ...values.map((v) => new Option(v, v)));
  };
  // A segment is judged as a whole too; archetypes together are not, uncut.
  const fillArchetypes = () => {
    const former = picker('archetype').value;
    const names = JSON.parse(part().dataset.archetypes);
    const isCut = picker('segment').value !== '';
    fill(picker('archetype'), names);
    if (isCut) picker('archetype').append(new Option('all archetypes', 'all'));
    if (names.includes(former) || (isCut && former === 'all')) picker('archetype').value = former;
  };
  const open = () => {
    const name = picker('deployment').value;
    for (const each of document.querySelectorAll('.desk')) {
      each.hidden = each.dataset.deployment !== name;
    }
    const { dataset } = part();
    fill(picker('segment'), JSON.parse(dataset.segments), 'all segments');
    fillArchetypes();
    fill(picker('channel'), JSON.parse(dataset.channels), 'all channels');
    fill(picker('week'), page.desks[name].weeks.toReversed(), 'latest mature');
    show();
  };
  picker('deployment').addEventListener('change', open);
  for (const link of document.querySelectorAll('.desks a')) {
    link.addEventListener('click', () => {
      picker('deployment').value = link.dataset.deployment;
      open();
    });
  }
  picker('segment').addEventListener('change', () => {
    picker('channel').value = '';
    fillArchetypes();
    show();
  });
  picker('channel').addEventListener('change', () => {
    picker('segment').value = '';
    fillArchetypes();
    show();
  });
  picker('archetype').addEventListener('change', show);
  picker('week').addEventListener('change', show);
  document.addEventListener('toggle', (event) => {
    const node = event.target.closest('figure');
    if (node) fillTable(node, seriesOf(chosen(), node.dataset.measure), chosen());
  }, true);
  const redraw = () => {
    parsed = {};
    for (const node of document.querySelectorAll('figure')) node.dataset.drawn = '';
    drawVisible([...seen]);
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) redraw();
    width = innerWidth;
  });
  // Paper shows every chart; printing does not wait, so the runtime is there before.
  requestIdleCallback(() => { runtime ??= loadRuntime(); });
  addEventListener('beforeprint', () => { drawVisible(figures()); });
  open();
  for (const node of document.querySelectorAll('figure')) watcher.observe(node);
  document.documentElement.dataset.ready = 'yes';
})();
