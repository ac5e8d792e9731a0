import { type Change, one, type Rules } from './answer-draft.ts';

/** Rules for lengths. */
export const rulesOfLength: Rules = {
  'no length': (draft) => {
    draft.framing = [];
  },
  'length too short': (draft, pick) => {
    draft.framing = [`Content-Length: ${pick(Math.max(1, draft.framed.length))}`];
  },
  'length too long': (draft, pick) => {
    draft.framing = [`Content-Length: ${draft.framed.length + 1 + pick(9)}`];
  },
  'length twice': (draft) => {
    draft.framing = [...draft.framing, ...draft.framing];
  },
  'length thrice': (draft) => {
    draft.framing = [...draft.framing, ...draft.framing, ...draft.framing];
  },
  'lengths differ': (draft, pick) => {
    draft.framing = [`Content-Length: ${pick(Math.max(1, draft.framed.length))}`, ...draft.framing];
  },
  'length list': (draft) => {
    draft.framing = [`Content-Length: ${draft.framed.length}, ${draft.framed.length}`];
  },
  'length list differs': (draft, pick) => {
    draft.framing = [
      `Content-Length: ${draft.framed.length}, ${pick(Math.max(1, draft.framed.length))}`,
    ];
  },
  'length signed': declared((bytes) => `+${bytes}`),
  'length negative': declared((bytes) => `-${bytes}`),
  'length padded': declared((bytes) => `  00${bytes} \t`),
  'length hex': declared((bytes) => `0x${bytes.toString(16)}`),
  'length with text': declared((bytes) => `${bytes}abc`),
  'length of text': declared(() => 'abc'),
  'length empty': declared(() => ''),
  'length fraction': declared((bytes) => `${bytes}.0`),
  'length huge': declared(() => '99999999999999999999999999'),
  'length spaced': declared((bytes) => `${bytes} ${bytes}`),
};

/** Rules for chunked bodies. */
export const rulesOfChunks: Rules = {
  chunked: chunks((parts) => joined(parts)),
  'chunked, in one': chunks((parts) => joined([Buffer.concat(parts)])),
  'chunked and length': (draft, pick) => {
    const length = [...draft.framing];
    chunks((parts) => joined(parts))(draft, pick);
    draft.framing.push(...length);
  },
  'chunked and wrong lengths': (draft, pick) => {
    chunks((parts) => joined(parts))(draft, pick);
    draft.framing.unshift('Content-Length: 3', 'Content-Length: 4');
  },
  'chunked twice': (draft, pick) => {
    chunks((parts) => joined(parts))(draft, pick);
    draft.framing.push('Transfer-Encoding: chunked');
  },
  'chunked in capitals': coded('CHUNKED'),
  'chunked with blanks': coded(' \t chunked '),
  'chunked, after another coding': coded('identity, chunked'),
  'chunked, before another coding': coded('chunked, identity'),
  'chunked, named only': (draft) => {
    draft.framing.push('Transfer-Encoding: chunked');
  },
  'another coding': (draft, pick) => {
    draft.framing.push(
      `Transfer-Encoding: ${one(['identity', 'xchunked', '', '"chunked"', 'x'], pick)}`,
    );
  },
  'chunked in 1.0': (draft, pick) => {
    draft.statusLine = 'HTTP/1.0 200 OK';
    chunks((parts) => joined(parts))(draft, pick);
  },
  'chunk with extension': chunks((parts) => joined(parts, (size) => `${size};a=b`)),
  'chunk with spaced extension': chunks((parts) => joined(parts, (size) => `${size} ; a="b;c"`)),
  'chunk size in capitals': chunks((parts) => joined(parts, (size) => size.toUpperCase())),
  'chunk size with zeros': chunks((parts) => joined(parts, (size) => `000${size}`)),
  'chunk size and space': chunks((parts) => joined(parts, (size) => `${size}  `)),
  'chunk size and tab': chunks((parts) => joined(parts, (size) => `${size}\t`)),
  'space and chunk size': chunks((parts) => joined(parts, (size) => ` ${size}`)),
  'chunk size and text': chunks((parts) => joined(parts, (size) => `${size} xyz`)),
  'chunk size with sign': chunks((parts) => joined(parts, (size) => `+${size}`)),
  'chunk size with prefix': chunks((parts) => joined(parts, (size) => `0x${size}`)),
  'chunk size empty': chunks((parts) => joined(parts, () => '')),
  'chunk size no number': chunks((parts) => joined(parts, () => 'zz')),
  'chunk size huge': chunks((parts) => joined(parts, () => 'fffffffffffffffffff')),
  'chunk lines with bare LF': chunks((parts) => joined(parts, undefined, '\n')),
  'chunk lines with CR CR LF': chunks((parts) => joined(parts, undefined, '\r\r\n')),
  'chunk longer than its size': chunks((parts) => joined(parts, (size) => smaller(size))),
  'chunk without end': chunks((parts) => replaced(joined(parts), `\r\n0\r\n`, '0\r\n')),
  'no last chunk': chunks((parts) => replaced(joined(parts), '0\r\n\r\n', '')),
  'no empty line at the end': chunks((parts) => replaced(joined(parts), '0\r\n\r\n', '0\r\n')),
  'no end of the last line': chunks((parts) => replaced(joined(parts), '0\r\n\r\n', '0\r\n\r')),
  trailer: chunks((parts) => replaced(joined(parts), '0\r\n\r\n', '0\r\nX-Trailer: a\r\n\r\n')),
  'bad trailer': chunks((parts) =>
    replaced(joined(parts), '0\r\n\r\n', '0\r\nno colon\r\n\x01: a\r\n\r\n'),
  ),
  'cut in a chunk': chunks((parts) => joined(parts).subarray(0, -9)),
};

function declared(text: (bytes: number) => string): Change {
  return (draft) => {
    draft.framing = [`Content-Length: ${text(draft.framed.length)}`];
  };
}

function coded(coding: string): Change {
  return (draft, pick) => {
    chunks((parts) => joined(parts))(draft, pick);
    draft.framing = [`Transfer-Encoding: ${coding}`];
  };
}

function chunks(frame: (parts: readonly Buffer[]) => Buffer): Change {
  return (draft, pick) => {
    const cut = 1 + pick(Math.max(1, draft.body.length - 1));
    const parts = [draft.body.subarray(0, cut), draft.body.subarray(cut)];
    draft.framing = ['Transfer-Encoding: chunked'];
    draft.framed = frame(parts.filter((part) => part.length > 0));
  };
}

function joined(
  parts: readonly Buffer[],
  size: (hex: string) => string = (hex) => hex,
  lineEnd = '\r\n',
): Buffer {
  const pieces = parts.map((part) =>
    Buffer.concat([
      Buffer.from(`${size(part.length.toString(16))}${lineEnd}`, 'latin1'),
      part,
      Buffer.from(lineEnd),
    ]),
  );

  return Buffer.concat([...pieces, Buffer.from(`0${lineEnd}${lineEnd}`)]);
}

function replaced(bytes: Buffer, before: string, after: string): Buffer {
  return Buffer.from(
    bytes.toString('latin1').replace(before, () => after),
    'latin1',
  );
}

function smaller(size: string): string {
  return Math.max(1, Number.parseInt(size, 16) - 1).toString(16);
}
