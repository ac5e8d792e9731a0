import type { AlarmState, CompositeRule } from './alarm-definition.ts';

/**
 * Whether a rule is true for given states of its children. A composite alarm is `ALARM` when it is,
 * else `OK`; it is `INSUFFICIENT_DATA` only before its first evaluation.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function ruleHolds(rule: CompositeRule, stateOf: (alarm: string) => AlarmState): boolean {
  switch (rule.kind) {
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'and':
      return rule.rules.every((each) => ruleHolds(each, stateOf));
    case 'or':
      return rule.rules.some((each) => ruleHolds(each, stateOf));
    case 'not':
      return !ruleHolds(rule.rule, stateOf);
  }
}

/** The names of the alarms that a rule refers to, each once, in order. */
export function childrenOf(rule: CompositeRule): readonly string[] {
  switch (rule.kind) {
    case 'state':
      return [rule.alarm];
    case 'and':
    case 'or':
      return [...new Set(rule.rules.flatMap(childrenOf))];
    case 'not':
      return childrenOf(rule.rule);
  }
}

/** A rule in CloudWatch's syntax, such as `(ALARM("a") OR NOT OK("b"))`. */
export function ruleText(rule: CompositeRule): string {
  switch (rule.kind) {
    case 'state':
      return `${rule.state}("${rule.alarm}")`;
    case 'and':
      return joined(rule.rules, 'AND', 'TRUE');
    case 'or':
      return joined(rule.rules, 'OR', 'FALSE');
    case 'not':
      return `NOT ${ruleText(rule.rule)}`;
  }
}

/** The rules with a word between them; the neutral word for an empty list. */
function joined(rules: readonly CompositeRule[], word: string, neutral: string): string {
  const [first, ...others] = rules.map(ruleText);
  if (first === undefined) return neutral;

  return others.length === 0 ? first : `(${[first, ...others].join(` ${word} `)})`;
}
