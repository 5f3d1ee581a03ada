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
    this.controls = point.unknowns.map((unknown, number) =>
      controlOf(unknown, (chosen) => this.choose(number, chosen)),
    );
    this.news = point.news.length ? newsControl(point, (ticked) => this.weigh(ticked)) : null;
    const boxes = this.controls.map((one) => one.box),
      rest = boxes.slice(FIRST),
      others = rest.length;
    const panel = make("div", {class: "panel", role: "group", "aria-label": "What to filter and to weigh by"});
    if (boxes.length) panel.append(make("h3", {}, "Ranges of the unknowns"), ...boxes.slice(0, FIRST));
    if (point.about.unlisted.length) {
      rest.push(
        make("p", {class: "soft"}, `Of too many different words to choose from: ${point.about.unlisted.join("; ")}.`),
      );
    }
    if (rest.length)
      panel.append(
        make("details", {}, make("summary", {}, `${others} more unknown${others === 1 ? "" : "s"}`), ...rest),
      );
    if (this.news) panel.append(make("h3", {}, "Evidence"), this.news.box);
    const bar = make("div", {class: "bar"}, this.status, this.reset, this.headline);
    this.place.replaceChildren(
      make(
        "div",
        {class: "both"},
        panel,
        make("div", {class: "view"}, bar, this.warning, this.pictures, point.shares ? this.unitSwitch() : ""),
      ),
      this.told,
      this.tables,
    );
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
    const {point} = this,
      found = {};
    if (point.curves) {
      const own = weights.subarray(0, point.curves);
      const ofShares = (curves, shares) => {
        const byDay = curves.map((one) => quantiles(one, own, shares));
        return shares.map((_, place) => byDay.map((one) => one[place]));
      };
      found.fan = {
        delivered: ofShares(this.curves.delivered, SHARES),
        ordered: this.curves.ordered.map((one) => meanOf(one, own)),
        orderedEnds: ofShares(this.curves.ordered, [0.05, 0.95]),
        effective: effectiveSize(own),
      };
    }
    const reached = point.about.chances.targets.map((one) => point.byName.get(one.figure));
    let whole = 0;
    for (const weight of weights) whole += weight;
    found.chances = reached.map((one) => {
      let place = 0,
        sum = 0;
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
    const {point, choice} = this,
      {weights, left, effective} = weightsOf(point, choice);
    const against = contradiction(choice.news.map((number) => point.news[number]));
    const isEnough = effective >= point.about.fewest && !against;
    const isChanged = choice.ranges.size > 0 || choice.news.length > 0;
    this.place.classList.toggle("changed", isChanged);
    this.reset.disabled = !isChanged;
    this.status.textContent = this.left(left, effective);
    this.warning.hidden = isEnough;
    if (!isEnough) this.warning.textContent = against ? againstIt(against) : this.tooFew(left, effective);
    this.controls.forEach((one) => one.show(isEnough ? weights : point.even.map(() => 0), left));
    const now = isEnough ? this.measured(weights) : null;
    this.now = now;
    this.draw(isChanged);
    const counting = isEnough ? weights : null,
      isOpen = this.tables.querySelector("details")?.open ?? true;
    this.headline.textContent = headlineOf(point, counting, isChanged);
    this.tables.replaceChildren(
      chancesTable(point, counting, isChanged),
      make("details", {open: isOpen}, make("summary", {}, "Key figures"), figuresTable(point, counting, isChanged)),
    );
    this.told.replaceChildren(...this.sentences(isChanged));
  }

  left(left, effective) {
    const {about} = this.point;
    const worth = this.choice.news.length
      ? `, worth ${grouped(fixed(effective, effective < 100 ? 1 : 0))} once weighted`
      : "";
    const first = about.rows < about.of ? ` (the first of ${counted(about.of)})` : "";
    return `${counted(left)} of ${counted(about.rows)} replications${first} left${worth}`;
  }

  tooFew(left, effective) {
    const worth = grouped(fixed(effective, effective < 100 ? 1 : 0));
    const some = this.choice.news.length ? `replications worth ${worth}` : `${left} replications`;
    return (
      `What is chosen leaves ${some}; of fewer than ${this.point.about.fewest} there is no answer, as a 90 % range ` +
      "would rest on two or three. Widen it, or simulate more replications."
    );
  }

  draw(isChanged) {
    const isOpen = this.pictures.querySelector("details")?.open ?? false;
    const width = Math.max(300, Math.min(900, this.pictures.clientWidth || 640));
    this.leftEdge = 0;
    this.pictures.replaceChildren(...this.fan(width, isChanged, isOpen), this.chances(width, isChanged));
  }

  // The fan chart and what there is to say of it.
  fan(width, isChanged, isOpen) {
    const {point, now, before} = this,
      {about} = point;
    if (!point.curves) return about.curves.why ? [make("p", {class: "soft"}, about.curves.why)] : [];
    if (!before.fan.ordered.some((units) => units > 0))
      return [make("p", {class: "soft"}, `Nothing is ordered: ${about.who}.`)];
    const fan = now && now.fan.effective >= about.fewest ? now.fan : null,
      found = [];
    if (now && !fan) {
      found.push(
        make(
          "p",
          {class: "soft"},
          `The curves of ${counted(point.curves)} replications are in this page; too few of them are left for bands.`,
        ),
      );
    }
    const told = this.isShare ? (value) => written("share", value) : counted;
    const most =
      1.04 * Math.max(...[before.fan, fan].flatMap((one) => (one ? [...one.delivered[4], ...one.orderedEnds[1]] : [])));
    const unit = this.isShare ? "Share of what is needed" : about.unit;
    const words = `${unit} of ${about.who}, cumulative: delivered beside ordered`;
    const former = isChanged ? [["ghost", "all replications: median and 90 %"]] : [];
    const keys = [
      ["band-90", "delivered: middle 90 %"],
      ["band-50", "middle 50 %"],
      ["delivered", "median"],
      ["ordered", "ordered, less switched: mean", "7 4"],
      ["ordered ends", "ordered: middle 90 %", "1.5 3"],
      ...former,
    ];
    const table = make(
      "details",
      {open: isOpen},
      make("summary", {}, "The picture as a table"),
      fanTable(point, fan, told),
    );
    const chart = fanChart(about, this.days, {
      now: fan,
      before: isChanged ? before.fan : null,
      most,
      told,
      width,
      words,
      left: this.edge(most, told),
    });
    return [...found, make("figure", {}, make("figcaption", {}, words), legend(keys), chart, ...this.note(), table)];
  }

  // The left edge of both pictures, so that a day stands at one place in both.
  edge(most, told) {
    this.leftEdge = Math.max(this.leftEdge, leftOf(most, told));
    return this.leftEdge;
  }

  chances(width, isChanged) {
    const {about} = this.point,
      words = `Probability that so much of ${about.whose} is delivered by then`;
    const keys = about.chances.targets.map((one, row) => [
      shadeOf(row),
      `at least ${one.words}`,
      STYLES[row % STYLES.length],
    ]);
    const chart = chanceChart(about, this.days, {
      now: this.now?.chances,
      before: isChanged ? this.before.chances : [],
      width,
      words,
      left: this.edge(1, percent),
    });
    return make("figure", {}, make("figcaption", {}, words), legend(keys), chart);
  }

  note() {
    const {curves, rows} = this.point;
    return curves < rows
      ? [
          make(
            "p",
            {class: "soft note"},
            `Of the first ${counted(curves)} replications, made anew for this page; all else is of ${counted(rows)}.`,
          ),
        ]
      : [];
  }

  sentences(isChanged) {
    if (!isChanged) return [];
    const {point, choice} = this,
      command = commandOf(point, choice);
    const found = [
      make("h3", {}, "What is chosen"),
      make("ul", {}, ...conditions(point, choice).map((words) => make("li", {}, words))),
    ];
    if (command)
      found.push(make("p", {}, "The same, written into a folder:"), make("pre", {class: "command"}, command));
    else if (choice.ranges.size)
      found.push(
        make(
          "p",
          {class: "soft"},
          `No command filters: these are rows of replications.parquet. ${columnsOf(point, choice)}`,
        ),
      );
    return found;
  }
}
