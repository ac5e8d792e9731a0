import type { Behaviour, Hostile } from '../hostile-server.ts';
import { startHostile } from '../hostile-server.ts';
import { ANSWERS } from './answers.ts';
import { BUSY_PAGES } from './busy-pages.ts';
import { socketFlood } from './socket-flood.ts';
import { startTlsFaults, type TlsFaults } from './tls-faults.ts';

/** The servers of all faults. */
export interface FaultServers {
  readonly hostile: Hostile;
  readonly tls: TlsFaults;
  close(): Promise<void>;
}

/** Starts them; `more` answers further paths of the plain server. */
export async function startFaultServers(
  more: Readonly<Record<string, Behaviour>> = {},
): Promise<FaultServers> {
  const hostile = await startHostile({ ...ANSWERS, ...BUSY_PAGES, socket: socketFlood, ...more });
  const tls = await startTlsFaults();

  return {
    hostile,
    tls,
    close: async () => {
      await Promise.all([hostile.close(), tls.close()]);
    },
  };
}
