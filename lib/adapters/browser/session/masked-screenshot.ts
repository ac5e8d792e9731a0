import type { CDPSession, Page } from 'playwright-core';
import type { SecretSpans } from '../../../core/record/secrets/secret-spans.ts';
import { maskPng, type PixelArea, pngWidth } from './png-masks.ts';
import { type Bounds, secretAreas, takeSnapshot } from './secret-areas.ts';

/** A page that shows secrets elsewhere after this many pictures is given up. */
const MAX_PICTURES = 3;
/** Shadows and outlines of letters, in CSS pixels. */
const MARGIN = 2;

/** Where secrets are, and what part of the page is seen. */
interface Reading {
  readonly areas: readonly Bounds[];
  readonly view: { readonly pageX: number; readonly pageY: number; readonly clientWidth: number };
}

/**
 * A picture of the page in which everything that shows a secret is grey. Where secrets are is read
 * before and after it is taken: a picture in between of which both differ is thrown away, because the
 * page changed. Throws after some of these.
 */
export async function maskedScreenshot(
  page: Page,
  spans: SecretSpans,
  timeoutMs: number,
): Promise<Buffer> {
  const cdp = await page.context().newCDPSession(page);
  try {
    // What moves by style alone would be elsewhere at each reading.
    await cdp.send('Animation.enable');
    await cdp.send('Animation.setPlaybackRate', { playbackRate: 0 });
    let before = await read(cdp, spans);
    for (let picture = 0; picture < MAX_PICTURES; picture += 1) {
      const png = await page.screenshot({ timeout: timeoutMs });
      const after = await read(cdp, spans);
      if (JSON.stringify(before) === JSON.stringify(after)) {
        return await maskPng(png, pixelAreas(after, pngWidth(png)));
      }
      before = after;
    }
    throw new Error('the page showed secrets at other places each time');
  } finally {
    // With the page gone, so is the session.
    await cdp.detach().catch(() => undefined);
  }
}

async function read(cdp: CDPSession, spans: SecretSpans): Promise<Reading> {
  const { cssVisualViewport } = await cdp.send('Page.getLayoutMetrics');
  const { pageX, pageY, clientWidth } = cssVisualViewport;
  const areas = secretAreas(await takeSnapshot(cdp), spans);

  return { areas, view: { pageX, pageY, clientWidth } };
}

function pixelAreas({ areas, view }: Reading, width: number): readonly PixelArea[] {
  const scale = width / view.clientWidth;

  return areas.map(([left = 0, top = 0, wide = 0, high = 0]) => ({
    left: (left - view.pageX - MARGIN) * scale,
    top: (top - view.pageY - MARGIN) * scale,
    right: (left + wide - view.pageX + MARGIN) * scale,
    bottom: (top + high - view.pageY + MARGIN) * scale,
  }));
}
