// What the reader chooses by: a range or words of each unknown, and the news.

const STEPS = 200,
  BARS = 24,
  FIRST = 6;

// Where a value lies on an unknown's axis, from 0 to 1, and the value at a step of its slider.
function placeOf(unknown, value) {
  const {least, most} = unknown;
  if (most === least) return 0;
  return unknown.is_log ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
}

function stepsOf(unknown) {
  return unknown.isWhole && !unknown.is_log ? Math.max(1, Math.min(STEPS, unknown.most - unknown.least)) : STEPS;
}

function valueAt(unknown, step) {
  const {least, most} = unknown,
    steps = stepsOf(unknown),
    share = step / steps;
  if (step === 0) return least;
  if (step === steps) return most;
  const value = unknown.is_log ? least * (most / least) ** share : least + (most - least) * share;
  return unknown.isWhole ? Math.round(value) : value;
}

// A small histogram: all replications in grey, in colour those left, by their weights.
function histogram(unknown) {
  const bars = unknown.words.length || Math.min(BARS, unknown.isWhole ? unknown.most - unknown.least + 1 : BARS);
  const bins = Int32Array.from(unknown.values, (value) => {
    if (Number.isNaN(value)) return -1;
    return unknown.words.length ? value : Math.min(bars - 1, Math.floor(bars * placeOf(unknown, value)));
  });
  const whole = sums(bins, bars, () => 1),
    most = Math.max(...whole);
  const width = 100 / bars,
    shapes = [];
  const svg = draw("svg", {viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true", class: "bars"});
  whole.forEach((count, bar) => {
    const place = {x: bar * width + 0.4, width: width - 0.8};
    svg.append(draw("rect", {class: "all", ...place, y: 30 - (30 * count) / most, height: (30 * count) / most}));
    shapes.push(draw("rect", {class: "left", ...place}));
  });
  svg.append(...shapes);
  const show = (weights, left) => {
    let sum = 0;
    for (const weight of weights) sum += weight;
    const scale = sum > 0 ? left / sum : 0;
    sums(bins, bars, (row) => weights[row] * scale).forEach((count, bar) => {
      const height = Math.min(30, (30 * count) / most);
      shapes[bar].setAttribute("y", 30 - height);
      shapes[bar].setAttribute("height", height);
    });
  };
  return {svg, show};
}

function sums(bins, bars, weight) {
  const found = new Array(bars).fill(0);
  bins.forEach((bin, row) => {
    if (bin >= 0) found[bin] += weight(row);
  });
  return found;
}

// The control of one unknown: `choose` is called with what is chosen, or null where that is everything.
function controlOf(unknown, choose) {
  const picture = histogram(unknown),
    whole = make("button", {type: "button", class: "whole", hidden: true}, "all of it");
  const own = unknown.words.length ? wordsControl(unknown, changed) : rangeControl(unknown, changed);
  function changed() {
    const chosen = own.chosen();
    whole.hidden = chosen === null;
    choose(chosen);
  }
  const reset = () => {
    own.reset();
    whole.hidden = true;
  };
  whole.addEventListener("click", () => {
    reset();
    choose(null);
    own.first.focus();
  });
  const box = make(
    "fieldset",
    {class: "unknown", "data-path": unknown.path},
    make("legend", {}, unknown.label),
    picture.svg,
    ...own.parts,
    whole,
  );
  return {box, reset, show: picture.show};
}

function rangeControl(unknown, changed) {
  const steps = stepsOf(unknown),
    told = make("output", {class: "range"});
  const handle = (end, start) =>
    make("input", {type: "range", min: 0, max: steps, step: 1, value: start, "aria-label": `${unknown.label}: ${end}`});
  const from = handle("from", 0),
    to = handle("to", steps),
    track = make("div", {class: "track"}, make("div", {class: "chosen"}));
  const tell = () => {
    const low = valueAt(unknown, Number(from.value)),
      high = valueAt(unknown, Number(to.value));
    const words = [low, high].map((value) => valueInWords(unknown.kind, value));
    told.textContent = `${words[0]} to ${words[1]}`;
    told.dataset.from = low;
    told.dataset.to = high;
    from.setAttribute("aria-valuetext", words[0]);
    to.setAttribute("aria-valuetext", words[1]);
    const share = Number(from.value) / steps;
    track.firstChild.setAttribute("style", `left: ${100 * share}%; right: ${100 - (100 * Number(to.value)) / steps}%`);
    from.classList.toggle("upper", share > 0.5);
  };
  const moved = (own, other, isFrom) => () => {
    if (isFrom ? Number(own.value) > Number(other.value) : Number(own.value) < Number(other.value))
      own.value = other.value;
    tell();
    changed();
  };
  from.addEventListener("input", moved(from, to, true));
  to.addEventListener("input", moved(to, from, false));
  tell();
  const chosen = () => {
    if (from.value === "0" && to.value === String(steps)) return null;
    return {from: Number(told.dataset.from), to: Number(told.dataset.to)};
  };
  const reset = () => {
    from.value = 0;
    to.value = steps;
    tell();
  };
  return {parts: [make("div", {class: "slider"}, track, from, to), told], first: from, chosen, reset};
}

function wordsControl(unknown, changed) {
  const boxes = unknown.words.map(() => make("input", {type: "checkbox", checked: true}));
  boxes.forEach((box) => box.addEventListener("change", changed));
  const labels = unknown.words.map((word, place) => make("label", {}, boxes[place], ` ${word}`));
  const chosen = () => {
    if (boxes.every((box) => box.checked)) return null;
    return {words: new Set(boxes.flatMap((box, place) => (box.checked ? [place] : [])))};
  };
  const reset = () =>
    boxes.forEach((box) => {
      box.checked = true;
    });
  return {parts: [make("div", {class: "choices"}, ...labels)], first: boxes[0], chosen, reset};
}

// The news: ticked one by one, or all that was published by a day.
function newsControl(point, choose) {
  const boxes = point.news.map(() => make("input", {type: "checkbox"}));
  const days = [...new Set(point.news.map((one) => one.published))];
  const select = make(
    "select",
    {},
    make("option", {value: ""}, "nothing yet"),
    make("option", {value: "own", hidden: true}, "what is ticked"),
  );
  for (const day of days)
    select.append(make("option", {value: day}, point.news.find((one) => one.published === day).date));
  const ticked = () => boxes.flatMap((box, number) => (box.checked ? [number] : []));
  const sameAs = (day) => point.news.every((one, number) => boxes[number].checked === one.published <= day);
  boxes.forEach((box) =>
    box.addEventListener("change", () => {
      select.value = ["", ...days].find(sameAs) ?? "own";
      choose(ticked());
    }),
  );
  select.addEventListener("change", () => {
    boxes.forEach((box, number) => {
      box.checked = point.news[number].published <= select.value;
    });
    choose(ticked());
  });
  const entries = point.news.map((one, number) =>
    make(
      "li",
      {},
      make("label", {}, boxes[number], ` ${one.date}. ${one.said}`),
      make("span", {class: "soft"}, one.source),
    ),
  );
  const box = make(
    "fieldset",
    {class: "news"},
    make("legend", {}, "What was published"),
    make("label", {class: "as-of"}, "Known by ", select),
    make("ul", {}, ...entries),
  );
  if (point.about.lacking) {
    box.append(
      make(
        "p",
        {class: "soft"},
        `${point.about.lacking} more cannot be weighed: the sweep does not report their dates, or lacks their figures.`,
      ),
    );
  }
  const reset = () => {
    boxes.forEach((one) => {
      one.checked = false;
    });
    select.value = "";
  };
  return {box, reset};
}
