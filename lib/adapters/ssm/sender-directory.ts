import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { SECOND_MS } from '../../core/base/time.ts';
import { readSenderParameter } from '../../core/deploy/sender-parameters.ts';
import type { Clock, SenderDirectory } from '../../core/ports.ts';
import type { SenderRoles } from '../../core/recorder/senders.ts';

/** Where the roles are stored, and which shared runner runs a journey. */
export interface SenderDirectoryOptions {
  readonly client: SSMClient;
  /** At most ten: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
  readonly parameters: readonly string[];
  readonly shared: SenderRoles['shared'];
  readonly clock: Pick<Clock, 'epochMs'>;
  /** Time-out of one call, including retries. Default 5 s. */
  readonly callTimeoutMs?: number;
}

const CALL_TIMEOUT_MS = 5_000;
/**
 * A sender without a role could else make every message a call. Shorter than the time from a runner's first
 * listing to its first record.
 */
const RENEW_AFTER_MS = 5 * SECOND_MS;

/** The roles that were found, and the parameters that do not exist. */
interface FoundRoles {
  readonly roles: SenderRoles;
  readonly missing: readonly string[];
}

/**
 * The roles in the Parameter Store, read at the first message and again when one is not known. A deployment updates the
 * recorder before it creates the runners and their parameters: until then, a role that is not known may be in one that
 * does not exist yet, and the reading is rejected.
 */
export function senderDirectory(options: SenderDirectoryOptions): SenderDirectory {
  const { clock } = options;
  let reading: Promise<FoundRoles> | null = null;
  let readAtMs = -Infinity;

  async function read(): Promise<FoundRoles> {
    readAtMs = clock.epochMs();
    reading = readRoles(options);
    try {
      return await reading;
    } catch (error) {
      reading = null;
      throw error;
    }
  }

  return {
    known: async () => (await (reading ?? read())).roles,
    renewed: async () => {
      const isRecent = clock.epochMs() - readAtMs < RENEW_AFTER_MS;
      const { roles, missing } = await (reading !== null && isRecent ? reading : read());
      if (missing.length === 0) return roles;
      throw new Error(
        `Cannot read who may send records: there is no parameter "${missing.join('", "')}"`,
      );
    },
  };
}

async function readRoles(options: SenderDirectoryOptions): Promise<FoundRoles> {
  const { client, parameters, shared, callTimeoutMs = CALL_TIMEOUT_MS } = options;
  const { Parameters: found = [] } = await client.send(
    new GetParametersCommand({ Names: [...parameters] }),
    { abortSignal: AbortSignal.timeout(callTimeoutMs) },
  );
  const byName = new Map(found.map((each) => [each.Name, each]));
  const roles = parameters.flatMap((name) => {
    const { Value: text, LastModifiedDate: changed } = byName.get(name) ?? {};
    if (text === undefined) return [];

    return readSenderParameter(name, text, changed?.getTime() ?? null);
  });

  const missing = parameters.filter((name) => byName.get(name)?.Value === undefined);

  return { roles: { byId: new Map(roles), shared }, missing };
}
