/** The DynamoDB wire API over LevelDB. It ships without types; these are what we use of it. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Makes a server that has one listener for requests, and does not listen yet. */
  export default function dynalite(options: {
    readonly path: string;
    readonly createTableMs: number;
  }): Server;
}

declare module 'dynalite/db/index.js' {
  const db: {
    /** Called once by every `dynalite()`; opens the database. */
    create: (options: object) => {
      readonly db: { open(): Promise<void>; close(): Promise<void> };
    };
  };
  export default db;
}
