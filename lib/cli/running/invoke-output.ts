import type { RunnerReceipt } from '../../adapters/lambda/lambda-runner.ts';
import { jsonDocument } from '../../core/base/inert-json.ts';
import { renderGithubAnnotations } from '../../report/ci/github-annotations.ts';
import { cleanText } from '../../report/format/terminal-text.ts';
import { renderRun } from '../../report/terminal/run/run-tree.ts';
import { type Io, screenOf } from '../frame/io.ts';
import { sourceLines } from '../frame/show-problems.ts';
import type { Invoked, InvokeTarget } from './invoke-answer.ts';

/** A run that was requested without waiting for it. */
interface Requested {
  readonly target: InvokeTarget;
  readonly receipt: RunnerReceipt;
}

/** Identifies a requested run in JSON. */
interface Address {
  readonly journey: string;
  readonly region: string;
  readonly functionName: string;
  readonly runId: string;
}

type Choice = Pick<InvokeOptions, 'json' | 'verbose'>;

/** Prints the completed runs, and the errors of the others. */
export function showInvoked(invoked: readonly Invoked[], options: Choice, io: Io): void {
  const records = invoked.flatMap((each) => (each.kind === 'record' ? [each.record] : []));
  const refused = invoked.flatMap((each) => (each.kind === 'refused' ? [each] : []));
  if (options.json) {
    const errors = refused.map(({ target, message }) => ({ ...addressOf(target), message }));
    io.out(jsonDocument({ runs: records, errors }));
  } else {
    const pictures = records.map((record) => {
      const source = sourceLines(record.error?.file ?? null, io.cwd);
      const verbose = options.verbose === true;
      return renderRun(record, { ...screenOf(io), verbose, ...(source !== null && { source }) });
    });
    if (pictures.length > 0) io.out(`${pictures.join('\n\n')}\n`);
  }
  for (const { message } of refused) io.err(`waywiser: ${cleanText(message)}\n`);
  if (io.env['GITHUB_ACTIONS'] !== 'true') return;
  const annotations = renderGithubAnnotations(records);
  if (annotations !== '') (options.json ? io.err : io.out)(`${annotations}\n`, 'annotations');
}

/** Prints the requested runs and the command that shows their results. */
export function showRequested(requested: readonly Requested[], options: Choice, io: Io): void {
  const accepted = requested.flatMap(({ target, receipt }) =>
    receipt.kind === 'accepted' ? [target] : [],
  );
  if (options.json) {
    const errors = requested.flatMap(({ target, receipt }) =>
      receipt.kind === 'unreached' ? [{ ...addressOf(target), message: receipt.message }] : [],
    );
    io.out(jsonDocument({ requested: accepted.map(addressOf), errors }));
  } else {
    for (const { region, runId } of accepted) {
      io.out(`${region}  ${cleanText(runId)}\n`);
    }
  }
  for (const { receipt } of requested) {
    if (receipt.kind === 'unreached') io.err(`waywiser: ${cleanText(receipt.message)}\n`);
  }
  const [first] = accepted;
  if (first === undefined || options.json) return;
  const command = `waywiser runs --deployed --stage ${first.stage} --run ${first.runId}`;
  io.err(`Requested. When a run has ended, show it with: ${cleanText(command)}\n`);
}

function addressOf({ plan, region, functionName, runId }: InvokeTarget): Address {
  return { journey: plan.name, region, functionName, runId };
}

/** Options of `waywiser invoke`. */
export interface InvokeOptions {
  readonly journey: string;
  /** Default: all regions of the journey. */
  readonly region?: readonly string[];
  readonly stage?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
  readonly verbose?: boolean;
}
