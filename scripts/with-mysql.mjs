// Runs a command with SANDBOX_MYSQL_URL set. Where it is not set already, a MariaDB of its own is started for the command,
// on a free port of the loopback interface, with its files in a temporary folder; both are gone when the command ends.
// Usage: node scripts/with-mysql.mjs <command> [arguments]
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const startMs = 60_000;
const stopMs = 20_000;

/** Debian keeps servers in folders that only the administrator's PATH has. */
function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    // The server speaks first, when it is ready.
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.setTimeout(1_000, () => socket.destroy());
  });
}

/** Starts a server and resolves when it answers. Rejects with the end of its log when it does not. */
async function startMariadb() {
  const server = findProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  if (server === undefined || install === undefined) {
    throw new Error(
      'There is no MariaDB here. Install it (Debian: apt-get install mariadb-server), or set SANDBOX_MYSQL_URL.',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'rowsweep-mariadb-'));
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const user = userInfo().username;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const settings = [`--datadir=${data}`, `--user=${user}`];
    const login = ['--auth-root-authentication-method=normal', '--skip-test-db'];
    execFileSync(install, ['--no-defaults', ...settings, ...login], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const port = await findFreePort();
    const child = spawn(
      server,
      [
        '--no-defaults',
        ...settings,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${join(folder, 'socket')}`,
        `--pid-file=${join(folder, 'pid')}`,
        `--log-error=${log}`,
        // Nothing here has to outlive a power cut.
        '--innodb-flush-log-at-trx-commit=0',
        '--innodb-flush-method=nosync',
        '--skip-innodb-doublewrite',
        '--skip-innodb-file-per-table',
        '--innodb-buffer-pool-size=64M',
      ],
      { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const stop = async () => {
      child.kill('SIGTERM');
      await Promise.race([ended, delay(stopMs, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await ended;
      remove();
    };
    const untilMs = Date.now() + startMs;
    while (!(await answers(port))) {
      if (child.exitCode !== null || Date.now() > untilMs) {
        const text = existsSync(log) ? readFileSync(log, 'utf8').slice(-2_000) : '';
        await stop();
        throw new Error(`MariaDB did not start.\n${text}`);
      }
      await delay(50);
    }
    return { url: `mysql://root@127.0.0.1:${port}`, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

function run(command, parameters, url) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      stdio: 'inherit',
      env: { ...process.env, SANDBOX_MYSQL_URL: url },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
    // The terminal sends the signal to the command as well; this process ends after it, when all is put away.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  });
}

const [command, ...parameters] = process.argv.slice(2);
try {
  if (command === undefined) throw new Error('Usage: node scripts/with-mysql.mjs <command> [arguments]');
  const given = process.env.SANDBOX_MYSQL_URL;
  const server = given ? { url: given, stop: async () => undefined } : await startMariadb();
  try {
    process.exitCode = await run(command, parameters, server.url);
  } finally {
    await server.stop();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
