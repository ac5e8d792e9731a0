import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { grafanaDashboard } from '../../report/grafana/grafana-dashboard.ts';
import type { GrafanaSource } from '../../report/grafana/grafana-model.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { EXIT, type Io } from '../frame/io.ts';
import { openProject } from '../frame/open-project.ts';
import type { Paths } from '../frame/paths.ts';

/** Options of `waywiser grafana`, as typed. */
export interface GrafanaOptions {
  readonly for: string;
  readonly stage?: string;
  readonly out?: string;
}

const SOURCES: readonly GrafanaSource[] = ['prometheus', 'cloudwatch'];

/** `waywiser grafana`: writes a Grafana dashboard to standard output or a file. */
export async function grafana(options: GrafanaOptions, paths: Paths, io: Io): Promise<number> {
  const source = SOURCES.find((known) => known === options.for);
  if (source === undefined) {
    io.err(
      `waywiser: Cannot make a dashboard for "${cleanText(options.for)}"; expected ${SOURCES.join(' or ')}\n`,
    );

    return EXIT.misuse;
  }
  const { stage, out } = options;
  const project = await openProject(
    { selection: [], ...(stage !== undefined && { stage }) },
    paths,
    io,
  );
  if (project.problems.length > 0) return project.refuse(false);
  const { config, journeys } = project;
  const plans = journeys.map(({ plan }) => plan);
  const dashboard = grafanaDashboard({ source, plans, stage: config.stage, home: config.home });
  const text = jsonDocument(dashboard);
  if (out === undefined) io.out(text);
  else await writeOut(path.resolve(io.cwd, out), text, io);

  return EXIT.passed;
}

async function writeOut(file: string, text: string, io: Io): Promise<void> {
  await writeFile(file, text);
  io.err(
    `Wrote ${path.relative(io.cwd, file)}. In Grafana, choose Dashboards > New > Import, then select the data source.\n`,
  );
}
