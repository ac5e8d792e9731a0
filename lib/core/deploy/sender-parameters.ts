import { fieldsOf, parsedJson } from '../base/plain-data.ts';
import type { SenderRole } from '../recorder/senders.ts';
import type { JourneyKind } from '../record/run-record.ts';

/**
 * The unique ids of two roles: with the first a runner sends records, with the second its schedules
 * hand over events that they could not deliver.
 */
export type SenderPair = readonly [runnerRoleId: string, schedulerRoleId: string];

/** Content of the parameter of the shared runners; a runner without journeys is left out. */
export type SharedSenders = { readonly [kind in JourneyKind]?: SenderPair };

/** Content of a parameter of isolated runners, by the name of the journey. */
export type IsolatedSenders = Readonly<Record<string, SenderPair>>;

/** Value of the recorder's setting with which it takes records from anyone: emulators have no roles. */
export const UNCHECKED_SENDERS = 'unchecked';

/** Name of the parameter with the roles of a region's shared runners. */
export function sharedSendersName(stage: string): string {
  return `${folderOf(stage)}shared`;
}

/** Name of the parameter with the roles of one part of the isolated runners. */
export function isolatedSendersName(stage: string, part: number): string {
  return `${folderOf(stage)}${ISOLATED}${part}`;
}

/**
 * The roles that a parameter lists, by their unique ids, and when it was last changed (milliseconds since
 * 1970). Throws a TypeError for other content.
 */
export function readSenderParameter(
  name: string,
  text: string,
  listedAtMs: number | null,
): readonly (readonly [string, SenderRole])[] {
  const isIsolated = name.split('/').at(-1)?.startsWith(ISOLATED) === true;

  return Object.entries(fieldsOf(parsedJson(text))).flatMap(([key, value]) => {
    const speaksFor = isIsolated ? ({ kind: 'journey', name: key } as const) : sharedOf(key);
    if (!isPair(value) || speaksFor === null) {
      throw new TypeError(`Cannot read the senders in "${name}": "${key}" names no two roles`);
    }
    const [runner, scheduler] = value;

    return [
      [runner, { duty: 'runner', speaksFor, listedAtMs }],
      [scheduler, { duty: 'scheduler', speaksFor, listedAtMs }],
    ] as const;
  });
}

const ISOLATED = 'isolated-';

function folderOf(stage: string): string {
  return `/waywiser/${stage}/senders/`;
}

function sharedOf(key: string): Extract<SenderRole['speaksFor'], { kind: 'shared' }> | null {
  return key === 'api' || key === 'browser' ? { kind: 'shared', runs: key } : null;
}

function isPair(value: unknown): value is SenderPair {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((each) => typeof each === 'string' && each !== '')
  );
}
