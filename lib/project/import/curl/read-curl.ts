import { ImportProblem, placeIn, type Source } from '../read-source.ts';
import { type ShellWord, shellWords } from './shell-words.ts';
import { ownValue } from '../../../core/base/own-value.ts';

/** A word of a command: strings and shell variables. */
export type Value = ShellWord['parts'];

/** One request of a curl command. */
export interface CurlRequest {
  readonly method: string | null;
  readonly urls: readonly string[];
  readonly headers: readonly Value[];
  readonly data: readonly { readonly option: string; readonly value: Value }[];
  readonly forms: readonly Value[];
  readonly user: Value | null;
  readonly cookie: Value | null;
  /** `-G`, `-I`, `-k`. */
  readonly flags: ReadonlySet<'get' | 'head' | 'insecure'>;
  /** Options that have no equivalent in a journey. */
  readonly ignored: readonly string[];
}

type Take = (request: Draft, value: Value, option: string) => void;

/** A request under construction. */
interface Draft extends CurlRequest {
  method: string | null;
  readonly urls: string[];
  readonly headers: Value[];
  readonly data: { readonly option: string; readonly value: Value }[];
  readonly forms: Value[];
  user: Value | null;
  cookie: Value | null;
  readonly flags: Set<'get' | 'head' | 'insecure'>;
  readonly ignored: string[];
}

/** Data from files (`-d @file`) is not read: the file may be on another machine. */
function takeData({ data, ignored }: Draft, value: Value, option: string): void {
  const isFile = option !== '--data-raw' && plainText(value).startsWith('@');
  if (isFile) ignored.push(`${option} ${plainText(value)}`);
  data.push({ option, value: isFile ? [] : value });
}

function takeForm({ forms, ignored }: Draft, value: Value, option: string): void {
  const isFile = option === '--form' && /^[^=]*=[@<]/.test(plainText(value));
  if (isFile) ignored.push(`${option} ${plainText(value)}`);
  else forms.push(value);
}

function header(name: string): Take {
  return ({ headers }, value) => void headers.push([`${name}: `, ...value]);
}

/** Options with a value. */
const WITH_VALUE: Readonly<Record<string, Take>> = {
  '--request': (to, value) => void (to.method = plainText(value).toUpperCase()),
  '--header': ({ headers }, value) => void headers.push(value),
  '--data': takeData,
  '--data-ascii': takeData,
  '--data-raw': takeData,
  '--data-binary': takeData,
  '--data-urlencode': takeData,
  '--json': takeData,
  '--form': takeForm,
  '--form-string': takeForm,
  '--user': (to, value) => void (to.user = value),
  '--cookie': (to, value) => void (to.cookie = value),
  '--url': ({ urls }, value) => void urls.push(plainText(value)),
  '--oauth2-bearer': ({ headers }, value) =>
    void headers.push(['Authorization: Bearer ', ...value]),
  '--user-agent': header('User-Agent'),
  '--referer': header('Referer'),
};
/** Reads curl commands: one or several, with `--next`, on several lines. */
export function readCurl(source: Source): readonly CurlRequest[] {
  const words = shellWords(source);
  const requests: CurlRequest[] = [];
  let command: ShellWord[] = [];
  let isPiped = false;
  for (const word of [...words, END]) {
    if (!word.isEnd) {
      command.push(word);
      continue;
    }
    // A command that reads the response, such as jq, is not a request.
    if (command.length > 0 && !isPiped) requests.push(...readCommand(command, source));
    isPiped = plainText(word.parts) === '|';
    command = [];
  }
  if (requests.length === 0) {
    throw new ImportProblem(`Cannot read ${source.label}: it holds no curl command`);
  }

  return requests;
}

const END: ShellWord = { parts: [], offset: 0, isEnd: true };

function readCommand(words: readonly ShellWord[], source: Source): readonly CurlRequest[] {
  const start = words.findIndex(
    ({ parts }) => !/^(?:\$|>|[A-Za-z_]\w*=.*)$/s.test(plainText(parts)),
  );
  const [program, ...rest] = words.slice(Math.max(0, start));
  if (program === undefined) return [];
  if (!/^(?:.*\/)?curl(?:\.exe)?$/.test(plainText(program.parts))) {
    const place = placeIn(source.label, source.text, program.offset);
    throw new ImportProblem(
      `Cannot read ${place}: "${plainText(program.parts).slice(0, 40)}" is not a curl command; expected one such as curl 'https://shop.example/'`,
    );
  }
  const requests: Draft[] = [draft()];
  const queue = [...rest];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const current = requests.at(-1) ?? draft();
    if (plainText(word.parts) === '--next' || plainText(word.parts) === '-:')
      requests.push(draft());
    else takeWord(word, { queue, request: current, source });
  }
  for (const { urls } of requests) {
    if (urls.length > 0) continue;
    const place = placeIn(source.label, source.text, program.offset);
    throw new ImportProblem(`Cannot read ${place}: this curl command has no URL`);
  }

  return requests;
}

