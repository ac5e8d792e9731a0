import type {
  JourneyPage,
  JourneyRegion,
  VitalView,
} from '../../../core/dashboard/journey/journey-page.ts';
import type { VitalName } from '../../../core/record/run-record.ts';
import { VITAL_NAMES } from '../../../core/rollup/metric.ts';
import { describeThresholds, formatVitalName, rateVital } from '../../format/vitals.ts';
import { ratingBadge } from '../parts/badges.ts';
import { topOfBands } from '../charts/chart-top.ts';
import { percentileValue, shortageNote } from '../parts/estimates.ts';
import { gaugeTop, sparkLine, vitalGauge } from '../charts/gauges.ts';
import { type Html, html, type HtmlValue } from '../parts/html.ts';
import { dataTable } from '../parts/tables.ts';
import { name, nameLink } from '../parts/texts.ts';

const P75 = 0.75;

/** Parts that the table of vitals may leave out. */
export interface VitalsSetting {
  readonly linkOf: (metric: string) => string | null;
  /** True: with a line over time, which takes a third of a printed page. */
  readonly hasSparks: boolean;
  /** True: with each p75 on a scale of its thresholds. */
  readonly hasGauges: boolean;
}

/** p75 of each vital by region, rated by its thresholds; null: no vital was measured. */
export function vitalsTable(page: JourneyPage, setting: VitalsSetting): Html | null {
  const present = VITAL_NAMES.filter((vital) =>
    page.regions.some(({ vitals }) => vitals.some((each) => each.name === vital)),
  );
  if (present.length === 0) return null;

  return html`<div class="vitals">
    ${dataTable({
      caption: 'Vitals by region: 75th percentile',
      columns: [{ title: 'p75' }, ...page.regions.map(({ region }) => ({ title: region }))],
      rows: present.map((vital) => [
        vitalHeading(vital, setting.linkOf(vital)),
        ...vitalCells(vital, page.regions, setting),
      ]),
    })}
  </div>`;
}

function vitalHeading(vital: VitalName, href: string | null): Html {
  return html`${nameLink(vital, href)} <span class="vital-name">${formatVitalName(vital)}</span>
    <small>${describeThresholds(vital)}</small>`;
}

function vitalCells(
  vital: VitalName,
  regions: readonly JourneyRegion[],
  { hasGauges, hasSparks }: VitalsSetting,
): readonly HtmlValue[] {
  const views = regions.map(({ vitals }) => vitals.find((each) => each.name === vital) ?? null);
  const known = views.filter((view) => view !== null);
  const tops = {
    gauge: hasGauges
      ? gaugeTop(
          vital,
          known.map(({ p75 }) => p75),
        )
      : null,
    spark: hasSparks
      ? topOfBands(known.map(({ bands }) => ({ tracks: bands.tracks, limits: [] })))
      : null,
  };

  return views.map((view) => (view === null ? name('–') : vitalCell(view, tops)));
}

function vitalCell(
  { name: vital, p75, bands }: VitalView,
  tops: { readonly gauge: number | null; readonly spark: number | null },
): Html {
  if (p75.kind === 'insufficient-data') return shortageNote(p75);
  const track = bands.tracks.find(({ q }) => q === P75);

  return html`<div class="vital">
    <p>${percentileValue(p75, bands.unit)} ${ratingBadge(rateVital(vital, p75.value))}</p>
    ${tops.gauge !== null && vitalGauge(vital, p75, tops.gauge)}${track !== undefined && tops.spark !== null && sparkLine(track, tops.spark)}
  </div>`;
}
