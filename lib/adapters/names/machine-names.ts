import { type ControlNameOptions, controlNames } from './control-names.ts';
import { systemLookup } from './look-up.ts';
import { configuredServers } from './name-servers.ts';
import type { NameResolution } from './resolve-name.ts';

/** Name resolution of this machine, as the runners use it. It remembers the names that resolve. */
export function machineNames(
  options: ControlNameOptions = { configured: [], own: [] },
): NameResolution {
  let servers: readonly string[] | null = null;

  return {
    system: systemLookup,
    // Read once: the guard of this process permits the servers of its start.
    servers: () => (servers ??= configuredServers()),
    controls: controlNames(options),
  };
}
