/** A mistake in an author's file, found before any run, with its position. */
export interface Problem {
  /** Relative to the project's folder where it is inside, else absolute. Null: no file at all. */
  readonly file: string | null;
  /** 1-based; null for the whole file. */
  readonly line: number | null;
  /** 1-based; null for the whole line. */
  readonly column: number | null;
  /** `journey.syntax`: the file cannot be parsed. `journey.config`: an option is wrong. */
  readonly code: 'journey.syntax' | 'journey.config';
  /** The option, such as `budgets[0].max`; null when it is about no option. */
  readonly path: string | null;
  readonly message: string;
  /** The journey's name, or its file's where no name was found; null: the configuration. */
  readonly journey: string | null;
}

/** A problem with the command line or its context, which has no file. */
export function commandLineProblem(message: string): Problem {
  return {
    file: null,
    line: null,
    column: null,
    code: 'journey.config',
    path: null,
    message,
    journey: null,
  };
}
