import { controlNames } from '../../lib/adapters/names/control-names.ts';
import type { Lookup } from '../../lib/adapters/names/look-up.ts';
import type { NameResolution } from '../../lib/adapters/names/resolve-name.ts';

/** Name resolution by a look-up of a test, without the servers of this machine. */
export function namesBy(
  system: Lookup,
  { configured = ['control.test'], servers = [] as readonly string[] } = {},
): NameResolution {
  return { system, servers: () => servers, controls: controlNames({ configured, own: [] }) };
}
