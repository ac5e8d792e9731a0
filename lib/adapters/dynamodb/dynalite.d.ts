/** The DynamoDB wire API on LevelDB. It has no types; these cover what is used. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Creates a server with one request listener that does not listen yet. */
  export default function dynalite(options: {
    readonly path: string;
    readonly createTableMs: number;
  }): Server;
}

declare module 'dynalite/db/index.js' {
  /** Opens what reads the keys or values of a range; `close` ends it. */
  type Opener = (options: object) => { next(): Promise<unknown>; close(): Promise<void> };

  const db: {
    /** Called once by every `dynalite()`; creates the database. */
    create: (options: object) => {
      readonly db: {
        open(): Promise<void>;
        close(): Promise<void>;
        keys: Opener;
        values: Opener;
      };
    };
  };
  export default db;
}
