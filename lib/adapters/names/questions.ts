import { errorCode } from '../base/node-error.ts';
import { later } from './later.ts';
import { isDenial, type ResolvedAddress } from './look-up.ts';
import { askServer, type Question } from './name-servers.ts';
import type { Pace } from './pace.ts';

/** Questions about one name to every configured server, repeated until one is answered. */
export interface Questions {
  /** The first addresses that a server gives; pending while there are none. */
  readonly found: Promise<readonly ResolvedAddress[]>;
  /** The first answer of any kind: addresses, or that there are none. Pending while there is none. */
  readonly answered: Promise<'found' | 'denied'>;
  /** The first round has ended, or was not answered for a while. */
  readonly firstRound: Promise<void>;
  /** At least three rounds have ended without addresses. */
  readonly exhausted: Promise<void>;
  /** Questions sent so far, one for each server and round. */
  asked(): number;
  /** Code of an answer that could not be used, such as `ESERVFAIL`; empty if there was none. */
  code(): string;
  stop(): void;
}

/** Rounds after which servers that only report errors have had their chance. */
const MIN_ROUNDS = 3;
/** Codes that a question has without an answer. */
const SILENT = ['ETIMEOUT', 'ECANCELLED', ''];

/**
 * Asks every server in parallel, again and again, each time on new sockets: what a network loses or a
 * port swallows, the next question gets. Earlier questions stay open meanwhile.
 */
export function askServers(name: string, servers: readonly string[], pace: Pace): Questions {
  const open = new Set<Question>();
  const found = later<readonly ResolvedAddress[]>();
  const answered = later<'found' | 'denied'>();
  const firstRound = later<void>();
  const exhausted = later<void>();
  const timers: NodeJS.Timeout[] = [];
  let asked = 0;
  let ended = 0;
  let code = '';

  async function ask(server: string): Promise<void> {
    const question = askServer(server, name, pace.deadlineMs);
    open.add(question);
    asked += 1;
    try {
      found.resolve(await question.answer);
      answered.resolve('found');
    } catch (error) {
      const given = errorCode(error);
      if (isDenial(given)) answered.resolve('denied');
      else if (!SILENT.includes(given)) code = given;
    }
    open.delete(question);
    ended += 1;
    if (ended >= MIN_ROUNDS * servers.length) exhausted.resolve();
  }

  function round(): void {
    void Promise.all(servers.map(ask)).then(() => firstRound.resolve());
  }

  if (servers.length > 0) {
    for (const delayMs of pace.roundsMs) timers.push(setTimeout(round, delayMs));
    timers.push(setTimeout(firstRound.resolve, pace.patienceMs));
  } else {
    firstRound.resolve();
    exhausted.resolve();
  }

  return {
    found: found.promise,
    answered: answered.promise,
    firstRound: firstRound.promise,
    exhausted: exhausted.promise,
    asked: () => asked,
    code: () => code,
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      for (const question of open) question.cancel();
    },
  };
}
