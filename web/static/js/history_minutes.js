// Every minute as a picture: a column for each day, its hours downwards. A year is half a million minutes in some thousand runs.

import { FONT, dayText, ink, pattern } from "./history_ink.js";

const RUN = /([a-z])(\d+)/g, DAY_MIN = 1440, LEFT = 52, TOP = 24;

// Runs cut at midnights: [day, first minute in it, how many, letter].
function pieces({ runs, days, n_minutes: n }) {
  const found = [];
  const end = (day) => days[day + 1] ?? n;
  let day = 0, at = 0;
  for (const [, letter, count] of runs.matchAll(RUN)) {
    let left = Number(count);
    while (left > 0) {
      while (at >= end(day)) day += 1;
      const taken = Math.min(left, end(day) - at);
      found.push([day, at - days[day], taken, letter]);
      at += taken;
      left -= taken;
    }
  }
  return found;
}

// The hours between the first and the last sitting of any day, and one more on each side; office hours where nobody sat.
function hoursShown(found) {
  const sat = found.filter(([, , , letter]) => letter === "s" || letter === "f");
  if (!sat.length) return [6, 20];
  const from = sat.reduce((least, [, first]) => Math.min(least, first), DAY_MIN);
  const to = sat.reduce((most, [, first, taken]) => Math.max(most, first + taken), 0);
  return [Math.max(0, Math.floor(from / 60) - 1), Math.min(25, Math.ceil(to / 60) + 1)];
}

export function drawMinutes(place, states) {
  const canvas = place.querySelector("canvas");
  const found = pieces(states), [fromH, toH] = hoursShown(found), n = states.days.length;
  const first = new Date(`${states.from}T12:00Z`);
  const dayAt = (number) => new Date(first.getTime() + number * 86400000).toISOString().slice(0, 10);
  const hourText = (hour) => `${String(hour).padStart(2, "0")}:00`;

  function draw() {
    const ratio = devicePixelRatio || 1, width = place.clientWidth, height = place.clientHeight;
    if (!width) return;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const tile = (...kind) => {
      const made = pattern(pen, ...kind);
      made.setTransform(new DOMMatrix().scale(1 / ratio));
      return made;
    };
    const fills = {
      u: tile("lines", ink("line"), ink("card")),
      e: ink("soft"),
      s: ink("accent"),
      f: tile("bars", ink("card"), ink("warm")),
    };
    const wide = (width - LEFT) / n, gap = wide > 6 ? 2 : 0, per = (height - TOP) / ((toH - fromH) * 60);
    for (const [day, begun, taken, letter] of found) {
      const top = Math.max(0, begun - fromH * 60), bottom = Math.min((toH - fromH) * 60, begun + taken - fromH * 60);
      if (bottom <= top) continue;
      pen.fillStyle = fills[letter];
      pen.fillRect(LEFT + day * wide, TOP + top * per, Math.max(0.6, wide - gap), (bottom - top) * per + 0.3);
    }
    pen.font = FONT;
    pen.fillStyle = ink("quiet");
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    const step = toH - fromH > 12 ? 3 : 2;
    for (let hour = Math.ceil(fromH / step) * step; hour <= Math.min(24, toH - 1); hour += step) pen.fillText(hourText(hour), LEFT - 8, TOP + (hour - fromH) * 60 * per);
    pen.textAlign = "left";
    let free = 0;
    for (let day = 0; day < n; day += 1) {
      const text = dayAt(day), x = LEFT + day * wide;
      if ((n > 31 && !text.endsWith("-01")) || x < free) continue;
      const label = dayText(text, n > 31 ? { month: "short" } : n > 7 ? { day: "numeric" } : { weekday: "short" });
      pen.fillText(label, x, TOP / 2);
      free = x + pen.measureText(label).width + 10;
    }
  }

  draw();
  new ResizeObserver(draw).observe(place);
  return draw;
}
