/** A line that is wrong, and what is said of it. */
export interface Case {
  /** What is wrong, for the test's name. */
  readonly what: string;

  readonly line: string;
  /** Column and message. */
  readonly expected: string;
}

/** Lines of a node's block. */
export const NODE_CASES: readonly Case[] = [
  {
    what: "an unknown option",
    line: "roleStorge: x",
    expected:
      '5: Unknown option "roleStorge" in node "a", did you mean "roleStorage"?',
  },
  {
    what: "a misspelt option of a role",
    line: "roles: {timer: {tik: 1}}",
    expected:
      '21: Unknown option "tik" in role "timer" of node "a", did you mean "tick"?',
  },
  {
    what: "an option that resembles none",
    line: "transports: {onion: {zzz: 1}}",
    expected:
      '26: Unknown option "zzz" in transport "onion" of node "a", known: ' +
      '"address", "type" and "description"',
  },
  {
    what: "__proto__ as an option",
    line: "transports: {onion: {__proto__: 1}}",
    expected:
      '26: Unknown option "__proto__" in transport "onion" of node "a", known: ' +
      '"address", "type" and "description"',
  },
  {
    what: "text for a number",
    line: "roles: {timer: {tick: soon}}",
    expected:
      '27: "tick" is the text "soon", expected a number from 0.1 to 3600',
  },
  {
    what: "a number in quotes",
    line: 'roles: {timer: {tick: "60"}}',
    expected:
      '27: "tick" is the text "60", expected a number from 0.1 to 3600: ' +
      "remove the quotes",
  },
  {
    what: "a number below the bounds",
    line: "roles: {timer: {tick: 0}}",
    expected: '27: "tick" is 0, expected a number from 0.1 to 3600',
  },
  {
    what: "a number above the bounds",
    line: "roles: {timer: {tick: .inf}}",
    expected: '27: "tick" is Infinity, expected a number from 0.1 to 3600',
  },
  {
    what: "a fraction for a whole number",
    line: "roles: {all: {pin: 1.5}}",
    expected: '24: "pin" is 1.5, expected a whole number from 0 to 27',
  },
  {
    what: "a number for text",
    line: "roles: {all: {pin: 1, text: 2014}}",
    expected: '33: "text" is 2014, expected text: put it in quotes',
  },
  {
    what: "text for a switch",
    line: "roles: {cuckoo: {log: yes}}",
    expected: '27: "log" is the text "yes", expected true or false',
  },
  {
    what: "a list for text",
    line: "roles: {all: {pin: 1, text: [a]}}",
    expected: '33: "text" is a list, expected text',
  },
  {
    what: "a block for a list",
    line: "transports: {tcp: {address: {a: b}}}",
    expected:
      '33: "address" is a block, expected text with commas between its parts, ' +
      "or a list of texts",
  },
  {
    what: "a number in a list",
    line: "transports: {tcp: {address: [a, 1]}}",
    expected:
      '37: "address" is 1, expected text with commas between its parts, or a ' +
      "list of texts",
  },
  {
    what: "an empty list where one is needed",
    line: "transports: {tcp: {address: []}}",
    expected:
      '33: "address" is an empty list, expected text with commas between its ' +
      "parts, or a list of texts, naming at least one",
  },
  {
    what: "no value for an option that has a default",
    line: "roles: {timer: {tick: }}",
    expected: '27: "tick" is empty, expected a number from 0.1 to 3600',
  },
  {
    what: "a text that is not one of the choices",
    line: "roles: {all: {pin: 1, level: inf}}",
    expected:
      '34: "level" is the text "inf", expected "debug", "info" or "error", did you ' +
      'mean "info"?',
  },
  {
    what: "a list's element that is not one of the choices",
    line: "roles: {all: {pin: 1, colours: [red, gren]}}",
    expected:
      '42: "colours" names "gren", did you mean "green"? Known: "red", "green" ' +
      'and "blue"',
  },
  {
    what: "a missing option of a role",
    line: "roles: {all: }",
    expected: '13: Missing option "pin" in role "all" of node "a": The pin',
  },
  {
    what: "a missing option of a transport",
    line: "transports: {tcp: {}}",
    expected:
      '18: Missing option "address" in transport "tcp" of node "a": Addresses',
  },
  {
    what: "an unknown role type",
    line: "roles: {t1: {type: timr}}",
    expected:
      '24: Unknown role type "timr", did you mean "timer"? Known: "all", ' +
      '"broken", "cuckoo", "logger", "safe" and "timer"',
  },
  {
    what: "a role type that resembles none",
    line: "roles: {t1: {type: bell}}",
    expected:
      '24: Unknown role type "bell", known: "all", "broken", "cuckoo", ' +
      '"logger", "safe" and "timer"; for one of your own, name its folder in ' +
      '"rolePath" or KOZOROLEPATH',
  },
  {
    what: "a role that is named like no type, and says none",
    line: "roles: {timer1: {tick: 2}}",
    expected:
      '13: Role "timer1" has no "type", and "timer1" is none: add one of ' +
      '"all", "broken", "cuckoo", "logger", "safe" and "timer", did you mean "timer"?',
  },
  {
    what: "a role named like a property that all objects have",
    line: "roles: {constructor: }",
    expected:
      '13: Role "constructor" has no "type", and "constructor" is none: add ' +
      'one of "all", "broken", "cuckoo", "logger", "safe" and "timer"; for one of ' +
      'your own, name its folder in "rolePath" or KOZOROLEPATH',
  },
  {
    what: "a transport that is named like no type, and says none",
    line: "transports: {bluetooth: }",
    expected:
      '18: Transport "bluetooth" has no "type", and "bluetooth" is none: add ' +
      'one of "onion" and "tcp"; for one of your own, name its folder in ' +
      '"transportPath" or KOZOTRANSPORTPATH',
  },
  {
    what: "an option of the root in a node",
    line: "heartbeat: 3",
    expected: '5: Unknown option "heartbeat" in node "a": it belongs at the ' +
      'root of the file, or into the node\'s "overrideMainConfiguration" where ' +
      "it holds for that node only",
  },
  {
    what: "an option of the root in a transport",
    line: "transports: {onion: {cipher: aes256-ctr}}",
    expected:
      '26: Unknown option "cipher" in transport "onion" of node "a": it ' +
      "belongs at the root of the file, or into the node's " +
      '"overrideMainConfiguration" where it holds for that node only',
  },
  {
    what: "a type that is no text",
    line: "roles: {t1: {type: 1}}",
    expected: '24: "type" is 1, expected text: put it in quotes',
  },
  {
    what: "a module that cannot be loaded",
    line: "roles: {broken: }",
    expected: '13: Cannot load "broken.ts"',
  },
  {
    what: "an unknown policy",
    line: "selfToOthersConnectPolicy: on-demand",
    expected:
      '32: "selfToOthersConnectPolicy" is the text "on-demand", expected ' +
      '"constant", "ondemand" or "never", did you mean "ondemand"?',
  },
  {
    what: "`system` in overrideMainConfiguration",
    line: "overrideMainConfiguration: {system: {}}",
    expected:
      '33: Unknown option "system" in "overrideMainConfiguration" of node "a", ' +
      'known: "heartbeat", "connectionRetry", "outgoingQueueLength", ' +
      '"outgoingQueueSize", "maxBufferReadSize", "maxMessageSize", ' +
      '"ondemandIdle", "messageLifetime", "transportUpgrade", "cipher", "hmac", ' +
      '"rolePath", "transportPath" and "importPath"',
  },
  {
    what: "a role name that is none",
    line: "roles: {../timer: {type: timer}}",
    expected:
      '13: "../timer" cannot be the name of a role: a name starts with a ' +
      'letter or digit, goes on with letters, digits, ".", "_" or "-", and has ' +
      "at most 63 characters",
  },
  {
    what: "roles in a list",
    line: "roles: [timer]",
    expected: '12: "roles" is a list, expected a block of options',
  },
  {
    what: 'a role whose option has no space after its ":"',
    line: "roles:\n      timer1:\n        type:timer",
    expected: '9: "timer1" is the text "type:timer", expected a block of ' +
      'options: write "type: timer", with a space after the ":"',
  },
  {
    what: "a role that is no block",
    line: "roles: {timer: 60}",
    expected: '20: "timer" is 60, expected a block of options',
  },
  {
    what: "an option twice",
    line: "description: x\n    description: y",
    expected: '5: "description" is here a second time: the first is on line 5',
  },
  {
    what: "a queue of no messages",
    line: "roles: {timer: {messageQueueLength: 0}}",
    expected:
      '41: "messageQueueLength" is 0, expected a whole number from 1 to 1000000',
  },
  {
    what: "an empty path",
    line: 'roleStorage: ""',
    expected: '18: "roleStorage" is the text "", expected a path',
  },
];

