import type { Fields } from './json.ts';

/** A stack and the logical id in its template. */
export interface Owner {
  readonly stack: string;
  readonly logicalId: string;
}

/** A resource that exists in the account. */
export interface PhysicalResource {
  /** Unique in the account, for ever. */
  readonly id: string;
  readonly type: string;
  readonly region: string;
  /** Unique among its type (or namespace) in its scope. */
  readonly name: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Fields;
  /** Null: it belongs to no stack. */
  readonly owner: Owner | null;
  /** The stack that made it and kept or failed to delete it; null: none. */
  readonly leftBy: Owner | null;
  readonly createdAtMs: number;
  /** Number of objects of a bucket; 0 for other resources. */
  readonly objects: number;
}

/** Quotas that differ between accounts. */
export interface AccountLimits {
  /**
   * Concurrent executions of Lambda in a region; new accounts may have 10.
   * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
   */
  readonly lambdaConcurrency: number;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
  readonly alarmsPerRegion: number;
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
  readonly rolesPerAccount: number;
  readonly managedPoliciesPerAccount: number;
}

/** What the rules of a resource type can see and change. */
export interface World {
  readonly accountId: string;
  readonly nowMs: number;
  readonly limits: AccountLimits;
  /** The resource of a type with a name; a region of null: any region. */
  readonly find: (type: string, region: string | null, name: string) => PhysicalResource | null;
  /** The resource with an attribute, such as its `Arn`. */
  readonly withAttribute: (
    type: string,
    attribute: string,
    value: string,
  ) => PhysicalResource | null;
  readonly list: (type: string, region: string | null) => readonly PhysicalResource[];
  /** Unzipped size in bytes of an uploaded file; 0: unknown; null: it was not uploaded. */
  readonly uploadedBytes: (bucket: string, key: string) => number | null;
  readonly remove: (resource: PhysicalResource) => void;
  readonly empty: (bucketName: string) => void;
}
