import { expect, it } from 'vitest';
import { runCommand } from '../../sandbox/command.js';
import { providerNames } from '../../sandbox/index.js';
import { send } from './start.js';

interface Running {
  /** What was printed so far. */
  readonly printed: string[];
  readonly stop: () => void;
  readonly ended: Promise<void>;
}

/** Resolves when the command has printed or ended. */
async function run(...args: readonly string[]): Promise<Running> {
  const printed: string[] = [];
  let stop = (): void => undefined;
  const stopping = new Promise<void>((resolve) => {
    stop = resolve;
  });
  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const print = (text: string): void => {
      printed.push(text);
      resolve();
    };
    ended = runCommand({ arguments: args, print, waitForStop: () => stopping });
    ended.then(resolve, reject);
  });
  return { printed, ended, stop };
}

it('prints how to reach the servers, serves until it is stopped, and leaves nothing', async () => {
  const { printed, ended, stop } = await run('--json', '--rows', '4');
  const { servers } = JSON.parse(printed.join('')) as {
    servers: { provider: string; options: Record<string, string>; target: object; rows: number }[];
  };
  expect(servers.map(({ provider, rows }) => [provider, rows])).toEqual(
    providerNames.map((name) => [name, 4]),
  );
  const [extruct] = servers;
  const url = `${extruct?.options['baseUrl'] ?? ''}/v1/user`;
  const headers = { authorization: `Bearer ${extruct?.options['token'] ?? ''}` };
  expect((await send(url, { headers })).status).toBe(200);
  stop();
  await ended;
  await expect(fetch(url)).rejects.toThrow();
});

it('prints a table and the variables of a shell', async () => {
  const { printed, ended, stop } = await run(
    '--provider',
    'splendor',
    '--provider',
    'minimal',
    '--rows',
    '2',
  );
  stop();
  await ended;
  const text = printed.join('');
  expect(text).toMatch(/^splendor {2}http:\/\/127\.0\.0\.1:\d+ {2}2 rows\nminimal {3}http/);
  expect(text).toContain("export SPLENDOR_TENANT_ID='acme'  # option tenantId");
  // The name that the description gives, so that the examples of the client's README find it.
  expect(text).toContain("export SPLENDOR_API_TOKEN='sandbox-splendor-token'");
  expect(text).toMatch(/^export MINIMAL_BASE_URL='http:\/\/127\.0\.0\.1:\d+'/m);
  expect(text).toContain('# splendor, target {"dataset_id":"app-logs"}');
  expect(text).not.toContain('EXTRUCT');
});

it('prints help and ends', async () => {
  const { printed, ended } = await run('--help');
  await ended;
  expect(printed.join('')).toContain('Usage: rowsweep-sandbox');
});

it.each([
  [['--rows', 'many'], '--rows must be a whole number'],
  [['--rows', '1000001'], '--rows must be a whole number'],
  [['--seed', '-1'], '--seed'],
  [['--provider', 'other'], '--provider must be one of'],
  [['--nothing'], '--nothing'],
])('says what is wrong with %j', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message);
});
