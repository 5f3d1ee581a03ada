// The explorer itself: what is chosen, and everything that follows from it.

class Explorer {
  constructor(place, point) {
    this.place = place;
    this.point = point;
    this.choice = {ranges: new Map(), news: []};
    point.even = new Float64Array(point.rows).fill(1);
    this.days = Object.assign([...point.drawn], {end: point.about.days});
    this.isShare = false;
    this.curves = point.units;
    this.build();
    this.before = this.measured(point.even);
    this.show();
  }

  build() {
    const {point} = this;
    this.status = make("p", {class: "status", role: "status"});
    this.headline = make("p", {class: "headline"});
    this.reset = make("button", {type: "button", class: "reset"}, "Reset");
    this.reset.addEventListener("click", () => this.clear());
    this.warning = make("p", {class: "warning", role: "alert", hidden: true});
    this.pictures = make("div", {class: "pictures"});
    this.told = make("div", {class: "told"});
    this.tables = make("div", {class: "tables"});
    this.controls = point.unknowns.map((unknown, number) => controlOf(unknown, (chosen) => this.choose(number, chosen)));
    this.news = point.news.length ? newsControl(point, (ticked) => this.weigh(ticked)) : null;
    const boxes = this.controls.map((one) => one.box), rest = boxes.slice(FIRST);
    const panel = make("div", {class: "panel", role: "group", "aria-label": "What to filter and to weigh by"});
    if (boxes.length) panel.append(make("h3", {}, "Ranges of the unknowns"), ...boxes.slice(0, FIRST));
    if (rest.length) panel.append(make("details", {}, make("summary", {}, `${rest.length} more unknowns`), ...rest));
    if (this.news) panel.append(make("h3", {}, "Evidence"), this.news.box);
    const bar = make("div", {class: "bar"}, this.status, this.reset, this.headline);
    this.place.replaceChildren(make("div", {class: "both"}, panel, make("div", {class: "view"}, bar, this.warning, this.pictures, point.shares ? this.unitSwitch() : "")), this.told, this.tables);
  }

  unitSwitch() {
    const box = make("input", {type: "checkbox"});
    box.addEventListener("change", () => {
      this.isShare = box.checked;
      this.curves = box.checked ? this.point.shares() : this.point.units;
      this.before = this.measured(this.point.even);
      this.show();
    });
    return make("label", {class: "as-share"}, box, " as shares of what is needed");
  }

  choose(number, chosen) {
    if (chosen === null) this.choice.ranges.delete(number);
    else this.choice.ranges.set(number, chosen);
    this.soon();
  }

  weigh(ticked) {
    this.choice.news = ticked;
    this.soon();
  }

  clear() {
    this.choice = {ranges: new Map(), news: []};
    this.controls.forEach((one) => one.reset());
    this.news?.reset();
    this.show();
  }

