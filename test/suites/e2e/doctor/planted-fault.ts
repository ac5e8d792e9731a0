import type { Account } from './account.ts';

/** Something that is wrong in an account, and what the doctor should find. */
export interface PlantedFault {
  readonly name: string;
  /** The facts that appear: code, and region where the fact has one. */
  readonly found: readonly string[];
  /** Plants it, and returns what takes it away. */
  readonly plant: (account: Account) => Promise<() => Promise<unknown>>;
}
