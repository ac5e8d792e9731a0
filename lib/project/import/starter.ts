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

/** A small journey to begin with: one step, and one thing that is checked. */
export function starterJourney(kind: 'api' | 'browser', name: string): JourneyModel {
  const isApi = kind === 'api';

  return {
    kind,
    name,
    description: isApi ? 'Is it there, and does it answer?' : 'Does the front page come up?',
    options: [],
    secrets: [],
    comments: [],
    parts: [
      {
        kind: 'step',
        name: isApi ? 'ask' : 'open the front page',
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
    comment('Of JSON, expect what it must hold: expect(response.json()).toMatchObject({ … })'),
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
