import { MINUTE_MS } from '../base/time.ts';
import type { JourneyKind } from '../record/run-record.ts';

/**
 * What a role sends to a region's queue. `runner`: records, and Lambda's reports of failed
 * invocations, which it sends with the function's role. `scheduler`: events that it could not deliver.
 */
export type SenderDuty = 'runner' | 'scheduler';

/** A role and the journeys that it speaks for: one, or those of a shared runner. */
export interface SenderRole {
  readonly duty: SenderDuty;
  /** When a deployment last changed the list that names it; null: not known. */
  readonly listedAtMs?: number | null;
  readonly speaksFor:
    | { readonly kind: 'journey'; readonly name: string }
    | { readonly kind: 'shared'; readonly runs: JourneyKind };
}

/** Every role that may send to a region's queue. */
export interface SenderRoles {
  /** By the role's unique id, such as `AROAEXAMPLE`. */
  readonly byId: ReadonlyMap<string, SenderRole>;
  /** Which shared runner runs a journey, by the journey's name. */
  readonly shared: ReadonlyMap<string, JourneyKind>;
}

/** A message's sender, and what its message claims to be. */
export interface SenderClaim {
  readonly senderId: string;
  /** `former-runner`: a runner reports a slot of a journey that it does not have. */
  readonly duty: SenderDuty | 'former-runner';
  readonly journey: string;
  /** The slot's instant, in milliseconds since 1970; null: a run on demand. */
  readonly slotMs: number | null;
}

/**
 * The unique id of the role in a `SenderId`, such as `AROAEXAMPLE:waywiser-prod-api-runner`. What
 * follows the colon is the session's name, which AWS has changed before.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function roleIdOf(senderId: string): string {
  return senderId.split(':', 1)[0] ?? '';
}

/**
 * Why a sender may not send a message; null: it may. A role speaks only for the journeys that its
 * function runs. A journey that no function runs any more, such as one that was just removed, may be
 * spoken for by any shared role: there is no other record to forge. A shared runner may also report that
 * it does not have a journey which a deployment has just given a function of its own: at any other time,
 * such a report would hide that the journey's own function lost a run.
 */
export function senderProblem(claim: SenderClaim, roles: SenderRoles): string | null {
  const { journey, senderId, duty } = claim;
  const role = roles.byId.get(roleIdOf(senderId));
  if (role === undefined) {
    return `its sender "${shown(senderId)}" is no role of this stage's runners or schedules`;
  }
  const needed = duty === 'former-runner' ? 'runner' : duty;
  if (role.duty !== needed) {
    return `its sender "${shown(senderId)}" is the role of a ${role.duty}; expected that of a ${needed}`;
  }
  if (maySpeak(role, journey, roles) || mayHandOver(role, claim, roles)) return null;

  return `its sender "${shown(senderId)}" is ${describe(role)}, which may not report journey "${shown(journey)}"`;
}

function maySpeak({ speaksFor }: SenderRole, journey: string, roles: SenderRoles): boolean {
  if (speaksFor.kind === 'journey') return speaksFor.name === journey;
  const runs = roles.shared.get(journey);
  if (runs !== undefined) return runs === speaksFor.runs;

  return !isIsolated(journey, roles);
}

function isIsolated(journey: string, roles: SenderRoles): boolean {
  return rolesOf(journey, roles).length > 0;
}

function rolesOf(journey: string, { byId }: SenderRoles): readonly SenderRole[] {
  return [...byId.values()].filter(
    ({ speaksFor }) => speaksFor.kind === 'journey' && speaksFor.name === journey,
  );
}

/** A schedule that a deployment is about to change, and events that wait, may fire so much around it. */
const HANDOVER_MS = 15 * MINUTE_MS;

function mayHandOver(
  { speaksFor }: SenderRole,
  { duty, journey, slotMs }: SenderClaim,
  roles: SenderRoles,
): boolean {
  if (duty !== 'former-runner' || speaksFor.kind !== 'shared' || slotMs === null) return false;

  return rolesOf(journey, roles).some(
    ({ listedAtMs = null }) => listedAtMs !== null && Math.abs(slotMs - listedAtMs) <= HANDOVER_MS,
  );
}

function describe({ duty, speaksFor }: SenderRole): string {
  return speaksFor.kind === 'journey'
    ? `the ${duty} of the isolated journey "${speaksFor.name}"`
    : `the shared ${duty} of ${speaksFor.runs} journeys`;
}

const SHOWN_LENGTH = 100;

function shown(text: string): string {
  return text.slice(0, SHOWN_LENGTH);
}
