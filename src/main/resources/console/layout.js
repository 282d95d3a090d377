// Where the routes stand on the map: a card for each group, in the order messages take; inside, from left to right.

export const NODE = { width: 170, height: 54, gapX: 34, gapY: 12 };
const CARD = { padding: 16, head: 34, gap: 22 };
const ORDER = ["intake", "fraud", "alerting", "delivery", "notifications", "mail", "sites", "errors"];

function rank(group) {
  const place = ORDER.indexOf(group);
  return place < 0 ? ORDER.length : place;
}

/** In the order messages take. */
export function byGroup(a, b) {
  return rank(a.group) - rank(b.group) || a.group.localeCompare(b.group) || a.id.localeCompare(b.id);
}

/** How far each route is from the beginning of its group; ways back do not count. */
function layers(ids, links) {
  const depth = new Map();
  const inside = new Set(ids);
  const before = id => links.filter(link => link.to === id && inside.has(link.from) && !link.onFailure).map(link => link.from);
  const visit = (id, path) => {
    if (depth.has(id)) {
      return depth.get(id);
    }
    if (path.has(id)) {
      return 0;
    }
    path.add(id);
    const deep = Math.max(0, ...before(id).map(one => visit(one, path) + 1));
    path.delete(id);
    depth.set(id, deep);
    return deep;
  };
  ids.forEach(id => visit(id, new Set()));
  return depth;
}

function card(ids, links, columns) {
  const inside = links.filter(link => ids.includes(link.from) && ids.includes(link.to) && link.from !== link.to);
  const linked = ids.filter(id => inside.some(link => link.from === id || link.to === id));
  const alone = ids.filter(id => !linked.includes(id)).sort();
  const depth = layers(linked, inside);
  const rows = [];
  const place = new Map();
  const widest = Math.max(0, ...linked.map(id => depth.get(id)));
  let band = 0;
  for (let layer = 0; layer <= widest; layer++) {
    const here = linked.filter(id => depth.get(id) === layer);
    const wish = id => {
      const from = inside.filter(link => link.to === id && place.has(link.from)).map(link => place.get(link.from).row);
      return from.length > 0 ? from.reduce((a, b) => a + b, 0) / from.length : layer === 0 ? -1 : rows.length / 2;
    };
    here.sort((a, b) => wish(a) - wish(b) || a.localeCompare(b));
    if (layer % columns === 0) {
      band = rows.length; // as many layers as fit beside one another, then below
    }
    let next = band;
    here.forEach((id, i) => {
      const row = Math.max(next, layer % columns === 0 ? band + i : Math.round(wish(id) - 0.25));
      next = row + 1;
      place.set(id, { column: layer % columns, row });
      rows[row] = true;
    });
  }
  let row = linked.length > 0 ? rows.length : 0;
  alone.forEach((id, i) => place.set(id, { column: i % columns, row: row + Math.floor(i / columns) }));
  row += Math.ceil(alone.length / columns);
  return { place, rows: row, columns: Math.min(columns, Math.max(widest + 1, alone.length)) };
}

/** @param columns how many fit beside one another */
export function layout(routes, links, columns) {
  const groups = [...new Set(routes.map(route => route.group))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const cards = groups.map(group => ({ group, ...card(routes.filter(route => route.group === group).map(route => route.id), links, columns) }));
  const wide = Math.max(columns, ...cards.map(one => one.columns));
  const width = 2 * CARD.padding + wide * NODE.width + (wide - 1) * NODE.gapX;
  const nodes = new Map();
  let top = 0;
  for (const one of cards) {
    one.top = top;
    one.height = CARD.head + CARD.padding + one.rows * (NODE.height + NODE.gapY);
    for (const [id, { column, row }] of one.place) {
      nodes.set(id, { x: CARD.padding + column * (NODE.width + NODE.gapX), y: top + CARD.head + row * (NODE.height + NODE.gapY) });
    }
    top += one.height + CARD.gap;
  }
  return { cards, nodes, width, height: top - CARD.gap };
}

/** A curve from the right of one to the left of the other; around, where that would be backwards. */
export function curve(from, to) {
  const a = { x: from.x + NODE.width, y: from.y + NODE.height / 2 };
  const b = { x: to.x, y: to.y + NODE.height / 2 };
  if (b.x >= a.x - 4) {
    const bend = Math.max(16, Math.min(60, (b.x - a.x) / 2 + Math.abs(b.y - a.y) / 12));
    return { path: `M${a.x} ${a.y} C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`, x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }
  const down = b.y > a.y ? 1 : -1;
  const p = { x: from.x + NODE.width / 2, y: from.y + (down > 0 ? NODE.height : 0) };
  const q = { x: to.x + NODE.width / 2, y: to.y + (down > 0 ? 0 : NODE.height) };
  const bend = Math.max(20, Math.abs(q.y - p.y) / 3);
  return { path: `M${p.x} ${p.y} C${p.x} ${p.y + down * bend} ${q.x} ${q.y - down * bend} ${q.x} ${q.y}`, x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
}

/** A long name in two lines, broken at a hyphen near the middle. */
export function lines(name, most = 21) {
  if (name.length <= most) {
    return [name];
  }
  const breaks = [...name.matchAll(/-/g)].map(match => match.index + 1).filter(at => at <= most);
  const at = breaks.length > 0 ? breaks[breaks.length - 1] : most;
  const rest = name.slice(at);
  return [name.slice(0, at), rest.length > most ? rest.slice(0, most - 1) + "…" : rest];
}
