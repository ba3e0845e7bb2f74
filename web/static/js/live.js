// The chair's state as it changes: the event stream, or every two seconds a question where no stream can be had.
// A hidden tab closes its stream (a browser opens six to one host, and the seventh tab could not even load) and asks
// twice a minute, so that its title still tells of a prompt.

const POLL_MS = 2000, HIDDEN_POLL_MS = 30000, STREAM_AGAIN_MS = 30000, ERRORS_MAX = 3;

export function follow({ hello, now, loads, event, unreachable }) {
  let source = null, timer = null, errors = 0, streamAgainAt = 0, turn = 0;

  function stop() {
    turn += 1; // an answer that is still on its way then belongs to the past
    source?.close();
    source = null;
    clearTimeout(timer);
  }

  function listen() {
    stop();
    errors = 0;
    source = new EventSource("/api/v1/live");
    const on = (name, use) => source.addEventListener(name, (message) => {
      errors = 0;
      use(JSON.parse(message.data));
    });
    on("hello", hello);
    on("now", now);
    if (loads) on("loads", loads);
    on("event", event);
    source.addEventListener("error", () => {
      errors += 1;
      if (source.readyState === EventSource.CLOSED || errors >= ERRORS_MAX) {
        streamAgainAt = Date.now() + STREAM_AGAIN_MS;
        ask();
      }
    });
  }

  async function ask() {
    stop();
    const mine = turn;
    const state = await fetch("/api/v1/now", { cache: "no-store" }).then((answer) => answer.json()).catch(() => null);
    if (mine !== turn) return;
    if (state) {
      hello(state);
      now(state);
    } else {
      unreachable();
    }
    if (!document.hidden && Date.now() >= streamAgainAt) return listen();
    timer = setTimeout(ask, document.hidden ? HIDDEN_POLL_MS : POLL_MS);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? ask() : listen()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (shown) => shown.persisted && listen());
  if (document.hidden) ask();
  else listen();
}
