// The page of a browser that waits to be let in: counts the seconds, asks each second how far it is, and goes on by itself.

const waiting = document.querySelector("[data-pairing]");
const stage = waiting?.dataset.pairing;
const left = document.querySelector("[data-left]");
const LOOK_MS = 1000;

async function look() {
  const answer = await fetch("/pair/status", { cache: "no-store" }).then((found) => found.json()).catch(() => null);
  if (answer && answer.stage !== stage) return location.reload();
  if (answer && left) left.textContent = answer.left_s;
  setTimeout(look, LOOK_MS);
}

if (stage === "let_in") document.querySelector("[data-finish]").submit();
else if (stage === "button" || stage === "owner") setTimeout(look, LOOK_MS);
