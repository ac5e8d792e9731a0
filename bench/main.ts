// Prints benchmarks, all or those named: medians of interleaved rounds, and ratios, which hold on
// any machine.
import { benchBrowserOverhead } from './browser-overhead.ts';
import { benchDashboard } from './dashboard.ts';
import { benchGuard } from './guard.ts';
import { benchHttpOverhead } from './http-overhead.ts';
import { benchHttp2Peers } from './http2-peers.ts';
import { printed } from './interleaved.ts';
import { benchAnalysis } from './trends-analysis.ts';
import { benchTrends } from './trends.ts';

const SECTIONS: Readonly<Record<string, () => Promise<string>>> = {
  http: async () => `${await benchHttpOverhead()}\n${await benchHttp2Peers()}`,
  trends: async () => `${await benchTrends()}\n${benchAnalysis()}`,
  dashboard: benchDashboard,
  browser: browserSection,
  guard: benchGuard,
};

async function main(named: readonly string[]): Promise<void> {
  const unknown = named.filter((name) => SECTIONS[name] === undefined);
  if (unknown.length > 0) {
    throw new RangeError(
      `Cannot bench "${unknown.join(' ')}"; expected any of ${Object.keys(SECTIONS).join(', ')}`,
    );
  }
  for (const [name, section] of Object.entries(SECTIONS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    // oxlint-disable-next-line no-await-in-loop -- benches must not share the machine
    process.stdout.write(`${await section()}\n`);
  }
}

async function browserSection(): Promise<string> {
  const browser = await benchBrowserOverhead();

  return [
    printed("Browser journey: the journey's own time (target: a ratio of at most 1.05)", {
      medians: [
        { name: 'bare timing run', medianMs: browser.observedJourneyMs },
        { name: 'plain Playwright, same actions', medianMs: browser.bareJourneyMs },
      ],
      ratio: browser.journeyRatio,
    }),
    printed('Browser journey: with opening, collecting and closing', {
      medians: [
        { name: 'bare timing run', medianMs: browser.observedRunMs },
        { name: 'plain Playwright, same actions', medianMs: browser.bareRunMs },
      ],
      ratio: browser.runRatio,
    }),
  ].join('\n');
}

void main(process.argv.slice(2));
