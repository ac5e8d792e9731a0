import type { StepFunction, UntilFunction } from '../journey/definition.ts';
import { parseDuration } from '../journey/duration.ts';
import { RunFailure } from '../record/outcome.ts';
import type { AttemptPorts } from './attempt-ports.ts';

/** What {@link untilFunction} depends on. */
interface UntilPorts extends Pick<AttemptPorts, 'after'> {
  readonly step: StepFunction;
  readonly elapsedMs: () => number;
  /** Time left of the attempt. */
  readonly remainingMs: () => number;
}

const DEFAULTS = { timeout: '30s', interval: '1s' } as const;
/** A shorter pause would load the target, not watch it. */
const MIN_INTERVAL_MS = 10;
/** How long before the attempt's deadline waiting ends, so that its own message is reported. */
const MARGIN_MS = 300;

/**
 * Creates the journey's `until` function: a step that asks again and again until the answer is true.
 * Its duration is the waiting time. An error of the question ends it.
 */
export function untilFunction(ports: UntilPorts): UntilFunction {
  return async (name, ask, { timeout = DEFAULTS.timeout, interval = DEFAULTS.interval } = {}) => {
    const timeoutMs = milliseconds('timeout', timeout);
    const intervalMs = Math.max(MIN_INTERVAL_MS, milliseconds('interval', interval));

    return ports.step(name, async () => {
      const startMs = ports.elapsedMs();
      const limitMs = Math.min(timeoutMs, ports.remainingMs() - MARGIN_MS);
      for (let asked = 1; ; asked += 1) {
        const answer = await ask();
        if (answer) return answer;
        const waitedMs = ports.elapsedMs() - startMs;
        if (waitedMs + intervalMs > limitMs) throw tooLate({ name, asked, waitedMs, answer });
        await pause(intervalMs, ports);
      }
    });
  };
}

async function pause(ms: number, { after }: UntilPorts): Promise<void> {
  await new Promise<void>((resolve) => {
    after(ms, resolve);
  });
}

interface Wait {
  readonly name: string;
  readonly asked: number;
  readonly waitedMs: number;
  readonly answer: unknown;
}

function tooLate({ name, asked, waitedMs, answer }: Wait): RunFailure {
  const times = asked === 1 ? 'once' : `${asked} times`;
  const seconds = (waitedMs / 1_000).toFixed(1);

  return new RunFailure(
    'target.timeout',
    `Waited ${seconds} s for "${name}" in vain: asked ${times}, and the last answer was ${answer === '' ? 'an empty text' : String(answer)}`,
  );
}

function milliseconds(option: 'timeout' | 'interval', text: string): number {
  const parsed = parseDuration(text);
  if (parsed.kind === 'valid') return parsed.ms;
  const message = `Cannot wait with ${option} "${text}": ${parsed.message}`;

  throw new RunFailure('journey.config', message);
}
