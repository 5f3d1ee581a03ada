// Numbers and dates as the rest of the report writes them (sim/records/words.py).

const NONE = "\u2013",
  MINUS = "\u2212";
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

// To so many decimals; a number halfway between two goes to the even one, as Python has it.
function fixed(value, digits) {
  const scaled = Math.abs(value) * 10 ** digits,
    below = Math.floor(scaled);
  const isHalf = scaled - below === 0.5 && below % 2 === 0 && Number.isInteger(Math.abs(value) * 2 ** 20);
  return isHalf ? ((Math.sign(value) * below) / 10 ** digits).toFixed(digits) : value.toFixed(digits);
}

function grouped(text) {
  const [whole, part] = text.split(".");
  const commas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? commas : `${commas}.${part}`;
}

function counted(number) {
  return grouped(fixed(number, 0));
}

function signed(text) {
  return /[1-9]/.test(text) ? text.replace("-", MINUS) : text.replace("-", "");
}

function dollars(usd) {
  const sign = usd < 0 ? MINUS : "",
    size = Math.abs(usd);
  for (const [letter, unit] of [
    ["B", 1e9],
    ["M", 1e6],
  ]) {
    if (size >= (1 - 0.5e-4) * unit) {
      const digits = Math.max(0, 4 - String(Math.floor(size / unit)).length);
      const text = grouped(fixed(size / unit, digits));
      return `${sign}$${text.includes(".") ? text.replace(/\.?0+$/, "") : text}${letter}`;
    }
  }
  return `${sign}$${grouped(fixed(size, 0))}`;
}

// A statistic of a key figure.
function written(kind, value) {
  if (!Number.isFinite(value)) return NONE;
  if (kind === "share") return signed(`${grouped(fixed(100 * value, 1))}%`);
  if (kind === "usd") return dollars(value);
  return signed(grouped(fixed(value, kind === "units" ? 0 : 1)));
}

// A share of the replications, with as many digits as tell it from none and from all.
function percent(share) {
  if (!Number.isFinite(share)) return NONE;
  for (let digits = 0; digits < 6; digits += 1) {
    const text = fixed(100 * share, digits);
    if (share === 0 || share === 1 || (Number(text) !== 0 && Number(text) !== 100)) return `${text}%`;
  }
  return share < 0.5 ? "nearly 0%" : "nearly 100%";
}

function dateInWords(day, full) {
  const when = new Date(864e5 * day),
    month = MONTHS[when.getUTCMonth()];
  return `${when.getUTCDate()} ${full ? month : month.slice(0, 3)} ${when.getUTCFullYear()}`;
}

// A value of an unknown, short enough to stand at a slider's end.
function valueInWords(kind, value) {
  if (!Number.isFinite(value)) return NONE;
  if (kind === "date") return dateInWords(value, false);
  if (kind === "share") return signed(`${Number(fixed(100 * value, 1))}%`);
  if (kind === "usd") return dollars(value);
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return signed(grouped(fixed(value, 0)));
  return signed(String(Number(value.toPrecision(4))));
}
