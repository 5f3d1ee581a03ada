// The blocks of numbers of the page (sim/reporting/inside/packing.py) and the columns in them.

const NULL = -(2 ** 31);

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const whole = new Uint8Array(await new Response(stream).arrayBuffer());
  const length = new DataView(whole.buffer).getUint32(0, true);
  const about = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length)));
  return {about, bytes: whole.subarray(4 + length)};
}

// A column as float64, NaN for none.
function columnOf(bytes, {at, count, bytes: size}) {
  const plain = new Uint8Array(count * size);
  for (let plane = 0; plane < size; plane += 1) {
    const from = at + plane * count;
    for (let row = 0; row < count; row += 1) plain[row * size + plane] = bytes[from + row];
  }
  const view = new DataView(plain.buffer),
    found = new Float64Array(count);
  for (let row = 0; row < count; row += 1) {
    const value = size === 8 ? view.getFloat64(8 * row, true) : view.getInt32(4 * row, true);
    found[row] = size === 4 && value === NULL ? NaN : value;
  }
  return found;
}

// Curves from their changes: by day the values of all replications, on the days that are drawn.
function curvesOf(bytes, packed, days, drawn) {
  const counts = columnOf(bytes, packed.counts),
    gaps = columnOf(bytes, packed.gaps);
  const changes = columnOf(bytes, packed.changes),
    found = drawn.map(() => new Float64Array(counts.length));
  let place = 0;
  for (let row = 0; row < counts.length; row += 1) {
    const end = place + counts[row];
    let value = 0,
      next = place < end ? gaps[place] : days;
    for (let number = 0; number < drawn.length; number += 1) {
      while (place < end && next <= drawn[number]) {
        value += changes[place];
        place += 1;
        next = place < end ? next + gaps[place] : days;
      }
      found[number][row] = value;
    }
    place = end;
  }
  return found;
}

const MOST_DAYS = 400; // of a longer run the pictures have every second day, or every third, and so on

function drawnDays(about) {
  const step = Math.ceil(about.days / MOST_DAYS),
    found = new Set([about.days - 1]);
  for (let day = 0; day < about.days; day += step) found.add(day);
  about.told.forEach((one) => found.add(one.day));
  return [...found].sort((one, other) => one - other);
}

// A point of the sweep with everything that is asked of it again and again.
async function pointOf(text) {
  const {about, bytes} = await unpacked(text),
    point = {about, rows: about.rows};
  point.unknowns = about.unknowns.map((one) => unknownOf(one, columnOf(bytes, one.column)));
  point.figures = about.figures.map((one) => ({...one, ...sorted(columnOf(bytes, one.column))}));
  point.byName = new Map(point.figures.map((one) => [one.name, one]));
  point.news = about.news.map((one) => ({
    ...one,
    logs: columnOf(bytes, one.logs).map((log) => (Number.isNaN(log) ? -Infinity : log)),
  }));
  point.drawn = drawnDays(about);
  if (about.curves.replications) {
    point.curves = about.curves.replications;
    const need = canShare(point) ? point.byName.get(about.need).values : null;
    const curves = (name, change) =>
      curvesOf(bytes, about.curves[name], about.days, point.drawn).map((values) => sorted(values.map(change)));
    const both = (change) => ({ordered: curves("ordered", change), delivered: curves("delivered", change)});
    point.units = both((units) => units);
    point.shares = need ? () => both((units, row) => units / need[row]) : null;
  }
  return point;
}

// Shares can be told by the day where all that is delivered counts towards the need.
function canShare(point) {
  const need = point.byName.get(point.about.need);
  if (!need || need.values.some((value) => !(value > 0))) return false;
  return point.about.chances.dates.every(({figure}) => {
    const shares = point.byName.get(figure),
      units = point.byName.get(figure.replace("delivered_share", "delivered_units"));
    return shares && units && units.values.every((value, row) => value / need.values[row] === shares.values[row]);
  });
}

function unknownOf(about, values) {
  const known = values.filter((value) => !Number.isNaN(value));
  const least = known.reduce((one, other) => Math.min(one, other)),
    most = known.reduce((one, other) => Math.max(one, other));
  return {...about, values, least, most, isWhole: known.every(Number.isInteger)};
}
