import { errorCode } from '../base/node-error.ts';
import type { ControlChoice } from './control-names.ts';
import { after, later } from './later.ts';
import { isDenial, type Lookup } from './look-up.ts';
import { askServers, type Questions } from './questions.ts';
import type { Pace } from './pace.ts';

/** What the control names show about the resolver. */
export type ControlAnswer = 'found' | 'denied' | 'none';

/** Look-ups of control names, which run beside that of the target's name. */
export interface ControlCheck {
  /** The best answer so far. */
  answer(): ControlAnswer;
  /** The answer after waiting for the first of any kind. */
  answered(waitMs: number): Promise<ControlAnswer>;
  /** The answer after waiting for the first addresses. */
  found(waitMs: number): Promise<ControlAnswer>;
  /** Whether every name that was asked is known to exist. */
  isKnownOnly(): boolean;
  /** The names that were asked. */
  names(): readonly string[];
  stop(): void;
}

/** Resolver and times of a {@link startControlCheck}. */
export interface ControlPorts {
  readonly system: Lookup;
  readonly servers: readonly string[];
  readonly pace: Pace;
}

/** Asks the known names at once; the last ones when those got no answer for a while, or are none. */
export function startControlCheck(choice: ControlChoice, ports: ControlPorts): ControlCheck {
  const { pace } = ports;
  const any = later<void>();
  const found = later<void>();
  const asked: string[] = [];
  const open: Questions[] = [];
  let best: ControlAnswer = 'none';
  let isStopped = false;

  function note(answer: Exclude<ControlAnswer, 'none'>): void {
    if (best !== 'found') best = answer;
    any.resolve();
    if (answer === 'found') found.resolve();
  }

  async function within(event: Promise<void>, waitMs: number): Promise<ControlAnswer> {
    const end = after(waitMs);
    await Promise.race([event, end.promise]);
    end.stop();

    return best;
  }

  function ask(names: readonly string[]): void {
    if (isStopped) return;
    asked.push(...names);
    const [main] = names;
    // The system's resolver has few threads: one name must do.
    if (main !== undefined) void askSystem(main, ports).then((each) => each && note(each));
    for (const name of names.filter((each) => each.includes('.'))) {
      const questions = askServers(name, ports.servers, pace);
      void questions.answered.then(note);
      open.push(questions);
    }
  }

  ask(choice.known);
  const waiting = setTimeout(
    () => best === 'none' && ask(choice.last),
    choice.known.length === 0 ? 0 : pace.patienceMs,
  );

  return {
    answer: () => best,
    answered: async (waitMs) => within(any.promise, waitMs),
    found: async (waitMs) => within(found.promise, waitMs),
    isKnownOnly: () => asked.every((name) => choice.known.includes(name)),
    names: () => asked,
    stop: () => {
      isStopped = true;
      clearTimeout(waiting);
      for (const each of open) each.stop();
    },
  };
}

async function askSystem(
  name: string,
  { system, servers }: ControlPorts,
): Promise<'found' | 'denied' | null> {
  try {
    return (await system(name)).length > 0 ? 'found' : 'denied';
  } catch (error) {
    // The system reports some errors of its servers as a name that does not exist: they are asked, too.
    const isOnlySource = servers.length === 0 || !name.includes('.');

    return isOnlySource && isDenial(errorCode(error)) ? 'denied' : null;
  }
}
