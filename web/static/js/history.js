// The charts of a week, a month or a year, drawn from /api/v1/history. The page's tables say the same.

import { drawBars } from "./history_bars.js";
import { drawMinutes } from "./history_minutes.js";

const bars = document.querySelector("[data-days]");
const minutes = document.querySelector("[data-minutes]");

const asked = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};

async function draw() {
  const [days, states] = await Promise.all([asked(bars.dataset.days), asked(minutes.dataset.minutes)]);
  const again = [
    ...[...bars.querySelectorAll("[data-chart]")].map((place) => drawBars(place, days.rows)),
    drawMinutes(minutes, states, days),
  ];
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => again.forEach((one) => one()));
}

draw().catch(() => document.querySelector("[data-not-drawn]").removeAttribute("hidden"));
