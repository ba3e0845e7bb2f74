// Places what the server has worked out (chairpi/dashboard/now/seat_picture.py) in the picture and in its table.

const all = (root, selector) => [...root.querySelectorAll(selector)];

export function placeLoads(root, picture) {
  const svg = root.querySelector("[data-seat-map]");
  if (!svg || !picture) return;
  const cells = all(svg, "[data-cell]"), forces = all(root, "[data-cell-force]"), figures = all(root, "[data-cell-figure]");
  picture.cells.forEach((cell, index) => {
    cells[index].classList.toggle("lost", cell.lost);
    cells[index].querySelector(".load").setAttribute("r", cell.radius);
    cells[index].querySelector("text").textContent = cell.figure;
    forces[index].textContent = cell.force;
    figures[index].textContent = cell.figure;
  });
  all(svg, "[data-trail]").forEach((part, index) => part.setAttribute("points", picture.trail[index]));

  const dot = svg.querySelector("[data-cop]");
  dot.setAttribute("visibility", picture.cop ? "visible" : "hidden");
  if (picture.cop) {
    dot.setAttribute("cx", picture.cop[0]);
    dot.setAttribute("cy", picture.cop[1]);
  }
  const upright = svg.querySelector("[data-upright]");
  upright.setAttribute("visibility", picture.reference ? "visible" : "hidden");
  if (picture.reference) upright.setAttribute("transform", `translate(${picture.reference.join(" ")})`);
}
