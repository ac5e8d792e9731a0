import { hdrHistograms } from '../../lib/adapters/histogram/hdr-histogram.ts';
import type { DashboardPorts, DashboardProject } from '../../lib/core/dashboard/dashboard-ports.ts';
import type { ResolvedConfig } from '../../lib/core/journey/resolved-config.ts';
import { memoryRollupStore } from '../fakes/memory-rollup-store.ts';
import { memoryRunStore } from '../fakes/memory-run-store.ts';
import { memoryAnnotationStore, memoryFindingStore } from '../fakes/memory-trend-stores.ts';
import { DAY_MS } from '../../lib/core/base/time.ts';

/** The configuration of a project that says nothing; change what the test is about. */
export function configOf(changes: Partial<ResolvedConfig> = {}): ResolvedConfig {
  return {
    file: null,
    stage: 'dev',
    account: null,
    home: 'us-east-1',
    regions: ['us-east-1'],
    baseUrls: {},
    baseUrl: null,
    journeys: 'journeys',
    localTarget: null,
    maintenance: [],
    allowPrivate: [],
    controlNames: [],
    notify: { emails: [], webhooks: [] },
    retention: { runsMs: 35 * DAY_MS, evidenceMs: 30 * DAY_MS },
    tags: {},
    secrets: {},
    chromium: 'layer',
    memoryMb: { api: 1024, browser: 2048 },
    limits: {},
    runbookUrl: null,
    ...changes,
  };
}

/** A project without journeys, of this machine. */
export function dashboardProject(changes: Partial<DashboardProject> = {}): DashboardProject {
  return { config: configOf(), plans: [], source: 'local', banner: null, ...changes };
}

/** Stores in memory, the histograms of the product, and a clock that stands. */
export function dashboardPorts(changes: Partial<DashboardPorts> = {}): DashboardPorts {
  return {
    cache: new Map(),
    store: memoryRunStore(),
    rollups: memoryRollupStore(),
    findings: memoryFindingStore(),
    annotations: memoryAnnotationStore(),
    histograms: hdrHistograms(),
    alarms: { statusesOf: async () => [] },
    evidence: { viewOf: async (_record, item) => ({ item, available: false, command: null }) },
    clock: { epochMs: () => Date.UTC(2026, 10, 23, 12) },
    ...changes,
  };
}
