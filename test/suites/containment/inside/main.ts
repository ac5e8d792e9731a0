// Run in a network namespace of its own: tries every way in every place and writes the figures.
import https from 'node:https';
import http from 'node:http';
import { writeFileSync } from 'node:fs';
import { makeLeaf } from '../../../support/certificates.ts';
import { GROUPS } from '../ways/all.ts';
import type { CampaignOptions } from '../options.ts';
import { figuresOf, type WayFigures } from './figures.ts';
import { startNames } from './names.ts';
import { PUBLIC_ADDRESS, RUNTIME_API } from './network.ts';
import { lambdaPlace, localPlace, type Place } from './places.ts';
import { campaignRuns, type CampaignRun } from './runs.ts';
import { type AimedWay, publicSite } from './site.ts';
import { type Reached, standIn } from './stand-ins.ts';
import { targetOf } from './targets.ts';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

async function main(options: CampaignOptions): Promise<readonly WayFigures[]> {
  const aimed = allWays();
  const names = await startNames();
  const site = publicSite(aimed, (name) => names.rebind(name));
  const certificate = await makeLeaf(null, { names: ['site.example', '*.example'], addresses: [] });
  http.createServer(site).listen(HTTP_PORT, PUBLIC_ADDRESS);
  https.createServer(certificate, site).listen(HTTPS_PORT, PUBLIC_ADDRESS);
  const reached = new Map<AimedWay, Reached>();
  for (const each of chosen(aimed, options)) {
    reached.set(each, await standIn(each.target.port, site));
  }
  await standIn(RUNTIME_API.port, site);
  const runs = campaignRuns(chosen(aimed, options), isTogether, options.allowPrivate);
  const figures: WayFigures[] = [];
  for (const [where, model] of options.places) {
    const place =
      where === 'local' ? localPlace(model, options) : await lambdaPlace(model, options, runs);
    figures.push(...(await tryAll(place, runs, reached)));
    await place.close();
  }

  return figures;
}

function allWays(): readonly AimedWay[] {
  return GROUPS.flatMap(({ name, ways }) =>
    ways.map((way, rank) => ({ group: name, way, rank })),
  ).map((each, id) => ({ ...each, id, target: targetOf(id, each.way) }));
}

function chosen(ways: readonly AimedWay[], options: CampaignOptions): readonly AimedWay[] {
  const { groups, names, every } = options;

  return ways
    .filter(({ group }) => groups === null || groups.includes(group))
    .filter(({ way }) => names === null || names.includes(way.name))
    .filter(({ rank }) => rank % every === 0);
}

function isTogether(name: string): boolean {
  return GROUPS.find((group) => group.name === name)?.how === 'together';
}

async function tryAll(
  place: Place,
  runs: readonly CampaignRun[],
  reached: ReadonlyMap<AimedWay, Reached>,
): Promise<readonly WayFigures[]> {
  const figures: WayFigures[] = [];
  for (const run of runs) {
    const before = new Map(run.ways.map((each) => [each, { ...reached.get(each) }]));
    const ended = await place.run(run);
    figures.push(
      ...figuresOf(place.name, run, {
        ended,
        reached: (each) => since(before.get(each) ?? {}, reached.get(each)),
      }),
    );
    process.stderr.write(
      `  ${place.name} ${run.plan.name} ${ended.outcome} ${ended.cause ?? ''}\n`,
    );
  }

  return figures;
}

function since(before: Partial<Reached>, now: Reached | undefined): Reached {
  return {
    connections: (now?.connections ?? 0) - (before.connections ?? 0),
    requests: (now?.requests ?? 0) - (before.requests ?? 0),
    datagrams: (now?.datagrams ?? 0) - (before.datagrams ?? 0),
  };
}

const options: CampaignOptions = JSON.parse(process.argv[2] ?? '{}');
void main(options).then((figures) => {
  writeFileSync(options.figuresPath, JSON.stringify(figures));
  process.exit(0);
});
