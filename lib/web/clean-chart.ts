import type { ChartData, ChartMark } from '../report/html/charts/chart-data.ts';
import { cleanText } from '../report/format/terminal-text.ts';

/** A chart whose texts, which are of unknown origin, neither hide nor run backwards. */
export function cleanChart(chart: ChartData): ChartData {
  const marks = chart.marks.map(clean<ChartMark>);

  return chart.kind === 'bands'
    ? { ...chart, marks, limits: chart.limits.map(clean) }
    : {
        ...chart,
        marks,
        layers: chart.layers.map((layer) => ({ ...layer, name: cleanText(layer.name) })),
      };
}

function clean<Labelled extends { readonly label: string }>(labelled: Labelled): Labelled {
  return { ...labelled, label: cleanText(labelled.label) };
}
