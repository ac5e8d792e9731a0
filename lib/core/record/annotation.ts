/** An event that people or pipelines note next to the measurements: a deployment, a migration. */
export interface Annotation {
  /** ISO 8601. */
  readonly at: string;
  /** A journey, or `*`: all of them. */
  readonly journey: string;
  /** At most 500 characters. */
  readonly text: string;
  readonly kind: 'deploy' | 'note';
  /** Author, where known: the name of a user or a pipeline. */
  readonly by: string | null;
}
