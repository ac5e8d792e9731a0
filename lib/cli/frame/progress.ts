import { SECOND_MS } from '../../core/base/time.ts';
import type { AttemptProgress } from '../../core/journey/attempt.ts';
import type { JourneyPlan } from '../../core/journey/plan.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import type { Io } from './io.ts';
import { formatExactDuration } from '../../report/format/duration.ts';
import { formatShare } from '../../report/format/share.ts';

const ERASE_LINE = '\r\u001B[2K';
const REDRAW_MS = 200;
/** Interval between lines where a line cannot be redrawn. */
const LINE_MS = 10_000;

/** One line on standard error that is redrawn in place; null where standard error is no terminal. */
interface StatusLine {
  readonly show: (text: string) => void;
  readonly end: () => void;
}

function statusLine(io: Pick<Io, 'err' | 'isTty' | 'columns'>): StatusLine | null {
  if (!io.isTty) return null;

  return {
    show: (text) => io.err(`${ERASE_LINE}  ${cleanText(text).slice(0, io.columns - 3)}`),
    end: () => io.err(ERASE_LINE),
  };
}

/** Progress of work of known size. */
interface Progress {
  /** Reports that `count` units of the whole are done. */
  readonly done: (count: number) => void;
  readonly end: () => void;
}

/** Percentage and remaining time: one line on a terminal, else a line every ten seconds. */
export function progressOf(
  whole: number,
  io: Pick<Io, 'err' | 'isTty' | 'columns'>,
  nowMs: () => number,
): Progress {
  const line = statusLine(io);
  const startMs = nowMs();
  let shownMs = startMs;

  return {
    done: (count) => {
      const now = nowMs();
      if (now - shownMs < (line === null ? LINE_MS : REDRAW_MS)) return;
      shownMs = now;
      const restMs = ((now - startMs) / count) * (whole - count);
      const share = formatShare(Math.floor((100 * count) / whole) / 100);
      const left = formatExactDuration(Math.ceil(restMs / SECOND_MS) * SECOND_MS);
      const text = `${share} done, about ${left} left`;
      if (line === null) io.err(`waywiser: ${text}\n`);
      else line.show(text);
    },
    end: () => line?.end(),
  };
}

/** Progress of one run. */
interface RunProgress {
  readonly note: (progress: AttemptProgress) => void;
  readonly end: () => void;
}

/** The current step of a run, on terminals only. */
export function runProgress({ name }: JourneyPlan, io: Io): RunProgress {
  const line = statusLine(io);
  line?.show(`${name} …`);

  return {
    note: (progress) => {
      if (progress.kind === 'step-started') line?.show(`${name} › ${progress.name} …`);
    },
    end: () => line?.end(),
  };
}

/** Progress of one journey's runs in several regions. */
interface RegionProgress {
  /** Reports that a region has answered. */
  readonly done: (region: string) => void;
  readonly end: () => void;
}

/** The regions that have not answered yet, on terminals only. */
export function regionProgress(
  journey: string,
  regions: readonly string[],
  io: Io,
): RegionProgress {
  const line = statusLine(io);
  const waiting = new Set(regions);

  function show(): void {
    line?.show(`${journey} runs in ${[...waiting].join(', ')} …`);
  }

  show();

  return {
    done: (region) => {
      waiting.delete(region);
      if (waiting.size > 0) show();
    },
    end: () => line?.end(),
  };
}

/** Progress of work that is usually done at once. */
interface PatientProgress {
  readonly note: (text: string) => void;
  readonly end: () => void;
}

/** Before this, progress would only flicker. */
const PATIENCE_MS = 2_000;

/** One line about the work and its latest note, once it takes longer than two seconds; also where nothing is redrawn. */
export function patientProgress(
  work: string,
  io: Pick<Io, 'err' | 'isTty' | 'columns'>,
): PatientProgress {
  const line = statusLine(io);
  let note = '';
  let isShown = false;

  function show(): void {
    line?.show(`${work}${note} …`);
  }

  const timer = setTimeout(() => {
    isShown = true;
    if (line === null) io.err(`waywiser: ${work}${note} …\n`);
    else show();
  }, PATIENCE_MS);

  return {
    note: (text) => {
      note = `: ${text}`;
      if (isShown) show();
    },
    end: () => {
      clearTimeout(timer);
      if (isShown) line?.end();
      isShown = false;
    },
  };
}
