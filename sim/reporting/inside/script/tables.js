// What the pictures show as tables, and the words beside them.

function tableOf(caption, head, columns, body) {
  const heads = [head, ...columns].map((words, place) =>
    make("th", {scope: "col", class: place ? "number" : null}, words),
  );
  const table = make(
    "table",
    {class: "stack pairs"},
    make("caption", {}, make("span", {}, caption)),
    make("thead", {}, make("tr", {}, ...heads)),
    ...body,
  );
  return make("div", {class: "scroll", role: "region", tabindex: "0", "aria-label": caption}, table);
}

function rowOf(words, cells, columns, name) {
  const data = cells.map((cell, place) => make("td", {class: "number", "data-head": columns[place]}, cell));
  return make("tr", {"data-name": name ?? null}, make("th", {scope: "row"}, words), ...data);
}

// Probability of each target by each date: of what is left, and of all where that is another.
function chancesTable(point, weights, isChanged) {
  const {dates, targets} = point.about.chances,
    columns = targets.map((one) => `at least ${one.words}`);
  const rows = dates
    .filter((one) => point.byName.has(one.figure))
    .map(({figure, words}) => {
      const shares = point.byName.get(figure);
      const cells = targets.map(({share}) => {
        const [now, before] = [weights, point.even].map((own) =>
          own ? percent(chanceOf(shares, own, (value) => value >= share)) : NONE,
        );
        return isChanged ? `${now} (all: ${before})` : now;
      });
      return rowOf(`By ${words}`, cells, columns, figure);
    });
  return tableOf(`Probability that so much of ${point.about.whose} is delivered`, "By", columns, [
    make("tbody", {}, ...rows),
  ]);
}

// Median and middle 90 % of key figures.
function figuresTable(point, weights, isChanged) {
  const columns = isChanged ? ["Those left", "All"] : ["All"];
  const groups = new Map();
  const cells = (figure) => [...(isChanged ? [middleOf(figure, weights)] : []), middleOfAll(point, figure)];
  for (const figure of point.figures) groups.set(figure.group, [...(groups.get(figure.group) ?? []), figure]);
  const body = [...groups].map(([group, figures]) =>
    make(
      "tbody",
      {},
      make("tr", {}, make("th", {scope: "rowgroup", colspan: columns.length + 1, class: "group"}, group)),
      ...figures.map((figure) => rowOf(figure.label, cells(figure), columns, figure.name)),
    ),
  );
  return tableOf("Key figures: median (90 % of the replications)", "Figure", columns, body);
}

// Of all replications it is told again and again, and so kept.
function middleOfAll(point, figure) {
  figure.middle ??= middleOf(figure, point.even);
  return figure.middle;
}

function middleOf(figure, weights) {
  if (!weights) return NONE;
  const [low, middle, high] = quantiles(figure, weights, [0.05, 0.5, 0.95]).map((value) => written(figure.kind, value));
  return middle === NONE ? NONE : `${middle} (${low} to ${high})`;
}

// The share delivered by the last date, in a line.
function headlineOf(point, weights, isChanged) {
  const {figure, words} = point.about.chances.dates[point.about.chances.dates.length - 1],
    shares = point.byName.get(figure);
  if (!shares) return "";
  const all = isChanged ? `; all: ${middleOfAll(point, shares)}` : "";
  return `Delivered by ${words}: ${middleOf(shares, weights)}${all}`;
}

// The fan in numbers, at the ends of months and on the report's dates.
function fanTable(point, fan, told) {
  const columns = ["ordered, mean", "ordered, 5 %", "ordered, 95 %", "5 %", "25 %", "median", "75 %", "95 %"];
  const rows = point.about.told.map(({day, words}) => {
    const place = point.drawn.indexOf(day);
    const curves = fan ? [fan.ordered, ...fan.orderedEnds, ...fan.delivered] : [];
    return rowOf(words, fan ? curves.map((one) => told(one[place])) : columns.map(() => NONE), columns);
  });
  return tableOf(`Delivered by date, cumulative: ${point.about.who}`, "By", columns, [make("tbody", {}, ...rows)]);
}

// What is chosen, a sentence each.
function conditions(point, choice) {
  const ranges = [...choice.ranges].map(([number, chosen]) => {
    const unknown = point.unknowns[number];
    const words = chosen.words
      ? [...chosen.words].map((place) => unknown.words[place]).join(", ") || "none of its values"
      : `${valueInWords(unknown.kind, chosen.from)} to ${valueInWords(unknown.kind, chosen.to)}`;
    return `${unknown.label}: ${words}`;
  });
  return [...ranges, ...choice.news.map((number) => `${point.news[number].date}. ${point.news[number].said}`)];
}

// The command that gives the same; empty where none does.
function commandOf(point, choice) {
  if (choice.ranges.size || !choice.news.length || !point.about.folder) return "";
  const ticked = choice.news.map((number) => point.news[number]),
    last = ticked[ticked.length - 1].published;
  const files = [...new Set(ticked.map((one) => one.file))].sort((one, other) => one - other);
  const all = point.news.filter((one) => files.includes(one.file) && one.published <= last);
  if (all.length !== ticked.length || files.some((file) => !point.about.files[file].whole)) return "";
  return [
    "gpu-supply update",
    point.about.folder,
    ...files.map((file) => `--observed ${point.about.files[file].name}`),
    `--as-of ${last}`,
  ].join(" ");
}

// The columns that are filtered, and what of them is left.
function columnsOf(point, choice) {
  const told = [...choice.ranges].map(([number, chosen]) => {
    const unknown = point.unknowns[number],
      name = `sampled.${unknown.path}`;
    if (chosen.words) return `${name} in [${[...chosen.words].map((place) => unknown.words[place]).join(", ")}].`;
    return `${name} from ${plainOf(unknown, chosen.from)} to ${plainOf(unknown, chosen.to)}.`;
  });
  return told.join(" ");
}

function plainOf(unknown, value) {
  return unknown.kind === "date" ? new Date(864e5 * value).toISOString().slice(0, 10) : String(value);
}

function againstIt([one, other]) {
  return `No ${one.figure} fits both "${one.said}" and "${other.said}": choose one of them.`;
}
