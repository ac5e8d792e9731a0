import type { Verdict } from '../../../core/ports.ts';
import type { LaunchedBrowser } from '../launch-chromium.ts';
import type { DocumentWatch } from './document-watch.ts';
import type { NetworkLog } from './network-log.ts';
import type { SessionOptions } from './open-session.ts';

/** What is known beside the error itself. */
export interface ExplainFacts {
  readonly launched: LaunchedBrowser;
  readonly watch: DocumentWatch;
  readonly network: NetworkLog;
  readonly options: SessionOptions;
}

/** Finds the cause of an error thrown by a Playwright call; null: not one of the browser's. */
export async function explainError(_error: unknown, facts: ExplainFacts): Promise<Verdict | null> {
  return facts.watch.standing();
}
