import type http from 'node:http';
import type { serverPool } from './failed-calls.ts';
import { startServer } from './http-server.ts';

/** How a server answers. */
export type Answer = (response: http.ServerResponse, request: http.IncomingMessage) => void;

/** The URL of events at a server that answers so; a client that leaves is no error. */
export async function eventsUrl(
  { serving }: Pick<ReturnType<typeof serverPool>, 'serving'>,
  answer: Answer,
): Promise<string> {
  const { origin } = await serving(
    startServer((request, response) => {
      response.on('error', () => undefined);
      answer(response, request);
    }),
  );

  return `${origin}/events`;
}
