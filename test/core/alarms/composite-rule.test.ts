import type { AlarmState, CompositeRule } from '../../../lib/core/alarms/alarm-definition.ts';
import { childrenOf, ruleHolds, ruleText } from '../../../lib/core/alarms/composite-rule.ts';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

function is(state: AlarmState, alarm: string): CompositeRule {
  return { kind: 'state', alarm, state };
}

/** `(ALARM(CPUUtilizationTooHigh) OR ALARM(DiskReadOpsTooHigh)) AND OK(NetworkOutTooHigh)` */
const DOCUMENTED: CompositeRule = {
  kind: 'and',
  rules: [{ kind: 'or', rules: [is('ALARM', 'cpu'), is('ALARM', 'disk')] }, is('OK', 'network')],
};

describe('ruleHolds()', () => {
  it('ruleHolds() is the documented example of 3 alarms when each has each state', () => {
    for (const cpu of STATES) {
      for (const disk of STATES) {
        for (const network of STATES) {
          const states: Record<string, AlarmState> = { cpu, disk, network };
          const expected = [cpu, disk].includes('ALARM') && network === 'OK';

          expect(ruleHolds(DOCUMENTED, (name) => states[name] ?? 'OK')).toBe(expected);
        }
      }
    }
  });

  it.each([
    ['OK', [false, true, true]],
    ['ALARM', [true, false, true]],
    ['INSUFFICIENT_DATA', [true, true, false]],
  ] as const)('ruleHolds() is the opposite when NOT stands before %s', (asked, expected) => {
    const rule: CompositeRule = { kind: 'not', rule: is(asked, 'cpu') };

    expect(STATES.map((state) => ruleHolds(rule, () => state))).toEqual(expected);
  });
});

describe('childrenOf()', () => {
  it('childrenOf() names each alarm once when a rule asks twice', () => {
    const twice: CompositeRule = {
      kind: 'or',
      rules: [DOCUMENTED, { kind: 'not', rule: DOCUMENTED }],
    };

    expect(childrenOf(twice)).toEqual(['cpu', 'disk', 'network']);
  });
});

describe('ruleText()', () => {
  it.each([
    [DOCUMENTED, '((ALARM("cpu") OR ALARM("disk")) AND OK("network"))'],
    [{ kind: 'not', rule: is('ALARM', 'cpu') }, 'NOT ALARM("cpu")'],
    [{ kind: 'or', rules: [is('INSUFFICIENT_DATA', 'cpu')] }, 'INSUFFICIENT_DATA("cpu")'],
    [{ kind: 'and', rules: [] }, 'TRUE'],
    [{ kind: 'or', rules: [] }, 'FALSE'],
  ] as const satisfies readonly (readonly [CompositeRule, string])[])(
    'ruleText() is what CloudWatch takes when given %j',
    (rule, text) => {
      expect(ruleText(rule)).toBe(text);
    },
  );
});
