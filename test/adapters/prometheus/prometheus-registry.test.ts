import { prometheusRegistry } from '../../../lib/adapters/prometheus/prometheus-registry.ts';

const SERIES = { journey: 'checkout', region: 'eu-west-1' };

describe('prometheusRegistry', () => {
  test('write() returns cumulative buckets with the run as exemplar', async () => {
    const registry = prometheusRegistry();
    registry.add([{ family: 'duration', labels: SERIES, value: 0.3 }], 'run-1');
    registry.add([{ family: 'duration', labels: SERIES, value: 3 }], 'run-2');

    const { contentType, text } = await registry.write();

    const labels = 'journey="checkout",region="eu-west-1"';
    expect(contentType).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(text).toContain('# TYPE waywiser_run_duration_seconds histogram\n');
    expect(text).toContain(`_bucket{le="0.25",${labels}} 0\n`);
    expect(text).toContain(`_bucket{le="0.5",${labels}} 1 # {run_id="run-1"} 0.3`);
    expect(text).toContain(`_bucket{le="+Inf",${labels}} 2`);
    expect(text).toContain(`waywiser_run_duration_seconds_sum{${labels}} 3.3\n`);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  test('write() escapes what would end a label or a line', async () => {
    const registry = prometheusRegistry();
    const journey = 'a"} 1\nevil 2\\';
    registry.add(
      [{ family: 'runs', labels: { ...SERIES, journey, outcome: 'passed' }, value: 1 }],
      null,
    );

    const { text } = await registry.write();

    expect(text).toContain(
      '{journey="a\\"} 1\\nevil 2\\\\",region="eu-west-1",outcome="passed"} 1\n',
    );
    expect(text.split('\n').some((line) => line.startsWith('evil'))).toBe(false);
  });
});
