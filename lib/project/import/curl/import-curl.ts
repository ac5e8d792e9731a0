import {
  type ApiRequest,
  isSafeMethod,
  notRepeatable,
  requestCall,
  sharedHeaders,
} from '../api-request.ts';
import { expects } from '../content-checks.ts';
import { literal, property, reference } from '../expression.ts';
import { type Imported, type ImportOptions, urlFrame } from '../imported.ts';
import { BLANK, comment, type OptionModel, type Part, plain } from '../journey-model.ts';
import { secretVault, withoutSecrets } from '../lift-secrets.ts';
import { requestName, hostNameOf, stepNames } from '../names.ts';
import { ImportProblem, type Source } from '../read-source.ts';
import { decoded } from '../weave.ts';
import { type Call, callOf, callRequest } from './curl-request.ts';
import { readCurl } from './read-curl.ts';

/** Turns curl commands into an API journey with one step per URL. */
export function importCurl(source: Source, options: ImportOptions): Imported {
  const calls = readCurl(source).flatMap((curl) =>
    curl.urls.map((url) => callOf(curl, url, source)),
  );
  const [first] = calls;
  if (first === undefined) throw new ImportProblem(`Cannot read ${source.label}: no URL in it`);
  const name = options.name ?? hostNameOf(first.url) ?? 'request';
  const frame = urlFrame(first.url.origin, options.baseUrls);
  const vault = secretVault(name);
  const { shared, constants } = sharedHeaders(
    calls.map((each) => callRequest(each, { vault, origin: frame.origin })),
  );
  const names = stepNames(calls.map(({ method, url }) => requestName(method, url.pathname)));
  const ignored = [...new Set(calls.flatMap(({ curl }) => curl.ignored))];
  const left = ignored.length === 0 ? [] : [`Left out of the command: ${ignored.join(', ')}.`];
  const notes = [...left, ...variablesNote(calls)].map((note) => vault.redact(note));
  const parts = shared.flatMap((request, index): readonly Part[] => [
    ...constants.filter(({ before }) => before === index).map(({ part }) => part),
    stepOf(request, names[index] ?? 'request', index === 0),
  ]);
  const model = withoutSecrets(
    {
      kind: 'api',
      name,
      description: `Requests to ${first.url.host}, imported from curl.`,
      options: [...frame.options, ...optionsOf(calls)],
      secrets: [],
      comments: [],
      parts,
    },
    vault,
  );

  return { model, secrets: vault.found, notes };
}

/** A note on shell variables in URLs, which are not replaced by secrets. */
function variablesNote(calls: readonly Call[]): readonly string[] {
  const all = calls.flatMap(({ url }) => decoded(url.pathname + url.search).match(VARIABLE) ?? []);
  if (all.length === 0) return [];
  const names = [...new Set(all)].join(', ');

  return [`URLs contain shell variables (${names}): replace them by their values.`];
}

const VARIABLE = /\$[A-Za-z_]\w*/g;

function optionsOf(calls: readonly Call[]): readonly OptionModel[] {
  const options: OptionModel[] = [];
  if (calls.some(({ curl }) => curl.flags.has('insecure'))) {
    const why = 'From curl -k: certificates are not verified.';
    options.push({ entry: ['ignoreTlsErrors', literal('true')], comment: why });
  }

  return [...options, ...notRepeatable(calls.map(({ method }) => method))];
}

function stepOf(request: ApiRequest, name: string, isFirst: boolean): Part {
  const response = reference('response');
  const isRead = isSafeMethod(request.method);
  const status = property(response, 'status');
  const check = isRead
    ? expects(status, 'toBe', literal('200'))
    : expects(status, 'toBeLessThan', literal('300'));
  const hint = isFirst
    ? [comment('A curl command does not contain the response: add a check of its content here.')]
    : [];

  return {
    kind: 'step',
    name,
    statements: [
      { kind: 'code', before: 'const response = await ', expression: requestCall(request) },
      BLANK,
      ...hint,
      plain(check),
    ],
    gives: [],
  };
}
