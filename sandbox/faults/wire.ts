/** Answers that end before they are whole. */
import type { ServerResponse } from 'node:http';

/** Sends the status line and half of a header, and destroys the socket. */
export function cutInHeaders(response: ServerResponse, status: number): void {
  const { socket } = response;
  socket?.write(`HTTP/1.1 ${String(status)} OK\r\nContent-Type: applica`, () => {
    socket.destroy();
  });
}

/** Sends the headers and half of the body, and destroys the socket. */
export function cutInBody(
  response: ServerResponse,
  answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string;
  },
): void {
  const body = Buffer.from(answer.text === '' ? '{}' : answer.text);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(body.length) });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => {
    response.socket?.destroy();
  });
}

/** Closes a connection that nobody uses, some time after its answer. */
export function closeLater(response: ServerResponse, afterMs: number): void {
  const { socket } = response;
  response.once('finish', () => {
    setTimeout(() => socket?.destroy(), afterMs);
  });
}
