import { awsEndpoint } from '../support/aws-endpoint.ts';
import { runMessage } from '../support/queue-messages.ts';
import { eventOf, loadRecorder, recentRun, zip } from '../support/recorder-function.ts';

test('handler() asks for all again and says so when the table is out', async () => {
  const aws = await awsEndpoint();
  const nowhere = { table: 'waywiser-prod', endpoint: 'http://127.0.0.1:1', accessKeyId: 'test' };
  const handler = await loadRecorder({ aws, table: nowhere });
  const records = [0, 5].map((minute) => recentRun('outage', minute));

  const answer = await handler(eventOf(records.map((record) => runMessage(record, { zip }))));

  expect(answer.batchItemFailures).toEqual([
    { itemIdentifier: 'message-0' },
    { itemIdentifier: 'message-1' },
  ]);
  expect(aws.inputsOf('PutMetricData')).toMatchObject([
    {
      Namespace: 'Waywiser/prod',
      MetricData: [
        { MetricName: 'RecorderErrors', Values: [2] },
        { MetricName: 'Unreadable', Values: [0] },
      ],
    },
  ]);
  await aws.close();
});
