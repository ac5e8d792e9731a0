import { ImportProblem } from '../../../lib/project/import/read-source.ts';
import { importRecording } from '../../../lib/project/import/recorder/import-recording.ts';
import { writeJourney } from '../../../lib/project/import/write-journey.ts';

const GOTO = {
  type: 'navigate',
  url: 'https://shop.example/',
  assertedEvents: [{ type: 'navigation', url: 'https://shop.example/', title: 'Shop' }],
};

function made(steps: readonly unknown[], baseUrls = ['https://shop.example']) {
  const text = JSON.stringify({ title: 'A visit', steps: [GOTO, ...steps] });
  const options = { name: null, baseUrls, operations: [], tags: [] };
  const { model, notes, secrets } = importRecording({ label: 'visit.json', text }, options);

  return { code: writeJourney(model), notes, secrets };
}

function click(selectors: readonly unknown[], more: object = {}): object {
  return { type: 'click', target: 'main', selectors, offsetX: 1, offsetY: 1, ...more };
}

test.each([
  [
    'a link by its tag',
    [['aria/Cart (3)'], ['nav > a:nth-of-type(2)'], ['text/Cart (3)']],
    "getByRole('link', { name: /^Cart/ })",
  ],
  [
    'a button by its role',
    [['aria/Save draft[role="button"]'], ['#x']],
    "getByRole('button', { name: 'Save draft' })",
  ],
  [
    'what a heading covers',
    [['aria/Plumb bob[role="heading"]'], ['li h3'], ['xpath//html/body/ul/li/a/h3']],
    "getByRole('link', { name: 'Plumb bob' })",
  ],
  [
    'a picture by the link it is in',
    [['aria/Front page', 'aria/[role="image"]'], ['header > a > img']],
    "getByRole('link', { name: 'Front page' })",
  ],
  [
    'a deed without a tag as a button',
    [['aria/Add to cart'], ['#add'], ['text/Add to cart']],
    "getByRole('button', { name: 'Add to cart' })",
  ],
  [
    'something with a name and text, but no tag',
    [['aria/Details of it'], ['#tab'], ['text/Details of it']],
    "getByText('Details of it')",
  ],
  [
    'one word exactly',
    [['aria/Search[role="button"]'], ['#x']],
    "getByRole('button', { name: 'Search', exact: true })",
  ],
  [
    'within what it is unique in',
    [['aria/Main menu[role="navigation"]', 'aria/All offers[role="link"]'], ['nav a']],
    "getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'All offers' })",
  ],
  [
    'by a test id',
    [["[data-testid='total']"], ['xpath///*[@data-testid="total"]']],
    "getByTestId('total')",
  ],
  [
    'by XPath where there is nothing else',
    [['xpath///*[@id="a"]/div[2]']],
    'locator(\'xpath=//*[@id="a"]/div[2]\')',
  ],
  ['by CSS through shadow roots', [['my-card', 'div.more']], "locator('my-card div.more')"],
])('importRecording() finds %s', (_, selectors, locator) => {
  const { code } = made([click(selectors)]);

  expect(code.replaceAll(/\n\s+/g, '')).toContain(locator);
});

test('importRecording() says why something is found by its place', () => {
  const { code } = made([click([['div.x > span']])]);

  expect(code).toContain('// Located by its position in the page: it has no name, label or text');
});

test('importRecording() types, chooses, and presses keys where they were pressed', () => {
  const { code } = made([
    click([['aria/Your town'], ['#town']]),
    { type: 'change', value: 'Greenwich', selectors: [['aria/Your town'], ['#town']] },
    { type: 'keyDown', key: 'Tab' },
    { type: 'keyUp', key: 'Tab' },
    { type: 'change', value: 'card', selectors: [['aria/Payment'], ['form > select']] },
    { type: 'keyDown', key: 'Control' },
    { type: 'keyDown', key: 's' },
    { type: 'keyUp', key: 's' },
    { type: 'keyUp', key: 'Control' },
  ]);

  expect(code).toContain("await page.getByLabel('Your town').fill('Greenwich');");
  expect(code).toContain("await page.getByLabel('Payment').selectOption('card');");
  expect(code).toContain("await page.getByLabel('Payment').press('Control+s');");
  expect(code).not.toMatch(/click|Tab/);
});

test('importRecording() writes the buttons of the mouse, double clicks, hovering and scrolling', () => {
  const selectors = [['aria/North meadow[role="row"]']];
  const { code } = made([
    click(selectors, { button: 'secondary' }),
    { type: 'doubleClick', selectors },
    { type: 'hover', selectors },
    { type: 'scroll', x: 0, y: 640.4 },
  ]);

  const row = "await page.getByRole('row', { name: 'North meadow' })";
  expect(code).toContain(`${row}.click({ button: 'right' });`);
  expect(code).toContain(`${row}.dblclick();`);
  expect(code).toContain(`${row}.hover();`);
  expect(code).toContain('await page.evaluate(() => window.scrollTo(0, 640));');
});

