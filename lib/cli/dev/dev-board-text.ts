import path from 'node:path';
import { redactor } from '../../core/record/redact.ts';
import type { AlarmChange } from '../../core/alarms/alarm-watch.ts';
import { errorText } from '../../core/base/error-text.ts';
import type { PlatformEvent } from '../../core/platform/platform-ports.ts';
import type { RunStore } from '../../core/ports.ts';
import { formatCount } from '../../report/format/count.ts';
import { describeClockMove, describePassedSlots } from '../../report/format/describe-clock.ts';
import type { DevTime } from '../frame/dev-time.ts';
import type { OpenProject } from '../frame/open-project.ts';
import { type Paths, STATE_VARIABLE } from '../frame/paths.ts';
import type { DevOptions } from './dev-time-options.ts';

/** What the board shows. */
export interface BoardParts {
  readonly options: DevOptions;
  readonly project: OpenProject;
  readonly paths: Paths;
  readonly store: RunStore;
  readonly time: Pick<DevTime, 'clock' | 'banner'>;
  /** Called when an alarm changes its state. */
  readonly onAlarm: (change: AlarmChange) => void;
}

/** Folders of store and evidence, relative to the project. */
export function placesOf(parts: BoardParts): { readonly store: string; readonly evidence: string } {
  const { projectDir, stateDir, evidenceRoot } = parts.paths;

  return {
    store: `${path.relative(projectDir, path.join(stateDir, 'db'))}/`,
    evidence: `${path.relative(projectDir, evidenceRoot)}/`,
  };
}

/** The first lines of output: what runs, and where its records are stored. */
export function formatStart(parts: BoardParts, dashboardUrl: string | null): string {
  const places = placesOf(parts);
  const { journeys, config, baseUrl } = parts.project;
  const banner = formatBanner(parts);

  return [
    ...(banner === null ? [] : [banner]),
    `waywiser dev: ${formatCount(journeys.length, 'journey')} on schedule, stage ${config.stage}${baseUrl === null ? '' : `, against ${redactor([])(baseUrl)}`}`,
    `records ${places.store}   evidence ${places.evidence}   Ctrl-C stops`,
    ...(dashboardUrl === null ? [] : [`dashboard ${dashboardUrl}`]),
  ].join('\n');
}

/** The last line of output: how to show the records later. */
export function formatEnd(parts: BoardParts): string {
  const { projectDir, stateDir } = parts.paths;
  const command =
    parts.time.banner === null
      ? 'waywiser runs'
      : `${STATE_VARIABLE}=${path.relative(projectDir, stateDir)} waywiser runs`;

  return `Runs are stored in ${placesOf(parts).store}; show them with: ${command}`;
}

/** The notice of compressed time; null in real time. */
export function formatBanner({ time: { banner } }: Pick<BoardParts, 'time'>): string | null {
  return banner === null ? null : `${banner} Alarms are not evaluated.`;
}

/** The notice of an event that is no run; null: the event is shown in another way. */
export function noticeOf(event: PlatformEvent): string | null {
  switch (event.kind) {
    case 'record-delayed': {
      const { error, record } = event;
      return `record ${record.runId} could not be stored yet, retrying: ${errorText(error)}`;
    }
    case 'clock-moved':
      return describeClockMove(event.byMs);
    case 'slots-passed':
      return describePassedSlots(event.count);
    case 'run-started':
    case 'run-progress':
    case 'run-recorded':
      return null;
  }
}
