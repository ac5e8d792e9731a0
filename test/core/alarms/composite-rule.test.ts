import * as fc from 'fast-check';
import type { AlarmState, CompositeRule } from '../../../lib/core/alarms/alarm-definition.ts';
import { type Formula, readFormula } from '../../support/formula.ts';
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

describe('ruleText() against ruleHolds()', () => {
  it('ruleText() means what ruleHolds() computes when rules are random', () => {
    const state = fc.constantFrom(...STATES);

    fc.assert(
      fc.property(rules(), state, state, (rule, cpu, disk) => {
        const states: Readonly<Record<string, AlarmState>> = { cpu, 'disk full (root)': disk };

        const holds = ruleHolds(rule, (alarm) => states[alarm] ?? 'OK');

        expect(meant(readFormula(ruleText(rule)), states)).toBe(holds);
      }),
      { numRuns: 5_000 },
    );
  });
});

function rules(): fc.Arbitrary<CompositeRule> {
  return fc.letrec<{ any: CompositeRule }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc
        .tuple(fc.constantFrom(...STATES), fc.constantFrom('cpu', 'disk full (root)'))
        .map(([state, alarm]) => is(state, alarm)),
      fc.array(tie('any'), { maxLength: 3 }).map((all) => ({ kind: 'and', rules: all }) as const),
      fc.array(tie('any'), { maxLength: 3 }).map((all) => ({ kind: 'or', rules: all }) as const),
      tie('any').map((rule) => ({ kind: 'not', rule }) as const),
    ),
  })).any;
}

/** What CloudWatch's words mean, read from the text alone. */
function meant(formula: Formula, states: Readonly<Record<string, AlarmState>>): boolean {
  switch (formula.kind) {
    case 'name':
      return formula.name === 'TRUE';
    case 'not':
      return !meant(formula.of, states);
    case 'infix': {
      const [left, right] = formula.sides.map((side) => meant(side, states));
      return formula.operator === 'AND'
        ? left === true && right === true
        : left === true || right === true;
    }
    case 'call': {
      const [alarm] = formula.args;
      return typeof alarm === 'string' && states[alarm] === formula.name;
    }
    case 'number':
      throw new SyntaxError('A rule has no numbers');
  }
}
