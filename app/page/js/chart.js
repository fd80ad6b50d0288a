// The loss chart: a custom element around uPlot, loaded when the Train room is first shown.
//
// The page calls `draw`; colours and type come from the style sheets, so that the chart follows
// the theme.

const beside = (path) => new URL(path + new URL(import.meta.url).search, import.meta.url).href;
const { default: uPlot } = await import(beside("./vendor/uplot/uPlot.esm.js"));

const style = document.createElement("link");
style.rel = "stylesheet";
style.href = beside("./vendor/uplot/uPlot.min.css");
document.head.append(style);

/** uPlot's kinds of scales. */
const LINEAR = 1;
const LOGARITHMIC = 3;
const SYMMETRIC = 4;

/** Losses as curves. The attribute `data-reading` says how a step is named, with # for its number. */
class LossChart extends HTMLElement {
  #plot;
  #key;
  #marks = [];
  #reading;
  #size = new ResizeObserver(() => this.#resize());

  connectedCallback() {
    this.#size.observe(this);
  }

  disconnectedCallback() {
    this.#size.disconnect();
    this.#forget();
  }

  /**
   * Draws curves: `series` is a list of name, style property of the colour, and whether it is
   * shown; `columns` are the steps, then the values of each; `marks` is a list of step and text.
   */
  draw(series, columns, marks, logarithmic) {
    if (series.length === 0 || columns[0].length === 0) {
      this.#forget();
      return;
    }
    // uPlot takes a gap for a null.
    const data = columns.map((column) => Array.from(column, (value) => (isFinite(value) ? value : null)));
    const visible = (at) => series[at - 1]?.[2];
    const positive = data.every((column, at) => at === 0 || !visible(at) || column.every((v) => v === null || v > 0));
    const scale = logarithmic ? (positive ? LOGARITHMIC : SYMMETRIC) : LINEAR;
    this.#marks = marks;
    const theme = document.documentElement.dataset.theme;
    const key = JSON.stringify([series, scale, theme]);
    if (key === this.#key) {
      this.#plot.setData(data);
      return;
    }
    this.#forget();
    this.#key = key;
    this.#plot = new uPlot(this.#options(series, scale), data, this);
    this.#reading = document.createElement("p");
    this.#reading.className = "chart-reading";
    this.#reading.hidden = true;
    this.append(this.#reading);
  }

  #options(series, scale) {
    const css = getComputedStyle(this);
    const colour = (name) => css.getPropertyValue(name).trim();
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = `${0.75 * rem}px ${css.fontFamily}`;
    const axis = {
      stroke: colour("--soft"),
      font,
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
      gap: 0.35 * rem,
    };
    return {
      ...this.#measures(),
      legend: { show: false },
      // On the right, half of the last number below is to have room.
      padding: [0.6 * rem, 1.25 * rem, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 0.5 * rem } },
      scales: { x: { time: false }, y: { distr: scale } },
      axes: [
        { ...axis, size: 1.6 * rem, space: 5 * rem },
        {
          ...axis,
          // uPlot takes an `undefined` for a filter, too.
          grid: scale === LINEAR ? axis.grid : { ...axis.grid, filter: decades },
          size: 3.4 * rem,
          space: 2.2 * rem,
          values: (_, values) => values.map(short),
        },
      ],
      series: [
        {},
        ...series.map(([label, property, show]) => ({
          label,
          show,
          stroke: colour(property),
          width: 0.11 * rem,
          points: { show: false },
          spanGaps: true,
        })),
      ],
      hooks: {
        draw: [(plot) => this.#drawMarks(plot, colour("--ink"), rem, css.fontFamily)],
        setCursor: [(plot) => this.#read(plot)],
      },
    };
  }

  /** A line for each change of a setting, and what changed, unless the text before is in the way. */
  #drawMarks(plot, colour, rem, family) {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.font = `${0.72 * rem * ratio}px ${family}`;
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    let free = bbox.left;
    for (const [step, text] of this.#marks) {
      const x = Math.round(plot.valToPos(step, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) {
        continue;
      }
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const width = ctx.measureText(text).width;
      const pad = 4 * ratio;
      const fits = x + pad + width <= bbox.left + bbox.width;
      const left = fits ? x + pad : Math.max(bbox.left + pad, x - pad - width);
      if (left >= free) {
        ctx.fillText(text, left, bbox.top + pad);
        free = left + width + pad;
      }
    }
    ctx.restore();
  }

  /** The values under the pointer. */
  #read(plot) {
    const at = plot.cursor.idx;
    if (!this.#reading) {
      return;
    }
    this.#reading.hidden = at == null || plot.cursor.left < 0;
    if (this.#reading.hidden) {
      return;
    }
    const values = plot.series
      .map((series, of) => [series, plot.data[of][at]])
      .filter(([series, value], of) => of > 0 && series.show && value != null)
      .map(([series, value]) => `${series.label} ${short(value)}`);
    const step = this.dataset.reading.replace("#", Math.round(plot.data[0][at]));
    this.#reading.textContent = [step, ...values].join(" · ");
  }

  #measures() {
    return { width: Math.max(this.clientWidth, 50), height: Math.max(this.clientHeight, 50) };
  }

  #resize() {
    // While another room is on screen, there is no size.
    if (this.#plot && this.clientWidth > 0) {
      this.#plot.setSize(this.#measures());
    }
  }

  #forget() {
    this.#plot?.destroy();
    this.#plot = this.#key = this.#reading = undefined;
    this.replaceChildren();
  }
}

/** Of a logarithmic scale's lines, those at powers of ten. */
function decades(_, values) {
  return values.map((value) => (Number.isInteger(Math.log10(Math.abs(value))) ? value : null));
}

/** A number with no more digits than it needs beside its neighbours. */
function short(value) {
  if (value === null || value === undefined) {
    return "";
  }
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(1) : String(Number(value.toPrecision(4)));
  return text.replace("-", "\u2212");
}

customElements.define("loss-chart", LossChart);
