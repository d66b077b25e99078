/**
 * Calls with a secret in them, each in a shape of its own. `needles` are the parts that may be shown nowhere.
 * Passwords that people choose (short, spelled, with blanks and marks), and those that machines make.
 */

export interface Planted {
  readonly shape: string;
  readonly uri: string;
  readonly needles: readonly string[];
}

const spelled = 'walrus7Umbrella';
const lower = 'quietgiraffe';
const marked = 'Gr@nite!Pond';
const made = 'q8Tz4vLw0XnRk2Hy6Bd3';
const base = 'c3VwZXJzZWNyZXR3YWxydXM=';

const exec = (...words: readonly string[]): string =>
  `/api/v1/namespaces/shop/pods/web-0/exec?${words
    .map((word) => `command=${encodeURIComponent(word).replaceAll('%20', '+')}`)
    .join('&')}&container=web&stdout=true`;
const shell = (line: string): string => exec('sh', '-c', line);
const proxied = (rest: string): string => `/api/v1/namespaces/shop/services/api:80/proxy/${rest}`;

/** Every way by which a command is given a password, for each kind of password. */
const commands: Readonly<Record<string, (secret: string) => string>> = {
  'mysql, joined': (s) => exec('mysql', '-h', 'db', `-p${s}`),
  'mysql, in a shell': (s) => shell(`mysqldump --all-databases -u root -p'${s}'`),
  'mysql, by folder': (s) => exec('/opt/bin/mariadb', '-uroot', `-p${s}`),
  'a flag with =': (s) => exec('mongosh', `--password=${s}`),
  'a flag and a word': (s) => exec('az', 'login', '--username', 'x', '--password', s),
  'an unknown flag': (s) => exec('tool', `--zugang=${s}`),
  'an unknown flag and a word': (s) => exec('tool', '--zugang', s),
  '-p and a word': (s) => shell(`docker login registry -u bot -p "${s}"`),
  '-P': (s) => exec('sqlcmd', '-S', 'db', '-U', 'sa', '-P', s),
  '-a': (s) => exec('redis-cli', '-a', s, 'info'),
  '-w': (s) => exec('ldapsearch', '-x', '-D', 'cn=reader', '-w', s),
  '-k': (s) => shell(`openssl enc -aes-256-cbc -k "${s}" -in dump.sql`),
  '-c': (s) => exec('snmpwalk', '-v2c', '-c', s, '10.0.0.9'),
  '-u name:password': (s) => exec('curl', '-sS', '-u', `bot:${s}`, 'https://registry.example/v2/'),
  '-uname:password': (s) => shell(`curl -ubot:"${s}" https://registry.example/v2/`),
  '-U name%password': (s) => exec('smbclient', '-U', `bot%${s}`, '//files/share'),
  'a variable before': (s) => shell(`PGPASSWORD='${s}' psql -h db -U app`),
  'a variable of env': (s) => exec('env', `REDISCLI_AUTH=${s}`, 'redis-cli', 'ping'),
  'an exported variable': (s) => shell(`export APP_DB_PASS="${s}"; ./run.sh`),
  'a variable in another tongue': (s) => shell(`SLAPTAZODIS='${s}' ./run.sh`),
  'a variable in small letters': (s) => shell(`pw='${s}'; login "$pw"`),
  'a header': (s) => exec('curl', '-H', `X-Api-Key: ${s}`, 'http://api/'),
  'a header in a shell': (s) => shell(`curl -H "Authorization: Token ${s}" http://api/`),
  'a cookie': (s) => shell(`wget --header='Cookie: a=b; sid=${s}' http://api/`),
  JSON: (s) => exec('curl', '-d', `{"user":"bot","password":"${s}"}`, 'http://api/'),
  'JSON in a shell': (s) => shell(`curl --data "{\\"pin\\": \\"${s}\\"}" http://api/`),
  'a form': (s) => exec('curl', '--data', `user=bot&passwort=${s}`, 'http://api/'),
  'a URL of a database': (s) => exec('psql', `postgres://app:${encodeURIComponent(s)}@db:5432/app`),
  'a URL with a raw password': (s) => shell(`mongodump --uri 'mongodb://app:${s}@db/app'`),
  'a URL without a user': (s) => exec('redis-cli', '-u', `redis://:${s}@cache:6379/0`),
  'a query of a URL': (s) => exec('wget', `https://files.example/dump.sql?ticket=${encodeURIComponent(s)}`),
  'a fragment of a URL': (s) => exec('curl', `https://files.example/#${encodeURIComponent(s)}`),
  'a connection string': (s) => exec('sqlpackage', `/tcs:Server=db;User Id=sa;Password=${s};Encrypt=True`),
  SQL: (s) => exec('psql', '-c', `ALTER ROLE app WITH LOGIN PASSWORD '${s}'`),
  'SQL in a shell': (s) => shell(`mysql -e "CREATE USER app IDENTIFIED BY '${s}'"`),
  'SQL, a row': (s) => shell(`psql -c "insert into users values (1, '${s}')"`),
  'echo to a pipe': (s) => shell(`echo '${s}' | sudo -S id`),
  'a pair to chpasswd': (s) => shell(`echo "root:${s}" | chpasswd`),
  'a here-string': (s) => shell(`sudo -S id <<< '${s}'`),
  'a here-string without quotes': (s) => shell(`sudo -S id <<< ${s.replaceAll(' ', '_')}`),
  'a here-document': (s) => shell(`cat > /tmp/x <<EOF\n${s}\nEOF`),
  'a shell in a shell': (s) => shell(`su -c "bash -c \\"vault login '${s}'\\""`),
  'a shell in substitution': (s) => shell(`TOKEN=$(printf '%s' '${s}') ./run.sh`),
  'a Kubernetes secret': (s) => exec('kubectl', 'create', 'secret', 'generic', 'x', `--from-literal=db=${s}`),
  'a Kubernetes secret, two words': (s) =>
    exec('kubectl', 'create', 'secret', 'generic', 'x', '--from-literal', `db=${s}`),
  'a value of helm': (s) => exec('helm', 'upgrade', 'x', './x', '--set', `db.rootPassword=${s}`),
  'a property of Java': (s) => exec('java', `-Djavax.net.ssl.keyStorePassword=${s}`, '-jar', 'app.jar'),
  keytool: (s) => exec('keytool', '-list', '-storepass', s),
  'openssl pass:': (s) => exec('openssl', 'pkcs12', '-passin', `pass:${s}`),
  rabbitmqctl: (s) => exec('rabbitmqctl', 'add_user', 'bot', s),
  'redis, requirepass': (s) => exec('redis-cli', 'CONFIG', 'SET', 'requirepass', s),
  'redis, AUTH': (s) => shell(`redis-cli AUTH ${s.replaceAll(' ', '_')}`),
  cmd: (s) => exec('cmd', '/c', `net user backup "${s}" /add`),
  PowerShell: (s) => exec('pwsh', '-c', `ConvertTo-SecureString "${s}" -AsPlainText -Force`),
  sshpass: (s) => exec('sshpass', '-p', s, 'ssh', 'root@10.0.0.9'),
  expect: (s) => exec('expect', '-c', `spawn ssh root@db; send "${s}\\r"`),
  'a test': (s) => shell(`if [ "$P" = '${s}' ]; then id; fi`),
  'across lines': (s) => shell(`tool \\\n  --password\n  '${s}'`),
  'an upper-case key': (s) =>
    `/api/v1/namespaces/shop/pods/web-0/exec?Command=login&Command=${encodeURIComponent(s)}`,
  'encoded twice': (s) => exec('sh', '-c', encodeURIComponent(`PGPASSWORD=${s} psql`)),
  'a broken escape': (s) => `${exec('login')}&command=${encodeURIComponent(`--password=${s}`)}%zz`,
  'a broken escape ahead': (s) => `${exec('login')}&command=%E0${encodeURIComponent(s)}`,
  'a kubelet, one line': (s) =>
    `/api/v1/nodes/n1/proxy/run/shop/web-0/web?cmd=${encodeURIComponent(`mysql -p'${s}'`)}`,
  'an unknown key': (s) => proxied(`login?benutzer=bot&wort=${encodeURIComponent(s)}`),
  'a key alone': (s) => proxied(`login?${encodeURIComponent(s)}`),
  'a parameter of a path': (s) => proxied(`login;ticket=${encodeURIComponent(s)}`),
  'behind reset': (s) => proxied(`reset/${encodeURIComponent(s)}`),
  'a label': (s) => `/api/v1/pods?labelSelector=${encodeURIComponent(`password=${s}`)}`,
  'a token of paging': (s) => `/api/v1/pods?limit=500&continue=${encodeURIComponent(s)}`,
  'a fragment': (s) => `/api/v1/pods#${encodeURIComponent(s)}`,
};

