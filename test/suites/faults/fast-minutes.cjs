// Loaded before `waywiser dev` (with NODE_OPTIONS): each WAYWISER_STEP_MS of real time is a minute of its clock.
// The clock goes on as usual within a step and then jumps; timers of hours, and those of the slot clock, are
// shortened by as much. What takes real time, such as a journey and its time-outs, keeps it.
const { isMainThread } = require('node:worker_threads');

const STEP_MS = Number(process.env.WAYWISER_STEP_MS);
const START_MS = Number(process.env.WAYWISER_STEPS_FROM);
const MINUTE_MS = 60_000;
const LONG_MS = 1_800_000;
const SLOT_WAIT_MS = 50;

const RealDate = Date;
const realTimeout = setTimeout;

function nowMs() {
  const realMs = RealDate.now();
  const steps = Math.max(0, Math.floor((realMs - START_MS) / STEP_MS));

  return realMs + steps * (MINUTE_MS - STEP_MS);
}

class FastDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(nowMs());
    else super(...parts);
  }

  static now() {
    return nowMs();
  }
}

function shortened(action, delayMs) {
  if (action?.name === 'tick') return Math.min(delayMs, SLOT_WAIT_MS);

  return delayMs >= LONG_MS ? (delayMs * STEP_MS) / MINUTE_MS : delayMs;
}

function fastTimeout(action, delayMs, ...rest) {
  return realTimeout(action, shortened(action, delayMs), ...rest);
}

if (!isMainThread || process.argv[1]?.endsWith('waywiser.cjs')) {
  globalThis.Date = FastDate;
  globalThis.setTimeout = Object.assign(fastTimeout, realTimeout);
}
