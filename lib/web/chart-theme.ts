/** Colours and font of a chart, from the stylesheet's custom properties. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly band: string;
  readonly limit: string;
  readonly change: string;
  readonly deploy: string;
  readonly layers: readonly string[];
  readonly font: string;
}

const LAYERS = 8;

/** Reads the colours that apply to an element in the current colour scheme, light or dark. */
export function themeOf(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  function colour(name: string): string {
    return style.getPropertyValue(name).trim() || style.color;
  }

  return {
    text: colour('--chart-text'),
    grid: colour('--chart-grid'),
    band: colour('--chart-band'),
    limit: colour('--chart-limit'),
    change: colour('--chart-change'),
    deploy: colour('--chart-deploy'),
    layers: Array.from({ length: LAYERS }, (_, index) => colour(`--chart-layer-${index + 1}`)),
    font: style.fontFamily,
  };
}

/** A CSS colour with the given opacity, 0 to 1. */
export function faded(colour: string, share: number): string {
  return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, transparent)`;
}
