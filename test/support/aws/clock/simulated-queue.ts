import { DAY_MS } from '../../../../lib/core/base/time.ts';
import type { DeliveredMessage } from '../../../../lib/core/record/queue-message.ts';
import type { Agenda } from './agenda.ts';
import type { Faults } from './faults.ts';

/** A queue of SQS, as a template describes it. */
export interface QueueSpec {
  readonly region: string;
  readonly name: string;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  /** Where a message goes that was received too often; null: it stays. */
  readonly redrive: { readonly queue: string; readonly maxReceives: number } | null;
}

/** The longest retention of SQS. */
export const MAX_RETENTION_MS = 14 * DAY_MS;

interface HeldMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sentAtMs: number;
  visibleAtMs: number;
  receives: number;
}

/** Simulates a queue of SQS: visibility, retention, redrive. */
export class SimulatedQueue {
  readonly spec: QueueSpec;
  /** Messages that were deleted because they became too old. */
  expired = 0;
  sent = 0;
  /** The longest that a message has waited to be deleted, in milliseconds. */
  maxAgeMs = 0;
  readonly #messages = new Map<string, HeldMessage>();
  readonly #agenda: Agenda;
  readonly #faults: Faults;
  #onVisible: () => void = () => {};
  #deadLetters: SimulatedQueue | null = null;

  constructor(spec: QueueSpec, world: { readonly agenda: Agenda; readonly faults: Faults }) {
    this.spec = spec;
    this.#agenda = world.agenda;
    this.#faults = world.faults;
  }

  redriveTo(queue: SimulatedQueue): void {
    this.#deadLetters = queue;
  }

  /** Calls back whenever a message has become visible. */
  listen(onVisible: () => void): void {
    this.#onVisible = onVisible;
  }

  send(body: string, attributes: Readonly<Record<string, string>> = {}): void {
    const sentAtMs = this.#agenda.nowMs();
    const delay = this.#faults.at('queue-delays', { region: this.spec.region });
    const id = `${this.spec.region}-${this.sent}`;
    this.sent += 1;
    const visibleAtMs = sentAtMs + (delay?.delayMs ?? 0);
    const message = { id, body, attributes, sentAtMs, visibleAtMs, receives: 0 };
    this.#messages.set(id, message);
    this.#announce(message);
  }

  /** Receives visible messages, oldest first, and hides them from others. */
  receive(limit: number): readonly DeliveredMessage[] {
    const nowMs = this.#agenda.nowMs();
    this.#expire(nowMs);
    const received: DeliveredMessage[] = [];
    for (const message of this.#messages.values()) {
      if (received.length === limit) break;
      if (message.visibleAtMs > nowMs) continue;
      message.receives += 1;
      if (this.#redrive(message)) continue;
      this.#hideUntil(message, nowMs + this.spec.visibilityMs);
      const { id, body, attributes, sentAtMs, receives } = message;
      const receipt = `${id}#${receives}`;
      received.push({ id, receipt, body, attributes, sentAtMs, senderId: 'AROA:simulated' });
    }

    return received;
  }

  delete(ids: readonly string[]): void {
    for (const id of ids) {
      const message = this.#messages.get(id);
      if (message === undefined) continue;
      this.maxAgeMs = Math.max(this.maxAgeMs, this.#agenda.nowMs() - message.sentAtMs);
      this.#messages.delete(id);
    }
  }

  /** ChangeMessageVisibility. */
  postpone(id: string, delayMs: number): void {
    const message = this.#messages.get(id);
    if (message !== undefined) this.#hideUntil(message, this.#agenda.nowMs() + delayMs);
  }

  /** Of messages that are not deleted, also those that are hidden; 0 when there is none. */
  oldestAgeMs(): number {
    const [oldest] = this.#messages.values();

    return oldest === undefined ? 0 : this.#agenda.nowMs() - oldest.sentAtMs;
  }

  visible(): number {
    const nowMs = this.#agenda.nowMs();

    return [...this.#messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs).length;
  }

  /** Whether at least so many are visible. */
  has(wanted: number): boolean {
    const nowMs = this.#agenda.nowMs();
    let found = 0;
    for (const { visibleAtMs } of this.#messages.values()) {
      found += Number(visibleAtMs <= nowMs);
      if (found >= wanted) return true;
    }

    return false;
  }

  held(): number {
    return this.#messages.size;
  }

  #hideUntil(message: HeldMessage, visibleAtMs: number): void {
    message.visibleAtMs = visibleAtMs;
    this.#announce(message);
  }

  #announce({ id, visibleAtMs }: HeldMessage): void {
    this.#agenda.at(visibleAtMs, () => {
      if (this.#messages.get(id)?.visibleAtMs === visibleAtMs) this.#onVisible();
    });
  }

  #redrive({ id, body, attributes, receives }: HeldMessage): boolean {
    const { redrive } = this.spec;
    if (redrive === null || receives <= redrive.maxReceives) return false;
    this.#messages.delete(id);
    this.#deadLetters?.send(body, attributes);

    return true;
  }

  #expire(nowMs: number): void {
    for (const { id, sentAtMs } of this.#messages.values()) {
      if (nowMs - sentAtMs <= this.spec.retentionMs) return;
      this.#messages.delete(id);
      this.expired += 1;
    }
  }
}
