import type { JourneyPlan } from '../journey/plan.ts';
import type { JourneyKind } from '../record/run-record.ts';
import { ownValue } from '../base/own-value.ts';

/** A request of a simulated journey, before season, noise and injected changes. */
export interface RequestShape {
  readonly method: string;
  readonly path: string;
  readonly resourceType: string;
  /** The target itself, or the host of its static files. */
  readonly host: 'target' | 'files';
  /** Server time, without the network. */
  readonly serverMs: number;
  readonly sizeBytes: number;
  /** Starts together with the request before it. */
  readonly isParallel: boolean;
}

/** A step of a simulated journey: its requests, and its own time. */
export interface StepShape {
  readonly name: string;
  /** Time of the journey or the browser without a running request. */
  readonly ownMs: number;
  readonly requests: readonly RequestShape[];
}

/** The steps that a simulated run of a journey consists of. */
export interface JourneyShape {
  readonly kind: JourneyKind;
  readonly steps: readonly StepShape[];
  /** Name of the step that scenarios change when they change one step. */
  readonly changing: string;
}

/** Method and path, server time, and size of the response. */
type Call = readonly [route: string, serverMs: number, sizeBytes: number];

const API_OWN_MS = 4;
const PAGE_OWN_MS = 160;

const API: JourneyShape = {
  kind: 'api',
  changing: 'pay',
  steps: [
    calls('sign in', ['POST /api/login', 60, 600]),
    calls('search', ['GET /api/products?q=brass', 45, 42_000], ['GET /api/suggestions', 20, 3200]),
    calls('open a product', ['GET /api/products/theodolite', 35, 18_000]),
    calls('fill the cart', ['POST /api/cart', 55, 900], ['GET /api/cart', 25, 1400]),
    calls('pay', ['POST /api/payments', 210, 800], ['GET /api/orders/latest', 30, 2600]),
  ],
};

const BROWSER: JourneyShape = {
  kind: 'browser',
  changing: 'pay',
  steps: [
    view(
      'open the shop',
      ['GET /', 90, 38_000],
      [
        ['GET /app.js', 8, 120_000],
        ['GET /hero.png', 8, 254_000],
      ],
    ),
    view('search', ['GET /search?q=brass', 80, 24_000], [['GET /results.svg', 6, 14_000]]),
    view(
      'open a product',
      ['GET /products/theodolite', 70, 21_000],
      [['GET /theodolite.png', 8, 96_000]],
    ),
    view('fill the cart', ['GET /cart', 75, 16_000], []),
    view('pay', ['POST /checkout', 260, 900], [['GET /receipt.svg', 6, 9000]]),
  ],
};

/** Shapes of this repository's own journeys, by name. */
const KNOWN: Readonly<Record<string, JourneyShape>> = {
  'api-catalogue': {
    kind: 'api',
    changing: 'turn all pages',
    steps: [
      calls(
        'turn all pages',
        ['GET /api/products', 40, 12_000],
        ['GET /api/products?page=2', 40, 12_000],
        ['GET /api/products?page=3', 40, 6000],
      ),
      calls('view a product', ['GET /api/products/ink-and-quill', 30, 2400]),
    ],
  },
  'api-health': {
    kind: 'api',
    changing: 'ask',
    steps: [calls('ask', ['GET /api/health', 12, 15])],
  },
  'api-order': {
    kind: 'api',
    changing: 'order',
    steps: [
      calls('sign in', ['POST /api/login', 60, 200]),
      calls('fill the cart', ['POST /api/cart', 55, 600]),
      calls('order', ['POST /api/orders', 180, 500]),
    ],
  },
  'browse-and-buy': {
    kind: 'browser',
    changing: 'place the order',
    steps: [
      view('open the shop', ['GET /', 90, 38_000], [['GET /hero.png', 8, 254_000]]),
      view(
        'choose an instrument',
        ['GET /products/brass-theodolite', 70, 21_000],
        [['GET /brass-theodolite.svg', 6, 14_000]],
      ),
      view('check the cart', ['GET /cart', 75, 16_000], []),
      view('place the order', ['POST /checkout', 240, 900], [['GET /orders/latest', 60, 12_000]]),
    ],
  },
  search: {
    kind: 'browser',
    changing: 'narrow it down',
    steps: [
      view('open the search', ['GET /search', 80, 24_000], [['GET /hero.png', 8, 254_000]]),
      view('narrow it down', ['GET /search/results?q=brass', 140, 9000], []),
      view(
        'open the find',
        ['GET /products/plumb-bob', 70, 21_000],
        [['GET /plumb-bob.svg', 6, 14_000]],
      ),
    ],
  },
};

/**
 * The steps that a journey's runs are simulated with: those of this repository's own journeys by name,
 * five generic steps for any other, because the steps of a journey are unknown before it has run.
 */
export function shapeOf({ name, kind }: Pick<JourneyPlan, 'name' | 'kind'>): JourneyShape {
  const known = ownValue(KNOWN, name);
  if (known?.kind === kind) return known;

  return kind === 'api' ? API : BROWSER;
}

function calls(name: string, ...list: readonly Call[]): StepShape {
  const requests = list.map((call) => request(call, { resourceType: 'http', host: 'target' }));

  return { name, ownMs: API_OWN_MS, requests };
}

function view(name: string, document: Call, files: readonly Call[]): StepShape {
  const requests = [
    request(document, { resourceType: 'document', host: 'target' }),
    ...files.map((file, index) => ({
      ...request(file, { resourceType: fileType(file[0]), host: 'files' }),
      isParallel: index > 0,
    })),
  ];

  return { name, ownMs: PAGE_OWN_MS, requests };
}

function fileType(route: string): string {
  return route.endsWith('.js') ? 'script' : 'image';
}

function request(
  [route, serverMs, sizeBytes]: Call,
  rest: Pick<RequestShape, 'resourceType' | 'host'>,
): RequestShape {
  const [method = 'GET', path = '/'] = route.split(' ');

  return { method, path, serverMs, sizeBytes, isParallel: false, ...rest };
}
