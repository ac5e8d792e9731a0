import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { MINUTE_MS } from '../../core/base/time.ts';
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
/** A sender without a role could else make every message a call. */
const RENEW_AFTER_MS = MINUTE_MS;

/** The roles in the Parameter Store, read at the first message and again when one is not known. */
export function senderDirectory(options: SenderDirectoryOptions): SenderDirectory {
  const { clock } = options;
  let reading: Promise<SenderRoles> | null = null;
  let readAtMs = -Infinity;

  async function read(): Promise<SenderRoles> {
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
    known: async () => reading ?? read(),
    renewed: async () =>
      reading !== null && clock.epochMs() - readAtMs < RENEW_AFTER_MS ? reading : read(),
  };
}

async function readRoles(options: SenderDirectoryOptions): Promise<SenderRoles> {
  const { client, parameters, shared, callTimeoutMs = CALL_TIMEOUT_MS } = options;
  const { Parameters: found = [] } = await client.send(
    new GetParametersCommand({ Names: [...parameters] }),
    { abortSignal: AbortSignal.timeout(callTimeoutMs) },
  );
  const byName = new Map(found.map((each) => [each.Name, each]));
  const roles = parameters.flatMap((name) => {
    const { Value: text, LastModifiedDate: changed } = byName.get(name) ?? {};
    if (text === undefined) {
      throw new Error(`Cannot read who may send records: there is no parameter "${name}"`);
    }

    return readSenderParameter(name, text, changed?.getTime() ?? null);
  });

  return { byId: new Map(roles), shared };
}
