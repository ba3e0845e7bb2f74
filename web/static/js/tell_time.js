// Puts this device's time into the form that tells the chair what time it is, in the household's zone, until somebody types another.

for (const form of document.querySelectorAll("form.tell-time")) {
  const { local, utc_s: utc } = form.elements;
  const zone = form.dataset.zone || undefined;
  // The Swedish way to write a time is that of the form's own field.
  const written = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  });
  let typed = false;
  const show = () => {
    if (!typed) local.value = written.format(new Date()).replace(" ", "T");
  };
  local.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { utc.value = typed ? "" : String(Date.now() / 1000); });
  show();
  setInterval(show, 5000);
}
