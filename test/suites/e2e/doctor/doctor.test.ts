import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { temporaryDir } from '../../../support/temporary-dir.ts';
import { startPhases } from '../phases.ts';
import { HOME, openStage, REGIONS, type Stage, STAGE } from '../stage.ts';
import { type Account, setExpiry, setRecovery } from './account.ts';
import { ACCOUNT_FAULTS } from './account-faults.ts';
import { AUDIENCE_FAULTS } from './audience-faults.ts';
import { SCHEDULE_FAULTS } from './schedule-faults.ts';
import { STORAGE_FAULTS } from './storage-faults.ts';

const FAULTS = [...ACCOUNT_FAULTS, ...AUDIENCE_FAULTS, ...SCHEDULE_FAULTS, ...STORAGE_FAULTS];
const SECRET_TEXT = 'not-to-be-read-7f3a';

let stage: Stage;
let account: Account;
let remove: () => Promise<void>;

beforeAll(async () => {
  const dir = await temporaryDir();
  remove = dir.remove;
  stage = await openStage(
    dir.path,
    {
      origin: 'http://127.0.0.1:49152',
      project: 'test/suites/e2e/doctor/project',
      prepare: async ({ endpoint }) => createSecrets(endpoint),
    },
    startPhases(),
  );
  const { endpoint } = stage.emulator;
  account = { endpoint, home: HOME, abroad: REGIONS[1], stage: STAGE, id: '000000000000' };
  // The emulator's CloudFormation knows neither of the two settings of a table.
  await Promise.all([setExpiry(account, true), setRecovery(account, true)]);
}, 600_000);

afterAll(async () => {
  await stage.emulator.stop();
  await remove();
});

async function createSecrets(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
  const common = { endpoint, region: HOME, credentials };
  await new SecretsManagerClient(common).send(
    new CreateSecretCommand({ Name: 'shop/user', SecretString: SECRET_TEXT }),
  );
  await new SSMClient(common).send(
    new PutParameterCommand({ Name: '/shop/token', Value: SECRET_TEXT, Type: 'SecureString' }),
  );
}

interface Found {
  readonly code: number;
  readonly text: string;
  /** Codes of problems and of what is not known, with their regions. */
  readonly facts: readonly string[];
}

async function doctor(): Promise<Found> {
  const { code, stdout, stderr } = await stage.waywiser(['doctor', '--json']);
  if (stdout === '') throw new Error(`The doctor said nothing: ${stderr}`);
  const document: {
    readonly checks: readonly {
      readonly facts: readonly {
        readonly code: string;
        readonly kind: string;
        readonly region?: string;
      }[];
    }[];
  } = JSON.parse(stdout);
  const facts = document.checks
    .flatMap((check) => check.facts)
    .filter(({ kind }) => kind !== 'note')
    .map((fact) => [fact.code, fact.region ?? ''].join(' ').trim());

  return { code, text: stdout, facts: facts.toSorted() };
}

test('waywiser doctor finds nothing wrong with a stage as it was deployed', async () => {
  const { code, text, facts } = await doctor();

  expect(facts).toEqual([]);
  expect(code).toBe(0);
  expect(text).not.toContain(SECRET_TEXT);
});

test.each(FAULTS)('waywiser doctor finds $name, and only that', async (fault) => {
  const repair = await fault.plant(account);
  const ill = await doctor();
  await repair();
  const healthy = await doctor();

  expect(ill).toMatchObject({ code: 1, facts: [...fault.found].toSorted() });
  expect(healthy).toMatchObject({ code: 0, facts: [] });
});