/** Lines at the root of the file. */
export const ROOT_CASES: readonly Case[] = [
  {
    what: "a heartbeat of no time",
    line: "heartbeat: 0",
    expected: '12: "heartbeat" is 0, expected a number from 0.01 to 86400',
  },
  {
    what: "an unknown cipher",
    line: "cipher: aes256-gcm@openssh.com, aes256-crt",
    expected:
      '9: "cipher" names "aes256-crt", did you mean "aes256-ctr"? Known: ' +
      '"aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr", ' +
      '"aes192-ctr" and "aes128-ctr"',
  },
  {
    what: "an unknown hmac",
    line: "hmac: md5",
    expected:
      '7: "hmac" names "md5", known: "hmac-sha2-256-etm@openssh.com", ' +
      '"hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512", ' +
      '"hmac-sha1-etm@openssh.com" and "hmac-sha1"',
  },
  {
    what: "no cipher at all",
    line: "cipher: ''",
    expected:
      '9: "cipher" is the text "", expected text with commas between its parts, ' +
      "or a list of texts, naming at least one",
  },
  {
    what: "an option of a node at the root",
    line: "selfToOthersConnectPolicy: never",
    expected: '1: Unknown option "selfToOthersConnectPolicy" in the ' +
      'configuration: it belongs into a node below "system"',
  },
  {
    what: "a misspelt root option",
    line: "conectionRetry: 3",
    expected:
      '1: Unknown option "conectionRetry" in the configuration, did you mean ' +
      '"connectionRetry"?',
  },
];
