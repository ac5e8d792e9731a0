/** A worker sent what its sandbox cannot accept. The message is for people. */
export class ProtocolBreach extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolBreach';
  }
}
