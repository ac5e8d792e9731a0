import { responseFacts } from '../../../lib/core/record/response-facts.ts';

function factsOf(headers: Readonly<Record<string, string>>) {
  return responseFacts(
    (name) => headers[name],
    (text) => text.replaceAll('hunter2', '[secret]'),
  );
}

describe('responseFacts()', () => {
  it.each([
    [{ 'cf-cache-status': 'DYNAMIC' }, 'DYNAMIC'],
    [{ 'x-cache': 'Hit from cloudfront' }, 'HIT'],
    [{ 'x-cache': 'MISS from hit.example' }, 'MISS'],
    [{ 'x-cache': 'MISS, HIT' }, 'HIT'],
    [{ 'x-cache': 'TCP_MISS from a23.example (AkamaiGHost/1)' }, 'MISS'],
    [{ 'x-vercel-cache': 'STALE' }, 'STALE'],
    [{ 'cache-status': '"Hit Parade"; fwd=miss; stored' }, 'MISS'],
    [{ 'cache-status': 'Origin; fwd=miss, Edge; hit', 'x-cache': 'MISS' }, 'HIT'],
    [{ 'x-cache': 'whatever', 'x-proxy-cache': 'BYPASS' }, 'BYPASS'],
    [{ age: '12' }, 'HIT'],
    [{ age: '12', 'x-cache': 'MISS' }, 'MISS'],
  ])('responseFacts() reads %j as %s', (headers, cache) => {
    expect(factsOf(headers)).toEqual({ cache });
  });

  it.each([{}, { age: '0' }, { age: 'old' }, { 'x-cache': '' }, { server: ' \n ' }])(
    'responseFacts() says nothing where %j says nothing',
    (headers) => {
      expect(factsOf(headers)).toEqual({});
    },
  );

  it('responseFacts() keeps a server on one line, short, without secrets', () => {
    expect(factsOf({ server: 'nginx/1.27\n hunter2' })).toEqual({ server: 'nginx/1.27 [secret]' });
    expect(factsOf({ server: 'x'.repeat(5_000) }).server).toHaveLength(100);
  });
});
