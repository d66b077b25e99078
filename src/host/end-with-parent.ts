/**
 * Loaded into a child of ours before its own program: ends it once its parent is gone, however the parent
 * died. The parent holds the other end of standard input; the kernel closes it with the parent.
 */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
// Nobody reads any more; a last word must not stop it from saving what it holds.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const graceMs = 5000;
process.once('SIGTERM', () => {
  process.stdin.destroy();
  setTimeout(() => process.exit(0), graceMs).unref();
});
