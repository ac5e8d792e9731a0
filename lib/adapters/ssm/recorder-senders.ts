import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SSMClient } from '@aws-sdk/client-ssm';
import { MANIFEST_FILE, type RecorderManifest } from '../../core/deploy/manifest.ts';
import type { Clock, SenderDirectory } from '../../core/ports.ts';
import { platformClientOptions } from '../aws/client-options.ts';
import { senderDirectory } from './sender-directory.ts';

/** The recorder's settings about senders, and the folder of its code. */
export interface RecorderSendersOptions {
  readonly region: string;
  /** Null: records are taken from anyone. */
  readonly senderParameters: readonly string[] | null;
  readonly codeDir: string;
}

/** Who may send to the recorder's queue; null where its settings say that anyone may. */
export function recorderSenders(
  { region, senderParameters, codeDir }: RecorderSendersOptions,
  clock: Pick<Clock, 'epochMs'>,
): SenderDirectory | null {
  if (senderParameters === null) return null;
  const text = readFileSync(path.join(codeDir, MANIFEST_FILE), 'utf8');
  const { shared }: RecorderManifest = JSON.parse(text);
  const kinds = [
    ...shared.api.map((name) => [name, 'api'] as const),
    ...shared.browser.map((name) => [name, 'browser'] as const),
  ];

  return senderDirectory({
    client: new SSMClient(platformClientOptions(region)),
    parameters: senderParameters,
    shared: new Map(kinds),
    clock,
  });
}
