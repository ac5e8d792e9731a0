// Stands in for every package that a fast test must not load: see jest.config.json.
throw new Error(
  'A fast test loads no browser library, CDK, compiler or embedded store: move it to test/integration.',
);
