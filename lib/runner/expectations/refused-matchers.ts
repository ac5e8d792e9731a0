import { RunFailure } from '../../core/record/outcome.ts';

function refuse(matcher: string): () => never {
  return () => {
    throw new RunFailure(
      'journey.exception',
      `Cannot use ${matcher}(): a journey has no stored snapshots; expected a matcher of values, text or roles, such as toHaveText() or toMatchAriaSnapshot() with the snapshot in the call`,
    );
  };
}

/** Matchers of stored snapshots, which no journey has; each throws and says so. */
export const refusedMatchers = {
  toHaveScreenshot: refuse('toHaveScreenshot'),
  toMatchSnapshot: refuse('toMatchSnapshot'),
};