function draft(): Draft {
  return {
    method: null,
    urls: [],
    headers: [],
    data: [],
    forms: [],
    user: null,
    cookie: null,
    flags: new Set(),
    ignored: [],
  };
}

interface Taking {
  readonly queue: ShellWord[];
  readonly request: Draft;
  readonly source: Source;
}

function takeWord(word: ShellWord, taking: Taking): void {
  const option = plainText(word.parts);
  const { request } = taking;
  if (!option.startsWith('-') || option === '-') request.urls.push(option);
  else if (option.startsWith('--')) takeOption(option, word, { taking, attached: null });
  else takeShort(word, taking);
}

/** `-XPOST` is `-X` with a value, `-sk` two flags. */
function takeShort(word: ShellWord, taking: Taking): void {
  const { name, attached } = shortOption(word);
  const hasValue = takeOption(name, word, { taking, attached });
  if (!hasValue && attached !== null) {
    takeWord({ ...word, parts: [`-${plainText(attached)}`] }, taking);
  }
}

/** Reads one option; returns whether it has a value. */
function takeOption(
  name: string,
  word: ShellWord,
  about: { readonly taking: Taking; readonly attached: Value | null },
): boolean {
  const { request } = about.taking;
  const take = ownValue(WITH_VALUE, name);
  if (take !== undefined) {
    take(request, about.attached ?? valueAfter(word, about.taking), name);

    return true;
  }
  if (IGNORED_WITH_VALUE.has(name)) {
    ignoreValue(name, word, about);

    return true;
  }
  const flag = ownValue(FLAGS, name);
  if (flag !== undefined) request.flags.add(flag);
  else if (!OF_THE_TERMINAL.has(name)) request.ignored.push(name.replace(/=.*$/s, '=…'));

  return false;
}

function ignoreValue(
  name: string,
  word: ShellWord,
  { taking, attached }: { readonly taking: Taking; readonly attached: Value | null },
): void {
  if (attached === null) valueAfter(word, taking);
  taking.request.ignored.push(name);
}

function shortOption({ parts }: ShellWord): {
  readonly name: string;
  readonly attached: Value | null;
} {
  const [first = '', ...rest] = parts;
  const text = typeof first === 'string' ? first : '';
  const letter = text[1] ?? '';
  const attached = [text.slice(2), ...rest].filter((part) => part !== '');

  return { name: SHORT[letter] ?? `-${letter}`, attached: attached.length === 0 ? null : attached };
}

function valueAfter(word: ShellWord, { queue, source }: Taking): Value {
  const next = queue.shift();
  if (next !== undefined) return next.parts;
  const place = placeIn(source.label, source.text, word.offset);
  throw new ImportProblem(`Cannot read ${place}: ${plainText(word.parts)} has no value`);
}

/** A word as text, with variables as `$NAME`. */
export function plainText(value: Value): string {
  return value.map((part) => (typeof part === 'string' ? part : `$${part.variable}`)).join('');
}

/** Options without a value that change the request. */
const FLAGS: Readonly<Record<string, 'get' | 'head' | 'insecure'>> = {
  '--get': 'get',
  '--head': 'head',
  '--insecure': 'insecure',
};
/** Long names of short options. */
const SHORT: Readonly<Record<string, string>> = {
  X: '--request',
  H: '--header',
  d: '--data',
  F: '--form',
  u: '--user',
  b: '--cookie',
  A: '--user-agent',
  e: '--referer',
  G: '--get',
  I: '--head',
  k: '--insecure',
};
/** Options about curl's own execution and output, without meaning for a journey. */
const OF_THE_TERMINAL = new Set(
  [
    '-s -S -v -i -L -f -N -g -# --silent --show-error --verbose --include --location --fail',
    '--fail-with-body --compressed --no-buffer --globoff --progress-bar --http1.1 --http2 --http3',
    '--tlsv1.2 --tlsv1.3 --tcp-nodelay --no-keepalive --location-trusted --path-as-is -4 -6',
  ].flatMap((line) => line.split(' ')),
);
/** Ignored options with a value, so that the value is not taken for a URL. */
const IGNORED_WITH_VALUE = new Set(
  [
    '-o -w -m -c -x -T -r -K -E -D -C -t -y -Y -z --output --write-out --max-time --connect-timeout',
    '--cookie-jar --proxy --upload-file --range --config --cert --key --cacert --capath --ciphers',
    '--resolve --connect-to --interface --retry --retry-delay --retry-max-time --limit-rate --dump-header',
    '--max-redirs --proxy-user --unix-socket --aws-sigv4 --variable --noproxy --dns-servers --engine',
  ].flatMap((line) => line.split(' ')),
);
