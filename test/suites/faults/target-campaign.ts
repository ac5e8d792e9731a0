import type { BrowserMode } from '../../../lib/adapters/browser/launch-arguments.ts';
import type { JourneyKind } from '../../../lib/core/record/run-record.ts';
import { type FaultServers, startFaultServers } from '../../support/faults/fault-servers.ts';
import { visitor } from '../../support/faults/visit.ts';
import { builtSandbox } from '../../support/sandboxes.ts';
import { type Conclusion, noted } from './blame.ts';
import { isChosen } from './choice.ts';
import { TARGET_FAULTS, type TargetFault } from './target-faults.ts';

/** A fault that shows when the time is up need not wait for long; the others get what they need. */
const SLOW_TIMEOUT_MS = 5_000;
const TIMEOUT_MS = 30_000;

/** The faults of one kind of journey that are to be run. */
export function chosenFaults(kind: JourneyKind): readonly TargetFault[] {
  return TARGET_FAULTS.filter((fault) => fault.causes[kind] !== undefined && isChosen(fault));
}

/** Runs a journey against each fault, in the product's own worker processes. */
export async function targetCampaign(
  kind: JourneyKind,
  browserMode: BrowserMode | 'auto' = 'auto',
): Promise<readonly Conclusion[]> {
  const servers = await startFaultServers();
  const sandbox = builtSandbox(kind, 1, { browserMode });
  const journey = visitor(kind, sandbox);
  const conclusions: Conclusion[] = [];
  try {
    const control = await journey.visit(`${servers.hostile.origin}/fine`);
    if (control.outcome !== 'passed')
      throw new Error(`the control failed: ${control.error?.message}`);
    for (const fault of chosenFaults(kind)) {
      const expected = fault.causes[kind];
      if (expected === undefined) continue;
      const timeoutMs = fault.isSlow ? SLOW_TIMEOUT_MS : TIMEOUT_MS;
      // What may be private is decided by the configuration, as for a journey of users.
      const { cause, error } = await journey.visit(urlOf(fault, servers), { timeoutMs });
      const message = error?.message ?? '';
      conclusions.push(noted({ name: fault.name, expected, found: cause, message }));
    }
  } finally {
    journey.end();
    await sandbox.dispose();
    await servers.close();
  }

  return conclusions;
}

function urlOf({ place }: TargetFault, { hostile, tls }: FaultServers): string {
  switch (place.kind) {
    case 'path':
      return `${hostile.origin}/${place.path}`;
    case 'hostile':
      return hostile.url(place.hostile);
    case 'certificate':
      return hostile.tlsUrl(place.certificate);
    case 'tls':
      return tls.url(place.tls);
  }
}
