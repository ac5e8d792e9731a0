/** The public API for journeys and configurations. */
export { expect } from './adapters/expect/lazy-expect.ts';
export { defineConfig } from './core/journey/config.ts';
export {
  apiJourney,
  browserJourney,
  cron,
  every,
  monthly,
  rate,
  weekly,
} from './core/journey/definition.ts';
export { dnsCheck } from './core/journey/checks/dns-check.ts';
export { grpcCheck } from './core/journey/checks/grpc-check.ts';
export { sseCheck } from './core/journey/checks/sse-check.ts';
export { tcpCheck } from './core/journey/checks/tcp-check.ts';
export { tlsCheck } from './core/journey/checks/tls-check.ts';
export { wsCheck } from './core/journey/checks/ws-check.ts';
export type { APIResponse, BrowserContext, Locator, Page } from 'playwright-core';
export type * from './core/journey/checks/dns-check.ts';
export type * from './core/journey/checks/dns-probe.ts';
export type { Expectation } from './core/journey/checks/expectation.ts';
export type * from './core/journey/checks/grpc-check.ts';
export type * from './core/journey/checks/grpc-probe.ts';
export type * from './core/journey/checks/probe.ts';
export type * from './core/journey/checks/sse-check.ts';
export type * from './core/journey/checks/sse-probe.ts';
export type * from './core/journey/checks/tcp-check.ts';
export type * from './core/journey/checks/tcp-probe.ts';
export type * from './core/journey/checks/tls-check.ts';
export type * from './core/journey/checks/tls-probe.ts';
export type * from './core/journey/checks/ws-check.ts';
export type * from './core/journey/checks/ws-probe.ts';
export type * from './core/journey/config.ts';
export type * from './core/journey/definition.ts';
export type { Duration } from './core/journey/duration.ts';
export type { Expect } from './core/journey/expect-api.ts';
export type * from './core/journey/http-api.ts';
export type * from './core/journey/probe-api.ts';
export type * from './core/record/run-record.ts';
export type { Cause, Outcome } from './core/record/outcome.ts';
