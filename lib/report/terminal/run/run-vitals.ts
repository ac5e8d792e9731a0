import type { RunRecord, StepVitals, Vital, VitalName } from '../../../core/record/run-record.ts';
import type { Style } from '../text/paint.ts';
import { flow, glyphsOf, joinLines, type Line, type Screen, span } from '../text/styled-line.ts';
import { type Rating, VITAL_ORDER, formatAttribution, rateVital } from '../../format/vitals.ts';
import { formatVital } from '../../format/metric.ts';

const RATING_STYLE: Readonly<Record<Rating, Style>> = {
  good: 'green',
  'needs-improvement': 'yellow',
  poor: 'red',
};

/** The vitals of a run with the browser's attribution; no lines where no vital was measured. */
export function vitalLines(record: RunRecord, screen: Screen, verbose: boolean): readonly Line[] {
  const vitals = record.vitals;
  if (vitals === null) return [];

  const present = VITAL_ORDER.flatMap((name) => {
    const vital = vitals[name];
    return vital === undefined ? [] : [{ name, vital }];
  });
  if (present.length === 0) return [];

  const attributed = present.filter(({ name, vital }) => isShown(name, vital, verbose));
  return [
    ...flow(
      [span('  vitals  ', 'dim')],
      present.map(({ name, vital }) => vitalText(name, vital.value, screen)),
      screen,
    ),
    ...attributed.flatMap(({ name, vital }) => attributionLines(name, vital, screen)),
  ];
}

/** The vitals of one step that are not good (all, when verbose). */
export function stepVitalText(
  vitals: StepVitals | undefined,
  screen: Screen,
  verbose: boolean,
): Line {
  const values = [
    { name: 'inp', value: vitals?.inpMs },
    { name: 'cls', value: vitals?.cls },
    { name: 'tbt', value: vitals?.tbtMs },
  ] as const;

  return joinLines(
    values.map(({ name, value }): Line => {
      if (value === undefined) return [];
      if (!verbose && rateVital(name, value) === 'good') return [];
      return vitalText(name, value, screen);
    }),
    span('  '),
  );
}

/** A vital's name and value, with the sign and colour of its rating. */
export function vitalText(name: VitalName, value: number, screen: Screen): Line {
  const rating = rateVital(name, value);
  const sign = glyphsOf(screen).rating[rating];

  return [
    span(`${name} `, 'dim'),
    span(`${sign} ${formatVital(name, value)}`, RATING_STYLE[rating]),
  ];
}

function isShown(name: VitalName, vital: Vital, verbose: boolean): boolean {
  if (Object.keys(vital.attribution).length === 0) return false;

  return verbose || name === 'lcp' || rateVital(name, vital.value) !== 'good';
}

function attributionLines(name: VitalName, vital: Vital, screen: Screen): readonly Line[] {
  const entries = Object.entries(vital.attribution).toSorted(
    ([, a], [, b]) => Number(typeof a === 'number') - Number(typeof b === 'number'),
  );
  const words = entries.map(([key, value]): Line => [attributionWord(key, value)]);

  return flow([span(`          ${name}  `, 'dim')], words, screen);
}

function attributionWord(key: string, value: string | number): ReturnType<typeof span> {
  const words = formatAttribution(key, value);

  return key === 'element' && typeof value === 'string' ? span(words) : span(words, 'dim');
}
