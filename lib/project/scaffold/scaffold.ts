/** Which journeys a new project begins with. */
export const SCAFFOLD_KINDS = ['both', 'browser', 'api'] as const;

/** One of {@link SCAFFOLD_KINDS}. */
export type ScaffoldKind = (typeof SCAFFOLD_KINDS)[number];

/** What the journeys of a new project visit: the packaged demo shop, or somebody's own site. */
export type ScaffoldTarget =
  | { readonly kind: 'shop' }
  | {
      readonly kind: 'site';
      /** Such as `https://shop.example`. */
      readonly origin: string;
      /** What the journeys open there, such as `/` or `/en/?ref=1`. */
      readonly path: string;
      readonly stage: 'dev' | 'prod';
    };

/** The packages of a new project, with the versions or ranges that belong to this product. */
export interface ScaffoldPackages {
  readonly waywiser: string;
  readonly awsCdk: string;
  readonly awsCdkLib: string;
  readonly constructs: string;
  readonly typescript: string;
}

/** What a new project is made of. */
export interface Scaffold {
  /** Of the project, as npm takes it. */
  readonly name: string;
  readonly kind: ScaffoldKind;
  readonly target: ScaffoldTarget;
  /** Whether a workflow for pull requests comes with it. */
  readonly ci: boolean;
  readonly packages: ScaffoldPackages;
  /** Where this product lies, from the project's folder: `node_modules/waywiser`, or above. */
  readonly packageDir: string;
}

/** A file of a new project. */
export interface ScaffoldFile {
  /** From the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly about: string;
}

/** A text as a literal of TypeScript, in the quotes that formatters choose. */
export function quoted(text: string): string {
  const double = JSON.stringify(text);
  if (text.includes("'")) return double;

  return `'${double.slice(1, -1).replaceAll(String.raw`\"`, '"')}'`;
}
