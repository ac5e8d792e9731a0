/*
 * A strict model of an AWS account at CloudFormation's level, in memory. What AWS documents is taken
 * literally; what the model does not know throws `Unmodelled`, so it is never laxer than AWS.
 *
 *   const account = new AwsAccount({ nowMs, limits: { lambdaConcurrency: 10 } });
 *   deployProject(account, { plans, config, keepData }, { at, fault, importExisting });
 *   deployStack(account, { name, region, template, tags, parameters, fault });   // a single stack
 *   deleteStack(account, { name, region });  continueRollback(account, { name, region, skip });
 *   modelStageAccount(account)   the port of `waywiser prune` and `destroy`; stacksOfStage(account, stage)
 *   account.stacks()             stacks with status, tags (`input.tags`), outputs and exports
 *   account.resources(type)      what exists, with properties, owner and the stack that left it
 *   account.orphans()            what a stack made and no stack owns
 *   account.timeline(type)       what existed from when to when, with which properties
 *   account.fill(bucket)         objects, which keep a bucket from being deleted
 *   failNth(n), failOn(id, action)   faults; an action takes a second of model time (`actionMs`)
 *
 * The rules of each resource type are in `kinds/`. Not modelled: concurrency within an operation,
 * drift, stack sets, macros, and whether a policy's resources and conditions match.
 */
import { OperationRefused } from './failures.ts';
import type { Fields } from './json.ts';
import { kindOf, namespaceOf } from './kinds/all.ts';
import { ResourceLives, type ResourceLife } from './resource-lives.ts';
import type { StackPlace, StackState } from './stack-state.ts';
import type { AccountLimits, Owner, PhysicalResource, World } from './world.ts';

/** Quotas of an account in use; a new one has less. */
const LIMITS: AccountLimits = {
  lambdaConcurrency: 1_000,
  alarmsPerRegion: 5_000,
  rolesPerAccount: 1_000,
  managedPoliciesPerAccount: 1_500,
};

/** The instant at which a new account is opened, and its quotas. */
export interface AccountOptions {
  readonly nowMs: number;
  readonly accountId?: string;
  readonly limits?: Partial<AccountLimits>;
}

/** A resource to be made; its name must be free. */
export interface NewResource {
  readonly type: string;
  readonly region: string;
  readonly properties: Fields;
  readonly owner: Owner | null;
}

/**
 * One AWS account in memory: stacks, the resources in all regions, and their history. Operations of
 * CloudFormation change it (`deploy-stack.ts`, `delete-stack.ts`); everything here only reads, but
 * for what people do by hand.
 */
export class AwsAccount implements World {
  readonly accountId: string;
  readonly limits: AccountLimits;
  #nowMs: number;
  #made = 0;
  readonly #resources = new Map<string, PhysicalResource>();
  readonly #gone = new Map<string, PhysicalResource>();
  readonly #lives = new ResourceLives();
  readonly #stacks = new Map<string, StackState>();
  readonly #uploads = new Map<string, Upload>();

