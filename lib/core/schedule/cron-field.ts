/** Range, names and syntax of one field of a cron expression. */
export interface CronFieldRule {
  /** For messages: `day-of-month`. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of `min`, `min + 1`, …, in upper case. */
  readonly names?: readonly string[];
  /** Whether `a/n` is allowed. EventBridge documents no steps for the day of the week. */
  readonly steps: boolean;
}

/** The values of a field in ascending order, or the end of an error message. */
export type ParsedCronField =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'problem'; readonly message: string };

type Bounds = readonly [first: number, last: number];
type Parsed<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'problem'; readonly message: string };

/** Reads a list of values, ranges and steps: `*`, `5`, `MON-FRI`, `0,30`, `10/15`, `8-18/2`. */
export function parseCronField(text: string, rule: CronFieldRule): ParsedCronField {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const parsed = parseItem(item, rule);
    if (parsed.kind === 'problem') return parsed;
    for (const value of parsed.value) values.add(value);
  }

  return { kind: 'values', values: [...values].toSorted((a, b) => a - b) };
}

/** Reads one number or name of a field; null when it is neither. */
export function parseCronValue(text: string, rule: CronFieldRule): number | null {
  const named = rule.names?.indexOf(text) ?? -1;
  if (named >= 0) return rule.min + named;
  if (!/^\d{1,4}$/.test(text)) return null;

  const value = Number(text);

  return value >= rule.min && value <= rule.max ? value : null;
}

/** The allowed range of a field, for messages: `0-23`, `1-12 or JAN-DEC`. */
export function cronFieldRange(rule: CronFieldRule): string {
  const names = rule.names ? ` or ${rule.names[0]}-${rule.names.at(-1)}` : '';

  return `${rule.min}-${rule.max}${names}`;
}

function parseItem(item: string, rule: CronFieldRule): Parsed<readonly number[]> {
  const [base = '', step, ...rest] = item.split('/');
  if (item === '' || rest.length > 0) return unreadable(item, rule);
  const increment = parseStep(step, rule);
  if (increment.kind === 'problem') return increment;
  const bounds = parseBounds(base, { rule, openEnded: step !== undefined });
  if (bounds.kind === 'problem') return bounds;

  const [first, last] = bounds.value;
  const count = Math.floor((last - first) / increment.value) + 1;

  return {
    kind: 'ok',
    value: Array.from({ length: count }, (_, index) => first + index * increment.value),
  };
}

function parseStep(step: string | undefined, rule: CronFieldRule): Parsed<number> {
  if (step === undefined) return { kind: 'ok', value: 1 };
  if (!rule.steps) {
    return problem(`its ${rule.name} field has a step "/${step}"; expected a list such as 2,4,6`);
  }
  const value = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  if (value < 1 || value > rule.max) {
    return problem(`its ${rule.name} field has the step "/${step}"; expected /1 to /${rule.max}`);
  }

  return { kind: 'ok', value };
}

function parseBounds(
  base: string,
  options: { readonly rule: CronFieldRule; readonly openEnded: boolean },
): Parsed<Bounds> {
  const { rule, openEnded } = options;
  if (base === '*') return { kind: 'ok', value: [rule.min, rule.max] };

  const [from = '', to, ...rest] = base.split('-');
  const first = parseCronValue(from, rule);
  const last = to === undefined ? first : parseCronValue(to, rule);
  if (first === null || last === null || rest.length > 0) return unreadable(base, rule);
  if (last < first) return backwards(base, rule);

  return { kind: 'ok', value: [first, to === undefined && openEnded ? rule.max : last] };
}

function backwards(base: string, rule: CronFieldRule): Parsed<never> {
  const [from = '', to = ''] = base.split('-');
  const [lowest, highest] = rule.names ? [rule.names[0], rule.names.at(-1)] : [rule.min, rule.max];

  return problem(
    `its ${rule.name} field has the backward range "${base}"; expected ${from}-${highest},${lowest}-${to}`,
  );
}

function unreadable(item: string, rule: CronFieldRule): Parsed<never> {
  const found = item === '' ? 'an empty entry' : `"${item}"`;

  return problem(`its ${rule.name} field has ${found}; expected ${cronFieldRange(rule)}`);
}

function problem(message: string): Parsed<never> {
  return { kind: 'problem', message };
}
