import {
  type LoopbackOptions,
  type LoopbackServer,
  serveLoopback,
} from '../../lib/adapters/web/loopback-server.ts';

/** What pages may do, on every answer but files. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const open: LoopbackServer[] = [];
const faults: unknown[] = [];

afterEach(async () => {
  faults.length = 0;
  for (const server of open.splice(0)) await server.close();
});

/** Serves on a free port of loopback, until the test ends. */
export async function served(
  handler: LoopbackOptions['handler'],
  options: Partial<LoopbackOptions> = {},
): Promise<LoopbackServer> {
  const server = await serveLoopback({ port: 0, morePorts: 0, handler, onFault: tell, ...options });
  open.push(server);

  return server;
}

function tell(error: unknown): void {
  faults.push(error);
}

/** What went wrong in the servers of this test, as they reported it. */
export function faultsOf(): readonly unknown[] {
  return faults;
}
