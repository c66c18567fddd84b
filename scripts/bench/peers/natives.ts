import type { Plan } from "../plan.ts";
import { median } from "../statistics.ts";
import {
  measureMosquittoClients,
  mosquittoPrograms,
} from "./mosquitto-clients.ts";
import { howToInstall, type Program } from "./programs.ts";
import { measureZeromq, zeromqPrograms } from "./zeromq.ts";

/** What messages cost that programs without JavaScript send and receive. */
export interface NativeFigures {
  readonly name: string;
  readonly messages: number;
  readonly received: number;
  readonly messagesPerSecond: number;
  /** CPU time for each message, all processes together, in µs. */
  readonly cpu: number;
}

/** What became of one round. */
export type NativeRound = Omit<NativeFigures, "name" | "messages">;

/** The native clients that can be measured here. */
export interface Natives {
  readonly figures: readonly NativeFigures[];
  /** A line for each of the others. */
  readonly missing: readonly string[];
}

interface Native {
  readonly name: string;
  readonly programs: readonly Program[];
  readonly measure: (
    messages: number,
    stop: AbortSignal,
  ) => Promise<NativeRound>;
}

const NATIVES: readonly Native[] = [
  {
    name: "mosquitto_pub, mosquitto_sub",
    programs: mosquittoPrograms,
    measure: measureMosquittoClients,
  },
  {
    name: "ZeroMQ with CURVE, in Python",
    programs: zeromqPrograms,
    measure: measureZeromq,
  },
];

/** Measures those that are here, in turns. */
export async function measureNatives(
  { nativeMessages, nativeRounds }: Plan,
  stop: AbortSignal,
): Promise<Natives> {
  const rounds = new Map<Native, NativeRound[]>();
  const missing: string[] = [];
  for (const native of NATIVES) {
    const install = await howToInstall(native.programs);
    if (install === undefined) rounds.set(native, []);
    else missing.push(`"${native.name}" is left out; to have it: ${install}`);
  }
  for (let i = 0; i < nativeRounds; i++) {
    for (const [{ measure }, done] of rounds) {
      done.push(await measure(nativeMessages, stop));
    }
  }
  const figures = [...rounds].map(([{ name }, done]) => ({
    name,
    messages: nativeMessages,
    ...middle(done),
  }));
  return { figures, missing };
}

function middle(rounds: readonly NativeRound[]): NativeRound {
  const of = (figure: (round: NativeRound) => number) =>
    median(rounds.map(figure));
  return {
    received: of(({ received }) => received),
    messagesPerSecond: of(({ messagesPerSecond }) => messagesPerSecond),
    cpu: of(({ cpu }) => cpu),
  };
}
