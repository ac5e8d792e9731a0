import { inWholeUnits } from '../../core/base/whole-units.ts';
import { RunFailure } from '../../core/record/outcome.ts';
import type { ControlAnswer } from './control-check.ts';

/** What is known when a name could not be resolved. */
export interface NameTrouble {
  readonly name: string;
  /**
   * `denied`: it does not exist, said twice. `contradicted`: said twice, but a server gives addresses.
   * `unusable`: errors only. `silent`: no answer in time.
   */
  readonly kind: 'denied' | 'contradicted' | 'unusable' | 'silent';
  /** The resolver's code, such as `ENOTFOUND`; empty if there was none. */
  readonly code: string;
  readonly waitedMs: number;
  /** The servers that were asked directly, and how many questions they were sent. */
  readonly servers: readonly string[];
  readonly asked: number;
  readonly control: {
    readonly answer: ControlAnswer;
    readonly names: readonly string[];
    /** Whether every name that was asked is known to exist. */
    readonly isKnownOnly: boolean;
  };
}

/** Silence for this long from everyone who was asked shows a fault; a shorter one may be slowness. */
const PROVEN_SILENCE_MS = 5_000;

/** Whose failure it is that a name does not resolve, and what that rests on. */
export function nameFailure(trouble: NameTrouble): RunFailure {
  const { name, kind, code, control } = trouble;
  if (kind === 'contradicted') {
    return monitor(
      `this machine's resolver says that the name "${name}" does not exist (${code}), but one of its servers (${trouble.servers.join(', ')}) has addresses for it`,
    );
  }
  if (kind === 'denied') {
    const denied = `the name "${name}" does not exist (${code})`;
    if (!deniesEverything(trouble)) return new RunFailure('target.dns', denied);

    return monitor(
      `the resolver says that ${denied}, but it says so of ${quoted(control.names)} too, which are known to exist`,
    );
  }
  const what = `the resolver gave ${missingAnswer(trouble)} for "${name}"${whomAsked(trouble)}`;
  if (control.answer !== 'none') {
    return new RunFailure('target.dns', `${what}, but it answers for other names`);
  }

  return monitor(`${what}, and none for ${controls(control.names)}: ${conclusion(trouble)}`);
}

function monitor(reason: string): RunFailure {
  return new RunFailure('monitor.dns', reason);
}

function deniesEverything({ control }: NameTrouble): boolean {
  return control.answer === 'denied' && control.isKnownOnly && control.names.length > 0;
}

function missingAnswer({ kind, code, waitedMs }: NameTrouble): string {
  return kind === 'silent' && code === ''
    ? `no answer within ${inWholeUnits(waitedMs)}`
    : `no usable answer (${code === '' ? 'without a code' : code})`;
}

function whomAsked({ servers, asked }: NameTrouble): string {
  if (asked === 0) return '';

  return `, asked ${asked} more ${asked === 1 ? 'time' : 'times'} of ${servers.join(', ')}`;
}

function controls(names: readonly string[]): string {
  return `the control ${names.length === 1 ? 'name' : 'names'} ${quoted(names)}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function conclusion({ kind, waitedMs }: NameTrouble): string {
  return kind === 'silent' && waitedMs < PROVEN_SILENCE_MS
    ? 'name resolution on this machine did not answer in that time'
    : 'name resolution does not work on this machine';
}
