/**
 * How long a report of loss waits for a record of the same run. A runner may send its record and die
 * a moment later, and a schedule may report as undelivered what was delivered after all; a queue
 * keeps no order, so the report may be read first. Were it used at once, the slot would count as
 * errored in metrics, from which nothing can be taken back. The wait is the queue's: the message is
 * handed back, and comes again.
 */
export const GRACE_MS = 60_000;
