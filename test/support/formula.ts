/** A formula as it was written, read anew: numbers, names, texts, calls, operators, parentheses. */
export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly (Formula | string)[] }
  | {
      readonly kind: 'infix';
      readonly operator: string;
      readonly sides: readonly [Formula, Formula];
    }
  | { readonly kind: 'not'; readonly of: Formula };

const TOKEN = /\s*("[^"]*"|-?\d[\d.e+-]*|[A-Za-z_]\w*|[<>=!]=|[-+*/<>(),])/gy;

/** Reads a formula whose every operation stands in parentheses, as the texts of alarms are. */
export function readFormula(text: string): Formula {
  const tokens = [...text.matchAll(TOKEN)].map(([, token = '']) => token);
  if (tokens.join('') !== text.replaceAll(/\s(?=(?:[^"]*"[^"]*")*[^"]*$)/g, '')) {
    throw new SyntaxError(`Cannot read formula ${text}`);
  }
  let at = 0;

  function take(expected?: string): string {
    const token = tokens[at] ?? '';
    if (expected !== undefined && token !== expected) {
      throw new SyntaxError(`Found "${token}" in ${text}; expected "${expected}"`);
    }
    at += 1;

    return token;
  }

  function operand(): Formula {
    const token = take();
    if (token === 'NOT') return { kind: 'not', of: operand() };
    if (token === '(') return chain();
    if (/^-?\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (tokens[at] !== '(') return { kind: 'name', name: token };
    take('(');
    const args: (Formula | string)[] = [];
    do args.push(tokens[at]?.startsWith('"') === true ? take().slice(1, -1) : operand());
    while (take() === ',');

    return { kind: 'call', name: token, args };
  }

  /** Within parentheses: one operator, or several of the same. */
  function chain(): Formula {
    let left = operand();
    while (tokens[at] !== ')') {
      const operator = take();
      left = { kind: 'infix', operator, sides: [left, operand()] };
    }
    take(')');

    return left;
  }

  const formula = operand();
  if (at !== tokens.length) throw new SyntaxError(`Cannot read the rest of formula ${text}`);

  return formula;
}
