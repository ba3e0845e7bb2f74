// Lets the drawn figures move: only while they are seen, with a button to stop them, and by themselves only for people who like movement.

import { _ } from "./words.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

class Movement {
  constructor(figure) {
    this.figure = figure;
    this.button = figure.querySelector("[data-movement-button]");
    this.image = figure.querySelector("img");
    this.still = this.image.src;
    this.isWanted = !still.matches;
    this.isSeen = false;
    this.button.hidden = false;
    this.button.addEventListener("click", () => {
      this.isWanted = !this.isWanted;
      this.follow();
    });
    this.follow();
  }

  // The movement is a picture of its own: one that is out of sight rests, and the still one shows start and end together again.
  follow() {
    const isMoving = this.isWanted && this.isSeen, { movement, name } = this.figure.dataset;
    if (isMoving !== this.isMoving) this.image.src = isMoving ? movement : this.still;
    this.isMoving = isMoving;
    this.figure.classList.toggle("moving", isMoving);
    this.button.textContent = this.isWanted ? _("Still picture") : _("Show the movement"); // not "Stop": that word is kept for another button
    this.button.setAttribute("aria-label", this.isWanted ? _("Still picture: %(name)s", { name }) : _("Show the movement: %(name)s", { name }));
  }
}

const movements = new Map([...document.querySelectorAll("[data-movement]")].map((figure) => [figure, new Movement(figure)]));

const seen = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    movements.get(target).isSeen = isIntersecting;
    movements.get(target).follow();
  }
});
for (const figure of movements.keys()) seen.observe(figure);

still.addEventListener("change", () => {
  for (const movement of movements.values()) {
    movement.isWanted = !still.matches;
    movement.follow();
  }
});
