/**
 * Flags of command lines: which are shown whole, and which have a secret behind them. A list for review.
 * Refuses to know where a flag stands.
 */

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** After such a word on a command line stands a secret. */
export const announcesSecret = (word: string): boolean =>
  /^(?:password|passwd|passphrase|requirepass|masterauth|auth|pass|pwd|secret-?key|pin|by|change_password|add_user|set-password|set_password|authenticate_user)$/i.test(
    word,
  );

/** Long flags that are written with one dash: of openssl, find, java, keytool, PowerShell and the like. */
const singleDashed: ReadonlySet<string> = new Set(
  wordsOf(`in out name iname type exec execdir maxdepth mindepth perm user group size newer mtime print delete ok path not
    passin passout pass passwd password storepass keypass keystore alias subj days nodes newkey key cert text noout connect servername
    showcerts jar cp version help classpath Command EncodedCommand enc NoProfile NonInteractive ExecutionPolicy File inform outform
    salt iter pbkdf2 md k kfile v vv vvv all list force recurse AsPlainText Force token secret username`),
);
export const isSingleDashed = (name: string): boolean => singleDashed.has(name);

/** `-p`, `-k`, `-w` and `-P` take no secret in these; elsewhere they may. */
const openFlags: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'p',
    new Set(
      wordsOf(`mkdir ssh nc ncat netcat ps nmap cp tcpdump lsof socat top read git nsenter strace gdb iptables ip6tables ss tar rsync
      bash sh kill pgrep install date perl ruby xargs command type touch python python3 kubectl sysctl ping`),
    ),
  ],
  ['P', new Set(wordsOf('scp wget xargs df pwd grep lsof ps ss'))],
  ['k', new Set(wordsOf('curl sort du df ls tar kubectl'))],
  ['w', new Set(wordsOf('grep wc ping nc ncat ps curl kubectl ss find tcpdump iptables base64 watch'))],
]);

/** Programs that are given passwords as bare words: a number may be one there. */
export const takesText = (program: string): boolean =>
  /^(?:echo|printf|print|net|net1|htpasswd|chpasswd|passwd|rabbitmqctl|mosquitto_passwd|snmp\w{0,12}|ipmitool|expect|sshpass|smbpasswd|vault|consul|etcdctl)$/.test(
    program,
  );

/** Whether a secret may follow the one-letter flag of a program; `-a` is a password of Redis' clients alone. */
export function takesSecret(letter: string, program: string): boolean {
  const own = secretFlags.get(letter);
  if (own !== undefined) return own.test(program);
  const open = openFlags.get(letter);
  return open !== undefined && !open.has(program);
}

/** One-letter flags that take a secret in some programs only. */
const secretFlags: ReadonlyMap<string, RegExp> = new Map([
  ['a', /^(?:redis|valkey|keydb)-(?:cli|benchmark)$/],
  ['u', /^(?:curl|http|https|xh|lftp|ftp|wget)$/],
  ['U', /^(?:smbclient|rpcclient|net|curl)$/],
  ['N', /^ssh-keygen$/],
]);
