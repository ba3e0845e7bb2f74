// Places what the server has worked out (chairpi/dashboard/now/seat_picture.py) in the picture and in its table.

const all = (root, selector) => [...root.querySelectorAll(selector)];

function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// The place is remembered as it was written: a browser that is asked for it says it in another way ("scale(0.333333)"), and anew each time.
const placed = new WeakMap();
function move(element, transform) {
  if (placed.get(element) === transform) return;
  placed.set(element, transform);
  element.style.transform = transform;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// What moves ten times a second: the discs and the dot, by style.transform alone: nothing is laid out or painted anew for it
// (chairpi.css gives each its own layer), and less than a pixel is not drawn at all. The picture's parts are looked up once.
export function mover(root) {
  const svg = root.querySelector("[data-seat-map]");
  if (!svg) return () => {};
  const dot = svg.querySelector("[data-cop]");
  const discs = all(svg, "[data-cell]").map((cell) => {
    const [disc, ring] = [".load", ".even"].map((name) => cell.querySelector(name));
    return [disc, `translate(${ring.getAttribute("cx")}px, ${ring.getAttribute("cy")}px)`, Number(disc.getAttribute("r"))];
  });
  return ({ radii, cop }) => {
    discs.forEach(([disc, place, whole], index) => move(disc, `${place} scale(${Math.round(radii[index]) / whole})`));
    set(dot, "visibility", cop ? "visible" : "hidden");
    if (cop) move(dot, `translate(${Math.round(cop[0])}px, ${Math.round(cop[1])}px)`);
  };
}

// The whole picture: figures, trail and upright too.
export function placeLoads(root, picture) {
  const svg = root.querySelector("[data-seat-map]");
  if (!svg || !picture) return;
  const cells = all(svg, "[data-cell]"), forces = all(root, "[data-cell-force]"), figures = all(root, "[data-cell-figure]");
  picture.cells.forEach((cell, index) => {
    cells[index].classList.toggle("lost", cell.lost);
    write(cells[index].querySelector("text"), cell.figure);
    if (forces[index]) write(forces[index], cell.force); // a page may have the picture alone
    if (figures[index]) write(figures[index], cell.figure);
  });
  all(svg, "[data-trail]").forEach((part, index) => set(part, "points", picture.trail[index]));
  const upright = svg.querySelector("[data-upright]");
  set(upright, "visibility", picture.reference ? "visible" : "hidden");
  if (picture.reference) set(upright, "transform", `translate(${picture.reference.join(" ")})`);
  mover(root)({ radii: picture.cells.map((cell) => cell.radius), cop: picture.cop });
}
