import { SECOND_MS } from '../../../../lib/core/base/time.ts';
import type { DeliveredMessage } from '../../../../lib/core/record/queue-message.ts';
import type { Agenda } from './agenda.ts';
import type { Faults } from './faults.ts';
import type { FunctionPlace, InvocationResult } from './function-spec.ts';
import type { LambdaService } from './lambda-service.ts';
import type { SimulatedQueue } from './simulated-queue.ts';

/** An event source mapping from a queue to a function. */
export interface EventSourceSpec {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly maxConcurrency: number;
}

/** Queue, function, and what is around them. */
export interface EventSourceWorld {
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly lambda: LambdaService;
  readonly queue: SimulatedQueue;
  readonly target: FunctionPlace;
}

/**
 * Delivers a queue's messages in batches: a batch is collected for its window or until it is full. One
 * that is throttled is tried again with back-off until its messages are visible to others; of one that
 * fails, all messages stay in the queue. The answer of a function names those that stay.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class EventSource {
  /** Batches that were handed to the function. */
  batches = 0;
  maxBatch = 0;
  readonly #spec: EventSourceSpec;
  readonly #world: EventSourceWorld;
  #busy = 0;
  #collecting = false;

  constructor(spec: EventSourceSpec, world: EventSourceWorld) {
    this.#spec = spec;
    this.#world = world;
    world.queue.listen(() => this.#collect());
  }

  /** Polls again, as after a black-out of the region. */
  poll(): void {
    this.#collect();
  }

  #collect(): void {
    const { agenda, faults, target, queue } = this.#world;
    const { batchSize, windowMs, maxConcurrency } = this.#spec;
    if (this.#busy >= maxConcurrency || faults.isOut(target.region)) return;
    if (queue.has(batchSize)) return this.#deliver();
    if (this.#collecting) return;
    this.#collecting = true;
    agenda.after(windowMs, () => {
      this.#collecting = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const { queue, faults, target } = this.#world;
    if (faults.isOut(target.region)) return;
    while (this.#busy < this.#spec.maxConcurrency) {
      const messages = queue.receive(this.#spec.batchSize);
      if (messages.length === 0) return;
      this.#busy += 1;
      this.maxBatch = Math.max(this.maxBatch, messages.length);
      this.#invoke(messages, { sinceMs: this.#world.agenda.nowMs(), throttles: 0 });
    }
  }

  #invoke(
    messages: readonly DeliveredMessage[],
    tried: { readonly sinceMs: number; readonly throttles: number },
  ): void {
    const { agenda, queue, lambda, target } = this.#world;
    this.batches += Number(tried.throttles === 0);
    lambda.invokeNow(target, messages, (result) => {
      if (result.kind !== 'throttled') return this.#settle(messages, result);
      const backOffMs = SECOND_MS * 2 ** Math.min(tried.throttles, 5);
      const isOver = agenda.nowMs() + backOffMs - tried.sinceMs >= queue.spec.visibilityMs;
      if (isOver) return this.#settle(messages, result);
      const again = { ...tried, throttles: tried.throttles + 1 };
      agenda.after(backOffMs, () => this.#invoke(messages, again));
    });
  }

  #settle(messages: readonly DeliveredMessage[], result: InvocationResult): void {
    const ids = messages.map(({ id }) => id);
    if (result.kind === 'done') {
      const failed = new Set(Array.isArray(result.answer) ? result.answer : []);
      this.#world.queue.delete(ids.filter((id) => !failed.has(id)));
    }
    this.#busy -= 1;
    if (this.#world.queue.has(1)) this.#collect();
  }
}
