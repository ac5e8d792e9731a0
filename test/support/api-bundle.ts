import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JourneyKind } from '../../lib/core/record/run-record.ts';

/**
 * Writes the bundle of a journey, whose body is given as JavaScript, to a folder; returns its path.
 * `file` is its name without the extension; default: that of the journey.
 */
export function apiBundle(
  dir: string,
  {
    name,
    body,
    file = name,
    kind = 'api',
  }: {
    readonly name: string;
    readonly body: string;
    readonly file?: string;
    readonly kind?: JourneyKind;
  },
): string {
  const bundlePath = path.join(dir, `${file}.cjs`);
  writeFileSync(
    bundlePath,
    `const { apiJourney, browserJourney, every, expect } = require('waywiser');
module.exports.default = ${kind}Journey('${name}', { schedule: every('5m') }, async ({ http, probe, step, until, log, secret, env, page, context }) => {
${body}
});`,
  );

  return bundlePath;
}
