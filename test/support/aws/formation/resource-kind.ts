import type { PropertyRule } from './checks.ts';
import type { Fields } from './json.ts';
import type { PhysicalResource, World } from './world.ts';

/** One creation or update that AWS judges. */
export interface Attempt {
  /** The properties with all references replaced. */
  readonly properties: Fields;
  /** The properties before; null for a creation. */
  readonly previous: Fields | null;
  readonly name: string;
  readonly region: string;
  readonly world: World;
}

/** Where a resource is made, and with which properties. */
export interface Place {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly properties: Fields;
  readonly world: World;
  /** A text that no other resource of the account gets, for ids that AWS makes up. */
  readonly uniqueId: string;
}

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The rules of one resource type. */
export interface ResourceKind {
  readonly type: string;
  /** Every property that is modelled; others throw. */
  readonly properties: Readonly<Record<string, PropertyRule>>;
  /** Top-level properties whose change replaces the resource (`createOnlyProperties` of its schema). */
  readonly replacedBy: readonly string[];
  /** Where names are unique. */
  readonly scope: 'region' | 'account' | 'global';
  /** Types that share a space of names, such as alarms. Default: the type. */
  readonly namespace?: string;
  /** Property with the name; null: AWS makes the name up. */
  readonly nameProperty: string | null;
  /** Whether CloudFormation imports it automatically; `UserGuide/import-resources-automatically`. */
  readonly isImportable?: boolean;
  /** The name that must be unique, where it is not that of `nameProperty`; `generated` is never taken. */
  readonly name?: (properties: Fields, generated: string) => string;
  readonly identity: (place: Place) => Identity;
  /** Throws a `ResourceFailure` where AWS refuses the creation or update. */
  readonly validate?: (attempt: Attempt) => void;
  /** Throws a `ResourceFailure` where AWS refuses the deletion. */
  readonly mayDelete?: (resource: PhysicalResource, world: World) => void;
  /** What else goes or changes with the resource. */
  readonly afterDelete?: (resource: PhysicalResource, world: World) => void;
}
