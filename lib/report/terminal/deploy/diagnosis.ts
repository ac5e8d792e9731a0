import type { CheckId, CheckResult } from '../../../core/doctor/check.ts';
import type { Diagnosis } from '../../../core/doctor/diagnose.ts';
import { type DoctorFact, factKind } from '../../../core/doctor/doctor-fact.ts';
import { formatCount } from '../../format/count.ts';
import { CHECK_NAMES, describeDoctorFact } from '../../format/describe-doctor-fact.ts';
import { widestOf } from '../../format/terminal-text.ts';
import type { Style } from '../text/paint.ts';
import {
  glyphsOf,
  type Line,
  renderLine,
  renderLong,
  type Screen,
  span,
} from '../text/styled-line.ts';
import { paragraph } from '../text/wrap-line.ts';

const NAME_COLUMNS = 24;
const COLOURS: Readonly<Record<CheckResult['result'], Style>> = {
  ok: 'green',
  problem: 'red',
  unknown: 'yellow',
};

/** What the doctor found: a line for each check, below it what is wrong, and the command that helps. */
export function renderDiagnosis(diagnosis: Diagnosis, screen: Screen): readonly string[] {
  const { stage, home, account, checks } = diagnosis;
  const head = `Stage ${stage}, home region ${home}${account === null ? '' : `, account ${account}`}`;
  const ids = [...new Set(checks.map(({ id }) => id))];
  const columns = widestOf(
    ids.map((id) => CHECK_NAMES[id]),
    NAME_COLUMNS,
  );

  return [
    renderLine([span(head, 'bold')], screen),
    '',
    ...ids.flatMap((id) =>
      checkLines(
        id,
        checks.filter((check) => check.id === id),
        { screen, columns, stage },
      ),
    ),
    '',
    renderLine(summaryOf(checks), screen),
  ];
}

interface Layout {
  readonly screen: Screen;
  /** Width of the names of checks. */
  readonly columns: number;
  readonly stage: string;
}

function checkLines(
  id: CheckId,
  checks: readonly CheckResult[],
  { screen, columns, stage }: Layout,
): readonly string[] {
  const result = worstOf(checks);
  const facts = checks.flatMap((check) => check.facts);
  const notes = facts.filter((fact) => factKind(fact) === 'note');
  const rest = facts.filter((fact) => factKind(fact) !== 'note');
  const places = [...new Set(checks.map(({ region }) => region))].join(', ');
  const said =
    notes.length === 0
      ? places
      : notes.map((fact) => describeDoctorFact(fact, stage).text).join('; ');
  const head: Line = [
    span('  '),
    span(signOf(result, screen), COLOURS[result], 'bold'),
    span(` ${CHECK_NAMES[id].padEnd(columns)}  `),
  ];

  return [
    ...paragraph(head, [span(said, 'dim')], screen).map((line) => renderLine(line, screen)),
    ...rest.flatMap((fact) => factLines(fact, { screen, stage })),
  ];
}

function factLines(
  fact: DoctorFact,
  { screen, stage }: Pick<Layout, 'screen' | 'stage'>,
): readonly string[] {
  const { text, remedy } = describeDoctorFact(fact, stage);
  const colour = factKind(fact) === 'problem' ? 'red' : 'yellow';
  const sentence = paragraph([span('      ')], [span(text, colour)], screen);

  return [
    ...sentence.map((line) => renderLine(line, screen)),
    // Never cut or broken: it is there to be copied.
    ...(remedy === undefined ? [] : [renderLong([span(`      $ ${remedy}`, 'cyan')], screen)]),
  ];
}

function signOf(result: CheckResult['result'], screen: Screen): string {
  const { outcome } = glyphsOf(screen);

  return { ok: outcome.passed, problem: outcome.failed, unknown: outcome.missing }[result];
}

function worstOf(checks: readonly CheckResult[]): CheckResult['result'] {
  if (checks.some(({ result }) => result === 'problem')) return 'problem';

  return checks.some(({ result }) => result === 'unknown') ? 'unknown' : 'ok';
}

function summaryOf(checks: readonly CheckResult[]): Line {
  const facts = checks.flatMap((check) => check.facts);
  const problems = facts.filter((fact) => factKind(fact) === 'problem').length;
  const unknown = facts.filter((fact) => factKind(fact) === 'unknown').length;
  const open = unknown === 0 ? '' : ` ${formatCount(unknown, 'thing')} could not be checked.`;
  if (problems > 0) return [span(`${formatCount(problems, 'problem')} found.${open}`, 'red')];

  return open === ''
    ? [span(`No problem found in ${formatCount(checks.length, 'check')}.`, 'green')]
    : [span(`No problem found, but${open.replace(/\.$/, '')}.`, 'yellow')];
}
