/** The words of a simple shell command: quotes and backslashes are taken away, comments left out. */
export function shellWords(line: string): readonly string[] {
  const words = line.matchAll(/#.*$|((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\#])+)/g);

  return [...words].flatMap(([, word]) => (word === undefined ? [] : [unquoted(word)]));
}

function unquoted(word: string): string {
  return word.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"|\\./g, (part) => {
    if (part.startsWith('\\')) return part.slice(1);
    const inside = part.slice(1, -1);

    return part.startsWith("'") ? inside : inside.replaceAll(/\\(["\\$`])/g, '$1');
  });
}
