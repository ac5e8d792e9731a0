import type {
  InstrumentReading,
  RunRecord,
  Vital,
  VitalName,
} from '../../../core/record/run-record.ts';
import { describeContainment } from '../../format/describe-refused.ts';
import { describeInstrumentProblem, describeStall } from '../../format/describe-instrument.ts';
import {
  VITAL_ORDER,
  describeThresholds,
  formatAttribution,
  formatVitalName,
  rateVital,
} from '../../format/vitals.ts';
import { badge, ratingBadge } from '../parts/badges.ts';
import { dataTable, factList } from '../parts/tables.ts';
import { type Html, html, type HtmlValue } from '../parts/html.ts';
import type { PageContext } from '../parts/html-page.ts';
import { foldedText, name, part } from '../parts/texts.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatVital } from '../../format/metric.ts';

/** Vitals of a run with their attribution, and those of each navigation; null: not measured. */
export function runVitalsPart(record: RunRecord, context: PageContext): Html | null {
  const { vitals } = record;
  if (vitals === null) return null;
  const present = VITAL_ORDER.flatMap((vital) => {
    const found = vitals[vital];
    return found === undefined ? [] : [vitalRow(vital, found)];
  });
  const absent = VITAL_ORDER.filter((vital) => vitals[vital] === undefined);

  return part(
    'Vitals',
    html`${
      present.length > 0 &&
      dataTable({
        caption: 'Vitals of the worst page',
        columns: [
          { title: 'Vital' },
          { title: 'Value', align: 'end' },
          { title: 'Rating' },
          { title: 'Attributed to' },
        ],
        rows: present,
      })
    }
    ${absent.length > 0 && html`<p class="small">The browser did not report ${absent.map((vital) => vital.toUpperCase()).join(', ')}.</p>`}
    ${navigations(record)}`,
    `${context.idPrefix}vitals`,
  );
}

/** Readings of the instrument: CPU check, event-loop delay, memory, versions. */
export function runInstrumentPart({ instrument }: RunRecord, context: PageContext): Html {
  return part(
    'Instrument',
    factList([
      ['state', instrument.off.length === 0 ? 'in order' : html`off: ${instrument.off.join(', ')}`],
      ['worker', instrument.cold ? 'cold: its first run' : 'warm: not its first run'],
      [
        'CPU check',
        measured(
          instrument.cpuCheckMs,
          formatDuration,
          'for a fixed calculation just before the run; higher than usual means a slower CPU',
        ),
      ],
      [
        'event loop',
        measured(
          instrument.eventLoopDelayMaxMs,
          formatDuration,
          'longest delay; above 100 ms timings are unreliable',
        ),
      ],
      ['stalled', stalledOf(instrument)],
      [
        'memory',
        measured(
          instrument.memoryBytes,
          formatBytes,
          'of the worker at the end of the run, without the browser',
        ),
      ],
      ['Waywiser', versionOf(instrument.platformVersion)],
      ['Node', versionOf(instrument.nodeVersion)],
      ['Chromium', versionOf(instrument.chromiumVersion)],
      ['browser', instrument.browserMode],
      ['sandbox', sandboxOf(instrument)],
      ['containment', describeContainment(instrument.containment)],
    ]),
    `${context.idPrefix}instrument`,
  );
}

/** Null where it was not measured. */
function stalledOf({ stalledMs, stalledBy }: InstrumentReading): HtmlValue {
  if (stalledMs === undefined) return null;
  const by = stalledBy === undefined ? '' : `, ${describeStall(stalledBy)}`;

  return measured(stalledMs, formatDuration, `in which the monitor could not run${by}`);
}

/** Null where it is not known: no browser, or an older record. */
function sandboxOf({ browserSandbox }: InstrumentReading): string | null {
  if (browserSandbox === undefined) return null;

  return browserSandbox ? "the browser's own" : 'none';
}

/** Warning at the top of the page that the instrument was off, and why; null: it was in order. */
export function instrumentNotice({ off }: InstrumentReading): Html | null {
  if (off.length === 0) return null;

  return html`<aside class="notice is-warn" aria-label="Instrument off">
    <p>
      ${badge({ tone: 'warn', icon: 'errored', word: 'instrument off' })}
      ${off.map((reason) => html`<span class="sentence">${describeInstrumentProblem(reason)}.</span> `)}
    </p>
  </aside>`;
}

function vitalRow(vital: VitalName, { value, attribution }: Vital): readonly HtmlValue[] {
  const entries = Object.entries(attribution).toSorted(
    ([, one], [, other]) => Number(typeof one === 'number') - Number(typeof other === 'number'),
  );

  return [
    html`<abbr title="${formatVitalName(vital)}">${vital.toUpperCase()}</abbr>
      <span class="small">${formatVitalName(vital)}</span>`,
    formatVital(vital, value),
    html`${ratingBadge(rateVital(vital, value))}
      <span class="small">${describeThresholds(vital)}</span>`,
    entries.length === 0
      ? html`<span class="small">nothing</span>`
      : html`<ul class="attribution">
          ${entries.map(([key, each]) => html`<li>${foldedText(formatAttribution(key, each))}</li>`)}
        </ul>`,
  ];
}

function navigations({ vitals, omitted }: RunRecord): Html | null {
  const pages = vitals?.navigations ?? [];
  if (pages.length === 0) return null;
  const left = omitted.navigations ?? 0;

  return html`<h3>By page</h3>
    ${dataTable({
      caption: 'Vitals by navigation',
      columns: [
        { title: 'Page' },
        { title: 'Step' },
        { title: 'Started', align: 'end' },
        ...VITAL_ORDER.map((vital) => ({ title: vital.toUpperCase(), align: 'end' as const })),
      ],
      rows: pages.map((page) => [
        html`${foldedText(page.url)}${page.soft === true && html` <span class="small">soft navigation</span>`}`,
        page.step === null ? 'none' : name(page.step),
        formatDuration(page.startMs),
        ...VITAL_ORDER.map((vital) => navigationValue(vital, page.vitals[vital])),
      ]),
    })}
    ${left > 0 && html`<p class="small">${left} more not stored in this record.</p>`}`;
}

function navigationValue(vital: VitalName, found: Vital | undefined): HtmlValue {
  if (found === undefined) return html`<span class="unknown" title="not reported">–</span>`;
  const rating = rateVital(vital, found.value);

  return html`${formatVital(vital, found.value)} ${rating !== 'good' && ratingBadge(rating)}`;
}

function measured(
  value: number | null,
  format: (value: number) => string,
  meaning: string,
): HtmlValue {
  if (value === null) return 'not measured';

  return html`${format(value)} <span class="small">${meaning}</span>`;
}

function versionOf(version: string | null | undefined): HtmlValue {
  return version === null || version === undefined ? null : name(version);
}
