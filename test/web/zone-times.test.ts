import { zoneSpan, zoneTime } from '../../lib/web/zone-times.ts';

describe('zoneTime()', () => {
  it('zoneTime() has the time of the zone and UTC', () => {
    const atMs = Date.UTC(2026, 10, 22, 16, 54, 3);

    expect(zoneTime(atMs, 'Europe/Amsterdam')).toEqual({
      local: '2026-11-22 17:54:03 GMT+1',
      utc: '16:54:03 UTC',
    });
    expect(zoneTime(atMs, 'Asia/Kolkata', 'minute')).toEqual({
      local: '2026-11-22 22:24 GMT+5:30',
      utc: '16:54 UTC',
    });
  });

  it('zoneTime() has the date in UTC when it differs', () => {
    const atMs = Date.UTC(2026, 11, 31, 23, 30);

    expect(zoneTime(atMs, 'Europe/Amsterdam', 'minute')).toEqual({
      local: '2027-01-01 00:30 GMT+1',
      utc: '2026-12-31 23:30 UTC',
    });
  });

  it('zoneTime() applies daylight saving time', () => {
    const { local } = zoneTime(Date.UTC(2026, 6, 1, 12), 'America/New_York', 'minute');

    expect(local).toBe('2026-07-01 08:00 GMT-4');
  });

  it.each(['UTC', 'Etc/UTC'])('zoneTime() has UTC only once for readers in %s', (timeZone) => {
    expect(zoneTime(Date.UTC(2026, 10, 22, 16, 54, 3), timeZone)).toEqual({
      local: '2026-11-22 16:54:03 UTC',
      utc: null,
    });
  });
});

describe('zoneSpan()', () => {
  it('zoneSpan() has both offsets when daylight saving time ends in between', () => {
    const span = zoneSpan(Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 12), 'Europe/Amsterdam');

    expect(span.local).toBe('2026-10-24 14:00 GMT+2 to 2026-10-25 13:00 GMT+1');
  });

  it('zoneSpan() has the day once, or both when they differ', () => {
    const fromMs = Date.UTC(2026, 10, 22, 22);

    expect(zoneSpan(fromMs, fromMs + 3_600_000, 'Europe/Amsterdam')).toEqual({
      local: '2026-11-22 23:00 to 2026-11-23 00:00 GMT+1',
      utc: '2026-11-22 22:00 to 23:00 UTC',
    });
  });
});
