/** Texts and numbers of JSON; a text may look like a number and is skipped. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const INTEGER = /^-?\d+$/;

/**
 * Parses JSON; integers that a number cannot hold exactly become a `bigint`. Throws a SyntaxError for what is not
 * JSON. Node 20 shows a reviver no source text (https://github.com/tc39/proposal-json-parse-with-source): the
 * integers travel as marked texts.
 */
export function losslessJson(text: string): unknown {
  // It also finds out whether the text is JSON: a number in place of a name would become one below.
  const plain: unknown = JSON.parse(text);
  const mark = unusedMark(text);
  let count = 0;
  const marked = text.replaceAll(TOKENS, (token) => {
    if (!INTEGER.test(token) || Number.isSafeInteger(Number(token))) return token;
    count += 1;

    return `"${mark}${token}"`;
  });
  if (count === 0) return plain;

  return JSON.parse(marked, (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

/** Characters that no text of the document begins with; names are not revived. */
function unusedMark(text: string): string {
  const texts: string[] = [];
  JSON.parse(text, (_name, value: unknown) => {
    if (typeof value === 'string' && value.startsWith(MARK)) texts.push(value);

    return value;
  });
  let mark = MARK;
  while (texts.some((each) => each.startsWith(mark))) mark += ':';

  return mark;
}

const MARK = 'integer:';
