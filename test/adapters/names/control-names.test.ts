import { controlNames } from '../../../lib/adapters/names/control-names.ts';

const NONE = { configured: [], own: [] };
const WELL_KNOWN = ['amazonaws.com', 'example.com'];

describe('controlNames()', () => {
  it('has well-known names only as the last resort', () => {
    expect(controlNames(NONE).choose('shop.test')).toEqual({ known: [], last: WELL_KNOWN });
  });

  it('begins with what resolved recently, the latest first', () => {
    const names = controlNames({ configured: [], own: ['sqs.eu-west-1.amazonaws.com'] });
    names.note('api.first.test');
    names.note('cdn.second.test');

    expect(names.choose('shop.test').known).toEqual([
      'cdn.second.test',
      'api.first.test',
      'sqs.eu-west-1.amazonaws.com',
    ]);
  });

  it('does not take names of the target’s own zone, whose servers may have failed', () => {
    const names = controlNames(NONE);
    names.note('api.shop.test');
    names.note('WWW.SHOP.TEST');

    expect(names.choose('shop.test').known).toEqual([]);
    expect(controlNames(NONE).choose('s3.amazonaws.com').last).toEqual(['example.com']);
  });

  it('takes configured names of the target’s zone, and asks no third party then', () => {
    const names = controlNames({ configured: ['sso.corp.test', 'app.corp.test'], own: [] });

    expect(names.choose('app.corp.test')).toEqual({ known: ['sso.corp.test'], last: [] });
  });

  it('forgets names after an hour, and addresses and localhost at once', () => {
    let nowMs = 0;
    const names = controlNames({ configured: [], own: ['127.0.0.1'] }, () => nowMs);
    for (const name of ['api.first.test', '10.0.0.1', '::1', 'localhost', 'a.localhost']) {
      names.note(name);
    }
    expect(names.choose('shop.test').known).toEqual(['api.first.test']);
    nowMs = 3_600_000;

    expect(names.choose('shop.test').known).toEqual([]);
  });

  it('remembers and asks a limited number', () => {
    const names = controlNames(NONE);
    for (let each = 0; each < 100; each += 1) names.note(`a.zone-${each}.test`);

    expect(names.choose('shop.test').known).toEqual(
      [99, 98, 97, 96].map((each) => `a.zone-${each}.test`),
    );
  });
});
