import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { handledEvent, recordIn, SLOT, withScreenshot } from '../../support/handled-event.ts';

let dir = '';
/** What the sender of a test was given. */
let sent: string[] = [];

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'verdict-'));
  sent = [];
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('handleEvent()', () => {
  test('sends the verdict of a slot before its evidence is made and uploaded', async () => {
    const order: string[] = [];
    const { messages } = await handledEvent(SLOT, {
      dir,
      plan: { kind: 'browser', evidence: 'rerun' },
      attempt: (request) => {
        order.push(request.mode);

        return withScreenshot(request);
      },
      ports: {
        sender: async () => async (body) => {
          order.push('sent');
          sent.push(body);
        },
        uploader: async () => async () => {
          order.push('uploaded');
        },
      },
    });

    expect(messages).toEqual([]);
    expect(order).toEqual(['timing', 'sent', 'evidence', 'uploaded', 'uploaded', 'sent']);
    const [verdict, complete] = sent.map(recordIn);
    expect(verdict).toEqual({ ...complete, evidence: [] });
    expect(complete?.evidence).toHaveLength(2);
    expect(sent.map((body): unknown => JSON.parse(body))).toEqual([
      expect.not.objectContaining({ part: expect.anything() }),
      expect.objectContaining({ part: 'evidence' }),
    ]);
  });

  test('sends the whole record as one with evidence where it is not known whether the verdict arrived', async () => {
    let failures = 1;
    const { record } = await handledEvent(SLOT, {
      dir,
      attempt: withScreenshot,
      ports: {
        sender: async () => async (body) => {
          failures -= 1;
          if (failures >= 0) throw new Error('Cannot send the record');
          sent.push(body);
        },
      },
    });

    expect(record).toEqual({});
    expect(sent.map((body): unknown => JSON.parse(body))).toEqual([
      expect.objectContaining({ part: 'evidence' }),
    ]);
    expect(sent.map(recordIn)).toMatchObject([{ evidence: [{ kind: 'screenshot' }] }]);
  });

  test('answers an on-demand run in one message', async () => {
    const { messages } = await handledEvent({ journey: 'shop' }, { dir, attempt: withScreenshot });

    expect(messages).toHaveLength(1);
    expect(JSON.parse(messages[0] ?? '')).not.toHaveProperty('part');
  });
});
