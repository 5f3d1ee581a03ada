// Pictures as SVG, built element by element: words are text, whatever stands in them.

const SVG = "http://www.w3.org/2000/svg";
const ROOM = {right: 14, bottom: 24, row: 15, digit: 7, least: 46};
const STYLES = ["", "7 3", "8 3 2 3", "2 3", "7 2 2 2 2 2"];
const SHADES = 4;

function make(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

// Ends of steps of 1, 2 or 5 times a power of ten.
function ticksTo(most, count) {
  const rough = most / count,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((one) => one * power >= rough);
  return Array.from({length: Math.floor(most / step + 1e-9) + 1}, (_, place) => place * step);
}

// The first days of months, or of years, with their names: as many as have room.
function dateTicks(start, days, room) {
  const first = new Date(864e5 * start),
    found = [];
  const months = Math.max(1, Math.ceil(days / 30.4 / room)),
    step = [1, 2, 3, 6, 12].find((one) => one >= months) ?? 12 * Math.ceil(months / 12);
  for (let month = 0; month <= days / 28 + 1; month += 1) {
    const when = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1),
      date = new Date(when),
      day = when / 864e5 - start;
    const number = 12 * date.getUTCFullYear() + date.getUTCMonth();
    if (day < 0 || day >= days || number % step) continue;
    const name = MONTHS[date.getUTCMonth()].slice(0, 3),
      isNew = !date.getUTCMonth() || !found.length;
    found.push({
      day,
      words: step >= 12 ? `${date.getUTCFullYear()}` : isNew ? `${name} ${date.getUTCFullYear()}` : name,
    });
  }
  return found;
}

// How much room the numbers of an axis take.
function leftOf(most, told) {
  return Math.max(ROOM.least, 9 + ROOM.digit * Math.max(...ticksTo(most, 5).map((value) => told(value).length)));
}

// An empty picture: axes, marks of controls, and where days and values lie in it.
function plot(about, {width, height, most, written: told, words, left}) {
  const top = 8 + ROOM.row * about.marks.length,
    right = width - ROOM.right,
    bottom = height - ROOM.bottom;
  const values = ticksTo(most, 5);
  const x = (day) => left + ((right - left) * day) / about.days;
  const y = (value) => bottom - ((bottom - top) * value) / most;
  const svg = draw("svg", {viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": words});
  for (const value of values) {
    svg.append(draw("line", {class: "grid", x1: left, x2: right, y1: y(value), y2: y(value)}));
    svg.append(draw("text", {x: left - 7, y: y(value) + 4, "text-anchor": "end"}, told(value)));
  }
  for (const {day, words: name} of dateTicks(about.start, about.days, (right - left) / 62)) {
    svg.append(draw("line", {class: "tick", x1: x(day), x2: x(day), y1: bottom, y2: bottom + 4}));
    svg.append(draw("text", {x: x(day), y: bottom + 17, "text-anchor": "middle"}, name));
  }
  about.marks.forEach((mark, row) =>
    svg.append(...marked(about, mark, {x, right, bottom, height: top - ROOM.row * (row + 1) + 6})),
  );
  return {svg, x, y};
}

// A line at the day of a control, or at the ends of the days that it is drawn from, and its words above.
function marked(about, {first, last, words}, {x, right, bottom, height}) {
  const ends = [...new Set([first, last])]
    .map((day) => day - about.start)
    .filter((day) => day >= 0 && day < about.days);
  const at = x(Math.max(0, first - about.start)),
    isLeft = at + 5.6 * words.length < right;
  const lines = ends.map((day) => draw("line", {class: "mark", x1: x(day), x2: x(day), y1: height + 3, y2: bottom}));
  return [
    ...lines,
    draw(
      "text",
      {class: "words", x: at + (isLeft ? 3 : -3), y: height, "text-anchor": isLeft ? "start" : "end"},
      words,
    ),
  ];
}

// A line that stays level from each day to the next.
function stepped(points, end) {
  return (
    points
      .map(([x, y], place) => (place ? `H${x.toFixed(1)}V${y.toFixed(1)}` : `M${x.toFixed(1)} ${y.toFixed(1)}`))
      .join("") + `H${end.toFixed(1)}`
  );
}

function line(place, days, values, attributes) {
  const points = values
    .map((value, number) => [place.x(days[number]), place.y(value)])
    .filter(([, y]) => Number.isFinite(y));
  return points.length ? [draw("path", {fill: "none", d: stepped(points, place.x(days.end)), ...attributes})] : [];
}

// What lies between two such lines: along the upper one, and back along the lower one.
function band(place, days, low, high, name) {
  const upper = high.map((value, number) => [place.x(days[number]), place.y(value)]);
  let path = stepped(upper, place.x(days.end));
  for (let number = low.length - 1; number >= 0; number -= 1) {
    path += `V${place.y(low[number]).toFixed(1)}H${place.x(days[number]).toFixed(1)}`;
  }
  return [draw("path", {class: name, d: `${path}Z`})];
}

// Bands of what is delivered beside what is on order: of what is left in colour, of all in grey.
function fanChart(about, days, {now, before, most, told, width, words, left}) {
  const place = plot(about, {width, height: width < 500 ? 230 : 330, most, written: told, words, left});
  const [p05, p25, p50, p75, p95] = now ? now.delivered : [];
  if (now) place.svg.append(...band(place, days, p05, p95, "band-90"), ...band(place, days, p25, p75, "band-50"));
  const add = (values, name, dashes) =>
    place.svg.append(...line(place, days, values, {class: name, "stroke-dasharray": dashes}));
  for (const end of before ? [0, 4] : []) add(before.delivered[end], "ghost", "2 3");
  if (before) add(before.delivered[2], "ghost", null);
  if (before && !now) add(before.ordered, "ghost", "7 4");
  if (now) {
    now.orderedEnds.forEach((end) => add(end, "ordered ends", "1.5 3"));
    add(now.ordered, "ordered", "7 4");
    add(p50, "delivered", null);
  }
  return place.svg;
}

// The probability of each target by each day, of what is left and of all.
function chanceChart(about, days, {now, before, width, words, left}) {
  const bare = {...about, marks: []};
  const place = plot(bare, {
    width,
    height: width < 500 ? 150 : 190,
    most: 1,
    written: (value) => `${Math.round(100 * value)}%`,
    words,
    left,
  });
  const dashes = (row) => ({"stroke-dasharray": STYLES[row % STYLES.length]});
  before.forEach((chances, row) => place.svg.append(...line(place, days, chances, {class: "ghost", ...dashes(row)})));
  now?.forEach((chances, row) =>
    place.svg.append(...line(place, days, chances, {class: shadeOf(row), ...dashes(row)})),
  );
  return place.svg;
}

function shadeOf(row) {
  return `shade-${row % SHADES}`;
}

function legend(entries) {
  const keys = entries.map(([name, words, dashes]) => {
    const isBand = name.startsWith("band");
    const mark = isBand
      ? draw("rect", {class: name, width: 22, height: 10, y: 1})
      : draw("path", {class: name, fill: "none", d: "M0 6H22", "stroke-dasharray": dashes ?? ""});
    return make(
      "li",
      {},
      draw("svg", {viewBox: "0 0 22 12", width: 22, height: 12, "aria-hidden": "true"}, mark),
      words,
    );
  });
  return make("ul", {class: "legend"}, ...keys);
}
