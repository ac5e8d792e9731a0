/** Resources of one stack, nested ones included, that a deployment would change. */
export interface StackChanges {
  readonly stack: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Of the changed ones: those that are, or may be, replaced. */
  readonly replaced: number;
}

const HEADLINE = /^Stack (\S+)/;
/** Parameters, outputs and conditions have no type with colons; changed properties are indented. */
const RESOURCE = /^\[([+~-])\] (?:AWS|Custom|Alexa)::\S+ (.*)$/;

/** Counts the changes in the output of `cdk diff --no-color`; stacks without any are left out. */
export function readCdkDiff(output: string): readonly StackChanges[] {
  const stacks: StackChanges[] = [];
  for (const line of output.split('\n')) {
    const [, stack] = HEADLINE.exec(line) ?? [];
    if (stack !== undefined) stacks.push({ stack, added: 0, changed: 0, removed: 0, replaced: 0 });
    const last = stacks.at(-1);
    const [, mark, rest = ''] = RESOURCE.exec(line) ?? [];
    if (last !== undefined && mark !== undefined) stacks.splice(-1, 1, counted(last, mark, rest));
  }

  return stacks.filter(({ added, changed, removed }) => added + changed + removed > 0);
}

function counted(changes: StackChanges, mark: string, rest: string): StackChanges {
  if (mark === '+') return { ...changes, added: changes.added + 1 };
  if (mark === '-') return { ...changes, removed: changes.removed + 1 };
  const isReplaced = /\b(?:may be replaced|replace)\s*$/.test(rest);

  return {
    ...changes,
    changed: changes.changed + 1,
    replaced: changes.replaced + (isReplaced ? 1 : 0),
  };
}