/** What gives itself away, wherever it stands. Not whole tokens in this file: they would set off every scanner. */
const tokens: Readonly<Record<string, string>> = {
  JWT: `eyJ${'hbGciOiJSUzI1NiJ9'}.eyJzdWIiOiJ3YWxydXMifQ.c2lnbmVkYnl3YWxydXM`,
  'Entra ID': `abc8Q~${'wX2yZ3-aB4cD5eF6gH7iJ8kL9mN0oP1q'}`,
  AWS: `AKIA${'QWERTYUIOPASDFGH'}`,
  GitHub: `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`,
  GitLab: `glpat-${'xY3zW4vU5tS6rQ7pO8nM'}`,
  Slack: `xoxb-${'123456789012-abcdefGHIJKL'}`,
  npm: `npm_${'a9B8c7D6e5F4g3H2i1J0k9L8m7N6o5P4q3R2'}`,
  PyPI: `pypi-${'AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAw'}`,
  Vault: `hvs.${'CAESIJwalruswalruswalrus12'}`,
  Stripe: `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  Google: `AIza${'SyA1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q'}`,
  kubeadm: `${'k9d2f7'}.0123456789walrus`,
  Telegram: `${'123456789'}:AAF-walruswalruswalruswalruswalrus`,
  bcrypt: `$2b$12$${'walrusWALRUSwalrusWALRUSwalru'}`,
  random: `${'Zm9vYmFy'}QUJDREVGR0hJSktMTU5PUFFSU1Q0NTY3`,
  PEM: `-----BEGIN PRIVATE KEY-----\n${'MIIEvwalrusQIBADANBgkqhkiG9w0'}\n-----END PRIVATE KEY-----`,
};

export const plantedTokens = Object.entries(tokens).map(([shape, token]) => ({ shape, token }));

const needlesOf = (secret: string): string[] => [
  secret,
  ...secret.split(/[^A-Za-z0-9]+/).filter((part) => part.length > 5),
];

/** Several hundred. */
export const planted: readonly Planted[] = [
  ...Object.entries(commands).flatMap(([shape, uri]) =>
    [spelled, lower, marked, made, base].map((secret) => ({
      shape: `${shape}: ${secret}`,
      uri: uri(secret),
      needles: needlesOf(secret),
    })),
  ),
  ...plantedTokens.flatMap(({ shape, token }) => [
    { shape: `${shape} as a word`, uri: exec('tool', token), needles: [token] },
    {
      shape: `${shape} in a path`,
      uri: proxied(`hooks/${encodeURIComponent(token)}/send`),
      needles: [token],
    },
    {
      shape: `${shape} as a name`,
      uri: `/api/v1/namespaces/shop/secrets/${encodeURIComponent(token)}`,
      needles: [token],
    },
  ]),
];

/** A text as it stands, and what a reader could make of it: escapes and entities undone. */
export function readings(text: string): string {
  const decode = (one: string): string =>
    one
      .replaceAll('+', ' ')
      .replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
        try {
          return decodeURIComponent(escaped);
        } catch {
          return escaped;
        }
      })
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('\\n', '\n')
      .replaceAll('\\"', '"');
  return [text, decode(text), decode(decode(text))].join('\n');
}
