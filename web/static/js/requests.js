// Sends the page's forms as JSON, so that the page stays where it is; without this the same forms go the plain way.

// Numbers as such, nothing as null, and all else as a text: as chairpi/dashboard/chair_requests.py makes it of a plain form.
const valueOf = (text) => (text === "" ? null : /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text);

export function sendForms({ answered, unreachable }) {
  for (const form of document.querySelectorAll("form[data-request]")) {
    form.addEventListener("submit", async (submit) => {
      submit.preventDefault();
      const wanted = { request: form.dataset.request };
      const fields = new FormData(form, submit.submitter);
      const token = fields.get("csrf_token");
      fields.delete("csrf_token");
      for (const [name, value] of fields) wanted[name] = valueOf(value.trim());
      try {
        const answer = await fetch("/api/v1/requests", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify(wanted),
        });
        answered(await answer.json());
      } catch {
        unreachable();
      }
    });
  }
}
