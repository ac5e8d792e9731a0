import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes the bundle of an API journey, whose body is given as JavaScript, to a folder; returns its path.
 * `file` is its name without the extension; default: that of the journey.
 */
export function apiBundle(
  dir: string,
  {
    name,
    body,
    file = name,
  }: { readonly name: string; readonly body: string; readonly file?: string },
): string {
  const bundlePath = path.join(dir, `${file}.cjs`);
  writeFileSync(
    bundlePath,
    `const { apiJourney, every, expect } = require('waywiser');
module.exports.default = apiJourney('${name}', { schedule: every('5m') }, async ({ step, log, secret, env }) => {
${body}
});`,
  );

  return bundlePath;
}
