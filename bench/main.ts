// Prints every benchmark: medians of interleaved rounds, and ratios, which hold on any machine.
import { benchBrowserOverhead } from './browser-overhead.ts';
import { benchHttpOverhead } from './http-overhead.ts';
import { printed } from './interleaved.ts';

process.stdout.write(`${await benchHttpOverhead()}\n`);

const browser = await benchBrowserOverhead();
process.stdout.write(
  `${printed("Browser journey: the journey's own time (target: a ratio of at most 1.05)", {
    medians: [
      { name: 'bare timing run', medianMs: browser.observedJourneyMs },
      { name: 'plain Playwright, same actions', medianMs: browser.bareJourneyMs },
    ],
    ratio: browser.journeyRatio,
  })}\n`,
);
process.stdout.write(
  `${printed('Browser journey: with opening, collecting and closing', {
    medians: [
      { name: 'bare timing run', medianMs: browser.observedRunMs },
      { name: 'plain Playwright, same actions', medianMs: browser.bareRunMs },
    ],
    ratio: browser.runRatio,
  })}\n`,
);
