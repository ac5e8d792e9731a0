/** What people or pipelines say happened: a deployment, a migration. */
export interface Annotation {
  /** ISO 8601. */
  readonly at: string;
  /** A journey, or `*`: all of them. */
  readonly journey: string;
  /** At most 500 characters. */
  readonly text: string;
  readonly kind: 'deploy' | 'note';
  /** Who said so, where known: a user's or a pipeline's name. */
  readonly by: string | null;
}
