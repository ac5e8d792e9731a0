import { aborted, LimitReached, type TimeLimit } from '../http/time-limit.ts';
import { type ControlAnswer, type ControlCheck, startControlCheck } from './control-check.ts';
import type { ControlNames } from './control-names.ts';
import { after } from './later.ts';
import type { Lookup, ResolvedAddress } from './look-up.ts';
import { nameFailure, type NameTrouble } from './name-failure.ts';
import { LOOKUP_DEADLINE_MS, type Pace, paceOf } from './pace.ts';
import { askServers, type Questions } from './questions.ts';
import { askSystem, secondOpinion, type SystemAnswer } from './system-opinion.ts';

/** By what names are resolved on this machine. */
export interface NameResolution {
  /** The system's resolver: the hosts file, the search list, and all that it is set up with. */
  readonly system: Lookup;
  /** The configured name servers, which are asked directly when the system's resolver is slow. */
  readonly servers: () => readonly string[];
  readonly controls: ControlNames;
}

/** Limit of a look-up. */
export interface LookupLimit {
  readonly limit: Pick<TimeLimit, 'signal' | 'remainingMs'>;
  /** Default 15 s, which leaves the system's resolver time to ask again. */
  readonly deadlineMs?: number;
}

/**
 * Resolves a name, for API and browser journeys alike. The system's resolver is asked first, and alone
 * while it is quick. When it is slow or fails, every configured server is also asked, several times on
 * new sockets, and the first addresses count: a lost packet is no failure. Throws a RunFailure:
 * `target.dns` when only this name cannot be resolved, after at least two look-ups; `monitor.dns` when
 * the control names get no answer either. Throws the limit's reason if it was reached first, unless
 * nothing was answered by then.
 */
export async function resolveName(
  name: string,
  resolution: NameResolution,
  { limit, deadlineMs = LOOKUP_DEADLINE_MS }: LookupLimit,
): Promise<readonly ResolvedAddress[]> {
  const startedAt = performance.now();
  const pace = paceOf(limit.remainingMs(), deadlineMs);
  const first = askSystem(name, resolution.system);
  const abort = aborted(limit.signal);
  const slow = after(pace.slowMs);
  try {
    const early = await Promise.race([first, slow.promise, abort.promise]);
    const addresses =
      early !== 'elapsed' && early.kind === 'found'
        ? early.addresses
        : await insist({ name, resolution, limit, pace, first, startedAt });
    resolution.controls.note(name);

    return addresses;
  } finally {
    slow.stop();
    abort.stop();
  }
}

interface Pending {
  readonly name: string;
  readonly resolution: NameResolution;
  readonly limit: LookupLimit['limit'];
  readonly pace: Pace;
  /** The system's answer to the first look-up. */
  readonly first: Promise<SystemAnswer>;
  readonly startedAt: number;
}

/** Asks again, and others, until there are addresses or it is clear why there are none. */
async function insist(pending: Pending): Promise<readonly ResolvedAddress[]> {
  const { name, resolution, pace } = pending;
  // Names without a dot are the system's: it alone knows the domains to search.
  const servers = name.includes('.') ? resolution.servers() : [];
  const questions = askServers(name, servers, pace);
  const control = startControlCheck(resolution.controls.choose(name), {
    system: resolution.system,
    servers: resolution.servers(),
    pace,
  });
  try {
    const end = await firstEnd(pending, { questions, isOnlySource: servers.length === 0 });
    if (end.kind === 'found') return end.addresses;
    throw await failureOf(end, { pending, servers, questions, control });
  } finally {
    questions.stop();
    control.stop();
  }
}

type End =
  | SystemAnswer
  | { readonly kind: 'contradicted'; readonly code: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'limit'; readonly reason: unknown };

interface Sources {
  readonly questions: Questions;
  readonly isOnlySource: boolean;
}

async function firstEnd(pending: Pending, { questions, isOnlySource }: Sources): Promise<End> {
  const { name, resolution, pace, limit, first } = pending;
  const abort = aborted(limit.signal);
  const deadline = after(pace.deadlineMs - pace.slowMs);
  const system = secondOpinion(first, {
    again: async () => askSystem(name, resolution.system),
    pace,
    isOnlySource,
  });
  try {
    return await Promise.race([
      judged(system.answer, questions),
      direct(first, questions),
      deadline.promise.then((): End => ({ kind: 'silent' })),
      abort.promise.catch((reason: unknown): End => ({ kind: 'limit', reason })),
    ]);
  } finally {
    system.stop();
    abort.stop();
    deadline.stop();
  }
}

/** The system's answer; what it says against the name only after the servers had their chance. */
async function judged(system: Promise<SystemAnswer>, questions: Questions): Promise<End> {
  const end = await system;
  if (end.kind === 'found') return end;
  const chance = end.kind === 'denied' ? questions.firstRound : questions.exhausted;
  await Promise.race([questions.found, chance]);
  const addresses = await Promise.race([questions.found, Promise.resolve(null)]);
  if (addresses === null) return (await isUnproven(end, questions)) ? unusable(questions) : end;

  return end.kind === 'denied'
    ? { kind: 'contradicted', code: end.code }
    : { kind: 'found', addresses };
}

/** The system's resolver reports some errors of a server as a name that does not exist. */
async function isUnproven({ kind }: SystemAnswer, questions: Questions): Promise<boolean> {
  if (kind !== 'denied' || questions.code() === '') return false;

  return (await Promise.race([questions.answered, Promise.resolve(null)])) === null;
}

function unusable(questions: Questions): End {
  return { kind: 'unusable', code: questions.code() };
}

/**
 * Addresses from a server. If the system's resolver said that there are none, its second word is waited
 * for: it knows more than its servers, such as the hosts file.
 */
async function direct(first: Promise<SystemAnswer>, questions: Questions): Promise<End> {
  const addresses = await questions.found;
  const early = await Promise.race([first, Promise.resolve(null)]);
  if (early?.kind === 'denied') return new Promise<never>(() => undefined);

  return { kind: 'found', addresses };
}

interface Facts {
  readonly pending: Pending;
  readonly servers: readonly string[];
  readonly questions: Questions;
  readonly control: ControlCheck;
}

async function failureOf(end: Exclude<End, { kind: 'found' }>, facts: Facts): Promise<unknown> {
  const { pending, servers, questions, control } = facts;
  const { name } = pending;
  const isLimit = end.kind === 'limit';
  if (isLimit && end.reason instanceof LimitReached && end.reason.kind === 'closed') {
    return end.reason;
  }
  const answer = isLimit ? control.answer() : await controlAnswer(end, facts);
  if (isLimit && answer !== 'none') return end.reason;
  const trouble: NameTrouble = {
    name,
    kind: end.kind === 'limit' ? 'silent' : end.kind,
    code: ('code' in end ? end.code : '') || questions.code(),
    waitedMs: performance.now() - pending.startedAt,
    servers,
    asked: questions.asked(),
    control: { answer, names: control.names(), isKnownOnly: control.isKnownOnly() },
  };

  return nameFailure(trouble);
}

/** Of a name that does not exist, it matters whether others do; of any other, whether anyone answers. */
async function controlAnswer(
  { kind }: Pick<End, 'kind'>,
  { pending, control }: Facts,
): Promise<ControlAnswer> {
  const { patienceMs } = pending.pace;

  return kind === 'denied' ? control.found(patienceMs) : control.answered(2 * patienceMs);
}
