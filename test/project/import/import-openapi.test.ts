import { importOpenApi } from '../../../lib/project/import/openapi/import-openapi.ts';
import { writeJourney } from '../../../lib/project/import/write-journey.ts';

const OK = { responses: { '200': { description: 'ok' } } };
const THING = {
  type: 'object',
  required: ['id', 'size'],
  properties: { id: { type: 'integer' }, size: { type: 'string', enum: ['small', 'large'] } },
};
function answers(schema: object, status = '200'): object {
  return {
    responses: { [status]: { description: 'ok', content: { 'application/json': { schema } } } },
  };
}

function made(document: object, wanted: { operations?: string[]; tags?: string[] } = {}) {
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: 'Things' }, ...document });
  const options = { name: null, baseUrls: [], operations: [], tags: [], ...wanted };
  const { model, notes, secrets } = importOpenApi({ label: 'api.json', text }, options);

  return { code: writeJourney(model), notes, secrets };
}

function stepsOf(code: string): readonly (string | undefined)[] {
  return [...code.matchAll(/step\('([^']+)'/g)].map(([, name]) => name);
}

test('importOpenApi() goes from the list to the last of what it made, and harms nothing else', () => {
  const { code, notes } = made({
    servers: [{ url: 'https://api.example/v2/' }],
    paths: {
      '/things/{id}': {
        delete: { summary: 'Remove it', ...OK },
        put: { summary: 'Change it', ...OK },
        get: { summary: 'Read it', ...answers(THING) },
      },
      '/things': {
        post: { summary: 'Make one', ...answers(THING, '201') },
        get: { summary: 'List them', ...answers({ type: 'array', items: THING }) },
        delete: { summary: 'Remove all', ...OK },
      },
      '/users/{name}': {
        delete: {
          summary: 'Remove a user',
          parameters: [{ name: 'name', in: 'path', required: true, example: 'ada' }],
          ...OK,
        },
      },
    },
  });

  expect(stepsOf(code)).toEqual(['list them', 'make one', 'read it', 'change it', 'remove it']);
  expect(code).toContain("baseUrl: 'https://api.example'");
  expect(code).toContain("http.get('/v2/things')");
  expect(code).toContain('return Number(response.json().id);');
  expect(code).toContain('http.delete(`/v2/things/${thingId}`)');
  expect(code).toContain('toMatchObject({ id: thingId, size: expect.any(String) })');
  expect(notes).toEqual([
    'Left out of the document: DELETE /things (it would change data that this journey did not create), DELETE /users/{name} (it would change data that this journey did not create).',
  ]);
});

test('importOpenApi() takes the first of a list where it makes none, and an example where there is no list', () => {
  const { code, notes } = made({
    paths: {
      '/things': {
        get: answers({ type: 'object', properties: { items: { type: 'array', items: THING } } }),
      },
      '/things/{id}': { get: OK },
      '/places/{code}': {
        get: {
          parameters: [
            {
              name: 'code',
              in: 'path',
              required: true,
              schema: { type: 'string', examples: ['TP 1'] },
            },
          ],
          ...OK,
        },
      },
      '/people/{who}': {
        get: {
          parameters: [{ name: 'who', in: 'path', required: true, schema: { type: 'string' } }],
          ...OK,
        },
      },
    },
  });

  expect(code).toContain('const firstThingId = await step(');
  expect(code).toContain('return Number(response.json().items[0].id);');
  expect(code).toContain('http.get(`/things/${firstThingId}`)');
  expect(code).toContain("http.get('/places/TP%201')");
  expect(notes[0]).toContain(
    'GET /people/{who} (the document has no example for its path parameters)',
  );
});

test('importOpenApi() sends what is required, with examples of the document', () => {
  const { code } = made({
    paths: {
      '/things': {
        parameters: [{ $ref: '#/components/parameters/Tenant' }],
        post: {
          parameters: [
            {
              name: 'dry',
              in: 'query',
              required: true,
              schema: { type: 'boolean', default: true },
            },
            { name: 'note', in: 'query', schema: { type: 'string' } },
          ],
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          ...OK,
        },
      },
    },
    components: {
      parameters: { Tenant: { name: 'X-Tenant', in: 'header', required: true, example: 'north' } },
      schemas: {
        Thing: {
          ...THING,
          properties: { ...THING.properties, id: { type: 'integer', readOnly: true } },
        },
      },
    },
  });

  expect(code.replaceAll(/\n\s+/g, ' ')).toContain(
    "http.post('/things?dry=true', { headers: { 'X-Tenant': 'north' }, json: { size: 'small' }",
  );
});

test.each([
  [{ type: 'http', scheme: 'bearer' }, "authorization: `Bearer ${secret('things/token')}`"],
  [
    { type: 'http', scheme: 'basic' },
    "btoa(`${secret('things/user')}:${secret('things/password')}`)",
  ],
  [{ type: 'apiKey', in: 'header', name: 'X-Key' }, "'x-key': secret('things/api-key')"],
  [{ type: 'apiKey', in: 'query', name: 'key' }, "query: { key: secret('things/api-key') }"],
  [{ type: 'apiKey', in: 'cookie', name: 'sid' }, "cookie: `sid=${secret('things/api-key')}`"],
  [{ type: 'oauth2', flows: {} }, "authorization: `Bearer ${secret('things/token')}`"],
])('importOpenApi() shows what %j asks for', (scheme, expected) => {
  const { code } = made({
    paths: {
      '/things': { get: { security: [{ door: [] }], ...OK } },
      '/open': { get: { security: [], ...OK } },
    },
    components: { securitySchemes: { door: scheme } },
  });

  expect(code).toContain(expected);
  expect(code).toContain("http.get('/open')");
});

test('importOpenApi() signs in first, and uses the token that it got', () => {
  const { code, secrets } = made({
    security: [{ door: [] }],
    paths: {
      '/things': { get: OK },
      '/auth/login': {
        post: {
          requestBody: {
            content: {
              'application/json': { example: { user: 'ada', password: 'chain-and-compass' } },
            },
          },
          ...answers({ type: 'object', properties: { access_token: { type: 'string' } } }),
        },
      },
    },
    components: { securitySchemes: { door: { type: 'http', scheme: 'bearer' } } },
  });

  expect(stepsOf(code)).toEqual(['sign in', 'load the things']);
  expect(code).toContain('return String(response.json().access_token);');
  expect(code).toContain('authorization: `Bearer ${token}`');
  expect(code).not.toContain('chain-and-compass');
  expect(secrets.map(({ name }) => name)).toEqual(['things/password']);
});

test('importOpenApi() takes only the operations and tags that are asked for', () => {
  const paths = {
    '/a': { get: { operationId: 'readA', tags: ['first'], ...OK } },
    '/b': { get: { tags: ['second'], ...OK } },
  };

  expect(stepsOf(made({ paths }, { tags: ['second'] }).code)).toEqual(['load the b']);
  expect(stepsOf(made({ paths }, { operations: ['readA'] }).code)).toEqual(['read a']);
  expect(stepsOf(made({ paths }, { operations: ['GET /b'] }).code)).toEqual(['load the b']);
  expect(() => made({ paths }, { operations: ['readC'] })).toThrow(
    /expected one of readA, GET \/b/,
  );
  expect(() => made({ paths }, { tags: ['third'] })).toThrow(/expected one of first, second/);
});

test('importOpenApi() reads a schema that holds itself', () => {
  const node = {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
  };
  const { code } = made({
    paths: {
      '/nodes': {
        post: {
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } },
          },
          ...answers({ $ref: '#/components/schemas/Node' }),
        },
      },
    },
    components: { schemas: { Node: node } },
  });

  expect(code).toContain('toMatchObject({ id: expect.any(String) })');
});

test.each([
  ['swagger: "2.0"\npaths: {}\n', /it has version 2.0; expected version 3/],
  ['openapi: 3.0.0\npaths:\n  /a: [\n', /api\.yaml:4:1: it is not valid YAML/],
  [
    '{"openapi":"3.0.0","paths":{"/a":{"get":{"responses":{"200":{"$ref":"#/nope"}}}}}}',
    /Cannot follow "#\/nope" in api\.yaml: it does not exist/,
  ],
  ['{"openapi":"3.0.0","paths":{"/a":{"$ref":"other.yaml"}}}', /it points to another file/],
  ['{"openapi":"3.0.0","paths":{"/a":{"$ref":"#/paths/~1a"}}}', /is circular/],
  ['{"openapi":"3.0.0","paths":{}}', /none of its operations can be called/],
])('importOpenApi() refuses %s', (text, message) => {
  const options = { name: null, baseUrls: [], operations: [], tags: [] };

  expect(() => importOpenApi({ label: 'api.yaml', text }, options)).toThrow(message);
});
