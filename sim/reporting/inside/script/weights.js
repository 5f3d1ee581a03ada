// Weights of replications, and statistics under them (sim/statistics/weighted.py, sim/analysis/update.py).

const ROUNDING = 1e-12;
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

// A column with the order of its values; those without a value come last and do not count.
function sorted(values) {
  const order = Uint32Array.from(values.keys()).sort((one, other) => {
    const first = values[one],
      second = values[other];
    if (Number.isNaN(first)) return Number.isNaN(second) ? one - other : 1;
    return Number.isNaN(second) ? -1 : first - second || one - other;
  });
  let count = values.length;
  while (count && Number.isNaN(values[order[count - 1]])) count -= 1;
  return {values, order: order.subarray(0, count)};
}

// The least value that a share of the weight does not pass, for each share; NaN where nothing has weight.
function quantiles({values, order}, weights, shares) {
  let whole = 0;
  for (const row of order) whole += weights[row];
  if (!(whole > 0)) return shares.map(() => NaN);
  const found = [];
  let place = -1,
    reached = 0;
  for (const share of shares) {
    const mark = share * whole - ROUNDING * whole;
    while (place < 0 || (reached < mark && place < order.length - 1)) {
      place += 1;
      reached += weights[order[place]];
    }
    found.push(values[order[place]]);
  }
  return found;
}

function meanOf({values, order}, weights) {
  let sum = 0,
    whole = 0;
  for (const row of order) {
    sum += weights[row] * values[row];
    whole += weights[row];
  }
  return whole > 0 ? sum / whole : NaN;
}

// The share of the weight whose value passes a test, of all that have a value.
function chanceOf({values, order}, weights, test) {
  let passed = 0,
    whole = 0;
  for (const row of order) {
    whole += weights[row];
    if (test(values[row])) passed += weights[row];
  }
  return whole > 0 ? passed / whole : NaN;
}

// How many equal weights these are worth (Kish 1965).
function effectiveSize(weights) {
  let sum = 0,
    squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares > 0 ? (sum * sum) / squares : 0;
}

// What is chosen, as a weight of each replication: 0 outside of the ranges, else by the news.
function weightsOf(point, choice) {
  const logs = new Float64Array(point.rows),
    inside = new Uint8Array(point.rows).fill(1);
  choice.news.forEach((number) =>
    point.news[number].logs.forEach((log, row) => {
      logs[row] += log;
    }),
  );
  for (const [number, chosen] of choice.ranges) {
    const {values} = point.unknowns[number];
    for (let row = 0; row < point.rows; row += 1) {
      const value = values[row];
      const isIn = chosen.words ? chosen.words.has(value) : value >= chosen.from && value <= chosen.to;
      if (!isIn) inside[row] = 0;
    }
  }
  let most = -Infinity,
    left = 0;
  for (let row = 0; row < point.rows; row += 1) {
    if (!inside[row]) continue;
    left += 1;
    most = Math.max(most, logs[row]);
  }
  const weights = logs.map((log, row) => (inside[row] && most > -Infinity ? Math.exp(log - most) : 0));
  return {weights, left, effective: effectiveSize(weights)};
}

// News of which no value of the figure fits both.
function contradiction(news) {
  for (const [place, one] of news.entries()) {
    for (const other of news.slice(0, place)) {
      const low = one.least ?? -Infinity,
        high = one.most ?? Infinity;
      if (one.figure === other.figure && (low > (other.most ?? Infinity) || high < (other.least ?? -Infinity)))
        return [other, one];
    }
  }
  return null;
}
