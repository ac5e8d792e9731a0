import { randomUUID } from 'node:crypto';

/** The demo's door keys: made up, and of no use anywhere else. */
export const PRACTICE_SECRETS = {
  apiKey: 'rk_7Hq2ZpWm4TxVb9Ldc0Ye',
  user: 'surveyor',
  password: 'level-and-staff-1851',
} as const;

/** A call of the practice server's API. */
export interface PracticeCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What is answered: without a body, nothing is. */
export interface PracticeAnswer {
  readonly status: number;
  readonly json?: unknown;
}

interface Note {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
}

/** Notes that can be made, read, changed and removed; stations that can only be read. */
export function practiceApi(): (call: PracticeCall) => PracticeAnswer {
  const notes = new Map<string, Note>();
  const tokens = new Set<string>();

  return (call) => {
    if (call.path === '/api/session' && call.method === 'POST') return signIn(call, tokens);
    if (call.path.startsWith('/api/stations')) return stations(call);
    if (call.path.startsWith('/api/notes')) return answerNotes(call, { notes, tokens });

    return { status: 404, json: { error: 'unknown' } };
  };
}

function signIn({ body }: PracticeCall, tokens: Set<string>): PracticeAnswer {
  const given: { readonly user?: unknown; readonly password?: unknown } = JSON.parse(body);
  const { user, password } = PRACTICE_SECRETS;
  if (given.user !== user || given.password !== password) return { status: 401, json: {} };
  const token = randomUUID();
  tokens.add(token);

  return { status: 200, json: { token, expiresInSeconds: 3600 } };
}

function answerNotes(
  call: PracticeCall,
  { notes, tokens }: { readonly notes: Map<string, Note>; readonly tokens: Set<string> },
): PracticeAnswer {
  if (!isKnown(call, tokens)) return { status: 401, json: { error: 'who are you?' } };
  const id = /^\/api\/notes\/([\w-]+)$/.exec(call.path)?.[1];
  if (id === undefined) return allNotes(call, notes);
  const note = notes.get(id);
  if (note === undefined) return { status: 404, json: { error: 'no such note' } };
  if (call.method === 'GET') return { status: 200, json: note };
  if (call.method === 'DELETE') {
    notes.delete(id);

    return { status: 204 };
  }
  const changes: Partial<Note> = JSON.parse(call.body);
  notes.set(id, { ...note, ...changes, id });

  return { status: 200, json: notes.get(id) };
}

function isKnown({ headers }: PracticeCall, tokens: Set<string>): boolean {
  const bearer = /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1] ?? '';

  return tokens.has(bearer) || headers['x-api-key'] === PRACTICE_SECRETS.apiKey;
}

function allNotes(call: PracticeCall, notes: Map<string, Note>): PracticeAnswer {
  if (call.method === 'GET') {
    return { status: 200, json: { notes: [...notes.values()], total: notes.size } };
  }
  const { title, text = '' }: { readonly title: string; readonly text?: string } = JSON.parse(
    call.body,
  );
  const note = { id: randomUUID(), title, text, done: false };
  notes.set(note.id, note);

  return { status: 201, json: note };
}

const STATIONS = [
  { code: 'TP-4021', name: 'Shooters Hill', heightMetres: 129 },
  { code: 'TP-1186', name: 'Leith Hill', heightMetres: 294 },
];

/** Behind HTTP's own authentication. */
function stations({ headers, path }: PracticeCall): PracticeAnswer {
  const { user, password } = PRACTICE_SECRETS;
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  if (headers['authorization'] !== expected) return { status: 401, json: { error: 'no' } };
  const code = /^\/api\/stations\/([\w-]+)$/.exec(path)?.[1];
  if (code === undefined) return { status: 200, json: { stations: STATIONS } };
  const found = STATIONS.find((station) => station.code === code);

  return found === undefined ? { status: 404, json: {} } : { status: 200, json: found };
}
