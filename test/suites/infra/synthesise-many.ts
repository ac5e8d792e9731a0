import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { waywiserStacks } from '../../../lib/infra/waywiser-stacks.ts';
import { workshop } from '../../integration/infra/support/deployment-of.ts';
import { manyJourneys } from './many-journeys.ts';

// A program: `synthesise-many.ts COUNT OUTDIR` prints what the synthesis took, as JSON.
const [count = '1', outdir = 'cdk.out'] = process.argv.slice(2);
const shop = workshop();
const deployment = shop.deployment(manyJourneys(Number(count)));
const validates = process.env['VALIDATE'] === 'true';
const app = new App({ outdir: path.resolve(outdir), builtinCloudFormationValidation: validates });
const startedAt = performance.now();
waywiserStacks(app, deployment);
app.synth();
const ms = performance.now() - startedAt;
shop.remove();
process.stdout.write(JSON.stringify({ ms, maxRssMb: process.resourceUsage().maxRSS / 1_024 }));
