// Bars for days or weeks, by uPlot (vendor/uplot). A row whose values are null was watched by nobody: its place is hatched.

import { FONT, dayText, ink, pattern } from "./history_ink.js";
import { _, numberText } from "./words.js";

const HEIGHT = 190, LABEL_PX = 52;
const { uPlot } = window;

const hours = (seconds) => (seconds === null ? null : seconds / 3600);
const minutes = (seconds) => (seconds === null ? null : seconds / 60);
const solid = () => ink("accent");
const paper = () => ink("card");
const lined = (plot) => pattern(plot.ctx, "lines", ink("ink"), paper());
const dotted = (plot) => pattern(plot.ctx, "dots", ink("ink"), paper());

// Each series: what it takes from a row, how it is filled, and what the readout calls it. Those of `stacked` stand on one another.
const CHARTS = {
  sitting: { digits: 1, series: [[(row) => hours(row.sitting_s), solid, (n) => _("%(n)s h", { n })]] },
  bouts: {
    digits: 0,
    series: [
      [(row) => row.n_bouts, solid, (n) => _("%(n)s bouts", { n })],
      [(row) => row.n_breaks, paper, (n) => _("%(n)s breaks", { n })],
    ],
  },
  shifts: { digits: 0, series: [[(row) => row.shifts_per_hour, solid, (n) => _("%(n)s in an hour", { n })]] },
  slide: { digits: 0, series: [[(row) => minutes(row.slide_s), solid, (n) => _("%(n)s min", { n })]] },
  aside: {
    digits: 0,
    axis: (value, n) => (value > 0 ? _("%(n)s right", { n }) : value < 0 ? _("%(n)s left", { n: n.replace(/^[-−]/, "") }) : n),
    series: [[(row) => row.aside_mm, solid, (n) => _("%(n)s mm", { n })]],
  },
  prompts: {
    digits: 0,
    stacked: true,
    series: [
      [(row) => row.n_taken, solid, (n) => _("%(n)s taken", { n })],
      [(row) => row.n_put_off, lined, (n) => _("%(n)s put off or closed", { n })],
      [(row) => row.n_went_by, paper, (n) => _("%(n)s went by", { n })],
      [(row) => row.n_other, dotted, (n) => _("%(n)s other", { n })],
    ],
  },
};

const when = (row) => {
  const form = { weekday: row.first_day === row.last_day ? "short" : undefined, day: "numeric", month: "short" };
  const first = dayText(row.first_day, form);
  return row.first_day === row.last_day ? first : `${first} – ${dayText(row.last_day, form)}`;
};

// Labels below the bars: weekdays for a week, numbers for a month, months for a year.
function labels(rows) {
  if (rows.length <= 7) return rows.map((row) => dayText(row.first_day, { weekday: "short" }));
  if (rows[0].first_day === rows[0].last_day || rows.length < 40) return rows.map((row) => dayText(row.first_day, { day: "numeric" }));
  return rows.map((row) => dayText(row.last_day, { month: "short" }));
}

const isMonthsFirst = (rows, index) => index === 0 || rows[index].last_day.slice(0, 7) !== rows[index - 1].last_day.slice(0, 7);

export function drawBars(place, rows) {
  const { series, stacked, digits, axis } = CHARTS[place.dataset.chart];
  const readout = place.parentElement.querySelector(".readout"), gist = readout.textContent;
  const values = series.map(([value]) => rows.map(value));
  const heights = stacked ? values.map((_one, index) => rows.map((row, at) => (row.sitting_s === null ? null : values.slice(0, index + 1).reduce((sum, one) => sum + one[at], 0)))) : values;
  const order = stacked ? series.map((_one, index) => index).reverse() : series.map((_one, index) => index); // the tallest first, the others over it
  const names = labels(rows), byMonth = rows.length >= 40;
  let plot = null;

  // A week with nothing in it still has an axis.
  const range = (_plot, least, most) => {
    const top = most > 0 ? most * 1.08 : least < 0 ? 0 : 1;
    return [least < 0 ? least * 1.08 : 0, top];
  };
  const splits = (drawn) => {
    const shown = rows.map((_row, index) => index).filter((index) => !byMonth || isMonthsFirst(rows, index));
    const room = Math.max(1, Math.ceil((shown.length * (rows.length <= 7 ? 34 : 30)) / Math.max(1, drawn.bbox.width / devicePixelRatio)));
    return shown.filter((_index, at) => at % room === 0);
  };
  const unwatched = (drawn) => {
    const { ctx, bbox } = drawn;
    ctx.save();
    ctx.fillStyle = pattern(ctx, "lines", ink("line"), paper());
    rows.forEach((row, index) => {
      if (row.sitting_s !== null) return;
      const from = drawn.valToPos(index - 0.4, "x", true), to = drawn.valToPos(index + 0.4, "x", true);
      ctx.fillRect(from, bbox.top, to - from, bbox.height);
    });
    ctx.restore();
  };
  const read = (drawn) => {
    const index = drawn.cursor.idx, row = index == null ? null : rows[index];
    if (!row) readout.textContent = gist;
    else if (row.sitting_s === null) readout.textContent = _("%(when)s: nobody watched", { when: when(row) });
    else readout.textContent = [when(row), ...series.map(([value, , words]) => (value(row) === null ? "–" : words(numberText(value(row), digits))))].join(" · ");
  };
  const bar = (index) => uPlot.paths.bars(stacked || series.length === 1 ? { size: [0.7, 40] } : { size: [0.35, 20], align: index ? 1 : -1 });

  function draw() {
    plot?.destroy();
    const quiet = ink("quiet"), line = ink("line"), stroke = ink("ink");
    plot = new uPlot(
      {
        width: place.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        scales: { x: { time: false, range: [-0.6, rows.length - 0.4] }, y: { range } },
        axes: [
          { stroke: quiet, font: FONT, grid: { show: false }, ticks: { show: false }, size: 28, splits, values: (_drawn, at) => at.map((index) => names[index]) },
          {
            stroke: quiet,
            font: FONT,
            grid: { stroke: line, width: 1 },
            ticks: { show: false },
            size: axis ? LABEL_PX + 24 : LABEL_PX,
            space: 36,
            incrs: digits ? undefined : [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
            values: (_drawn, at) => at.map((value) => (axis ? axis(value, numberText(value)) : numberText(value, Number.isInteger(value) ? 0 : 1))),
          },
        ],
        series: [{}, ...order.map((index) => ({ fill: series[index][1], stroke: () => (series[index][1] === solid ? ink("accent") : stroke), width: 1.25, paths: bar(index), points: { show: false } }))],
        hooks: { drawClear: [unwatched], setCursor: [read] },
      },
      [rows.map((_row, index) => index), ...order.map((index) => heights[index])],
      place,
    );
  }

  draw();
  new ResizeObserver(() => plot.width !== place.clientWidth && place.clientWidth && plot.setSize({ width: place.clientWidth, height: HEIGHT })).observe(place);
  return draw;
}
