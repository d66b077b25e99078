/**
 * Memory of bytes that come over HTTP, given back as soon as they are used up. Left to the collector it piles up, and each next
 * 64 KB lie where nothing has lain before: clearing such pages and collecting them is four fifths of what a download costs.
 */
import { get, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Ends the bytes: their view is empty from now on. Bytes that share their memory with others are left as they are. */
export function giveBack(bytes: Uint8Array): void {
  const { buffer, byteLength } = bytes;
  if (byteLength > 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/**
 * Gives back what the socket reads until the answer ends: its body is a copy of that.
 * Each read when the next one comes, so that whoever listens beside us is done with it.
 * @param answer nothing happens where it is not what Node's HTTP answers
 */
export async function giveBackReads(answer: unknown): Promise<void> {
  bodiesAreCopies ??= bodyIsCopy();
  if (!(await bodiesAreCopies) || !(answer instanceof IncomingMessage)) return;
  const { socket } = answer;
  if (answer.readableEnded || answer.destroyed || !(socket instanceof Socket)) return;
  let last = new Uint8Array(0);
  const onRead = (bytes: Uint8Array<ArrayBuffer>) => {
    giveBack(last);
    last = bytes;
  };
  // The next answer on this connection is another's.
  const stop = () => socket.off('data', onRead);
  socket.on('data', onRead);
  answer.once('end', stop).once('close', stop);
}

let bodiesAreCopies: Promise<boolean> | undefined;

/** Whether Node copies the body out of what it reads. It does, and nowhere says that it always will. */
const bodyIsCopy = (): Promise<boolean> =>
  new Promise((resolve) => {
    const read = new TextEncoder().encode('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody');
    const wire = new Duplex({
      read: () => undefined,
      write(_bytes, _encoding, done) {
        done();
        wire.push(read);
      },
    });
    const request = get({ createConnection: () => wire }, (answer) =>
      answer.once('data', (body: Uint8Array) => {
        resolve(body.buffer !== read.buffer);
        wire.destroy();
      }),
    );
    // Whatever else comes of it, a download does not wait for the answer.
    request.once('error', () => resolve(false)).once('close', () => resolve(false));
  });
