import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FUNCTION_ENV } from '../../../lib/core/deploy/function-environment.ts';
import { UNCHECKED_SENDERS } from '../../../lib/core/deploy/sender-parameters.ts';

interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly Resources: Record<string, Resource>;
}

/** What CloudFormation in the emulator does not know. */
const UNKNOWN_TYPES: ReadonlySet<string> = new Set([
  'AWS::CloudWatch::AlarmMuteRule',
  'AWS::CloudWatch::AnomalyDetector',
  'AWS::CloudWatch::CompositeAlarm',
]);
/** Functions name their layers here; see `unpackLayers`. */
const LAYER_ROOT = '/opt/';

/**
 * Rewrites a synthesised cloud assembly, in place, so that the emulator can provision it:
 * - composite alarms and mute rules are left out, alarms of metric math become plain ones of the
 *   same name: what they say is tested on the templates, and by the evaluator;
 * - layers are left out, and paths below `/opt` become those of the layer's folder in the assembly:
 *   the emulator would unpack 210 MB for each process of a function, elsewhere and without the
 *   permission to execute.
 * - recorders take records from anyone: the emulator gives messages no role as their sender. Who may
 *   send what is tested on the templates, and on the built recorder.
 *
 * The files' ids are left as they are: the emulator never sees what they were made from.
 */
export function rewriteAssembly(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.template.json'))
    .flatMap((name) => {
      const notes = rewriteTemplate(dir, name);
      return notes.map((note) => `${name}: ${note}`);
    });
}

function rewriteTemplate(dir: string, name: string): readonly string[] {
  const file = path.join(dir, name);
  const template: Template = JSON.parse(readFileSync(file, 'utf8'));
  const notes = [
    ...dropUnknown(template),
    ...simplifyAlarms(template),
    ...unpackLayers(template, dir),
    ...takeFromAnyone(template),
  ];
  if (notes.length > 0) writeFileSync(file, JSON.stringify(template, null, 1));

  return notes;
}

function dropUnknown(template: Template): readonly string[] {
  const dropped = idsOf(template, ({ Type: type }) => UNKNOWN_TYPES.has(type));
  drop(template, dropped);

  return dropped.map((id) => `left out ${id}`);
}

function simplifyAlarms({ Resources: resources }: Template): readonly string[] {
  const alarms = Object.entries(resources).filter(
    ([, { Type: type, Properties: properties }]) =>
      type === 'AWS::CloudWatch::Alarm' && properties['Metrics'] !== undefined,
  );
  for (const [, alarm] of alarms) {
    const { Metrics: _, ...kept } = alarm.Properties;
    alarm.Properties = {
      ...kept,
      Namespace: 'Emulator',
      MetricName: 'NeverSent',
      Statistic: 'Sum',
      Period: 60,
    };
  }

  return alarms.map(([id]) => `made ${id} a plain alarm`);
}

function unpackLayers(template: Template, dir: string): readonly string[] {
  const layers = idsOf(template, ({ Type: type }) => type === 'AWS::Lambda::LayerVersion');
  const [layer, another] = layers;
  if (layer === undefined) return [];
  if (another !== undefined)
    throw new RangeError(`Cannot tell which layer is meant by ${LAYER_ROOT}`);
  const asset = String(template.Resources[layer]?.Metadata?.['aws:asset:path']);
  for (const { Properties: properties } of Object.values(template.Resources)) {
    delete properties['Layers'];
    pointInto(path.join(dir, asset), properties);
  }
  drop(template, layers);
  leaveOutAsset(dir, asset);

  return [`unpacked layer ${layer} to ${asset}`];
}

/** The emulator names the account as every message's sender. */
function takeFromAnyone({ Resources: resources }: Template): readonly string[] {
  const recorders = Object.entries(resources).filter(([, { Properties: properties }]) =>
    JSON.stringify(properties?.['Environment'] ?? '').includes(`"${FUNCTION_ENV.senders}"`),
  );
  for (const [, { Properties: properties }] of recorders) {
    properties['Environment'] = JSON.parse(
      JSON.stringify(properties['Environment']).replace(
        new RegExp(`("${FUNCTION_ENV.senders}":)"[^"]*"`),
        `$1"${UNCHECKED_SENDERS}"`,
      ),
    );
  }

  return recorders.map(([id]) => `made ${id} take records from anyone`);
}

function pointInto(folder: string, properties: Record<string, unknown>): void {
  const { Environment: environment } = properties;
  if (environment === undefined) return;
  properties['Environment'] = JSON.parse(
    JSON.stringify(environment).replaceAll(`"${LAYER_ROOT}`, `"${folder}/`),
  );
}

/** Else 210 MB are zipped and uploaded to each region for nothing. */
function leaveOutAsset(dir: string, asset: string): void {
  for (const name of readdirSync(dir).filter((each) => each.endsWith('.assets.json'))) {
    const file = path.join(dir, name);
    const manifest: { files: Record<string, { source: { path: string } }> } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    manifest.files = Object.fromEntries(
      Object.entries(manifest.files).filter(([, { source }]) => source.path !== asset),
    );
    writeFileSync(file, JSON.stringify(manifest, null, 1));
  }
}

function idsOf({ Resources: resources }: Template, test: (each: Resource) => boolean): string[] {
  return Object.entries(resources).flatMap(([id, each]) => (test(each) ? [id] : []));
}

function drop({ Resources: resources }: Template, ids: readonly string[]): void {
  for (const id of ids) delete resources[id];
  for (const resource of Object.values(resources)) {
    if (resource.DependsOn === undefined) continue;
    resource.DependsOn = [resource.DependsOn].flat().filter((id) => !ids.includes(id));
  }
}
