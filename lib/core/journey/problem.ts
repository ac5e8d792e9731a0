/** Something wrong in an author's file, found before anything runs. */
export interface Problem {
  /** Relative to the project's folder where it lies inside, else absolute. Null: no file at all. */
  readonly file: string | null;
  /** 1-based; null where the file as a whole is meant. */
  readonly line: number | null;
  /** 1-based; null where the line as a whole is meant. */
  readonly column: number | null;
  /** `journey.syntax`: the file cannot be read as code. `journey.config`: what it says is wrong. */
  readonly code: 'journey.syntax' | 'journey.config';
  /** The option, such as `budgets[0].max`; null where none is meant. */
  readonly path: string | null;
  readonly message: string;
  /** The journey's name, or its file's where no name was found; null: the configuration. */
  readonly journey: string | null;
}
