import path from 'node:path';
import type { AlarmChange } from '../../core/alarms/alarm-watch.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { RunStore } from '../../core/ports.ts';
import type { DevTime } from '../frame/dev-time.ts';
import type { OpenProject } from '../frame/open-project.ts';
import { type Paths, STATE_VARIABLE } from '../frame/paths.ts';
import type { DevOptions } from './dev-time-options.ts';

/** What the board is about. */
export interface BoardParts {
  readonly options: DevOptions;
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly store: RunStore;
  readonly time: Pick<DevTime, 'clock' | 'banner'>;
  /** Told of changes of alarms. */
  readonly onAlarm: (change: AlarmChange) => void;
}

/** Where all is kept, relative to the project. */
export function placesOf(parts: BoardParts): { readonly store: string; readonly evidence: string } {
  const { projectDir, stateDir, evidenceRoot } = parts.paths;

  return {
    store: `${path.relative(projectDir, path.join(stateDir, 'db'))}/`,
    evidence: `${path.relative(projectDir, evidenceRoot)}/`,
  };
}

/** What is running here, and where its records go. */
export function whereWords(parts: BoardParts, dashboardUrl: string | null): string {
  const places = placesOf(parts);
  const { journeys, config, baseUrl } = parts.project;
  const banner = bannerWords(parts);

  return [
    ...(banner === null ? [] : [banner]),
    `waywiser dev: ${journeys.length} journeys on schedule, stage ${config.stage}${baseUrl === null ? '' : `, against ${baseUrl}`}`,
    `records ${places.store}   evidence ${places.evidence}   Ctrl-C stops`,
    ...(dashboardUrl === null ? [] : [`dashboard ${dashboardUrl}`]),
  ].join('\n');
}

/** How to see the records afterwards. */
export function keptWords(parts: BoardParts): string {
  const { projectDir, stateDir } = parts.paths;
  const command =
    parts.time.banner === null
      ? 'waywiser runs'
      : `${STATE_VARIABLE}=${path.relative(projectDir, stateDir)} waywiser runs`;

  return `Records are kept in ${placesOf(parts).store}; see them with: ${command}`;
}

/** What must be known of all that is shown; null where time is as it is. */
export function bannerWords({ time: { banner } }: Pick<BoardParts, 'time'>): string | null {
  return banner === null ? null : `${banner} Alarms are not evaluated.`;
}

/** Says of a record that it is not stored yet. */
export function delayedWords(event: PlatformEvent & { readonly kind: 'record-delayed' }): string {
  const { error, record } = event;
  const reason = errorText(error);

  return `waywiser: record ${record.runId} is not stored yet, trying again: ${reason}\n`;
}
