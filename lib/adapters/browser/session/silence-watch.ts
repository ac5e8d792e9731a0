import type { RunFrame } from '../../../core/ports.ts';
import type { AttemptRequest } from '../../../core/run/attempt.ts';
import type { DocumentWatch } from './document-watch.ts';

/** Watches for documents that nobody answers. */
export function watchSilence(
  _watch: DocumentWatch,
  _facts: { readonly request: AttemptRequest; readonly frame: RunFrame },
): () => void {
  return () => undefined;
}
