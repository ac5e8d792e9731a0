import { z } from 'zod';
import { CHECK_KINDS, type CheckKind } from '../../core/journey/checks/probe.ts';
import { apiOptions } from './journey-schema.ts';
import { nonEmptyText, serverHost, whole } from './option-schemas.ts';

/** Greatest port of TCP and UDP. */
const MAX_PORT = 65_535;

const port = whole(1, MAX_PORT);

/** What each check has beside the options of an API journey. */
const OWN_OPTIONS = {
  tcp: z.strictObject({
    host: serverHost(),
    port,
    send: nonEmptyText('a text').optional(),
    expect: nonEmptyText('a text').optional(),
  }),
} as const satisfies Record<CheckKind, z.ZodObject>;

/** The options of a check that an API journey does not have. */
export function ownCheckOptions(kind: CheckKind): z.ZodObject {
  return OWN_OPTIONS[kind];
}

/** Schema of all options of a check. */
export function checkOptions(kind: CheckKind): typeof apiOptions {
  return apiOptions.extend(OWN_OPTIONS[kind].shape);
}

/** The check that a definition says it is; null: none. */
export function checkKindOf(value: unknown): CheckKind | null {
  return CHECK_KINDS.find((kind) => kind === value) ?? null;
}
