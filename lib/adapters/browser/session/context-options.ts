import { type BrowserContextOptions, devices } from 'playwright-core';
import type { BrowserPlan, JourneyPlan } from '../../../core/journey/plan.ts';
import { accessOf } from '../../../core/run/access.ts';
import { RunFailure } from '../../../core/record/outcome.ts';

/** Options of the Playwright context for one attempt of a journey. */
export function contextOptions(
  plan: JourneyPlan,
  secrets: Readonly<Record<string, string>>,
): BrowserContextOptions {
  const { browser } = plan;
  if (browser === null) {
    throw new RunFailure(
      'journey.config',
      `Cannot open a browser for "${plan.name}": its kind is ${plan.kind}`,
    );
  }

  return {
    ...deviceOptions(browser),
    ...appearance(browser),
    ...identity(browser),
    ...httpCredentials(plan, secrets),
    ...(plan.baseUrl === null ? {} : { baseURL: plan.baseUrl }),
    ignoreHTTPSErrors: plan.ignoreTlsErrors,
    acceptDownloads: true,
    serviceWorkers: browser.serviceWorkers,
  };
}

function deviceOptions({ device }: BrowserPlan): BrowserContextOptions {
  if (device === undefined) return {};
  const found = devices[device];
  if (found === undefined) {
    throw new RunFailure(
      'journey.config',
      `Cannot emulate the device "${device}": Playwright has no device of that name`,
    );
  }
  const { defaultBrowserType: _, ...options } = found;

  return options;
}

function appearance(browser: BrowserPlan): BrowserContextOptions {
  const { viewport, locale, timeZone, colorScheme } = browser;

  return {
    ...(viewport === undefined ? {} : { viewport }),
    ...(locale === undefined ? {} : { locale }),
    ...(timeZone === undefined ? {} : { timezoneId: timeZone }),
    ...(colorScheme === undefined ? {} : { colorScheme }),
  };
}

function identity({ headers, storageState }: BrowserPlan): BrowserContextOptions {
  return {
    ...(headers === undefined ? {} : { extraHTTPHeaders: { ...headers } }),
    ...(storageState === undefined ? {} : { storageState: asStorageState(storageState) }),
  };
}

function httpCredentials(
  plan: JourneyPlan,
  secrets: Readonly<Record<string, string>>,
): BrowserContextOptions {
  const credentials = plan.browser?.credentials ?? accessOf(plan, secrets).credentials;

  return credentials === null
    ? {}
    : { httpCredentials: { ...credentials, ...credentialScope(plan) } };
}

/** Credentials are sent to the journey's target only, not to embedded third parties. */
function credentialScope({ baseUrl }: JourneyPlan): { origin?: string } {
  return baseUrl === null ? {} : { origin: new URL(baseUrl).origin };
}

type StorageState = Exclude<NonNullable<BrowserContextOptions['storageState']>, string>;

/** Playwright validates the shape and reports errors. */
function asStorageState(state: object): StorageState {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- validated by Playwright on use
  return state as StorageState;
}
