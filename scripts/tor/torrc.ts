/** What tells the processes of a private Tor network who votes on it. */
export interface Authority {
  readonly name: string;
  /** Where it takes part as a relay. */
  readonly orPort: number;
  /** Where it hands out the list of relays. */
  readonly dirPort: number;
  /** The fingerprint of the key that its votes are signed with. */
  readonly voter: string;
  /** The fingerprint of its key as a relay. */
  readonly relay: string;
}

/** Where a node's own Tor takes connections, and what it stands for. */
export interface NodePorts {
  /** SOCKS, on the loopback address. */
  readonly socks: number;
  /** Orders, likewise. */
  readonly control: number;
}

/** An onion service as an administrator sets it up. */
export interface Service {
  /** The folder of its key and its name. */
  readonly folder: string;
  /** The port that others see. */
  readonly virtualPort: number;
  /** The port of the loopback address that it leads to. */
  readonly port: number;
}

/** The least number of seconds between two votes that Tor accepts. */
const FIRST_VOTES = 5;

/** What the torrc of every process of a private network has. */
export function commonTorrc(folder: string, authority: Authority): string {
  const { name, orPort, dirPort, voter, relay } = authority;
  return `TestingTorNetwork 1
DataDirectory ${folder}
PidFile ${folder}/pid
Log notice file ${folder}/notice.log
SafeLogging 0
LogTimeGranularity 1
ShutdownWaitLength 0
PathsNeededToBuildCircuits 0.67
NumCPUs 1
__OwningControllerProcess ${Deno.pid}
DirAuthority ${name} orport=${orPort} no-v2 v3ident=${voter} 127.0.0.1:${dirPort} ${relay}
`;
}

/** What a relay has besides: it carries cells, and lets nothing out. */
export function relayTorrc(name: string, orPort: number): string {
  return `Nickname ${name}
Address 127.0.0.1
ORPort 127.0.0.1:${orPort} IPv4Only
AssumeReachable 1
ExitRelay 0
SocksPort 0
`;
}

/**
 * What the one relay has besides that votes: as often as Tor lets it, so that
 * the first list of relays is there after a few seconds.
 *
 * @param firstVote when it is to vote first, in seconds since 1970
 */
export function authorityTorrc(dirPort: number, firstVote: number): string {
  return `AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
DirPort 127.0.0.1:${dirPort}
ContactInfo testnet@example.invalid
AuthDirTestReachability 0
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
TestingV3AuthInitialVotingInterval ${FIRST_VOTES}
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
TestingV3AuthVotingStartOffset ${Math.ceil(firstVote) % FIRST_VOTES}
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
V3AuthNIntervalsValid 3
`;
}

/** What a node's own Tor has besides. */
export function nodeTorrc(
  folder: string,
  { socks, control }: NodePorts,
  service?: Service,
): string {
  return `ClientOnly 1
SocksPort 127.0.0.1:${socks} ExtendedErrors
SocksPort unix:${folder}/socks
ControlPort 127.0.0.1:${control}
CookieAuthentication 1
CookieAuthFile ${folder}/control_auth_cookie
` + (service === undefined ? "" : `HiddenServiceDir ${service.folder}
HiddenServicePort ${service.virtualPort} 127.0.0.1:${service.port}
`);
}
