import { type Change, one, type Rules } from './answer-draft.ts';

const STATUS_LINES: readonly string[] = [
  'HTTP/1.0 200 OK',
  'HTTP/1.1 200',
  'HTTP/1.1  200 OK',
  'http/1.1 200 OK',
  'HTTP/1.1 200OK',
  'HTTP/2 200',
  'HTTP/2.0 200 OK',
  'HTTP/1.2 200 OK',
  'HTTP/1.10 200 OK',
  'HTTP/1.1 OK',
  'HTTP/1.1',
  'HTTP/1.1 ',
  'HTTP 200 OK',
  'HTTP/1 200 OK',
  'HTTP/11 200 OK',
  'HTTP/0.9 200 OK',
  'HTTP/1.1 20 OK',
  'HTTP/1.1 2000 OK',
  'HTTP/1.1\t200 OK',
  'HTTP/1.1 200\tOK',
  'HTTP/1.1 0200 OK',
  'HTTP/1.1 999 Odd',
  'HTTP/1.1 600 Odd',
  'HTTP/1.1 200 \x01\x02',
  'HTTP/1.1 200 \xfc\xe9',
  'HTTP/x.y 200 OK',
  'HTTP/1.1 200:OK',
  'HTTP/1.1 -200 OK',
  'HTTP/-1.1 200 OK',
  'HTTP/1,1 200 OK',
  'HTTPS/1.1 200 OK',
];

const HEAD_LINES: Readonly<Record<string, readonly string[]>> = {
  'blank before colon': ['X-Probe : kept', 'Content-Type : text/plain', 'X-Odd\t: a'],
  'blank in name': ['X Probe: a', 'X Y Z: a', 'X\tProbe: a'],
  'control in name': ['X\x01Probe: a', '\x7fX: a', 'X-\x0b: a', 'X-Prob\x1f: a'],
  'delimiter in name': ['X(Probe): a', 'X"Probe": a', 'X@Probe: a', '{X}: a', 'X/Y: a'],
  'high byte in name': ['X-Pr\xf6be: a', '\xff: a'],
  'empty name': [': a', ' : a', ':'],
  'no colon': ['nothing of the kind', 'X-Probe', '<html>', '='],
  'control in value': [
    'X-Odd: a\x01b',
    'X-Odd: \x1b[0m',
    'X-Odd: a\x7f',
    'X-Odd: \x0b',
    'X-Odd: a\x08',
  ],
  'high byte in value': ['X-Odd: \xe9', 'X-Odd: \xff\xfe', 'X-Odd: \xc3\xa9'],
  'NUL in value': ['X-Odd: a\0b', 'X-Odd: \0'],
  'NUL in name': ['X\0Odd: a', '\0'],
  'CR in value': ['X-Odd: a\rb', 'X-Odd: a\rX-Probe: other', 'X-Odd: \r', 'X-Odd: a\r'],
  'empty value': ['X-Odd:', 'X-Odd: ', 'X-Odd:\t', 'X-Odd:   \t '],
  folded: [
    'X-Odd: a\r\n b',
    'X-Odd: a\r\n\tb',
    'X-Odd:\r\n b',
    'X-Odd: a\r\n b\r\n  c',
    'X-Odd: a\r\n  X-Probe: b',
  ],
  'folded blank': ['X-Odd: a\r\n ', 'X-Odd: a\r\n\t'],
  'folded badly': ['nothing\r\n b', 'X Odd: a\r\n b', ': a\r\n b'],
  'long value': [`X-Odd: ${'v'.repeat(9000)}`, `X-Odd: ${'v'.repeat(70_000)}`],
  'long name': [`${'X'.repeat(3000)}: a`],
  'many lines': [Array.from({ length: 300 }, (_, at) => `X-${at}: a`).join('\r\n')],
  cookie: ['Set-Cookie: a=1', 'Set-Cookie: =', 'Set-Cookie: a=\x01', 'Set-Cookie:'],
  'odd connection': [
    'Connection: close',
    'Connection: keep-alive',
    'Connection: \x01',
    'Keep-Alive: timeout=x',
  ],
  'repeated header': ['X-Odd: a\r\nX-Odd: a', 'X-Odd: a\r\nX-Odd: b', 'X-Odd: a\r\nx-odd: b'],
  'repeated type': ['Content-Type: text/html\r\nContent-Type: text/css'],
};

