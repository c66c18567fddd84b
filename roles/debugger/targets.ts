/** Where a debugger finds the node. */
export interface Addresses {
  /** For VS Code and all that speaks the protocol. */
  readonly webSocket: string;
  /** For the address bar of Chrome. */
  readonly devtools: string;
}

/** @param host an address with its port */
export function addressesAt(host: string, token: string): Addresses {
  return {
    webSocket: `ws://${host}/${token}`,
    // Deno and Node.js add "experiments=true": Chrome 156 then shows nothing.
    devtools: "devtools://devtools/bundled/js_app.html?v8only=true&ws=" +
      `${host}/${token}`,
  };
}

/** The node as the list of V8's own inspector describes a program. */
export function describeTarget(title: string, addresses: Addresses): object {
  return {
    description: "Kōzō",
    devtoolsFrontendUrl: addresses.devtools,
    id: title,
    title,
    type: "node",
    url: "",
    webSocketDebuggerUrl: addresses.webSocket,
  };
}

/** As V8's own inspector answers. */
export function describeVersion(): object {
  return { Browser: "Kōzō", "Protocol-Version": "1.3" };
}
