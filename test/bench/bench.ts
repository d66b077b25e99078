/** `npm run bench -- <name>`: runs one benchmark. Speed is shown here, never by a timed test. */
const names = [
  'all',
  'read',
  'ingest',
  'rank',
  'clients',
  'cost',
  'cold',
  'start',
  'http',
  'fleet',
  'walked',
];
const [name] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run bench -- <${names.join('|')}>`);
  process.exit(2);
}
await import(`./${name}.bench.ts`);