test.each([
  [{ count: 3, operator: '==' }, '.toHaveCount(3)'],
  [{}, '.toBeVisible()'],
  [{ visible: false }, '.toBeHidden()'],
  [{ count: 2 }, '.nth(1)).toBeVisible()'],
  [{ count: 2, operator: '<=' }, '.nth(2)).toBeHidden()'],
  [{ attributes: { href: '/x' } }, ".toHaveAttribute('href'"],
  [{ properties: { textContent: 'Hi' } }, ".toHaveText('Hi')"],
])('importRecording() expects what waitForElement %j waited for', (fields, matcher) => {
  const { code } = made([
    { type: 'waitForElement', selectors: [['aria/Offers[role="list"]']], ...fields },
  ]);

  expect(code.replaceAll(/\n\s+/g, '')).toContain(matcher);
});

test('importRecording() leaves out what it does not know, and says so in code and notes', () => {
  const { code, notes } = made([
    { type: 'customStep', name: 'x', parameters: {} },
    click([['aria/Pay now[role="button"]']], { target: 'https://pay.example/' }),
    { type: 'click' },
  ]);

  expect(notes).toEqual([
    'Step 2 of the recording (customStep) is left out: steps of this type are not supported.',
    'Step 3 of the recording (click) is left out: it happened in another tab, and a journey has only one.',
    'Step 4 of the recording (click) is left out: it has no selectors.',
  ]);
  expect(code).toContain('// Step 2 of the recording (customStep) is left out');
});

test('importRecording() lifts a password out of what was typed, and out of everything else', () => {
  const { code, secrets } = made([
    { type: 'change', value: 'hunter2-secret', selectors: [['aria/Password'], ['#pw']] },
    click([['aria/Sign in[role="button"]']], {
      assertedEvents: [
        {
          type: 'navigation',
          url: 'https://shop.example/?p=hunter2-secret',
          title: 'hunter2-secret',
        },
      ],
    }),
  ]);

  expect(code).not.toContain('hunter2');
  expect(code).toContain(".fill(secret('a-visit/password'));");
  expect(secrets).toEqual([{ name: 'a-visit/password', what: 'what was typed into "Password"' }]);
});

test('importRecording() leaves open what is new in each run', () => {
  const { code } = made([
    click([['aria/Place order[role="button"]']], {
      assertedEvents: [
        { type: 'navigation', url: 'https://shop.example/orders/S-1001', title: '' },
      ],
    }),
  ]);

  expect(code).toContain('toHaveURL(/\\/orders\\/[^/]+$/)');
  expect(code).toContain('repeatable: false');
});

test('importRecording() takes the recorded origin for its base where the configuration has another', () => {
  expect(made([], ['http://127.0.0.1:4173']).code).toContain("baseUrl: 'https://shop.example'");
  expect(made([]).code).not.toContain('baseUrl');
  expect(made([]).code).toContain("await page.goto('/');");
});

test.each([
  ['{ "steps": [ }', /visit\.json:1:14: it is not valid JSON/],
  ['{ "title": "x" }', /it has no "steps"/],
  ['{ "steps": [] }', /"steps" are empty/],
  ['{ "steps": [{}] }', /step 1 has no "type"/],
])('importRecording() refuses %s', (text, message) => {
  const options = { name: null, baseUrls: [], operations: [], tags: [] };

  expect(() => importRecording({ label: 'visit.json', text }, options)).toThrow(ImportProblem);
  expect(() => importRecording({ label: 'visit.json', text }, options)).toThrow(message);
});

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sflKxwRJSMeKKF2QT4';

test('importRecording() lifts secrets out of addresses that are gone to', () => {
  const { code } = made([
    { type: 'navigate', url: 'https://shop.example/in?api_key=k-0815&x=1' },
    { type: 'navigate', url: `https://ada:hunter22@other.example/x#access_token=${JWT}` },
  ]);

  expect(code).toContain("page.goto(`/in?api_key=${secret('a-visit/api-key')}&x=1`)");
  expect(code.replaceAll(/\n\s*/g, '')).toContain(
    "page.goto(`https://ada:${secret('a-visit/password')}@other.example/x#access_token=${secret('a-visit/access-token')}`",
  );
});

test('importRecording() expects no token in an address: it is another each time', () => {
  const { code } = made([
    click([['aria/Go[role="button"]']], {
      assertedEvents: [{ type: 'navigation', url: `https://shop.example/cb?token=${JWT}` }],
    }),
  ]);

  expect(code).toContain(String.raw`toHaveURL(/\/cb\?/)`);
  expect(code).not.toContain('eyJ');
});

test('importRecording() writes no secret that an address has among its words', () => {
  const { code } = made([
    { type: 'change', target: 'main', selectors: [['aria/Password']], value: 'hun.ter+22' },
    click([['aria/Go[role="button"]']], {
      assertedEvents: [{ type: 'navigation', url: 'https://shop.example/hun.ter+22/123456' }],
    }),
  ]);

  expect(code).not.toMatch(/hun\\?\.ter/);
});
