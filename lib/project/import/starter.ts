import { call, chained, literal, property, reference, text } from './expression.ts';
import { expects } from './content-checks.ts';
import {
  awaited,
  comment,
  BLANK,
  type JourneyModel,
  plain,
  type Statement,
} from './journey-model.ts';

/** The journey that `waywiser new NAME` writes without a source: one step with one check. */
export function starterJourney(kind: 'api' | 'browser', name: string): JourneyModel {
  const isApi = kind === 'api';

  return {
    kind,
    name,
    description: isApi ? 'Checks that the API answers.' : 'Checks that the front page loads.',
    options: [],
    secrets: [],
    comments: [],
    parts: [
      {
        kind: 'step',
        name: isApi ? 'call the API' : 'open the front page',
        gives: [],
        statements: isApi ? apiStatements() : browserStatements(),
      },
    ],
  };
}

function apiStatements(): readonly Statement[] {
  const response = reference('response');

  return [
    { kind: 'code', before: 'const response = await ', expression: call('http.get', text('/')) },
    BLANK,
    comment('For a JSON response, check its content: expect(response.json()).toMatchObject({ … })'),
    plain(expects(property(response, 'status'), 'toBe', literal('200'))),
  ];
}

function browserStatements(): readonly Statement[] {
  const heading = chained(
    call('page.getByRole', text('heading'), literal('{ level: 1 }')),
    'first',
  );

  return [awaited(call('page.goto', text('/'))), awaited(expects(heading, 'toBeVisible'))];
}
