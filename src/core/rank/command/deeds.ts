/**
 * What a command does, in a closed list of deeds. A table for review: each has words for it, and how it is seen.
 * Knows programs, files and hosts; refuses to know how dangerous a deed is: that is a factor's (`factors-command.ts`).
 *
 * Programs are compared whole, paths by their segments: `reshadow` and `/srv/etc/shadows` are no shadow file.
 */
import { leadsOut, namesMetadata } from './hosts.ts';
import { handsOutShell } from './reverse-shell.ts';
import type { Run } from './runs.ts';
import {
  decodes,
  fetchers,
  isRun,
  type Line,
  languages,
  lineOf,
  named,
  packs,
  runsOne,
  some,
} from './shapes.ts';

interface Row {
  /** Behind "a command that". */
  readonly words: string;
  readonly when: (line: Line) => boolean;
}

/** Code that runs what it decoded. Two looks, so that no text is slow to look at. */
const runsDecoded = (code: string): boolean =>
  /\b(?:exec|eval|system)\b/i.test(code) &&
  /b64decode|base64_decode|decode_base64|decode64|\batob\b/i.test(code);

export const deeds = {
  token: {
    words: "reads a pod's token",
    when: (line) =>
      some(line, /(?:^|\/)secrets\/(?:kubernetes\.io|azure\/tokens|eks\.amazonaws\.com)(?=[/\s'")]|$)/) ||
      some(line, /(?:^|\/)serviceaccount\/(?:\.\.data\/)?token$|(?:^|\/)azure-identity-token$/) ||
      some(line, /AZURE_FEDERATED_TOKEN_FILE|AWS_WEB_IDENTITY_TOKEN_FILE/),
  },
  credentials: {
    words: 'reads files that hold credentials',
    when: (line) =>
      some(
        line,
        /(?:^|[\s=@:<'"(])(?:\/host[\w-]*|\/mnt\/\w+|\/proc\/\d+\/root)?\/etc\/(?:g?shadow-?|kubernetes\/(?:azure\.json|pki|[\w.-]*kubeconfig|admin\.conf))(?=[/\s'")]|$)/,
      ) ||
      some(line, /(?:^|\/)(?:run\/secrets(?!\/(?:kubernetes\.io|azure|eks))|var\/lib\/kubelet)(?:\/|$)/) ||
      some(
        line,
        /(?:^|\/)\.(?:ssh\/id_\w+|aws\/credentials|kube\/config|docker\/config\.json|git-credentials|netrc|pgpass|my\.cnf|vault-token|azure)(?:\/[\w.-]*)?$/,
      ) ||
      some(
        line,
        /(?:^|\/)(?:application_default_credentials\.json|accessTokens\.json|msal_token_cache\.\w+|credentials\.db)$/,
      ),
  },
  environment: {
    words: 'reads the environment of other processes',
    when: (line) => some(line, /(?:^|\/)proc\/[^/]+\/(?:task\/[^/]+\/)?environ$/),
  },
  metadata: {
    words: "asks the cloud's metadata service",
    when: ({ words }) => words.some(namesMetadata),
  },
  'reverse-shell': {
    words: 'opens a shell to somebody outside',
    when: handsOutShell,
  },
  'download-and-run': {
    words: 'downloads a program and runs it',
    when: (line) => {
      const { runs } = line;
      const fetches = ({ program }: Run): boolean => fetchers.has(program);
      const at = runs.findIndex(fetches);
      const made = runs
        .slice(at + 1)
        .some(
          ({ program, words }) =>
            program === 'chmod' &&
            words.some(
              (word) => /^[ugoa]*\+[rw]*x$/.test(word) || (/^[0-7]+$/.test(word) && /[1357]/.test(word)),
            ),
        );
      return isRun(line, fetches) || (at >= 0 && made);
    },
  },
  download: {
    words: 'fetches something from outside',
    when: ({ runs }) => runs.some(({ program, words }) => fetchers.has(program) && words.some(leadsOut)),
  },
  'copy-out': {
    words: 'packs files to its output, as kubectl cp does',
    when: ({ runs }) => runs.some((run) => packs(run, 'c')),
  },
  'copy-in': {
    words: 'unpacks files from its input, as kubectl cp does',
    when: ({ runs }) => runs.some((run) => packs(run, 'x')),
  },
  host: {
    words: "enters the node's own system",
    when: (line) =>
      runsOne(line, named('nsenter chroot unshare')) ||
      some(line, /^\/(?:host(?:-?root|fs)?|rootfs)\/(?:usr\/)?s?bin\//) ||
      some(line, /^\/proc\/1\/(?:root|ns)(?:\/|$)/) ||
      some(line, /(?:^|\/)(?:docker|containerd|crio)\.sock$/),
  },
  miner: {
    words: 'mines coins',
    when: (line) =>
      runsOne(
        line,
        named(
          'xmrig xmr-stak xmr-stak-rx minerd cpuminer ccminer ethminer nbminer lolMiner t-rex teamredminer phoenixminer bfgminer cgminer kinsing kdevtmpfsi kthreaddk sysrv',
        ),
      ) || some(line, /^(?:stratum\d?(?:\+\w+)?:\/\/|--donate-level|--coin=|--randomx)/i),
  },
  traces: {
    words: 'removes histories or logs',
    when: (line) => {
      const { runs } = line;
      const log =
        /(?:^|\/)\.(?:bash|zsh|sh|ash|python|mysql|psql)_history$|(?:^|\/)var\/log(?:\/|$)|^HISTFILE(?:SIZE)?=|^HISTSIZE=0?$/;
      const cleans = runs.some(
        ({ program, words }) =>
          (/^(?:rm|shred|truncate|unlink|wipe|srm)$/.test(program) && words.some((word) => log.test(word))) ||
          (/^(?:cp|ln|cat)$/.test(program) &&
            words.includes('/dev/null') &&
            words.some((word) => log.test(word))) ||
          (program === 'history' && words.some((word) => /^-[a-z]*[cdw]/.test(word))) ||
          (program === 'unset' && words.some((word) => /^HIST\w+$/.test(word))) ||
          (program === 'journalctl' && words.some((word) => /^--(?:vacuum|rotate)/.test(word))),
      );
      return cleans || some(line, /^HISTFILE=(?:\/dev\/null)?$|^HIST(?:FILE)?SIZE=0$/);
    },
  },
  encoded: {
    words: 'runs a script that is hidden by an encoding',
    when: (line) =>
      isRun(line, decodes) ||
      line.runs.some(
        ({ program, words }) =>
          (/^(?:pwsh|powershell)(?:\.exe)?$/.test(program) &&
            words.some((word) => /^-e(?:nc|ncodedcommand)?$/i.test(word))) ||
          (languages.has(program) && words.some((word) => runsDecoded(word))),
      ),
  },
  'attack-tool': {
    words: 'runs a tool made for attacks',
    when: (line) =>
      runsOne(
        line,
        named(
          'peirates kubeletctl amicontained deepce deepce.sh linpeas linpeas.sh lse.sh cdk botb kube-hunter kubeaudit kubesploit nmap masscan zgrab zmap rustscan hydra sqlmap nuclei ffuf gobuster feroxbuster msfconsole msfvenom chisel ngrok frpc gost proxychains proxychains4 mimipenguin lazagne trufflehog gitleaks rakkess kubectl-access_matrix truffleproc pspy pspy64',
        ),
      ),
  },
  'cluster-api': {
    words: 'asks the cluster itself from within a pod',
    when: (line) =>
      runsOne(line, named('kubectl oc helm crictl ctr nerdctl')) ||
      some(
        line,
        /(?:^|[/@])kubernetes\.default(?:\.svc(?:\.cluster\.local)?)?(?=[:/]|$)|KUBERNETES_(?:SERVICE_HOST|PORT)|:(?:10250|10255|2379)(?:\/|$)/,
      ),
  },
} as const satisfies Readonly<Record<string, Row>>;

export type Deed = keyof typeof deeds;

const order = Object.keys(deeds) as Deed[];

/** What a command does, in the order of the table. */
export function deedsOf(argv: readonly string[] | null): Deed[] {
  if (argv === null || argv.length === 0) return [];
  const line = lineOf(argv);
  return order.filter((deed) => deeds[deed].when(line));
}
