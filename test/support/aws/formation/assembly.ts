import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { folderBytes } from '../../../../lib/infra/unzipped-size.ts';
import type { AwsAccount } from './account.ts';
import { type Fields, fieldsOf, listOf, optionalText, textOf } from './json.ts';

/** A stack of a synthesised app. */
export interface AssemblyStack {
  readonly name: string;
  readonly region: string;
  readonly template: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Names of stacks that are deployed before. */
  readonly dependencies: readonly string[];
}

/** A file that `cdk` uploads before it deploys. */
export interface AssemblyFile {
  readonly bucket: string;
  readonly key: string;
  readonly unzippedBytes: number;
  /** Null: code. */
  readonly template: string | null;
}

/** A synthesised app. */
export interface Assembly {
  /** In the order in which `cdk deploy --all` deploys them. */
  readonly stacks: readonly AssemblyStack[];
  readonly files: readonly AssemblyFile[];
}

/** Reads a folder that CDK wrote, such as `cdk.out`. */
export function readAssembly(dir: string): Assembly {
  const artifacts = Object.entries(fieldsOf(read(path.join(dir, 'manifest.json'))['artifacts']))
    .map(([id, artifact]) => ({ id, ...artifactOf(fieldsOf(artifact)) }))
    .filter(({ type }) => type === 'aws:cloudformation:stack');
  const ids = new Map(artifacts.map(({ id, name }) => [id, name ?? id]));

  return {
    stacks: byDependency(
      artifacts.map(({ id, name, region, file, tags, dependencies }) => ({
        name: name ?? id,
        region,
        template: readFileSync(path.join(dir, file), 'utf8'),
        tags,
        dependencies: dependencies.flatMap((each) => ids.get(each) ?? []),
      })),
    ),
    files: readdirSync(dir)
      .filter((file) => file.endsWith('.assets.json'))
      .flatMap((file) => filesOf(dir, read(path.join(dir, file)))),
  };
}

function artifactOf(artifact: Fields) {
  const properties = fieldsOf(artifact['properties']);

  return {
    type: textOf(artifact['type']),
    name: optionalText(properties['stackName']),
    region: optionalText(artifact['environment'])?.split('/').at(-1) ?? '',
    file: optionalText(properties['templateFile']) ?? '',
    tags: Object.fromEntries(
      Object.entries(fieldsOf(properties['tags'])).map(([key, value]) => [key, textOf(value)]),
    ),
    dependencies: listOf(artifact['dependencies']).map(textOf),
  };
}

function filesOf(dir: string, manifest: Fields): readonly AssemblyFile[] {
  return Object.values(fieldsOf(manifest['files'])).flatMap((each) => {
    const { source, destinations } = fieldsOf(each);
    const file = path.join(dir, textOf(fieldsOf(source)['path']));
    const isTemplate = file.endsWith('.template.json');
    const content = isTemplate
      ? { unzippedBytes: 0, template: readFileSync(file, 'utf8') }
      : { unzippedBytes: folderBytes(file), template: null };
    return Object.values(fieldsOf(destinations)).map((destination) => {
      const { bucketName: bucket, objectKey: key } = fieldsOf(destination);
      return { bucket: textOf(bucket), key: textOf(key), ...content };
    });
  });
}

function byDependency(stacks: readonly AssemblyStack[]): readonly AssemblyStack[] {
  const done = new Set<string>();
  const order: AssemblyStack[] = [];
  while (order.length < stacks.length) {
    const next = stacks.find(
      ({ name, dependencies }) => !done.has(name) && dependencies.every((each) => done.has(each)),
    );
    if (next === undefined)
      throw new RangeError('Cannot order the stacks: they depend on each other');
    done.add(next.name);
    order.push(next);
  }

  return order;
}

/** Uploads all files of an app into the buckets of the bootstrapped regions. */
export function uploadAll(account: AwsAccount, { files }: Assembly): void {
  for (const { bucket, key, ...content } of files)
    account.upload(resolved(bucket, account), key, content);
}

function resolved(bucket: string, { accountId }: AwsAccount): string {
  return bucket.replaceAll('${AWS::AccountId}', accountId);
}

/** What `cdk bootstrap` leaves that stacks refer to: the bucket of assets and the version. */
export function bootstrap(account: AwsAccount, region: string): void {
  const { accountId } = account;
  if (account.find('AWS::SSM::Parameter', region, VERSION_PARAMETER) !== null) return;
  account.make({
    type: 'AWS::SSM::Parameter',
    region,
    owner: null,
    properties: { Name: VERSION_PARAMETER, Type: 'String', Value: '31' },
  });
  account.make({
    type: 'AWS::S3::Bucket',
    region,
    owner: null,
    properties: { BucketName: `cdk-hnb659fds-assets-${accountId}-${region}` },
  });
}

const VERSION_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

function read(file: string): Fields {
  const value: Fields = JSON.parse(readFileSync(file, 'utf8'));

  return value;
}
