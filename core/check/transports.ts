import type { Transport } from "../model/transport.ts";
import type { TransportFault } from "../model/transport-check.ts";
import { transportFolder } from "../runtime/storage-folder.ts";
import { messageOf } from "../text.ts";
import type { Finding, Subject } from "./finding.ts";

/** What transports themselves find wrong, with each other or with files. */
export async function transportFaults(subject: Subject): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name: node, transports } of subject.nodes.values()) {
    for (const transport of transports.values()) {
      for (const fault of await faultsOf(transport, subject)) {
        const { severity, option, message } = fault;
        const block = ["system", node, "transports", transport.name];
        const path = option === undefined ? block : [...block, option];
        findings.push({ severity, path, message });
      }
    }
  }
  return findings;
}

async function faultsOf(
  transport: Transport,
  { config, nodes, self }: Subject,
): Promise<readonly TransportFault[]> {
  const { name } = transport.node;
  const roleStorage = config.nodes.get(name)?.roleStorage;
  try {
    return await transport.inspect({
      nodes,
      isHere: name === self,
      ...roleStorage !== undefined && { folder: transportFolder(roleStorage) },
    });
  } catch (error) {
    const message = `Its "inspect" fails: ${messageOf(error)}`;
    return [{ severity: "error", message }];
  }
}
