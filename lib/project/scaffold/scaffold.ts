/** Kinds of journeys that a new project can have. */
export const SCAFFOLD_KINDS = ['both', 'browser', 'api'] as const;

/** One of {@link SCAFFOLD_KINDS}. */
export type ScaffoldKind = (typeof SCAFFOLD_KINDS)[number];

/** The target of a new project's journeys: the packaged demo shop or the user's site. */
export type ScaffoldTarget =
  | { readonly kind: 'shop' }
  | {
      readonly kind: 'site';
      /** Such as `https://shop.example`. */
      readonly origin: string;
      /** Path that the journeys open, such as `/` or `/en/?ref=1`. */
      readonly path: string;
      readonly stage: 'dev' | 'prod';
    };

/** Versions or ranges of the packages of a new project, the same as this version was tested with. */
export interface ScaffoldPackages {
  readonly waywiser: string;
  readonly awsCdk: string;
  readonly awsCdkLib: string;
  readonly constructs: string;
  readonly typescript: string;
}

/** Choices and facts that the files of a new project depend on. */
export interface Scaffold {
  /** Name of the project's package. */
  readonly name: string;
  readonly kind: ScaffoldKind;
  readonly target: ScaffoldTarget;
  /** Whether to write a GitHub workflow. */
  readonly ci: boolean;
  readonly packages: ScaffoldPackages;
  /** Folder of the waywiser package, relative to the project: `node_modules/waywiser`, or in a parent folder. */
  readonly packageDir: string;
}

/** A file of a new project. */
export interface ScaffoldFile {
  /** Relative to the project's folder, with `/` as separator. */
  readonly path: string;
  readonly text: string;
  /** Its purpose in a few words. */
  readonly about: string;
}

/** A string literal with single quotes, or double quotes where the text contains a single one. */
export function quoted(text: string): string {
  const double = JSON.stringify(text);
  if (text.includes("'")) return double;

  return `'${double.slice(1, -1).replaceAll(String.raw`\"`, '"')}'`;
}
