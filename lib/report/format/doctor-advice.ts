import type { DoctorFact } from '../../core/doctor/doctor-fact.ts';

/** A fact of the doctor in words, and the command that helps. */
export interface DoctorAdvice {
  readonly text: string;
  /** Absent: there is nothing to do, or no command for it. */
  readonly remedy?: string;
}

/** Deploys the stage again; `describeDoctorFact` adds which one. */
export const REDEPLOY = 'npx waywiser deploy';
/** Repeats the diagnosis of a stage, which `describeDoctorFact` adds. */
export const CHECK_AGAIN = 'npx waywiser doctor';

/** A sentence for each code of some facts. */
export type DescribeFacts<Fact extends DoctorFact> = {
  readonly [Code in Fact['code']]: (fact: FactOf<Fact, Code>) => DoctorAdvice;
};

/** The fact with a code; a type that several codes share has it among others. */
export type FactOf<Fact extends DoctorFact, Code> = Fact extends unknown
  ? Code extends Fact['code']
    ? Fact
    : never
  : never;
