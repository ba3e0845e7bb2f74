// What the player keeps in this browser: its place in a routine, so that a reload loses nothing, and its switches.

const KEPT_MS = 3 * 60 * 60 * 1000; // who comes back later than this begins anew

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // no storage in this browser, or not ours: as if nothing was kept
  }
}

function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing: the player works, and begins anew after a reload.
  }
}

// The place in one routine of one person. It is for this very run: steps or doses that changed, and an entry in the diary, begin a new one.
export function placeOf({ routine, sitter, run, script }) {
  const name = `player:${routine}:${sitter}`;
  return {
    read() {
      const kept = read(name);
      return kept && kept.run === run && kept.script === script && Date.now() - kept.atMs < KEPT_MS ? kept : null;
    },
    keep: (values) => write(name, { ...values, run, script, atMs: Date.now() }),
    forget: () => write(name, null),
  };
}

export const switchOf = (name) => ({ read: () => read(`player-${name}`) === true, keep: (isOn) => write(`player-${name}`, isOn) });
