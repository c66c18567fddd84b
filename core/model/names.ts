/** What the name of a node, role or transport may look like. */
export const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** What is said of a name that {@link NAME_PATTERN} refuses. */
export const NAME_RULE =
  "a name starts with a letter or digit, goes on with letters, digits, " +
  '".", "_" or "-", and has at most 63 characters';

/** As an option's default: the name of the node. */
export const NODE_NAME: unique symbol = Symbol("NODE_NAME");
/** As an option's default: the name of the role. */
export const ROLE_NAME: unique symbol = Symbol("ROLE_NAME");
/** As an option's default: `role@node`. */
export const ROLENODE_NAME: unique symbol = Symbol("ROLENODE_NAME");
/** As an option's default: the name of the transport. */
export const TRANSPORT_NAME: unique symbol = Symbol("TRANSPORT_NAME");
/** As an option's default: `transport@node`. */
export const TRANSPORTNODE_NAME: unique symbol = Symbol("TRANSPORTNODE_NAME");

/** One of the five names that an option's default can stand for. */
export type Placeholder =
  | typeof NODE_NAME
  | typeof ROLE_NAME
  | typeof ROLENODE_NAME
  | typeof TRANSPORT_NAME
  | typeof TRANSPORTNODE_NAME;

/** All of them. */
export const PLACEHOLDERS: readonly Placeholder[] = [
  NODE_NAME,
  ROLE_NAME,
  ROLENODE_NAME,
  TRANSPORT_NAME,
  TRANSPORTNODE_NAME,
];

/**
 * Puts the real name where a placeholder stands; any other value stays.
 *
 * @param value an option's default
 * @param name the name of the role or transport that has the option
 * @param node the name of its node
 */
export function fillPlaceholder(
  value: unknown,
  name: string,
  node: string,
): unknown {
  switch (value) {
    case NODE_NAME:
      return node;
    case ROLE_NAME:
    case TRANSPORT_NAME:
      return name;
    case ROLENODE_NAME:
    case TRANSPORTNODE_NAME:
      return `${name}@${node}`;
    default:
      return value;
  }
}