  constructor({ nowMs, accountId = '123456789012', limits = {} }: AccountOptions) {
    this.#nowMs = nowMs;
    this.accountId = accountId;
    this.limits = { ...LIMITS, ...limits };
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Moves the clock forward. Throws a RangeError for a time in the past. */
  moveTo(ms: number): void {
    if (ms < this.#nowMs) throw new RangeError(`Cannot move the clock back to ${ms}`);
    this.#nowMs = ms;
  }

  /** Stacks that are no part of another one, in the order of their creation. */
  stacks(): readonly StackState[] {
    return [...this.#stacks.values()].filter(({ parent }) => parent === null);
  }

  /** The resources of a type (default: all types) in a region (default: all). */
  resources(type: string | null = null, region: string | null = null): readonly PhysicalResource[] {
    return [...this.#resources.values()].filter(
      (each) => (type ?? each.type) === each.type && (region ?? each.region) === each.region,
    );
  }

  /** Resources that a stack made and that no stack owns: retained, or not deleted by a clean-up. */
  orphans(): readonly PhysicalResource[] {
    return this.resources().filter(({ owner, leftBy }) => owner === null && leftBy !== null);
  }

  /** Every resource of a type that ever existed, with its properties over time. */
  timeline(type: string): readonly ResourceLife[] {
    return this.#lives.of(type);
  }

  list(type: string, region: string | null): readonly PhysicalResource[] {
    return this.resources(type, region);
  }

  find(type: string, region: string | null, name: string): PhysicalResource | null {
    return this.list(type, region).find((each) => each.name === name) ?? null;
  }

  withAttribute(type: string, attribute: string, value: string): PhysicalResource | null {
    return this.list(type, null).find((each) => each.attributes[attribute] === value) ?? null;
  }

  /** The resource that has a name already; null: the name is free. */
  holder(type: string, region: string, name: string): PhysicalResource | null {
    const { scope } = kindOf(type);
    const namespace = namespaceOf(type);

    return (
      this.resources(null, scope === 'region' ? region : null).find(
        (each) => each.name === name && namespaceOf(each.type) === namespace,
      ) ?? null
    );
  }

  /** A resource by its id, also when it is gone. */
  known(id: string): PhysicalResource {
    const found = this.#resources.get(id) ?? this.#gone.get(id);
    if (found !== undefined) return found;
    throw new RangeError(`Cannot find the resource ${id}`);
  }

  /** Whether a resource exists. */
  exists(id: string): boolean {
    return this.#resources.has(id);
  }

  /** An id that was never used. */
  nextId(): string {
    this.#made += 1;

    return `X${String(this.#made).padStart(8, '0')}`;
  }

  /** Makes a resource; an id can be given that its name was derived from. */
  make({ type, region, properties, owner }: NewResource, id = this.nextId()): PhysicalResource {
    const kind = kindOf(type);
    const name = nameOf(type, properties, generatedName(owner, id));
    const { accountId } = this;
    const { ref, attributes } = kind.identity({
      name,
      region,
      accountId,
      properties,
      world: this,
      uniqueId: id,
    });
    const createdAtMs = this.#nowMs;
    const resource = {
      id,
      type,
      region,
      name,
      physicalId: ref,
      attributes,
      properties,
      owner,
      leftBy: null,
      createdAtMs,
      objects: 0,
    };
    this.#resources.set(id, resource);
    this.#lives.begin(resource, this.#nowMs);

    return resource;
  }

  /** Changes properties, owner or content of a resource. */
  change(
    id: string,
    changes: Partial<Pick<PhysicalResource, 'properties' | 'owner' | 'leftBy' | 'objects'>>,
  ): void {
    const before = this.known(id);
    const after = { ...before, ...changes };
    const { name, region, type, properties } = after;
    const { accountId } = this;
    const { attributes } = kindOf(type).identity({
      name,
      region,
      accountId,
      properties,
      world: this,
      uniqueId: id,
    });
    this.#resources.set(id, {
      ...after,
      attributes: { ...attributes, ...publishedBefore(before) },
    });
    if (changes.properties !== undefined) this.#lives.change(id, properties, this.#nowMs);
  }

  remove({ id }: PhysicalResource): void {
    const resource = this.#resources.get(id);
    if (resource === undefined) return;
    this.#resources.delete(id);
    this.#gone.set(id, resource);
    this.#lives.end(id, this.#nowMs);
  }

  /** Puts objects into a bucket, as runners do. */
  fill(bucketName: string, objects = 1): void {
    const bucket = this.find('AWS::S3::Bucket', null, bucketName);
    if (bucket === null) throw new RangeError(`Cannot fill ${bucketName}: there is no such bucket`);
    this.change(bucket.id, { objects });
  }

  empty(bucketName: string): void {
    this.fill(bucketName, 0);
  }

  /** Stores a file as `cdk` does before a deployment. */
  upload(bucket: string, key: string, content: Upload): void {
    this.#uploads.set(`${bucket}/${key}`, content);
  }

  uploadedBytes(bucket: string, key: string): number | null {
    return this.#uploads.get(`${bucket}/${key}`)?.unzippedBytes ?? null;
  }

  /** The template at an address such as `https://s3.eu-west-1.amazonaws.com/BUCKET/KEY`. */
  templateAt(url: string): string {
    const text = this.#uploads.get(new URL(url).pathname.slice(1))?.template;
    if (text !== undefined && text !== null) return text;
    throw new OperationRefused(`S3 error: The specified key does not exist: ${url}`);
  }

  stack({ region, name }: StackPlace): StackState | null {
    return this.#stacks.get(`${region}/${name}`) ?? null;
  }

  /** All stacks, nested ones included. */
  allStacks(): readonly StackState[] {
    return [...this.#stacks.values()];
  }

  addStack({ region, name }: StackPlace, parent: string | null): StackState {
    const id = `arn:aws:cloudformation:${region}:${this.accountId}:stack/${name}/${this.nextId()}`;
    const stack: StackState = {
      name,
      region,
      id,
      parent,
      status: 'CREATE_IN_PROGRESS',
      input: null,
      members: new Map(),
      outputs: {},
      exports: {},
      imports: new Set(),
      resume: null,
    };
    this.#stacks.set(`${region}/${name}`, stack);

    return stack;
  }

  removeStack({ region, name }: StackPlace): void {
    this.#stacks.delete(`${region}/${name}`);
  }
}

/** A file in the bucket of assets: code, or a template. */
interface Upload {
  /** 0: unknown. */
  readonly unzippedBytes: number;
  readonly template: string | null;
}

/** The name that CloudFormation makes up. */
export function generatedName(owner: Owner | null, id: string): string {
  return owner === null ? id : `${owner.stack.slice(0, 24)}-${owner.logicalId.slice(0, 24)}-${id}`;
}

/** The name of a resource that is unique among its type. */
export function nameOf(type: string, properties: Fields, generated: string): string {
  const kind = kindOf(type);
  if (kind.name !== undefined) return kind.name(properties, generated);
  const own = kind.nameProperty === null ? undefined : properties[kind.nameProperty];

  return typeof own === 'string' ? own : generated;
}

/** What a version contains does not change with its function. */
function publishedBefore({ attributes }: PhysicalResource): Record<string, string> {
  const { Published: published } = attributes;

  return published === undefined ? {} : { Published: published };
}
