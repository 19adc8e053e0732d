/** What `rowsweep-sandbox` does, apart from the process it runs in. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDescription } from './description.js';
import { openControl, type Control } from './faults/control.js';
import { createLaboratory, type Bench } from './faults/laboratory.js';
import { readFaultPlan } from './faults/plan-reader.js';
import { createSandbox, providerNames, type ProviderName, type Sandbox } from './index.js';
import { isRecord } from './message.js';

const help = `rowsweep-sandbox: five row-deletion APIs as local servers with real rows

Usage: rowsweep-sandbox [options]

  --provider <name>  start only this one; may be given several times
                     (${providerNames.join(', ')})
  --rows <n>         rows that each server starts with (default 10)
  --seed <n>         the same seed gives the same ids, and the same faults (default 1)
  --faults <file>    servers that follow a fault plan, and a control address that tells what really
                     happened (see the README)
  --json             print the addresses and options as one line of JSON
  --help             print this text

The servers listen on 127.0.0.1 on free ports and stop at SIGINT or SIGTERM.
The tokens are made up and open nothing else.
`;

const maxCount = 1_000_000;

/** What a run of the command is given. */
export interface CommandOptions {
  readonly arguments: readonly string[];
  readonly print: (text: string) => void;
  /** Called once, before the addresses are printed; resolves when the servers are to stop. */
  readonly waitForStop: () => Promise<void>;
}

/** What is behind the addresses that are printed. */
interface House {
  readonly servers: readonly Reach[];
  readonly control: Control | null;
  close(): Promise<void>;
}

interface Reach {
  readonly provider: ProviderName;
  readonly options: Readonly<Record<string, string>>;
  readonly target: object;
  readonly rows: number;
}

/** Runs until it is told to stop. Throws an error whose message says what is wrong with the arguments. */
export async function runCommand(options: CommandOptions): Promise<void> {
  const { values } = parseArgs({
    args: [...options.arguments],
    options: {
      provider: { type: 'string', multiple: true },
      rows: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    options.print(help);
    return;
  }
  const providers = readProviders(values.provider);
  const rows = readCount('rows', values.rows);
  const seed = readCount('seed', values.seed);
  const house = await (values.faults === undefined
    ? openSandbox({ providers, rows, seed })
    : openLaboratory({ providers, rows, seed }, values.faults));
  try {
    // Before anything is printed: whoever reads the addresses may send the signal at once.
    const stopped = options.waitForStop();
    const { servers, control } = house;
    const printed = control === null ? { servers } : { control: control.url, servers };
    options.print(values.json ? `${JSON.stringify(printed)}\n` : writeText(servers, control));
    await stopped;
  } finally {
    await house.close();
  }
}

interface Wanted {
  readonly providers: readonly ProviderName[];
  readonly rows: number;
  readonly seed: number;
}

async function openSandbox(wanted: Wanted): Promise<House> {
  const sandbox = await createSandbox(wanted);
  const servers = wanted.providers.map((provider) => describeServer(sandbox, provider));
  return { servers, control: null, close: () => sandbox.close() };
}

async function openLaboratory({ providers, rows, seed }: Wanted, file: string): Promise<House> {
  const plan = readFaultPlan(JSON.parse(readFileSync(file, 'utf8')));
  const laboratory = createLaboratory();
  try {
    const benches: Bench[] = [];
    for (const provider of providers) benches.push(await laboratory.start({ provider, plan, rows, seed }));
    const control = await openControl(laboratory);
    const servers = benches.map(({ provider, options, target }) => ({ provider, options, target, rows }));
    const close = async (): Promise<void> => {
      await Promise.all([control.close(), laboratory.close()]);
    };
    return { servers, control, close };
  } catch (error) {
    await laboratory.close();
    throw error;
  }
}

function readCount(name: string, text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count > maxCount) {
    throw new Error(`--${name} must be a whole number from 0 to ${String(maxCount)}, not "${text}".`);
  }
  return count;
}

function readProviders(names: readonly string[] | undefined): readonly ProviderName[] {
  if (names === undefined) return providerNames;
  const known = names.map((name) => {
    const found = providerNames.find((one) => one === name);
    if (found === undefined) {
      throw new Error(`--provider must be one of ${providerNames.join(', ')}, not "${name}".`);
    }
    return found;
  });
  return [...new Set(known)];
}

function describeServer(sandbox: Sandbox, provider: ProviderName): Reach {
  const { options, target, store } = sandbox[provider];
  return { provider, options: { ...options }, target, rows: store.size };
}

/** The variable that the description names for a secret, else such as `SPLENDOR_TENANT_ID` for `tenantId`. */
function nameVariable(provider: ProviderName, option: string): string {
  const connection = loadDescription(provider)['x-rowsweep-connection'];
  const credentials = isRecord(connection) ? connection['credentials'] : undefined;
  for (const credential of Array.isArray(credentials) ? credentials.filter(isRecord) : []) {
    if (credential['option'] === option && typeof credential['env'] === 'string') return credential['env'];
  }
  return `${provider}_${option.replace(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();
}

/** A table of addresses, then for each server its target and the client's options as variables for a shell. */
function writeText(servers: readonly Reach[], control: Control | null): string {
  const width = Math.max(...servers.map(({ provider }) => provider.length));
  const table = servers.map(
    ({ provider, options, rows }) =>
      `${provider.padEnd(width)}  ${options['baseUrl'] ?? ''}  ${String(rows)} rows`,
  );
  const reach = servers.flatMap(({ provider, options, target }) => [
    '',
    `# ${provider}, target ${JSON.stringify(target)}`,
    ...Object.entries(options).map(
      ([option, value]) => `export ${nameVariable(provider, option)}='${value}'  # option ${option}`,
    ),
  ]);
  const door = control === null ? [] : [`${'control'.padEnd(width)}  ${control.url}`];
  return `${[...table, ...door, ...reach].join('\n')}\n`;
}
