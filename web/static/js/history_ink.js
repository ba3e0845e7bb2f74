// What charts are drawn with: the page's own colours, and patterns, so that nothing is said by colour alone.

export const ink = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const FONT = "14px system-ui, sans-serif";

const SIZE = 8;

// An opaque tile with lines or dots on it, in device pixels so that it is as fine on every screen.
export function pattern(context, kind, colour, ground) {
  const tile = document.createElement("canvas");
  const ratio = devicePixelRatio || 1;
  tile.width = tile.height = SIZE * ratio;
  const pen = tile.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (kind === "lines") for (const x of [-SIZE, 0, SIZE]) pen.moveTo(x, SIZE), pen.lineTo(x + SIZE, 0);
  if (kind === "bars") pen.moveTo(0, SIZE / 2), pen.lineTo(SIZE, SIZE / 2);
  if (kind === "dots") pen.arc(SIZE / 2, SIZE / 2, 1.5, 0, 7), pen.fill();
  else pen.stroke();
  return context.createPattern(tile, "repeat");
}

// A day such as 2026-11-26, as people write it here.
const language = document.documentElement.lang;
export const dayText = (day, form) => new Intl.DateTimeFormat(language, { ...form, timeZone: "UTC" }).format(new Date(`${day}T12:00Z`));
