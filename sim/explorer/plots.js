// Draws a picture with Plotly where the former one of its name stands, and only what differs anew.

const LIBRARY = "plotly.min.js";
const NARROW = 700; // pixels below which the words of a legend need rows that nobody has counted

export default async function ({ data: { picture, config }, parentElement }) {
  const plotly = await library();
  const place = placeIn(parentElement);
  place.draw = () => {
    const layout = layoutOf(picture, place);
    return picture.frames
      ? plotly.newPlot(place, { ...picture, layout, config })
      : plotly.react(place, picture.data, layout, config);
  };
  await place.draw();
  return () => {
    place.watching.disconnect();
    plotly.purge(place);
  };
}

// The library, which comes once for all pictures of a page.
function library() {
  globalThis.gpuSupplyPlotly ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(LIBRARY, document.baseURI);
    script.onload = () => done(globalThis.Plotly);
    script.onerror = () => failed(new Error(`${LIBRARY} can't be loaded`));
    document.head.append(script);
  });
  return globalThis.gpuSupplyPlotly;
}

// Where the picture stands: as wide as its surroundings, also when these change.
function placeIn(parent) {
  let place = parent.querySelector(":scope > .gpu-supply-plot");
  if (!place) {
    place = document.createElement("div");
    place.className = "gpu-supply-plot";
    parent.append(place);
    place.watching = new ResizeObserver(() => {
      const drawn = place._fullLayout?.width;
      if (drawn && place.clientWidth && place.clientWidth !== drawn) place.draw();
    });
    place.watching.observe(parent);
  }
  return place;
}

// What a picture says of itself, with what all have from the page's theme.
function layoutOf(picture, place) {
  const layout = { ...picture.layout, template: { layout: template(getComputedStyle(place)) } };
  if (layout.margin.autoexpand === false && place.clientWidth < NARROW) {
    layout.margin = { ...layout.margin, autoexpand: true };
  }
  return layout;
}

function template(style) {
  const own = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const [text, border] = [own("text-color"), own("border-color")];
  const axis = { zeroline: false, gridcolor: border, automargin: true, spikecolor: text, spikethickness: 1 };
  return {
    font: { family: own("font"), color: text, size: 12 },
    hoverlabel: { bgcolor: own("background-color"), bordercolor: border, font: { color: text } },
    xaxis: axis,
    yaxis: axis,
  };
}
