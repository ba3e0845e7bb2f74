// The time zone: this browser's own is chosen in advance where the household has none yet, and the time there is shown.

import { _ } from "./words.js";

const select = document.querySelector("[data-zone]");
const words = document.querySelector("[data-zone-time]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

function show() {
  const now = new Date(), language = document.documentElement.lang, timeZone = select.value;
  const time = now.toLocaleTimeString(language, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = now.toLocaleDateString(language, { timeZone, weekday: "long", day: "numeric", month: "long" });
  words.textContent = _("There it is %(time)s, %(date)s.", { time, date });
}

if (select.hasAttribute("data-preselect") && [...select.options].some((option) => option.value === own)) select.value = own;
select.addEventListener("change", show);
show();