  // Many moves of a slider within one frame are shown once.
  soon() {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.show();
    });
  }

  // The curves and the chances under weights.
  measured(weights) {
    const {point} = this, found = {};
    if (point.curves) {
      const own = weights.subarray(0, point.curves);
      const delivered = this.curves.delivered.map((one) => quantiles(one, own, SHARES));
      found.fan = {
        delivered: SHARES.map((_, place) => delivered.map((one) => one[place])),
        ordered: this.curves.ordered.map((one) => meanOf(one, own)),
        effective: effectiveSize(own),
      };
    }
    const reached = point.about.chances.targets.map((one) => point.byName.get(one.figure));
    let whole = 0;
    for (const weight of weights) whole += weight;
    found.chances = reached.map((one) => {
      let place = 0, sum = 0;
      return this.days.map((day) => {
        while (place < one.order.length && one.values[one.order[place]] <= day) {
          sum += weights[one.order[place]];
          place += 1;
        }
        return sum / whole;
      });
    });
    return found;
  }

  show() {
    const {point, choice} = this, {weights, left, effective} = weightsOf(point, choice);
    const against = contradiction(choice.news.map((number) => point.news[number]));
    const isEnough = effective >= point.about.fewest && !against;
    const isChanged = choice.ranges.size > 0 || choice.news.length > 0;
    this.place.classList.toggle("changed", isChanged);
    this.reset.disabled = !isChanged;
    this.status.textContent = this.counted(left, effective);
    this.warning.hidden = isEnough;
    if (!isEnough) this.warning.textContent = against ? againstIt(against) : tooFew(point, effective);
    this.controls.forEach((one) => one.show(isEnough ? weights : point.even.map(() => 0), left));
    const now = isEnough ? this.measured(weights) : null;
    this.now = now;
    this.draw(isChanged);
    const counting = isEnough ? weights : null, isOpen = this.tables.querySelector("details")?.open ?? true;
    this.headline.textContent = headlineOf(point, counting, isChanged);
    this.tables.replaceChildren(chancesTable(point, counting, isChanged),
      make("details", {open: isOpen}, make("summary", {}, "Key figures"), figuresTable(point, counting, isChanged)));
    this.told.replaceChildren(...this.sentences(isChanged));
  }

  counted(left, effective) {
    const {about} = this.point, count = (number) => grouped(fixed(number, 0));
    const worth = this.choice.news.length ? `, worth ${grouped(fixed(effective, effective < 100 ? 1 : 0))} once weighted` : "";
    const first = about.rows < about.of ? ` (the first of ${count(about.of)})` : "";
    return `${count(left)} of ${count(about.rows)} replications${first} left${worth}`;
  }

  draw(isChanged) {
    const {point, now, before} = this, {about} = point, width = Math.max(300, Math.min(900, this.pictures.clientWidth || 640));
    const told = this.isShare ? (value) => written("share", value) : (value) => grouped(fixed(value, 0));
    const parts = [];
    if (point.curves && now?.fan.effective < about.fewest) {
      parts.push(make("p", {class: "soft"}, `The curves of ${grouped(String(point.curves))} replications are in this page, and too few of these are left for bands.`));
    }
    if (point.curves) {
      const fan = now && now.fan.effective >= about.fewest ? now.fan : null;
      const most = 1.04 * Math.max(...before.fan.delivered[4], ...before.fan.ordered, ...(fan ? [...fan.delivered[4], ...fan.ordered] : []), 1e-9);
      const unit = this.isShare ? "Share of what is needed" : about.unit, words = `${unit} of ${about.who}, cumulative: delivered beside ordered`;
      const ghost = isChanged ? [["ghost", "all replications: median and 90 %"]] : [];
      parts.push(make("figure", {}, make("figcaption", {}, words),
        legend([["band-90", "delivered: middle 90 %"], ["band-50", "middle 50 %"], ["delivered", "median"], ["ordered", "ordered, less switched: mean", "7 4"], ...ghost]),
        fanChart(about, this.days, {now: fan, before: before.fan, most, told, width, words}),
        ...this.note(), make("details", {}, make("summary", {}, "The picture as a table"), fanTable(point, fan, told))));
    } else if (about.curves.why) {
      parts.push(make("p", {class: "soft"}, about.curves.why));
    }
    const words = `Probability that so much of ${about.whose} is delivered by then`;
    const entries = about.chances.targets.map((one, row) => [`shade-${row % 4}`, `at least ${one.words}`, STYLES[row % 4]]);
    parts.push(make("figure", {}, make("figcaption", {}, words), legend(entries), chanceChart(about, this.days, {now: now?.chances, before: before.chances, width, words})));
    const isOpen = this.pictures.querySelector("details")?.open;
    this.pictures.replaceChildren(...parts);
    if (isOpen) this.pictures.querySelector("details").open = true;
  }

  note() {
    const {curves, rows} = this.point;
    return curves < rows ? [make("p", {class: "soft note"}, `Of the first ${grouped(String(curves))} replications, simulated anew for this page; all else is of ${grouped(String(rows))}.`)] : [];
  }

  sentences(isChanged) {
    if (!isChanged) return [];
    const {point, choice} = this, command = commandOf(point, choice);
    const found = [make("h3", {}, "What is chosen"), make("ul", {}, ...conditions(point, choice).map((words) => make("li", {}, words)))];
    if (command) found.push(make("p", {}, "The same, written into a folder:"), make("pre", {class: "command"}, command));
    else if (choice.ranges.size) found.push(make("p", {class: "soft"}, `No command filters: these are rows of replications.parquet. ${columnsOf(point, choice)}`));
    return found;
  }
}

function columnsOf(point, choice) {
  return [...choice.ranges].map(([number, chosen]) => {
    const {path, words} = point.unknowns[number];
    return chosen.words ? `sampled.${path} in [${[...chosen.words].map((place) => words[place]).join(", ")}].` : `sampled.${path} from ${plainOf(point.unknowns[number], chosen.from)} to ${plainOf(point.unknowns[number], chosen.to)}.`;
  }).join(" ");
}

function plainOf(unknown, value) {
  return unknown.kind === "date" ? new Date(864e5 * value).toISOString().slice(0, 10) : String(value);
}

function tooFew(point, effective) {
  const left = grouped(fixed(effective, effective < 100 ? 1 : 0));
  return `What is chosen leaves replications worth ${left}; of fewer than ${point.about.fewest} there is no answer, as a 90 % range would rest on two or three. Widen it, or simulate more replications.`;
}

function againstIt([one, other]) {
  return `No ${one.figure} fits both "${one.said}" and "${other.said}": choose one of them.`;
}

async function begin() {
  const place = document.getElementById("explorer"), blocks = [...document.querySelectorAll("script[type='application/octet-stream']")];
  if (!place) return;
  if (typeof DecompressionStream === "undefined") {
    place.textContent = "This browser is too old for this part of the page: it cannot unpack its numbers.";
    return;
  }
  const choose = document.getElementById("inside-point");
  let explorer = null;
  const open = async (number) => {
    explorer = new Explorer(place, await pointOf(blocks[number].textContent));
  };
  choose?.addEventListener("change", () => open(choose.selectedIndex));
  if (choose) choose.closest("p").hidden = false;
  await open(choose ? choose.selectedIndex : 0);
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) explorer.draw(explorer.place.classList.contains("changed"));
    width = window.innerWidth;
  });
  document.documentElement.dataset.explorer = "ready";
}

begin();
