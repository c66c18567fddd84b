/** What has gone over the links to a peer, in one direction. */
export interface Volume {
  messages: number;
  /** As they stand on the link: frames, before SSH encrypts them. */
  bytes: number;
}

/** What has gone over the links to a peer since the node began. */
export class Traffic {
  readonly sent: Volume = { messages: 0, bytes: 0 };
  readonly received: Volume = { messages: 0, bytes: 0 };
}