/** Rules for status lines and headers. */
export const rulesOfHeads: Rules = {
  slop: (draft, pick) => {
    draft.before = one([' ', 'x', '\n', '\r\n', '\r\n\r\n', '\0', 'abcd', '    '], pick);
  },
  'long slop': (draft, pick) => {
    draft.before = one(['abcde', '      ', '\r\n\r\n\r\n', 'HTT HTT HTT '], pick);
  },
  'status line': (draft, pick) => {
    draft.statusLine = one(STATUS_LINES, pick);
  },
  ICY: (draft) => {
    draft.statusLine = 'ICY 200 OK';
  },
  'bare LF': (draft) => {
    draft.lineEnd = '\n';
  },
  'bare CR': (draft) => {
    draft.lineEnd = '\r';
  },
  'CR CR LF': (draft) => {
    draft.lineEnd = '\r\r\n';
  },
  'some bare LF': (draft) => {
    draft.lines = draft.lines.map((line, at) => (at % 2 === 0 ? `${line}\nX-More: ${at}` : line));
  },
  'first line folded': (draft) => {
    draft.lines.unshift(' folded: early');
  },
  'cut in head': (draft) => {
    draft.isCutInHead = true;
  },
  ...Object.fromEntries(
    Object.entries(HEAD_LINES).map(([name, lines]): [string, Change] => [
      name,
      (draft, pick) => draft.lines.splice(pick(draft.lines.length + 1), 0, one(lines, pick)),
    ]),
  ),
};

/** Rules for the kind of the answer. */
export const rulesOfStatus: Rules = {
  'status 404': status('404 Not Found'),
  'status 500': status('500 Oops'),
  'status 204': status('204 No Content'),
  'status 205': status('205 Reset'),
  'status 304': status('304 Not Modified'),
  redirect: redirect([
    '/final',
    'final',
    '//HOST/final',
    '/final#x',
    ' /final ',
    '/final?a=b c',
    '/f%69nal',
  ]),
  'empty location': redirect(['', ' ']),
  'no location': status('302 Found'),
  'bad location': redirect(['http://', 'nothing:there', 'http://[', 'http:///']),
  'repeated location': (draft) => {
    status('302 Found')(draft, () => 0);
    draft.lines.push('Location: /final', 'Location: /final');
  },
  'different locations': (draft) => {
    status('302 Found')(draft, () => 0);
    draft.lines.push('Location: /final', 'Location: /other');
  },
  'empty and full location': (draft) => {
    status('302 Found')(draft, () => 0);
    draft.lines.push('Location:', 'Location: /final');
  },
  'interim 103': interim('HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n'),
  'interim 100': interim('HTTP/1.1 100 Continue\r\n\r\n'),
  'interim 102 and 103': interim('HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n'),
  'interim 199': interim('HTTP/1.1 199 Odd\r\n\r\n'),
  'interim bare LF': interim('HTTP/1.1 103 Early Hints\nLink: </a.css>\n\n'),
  'interim with length': interim('HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n'),
};

function status(code: string): Change {
  return (draft) => {
    draft.statusLine = `HTTP/1.1 ${code}`;
  };
}

function redirect(locations: readonly string[]): Change {
  return (draft, pick) => {
    draft.statusLine = `HTTP/1.1 ${one(['301 Moved', '302 Found', '303 See', '307 There', '308 There'], pick)}`;
    draft.lines.push(`Location: ${one(locations, pick)}`);
  };
}

function interim(head: string): Change {
  return (draft) => {
    draft.before = `${draft.before}${head}`;
  };
}
