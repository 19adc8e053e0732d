/**
 * The five providers as HTTP servers on the loopback interface, for tests of code that deletes. Each has real rows,
 * behaves as the provider's pages say, and holds every request against the provider's description.
 */
import { loadDescription, type Description } from './description.js';
import type { Intercept, Provider, ProviderName } from './message.js';
import { createExtructProvider, type ExtructSettings, type ExtructTarget } from './providers/extruct.js';
import {
  createMinimalProvider,
  minimalIdentity,
  type MinimalIdentity,
  type MinimalSettings,
  type MinimalTarget,
} from './providers/minimal.js';
import {
  createSplendorProvider,
  splendorTenantId,
  type SplendorSettings,
  type SplendorTarget,
} from './providers/splendor.js';
import type { TablesSettings } from './providers/tables-answers.js';
import { createTablesProvider, type TablesProduct, type TablesTarget } from './providers/tables.js';
import { startServer, type RunningServer } from './server.js';
import type { Store } from './stores/row-store.js';
import { createValidator } from './validate.js';

export type {
  Answer,
  Fate,
  Intercept,
  LoggedRequest,
  ProviderName,
  SandboxRequest,
  Violation,
} from './message.js';
export type { Description } from './description.js';
export type { JobCourse, JobEnd } from './stores/deletion-jobs.js';
export { openControl, type Control } from './faults/control.js';
export { createLaboratory, type Bench, type BenchOptions, type Laboratory } from './faults/laboratory.js';
export type {
  Alteration,
  Fault,
  FaultPlan,
  FaultRule,
  JobRule,
  Numbers,
  RefusalWord,
} from './faults/plan.js';
export { readFaultPlan } from './faults/plan-reader.js';
export type { SeenRequest, SeenRow, Truth } from './faults/truth.js';
export type { RowData, Rows, Store } from './stores/row-store.js';
export type { Dialect } from './stores/sql-types.js';
export type {
  ExtructSettings,
  ExtructTarget,
  MinimalIdentity,
  MinimalSettings,
  MinimalTarget,
  SplendorSettings,
  SplendorTarget,
  TablesSettings,
  TablesTarget,
};

/** A running server: where it is, how to reach it, what it holds and what it was asked. */
export interface SandboxServer<Options, Target> extends RunningServer {
  readonly name: ProviderName;
  /** What the provider's client is created with, the address included. */
  readonly options: Options;
  /** The table or dataset that `store` shows first. */
  readonly target: Target;
  readonly store: Store;
}

interface WithToken {
  readonly baseUrl: string;
  readonly token: string;
}

type MinimalOptions = { readonly baseUrl: string } & MinimalIdentity;

/** A table that exists and that the key may not touch, beside the usual. */
export type TablesServer = SandboxServer<WithToken, TablesTarget> & { readonly foreignTarget: TablesTarget };

/** Which servers to start and how they behave. */
export interface SandboxOptions {
  /** Which servers to start; all five by default. */
  readonly providers?: readonly ProviderName[];
  /** The same seed gives the same ids. Default 1. */
  readonly seed?: number;
  /** How many rows each server starts with. Default 0. */
  readonly rows?: number;
  /** Milliseconds since 1970; jobs, imports and cursors follow it. Default: the clock of the machine. */
  readonly now?: () => number;
  /** Set on every server. */
  readonly intercept?: Intercept;
  /** Descriptions to hold requests against instead of those in the `@rowsweep/<provider>` packages. */
  readonly descriptions?: Readonly<Partial<Record<ProviderName, Description>>>;
  readonly extruct?: ExtructSettings;
  readonly altatech?: TablesSettings;
  readonly gptbots?: TablesSettings;
  readonly minimal?: MinimalSettings;
  readonly splendor?: SplendorSettings;
}

/** The servers. Reading one that was not started throws. */
export interface Sandbox {
  readonly extruct: SandboxServer<WithToken, ExtructTarget>;
  readonly altatech: TablesServer;
  readonly gptbots: TablesServer;
  readonly minimal: SandboxServer<MinimalOptions, MinimalTarget>;
  readonly splendor: SandboxServer<WithToken & { readonly tenantId: string }, SplendorTarget>;
  /** Stops every server; nothing of them is left. */
  close(): Promise<void>;
}

/** Every provider, in the order in which they are shown. */
export const providerNames: readonly ProviderName[] = [
  'extruct',
  'altatech',
  'gptbots',
  'minimal',
  'splendor',
];

const altatech: TablesProduct = { name: 'altatech', bareRecords: false, hasGptbotsExtras: false };
const gptbots: TablesProduct = { name: 'gptbots', bareRecords: true, hasGptbotsExtras: true };

/**
 * Starts the servers on free ports of 127.0.0.1. Rejects when a port cannot be had or a description cannot be read,
 * and then leaves nothing running.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 1, rows = 0, now = Date.now, intercept = null } = options;
  const wanted = new Set(options.providers ?? providerNames);
  const running: RunningServer[] = [];
  const closing: (() => void)[] = [];

  async function start<Options, Target>(
    made: { readonly provider: Provider; readonly store: Store; readonly target: Target },
    makeOptions: (baseUrl: string) => Options,
  ): Promise<SandboxServer<Options, Target> | null> {
    const { name } = made.provider;
    if (!wanted.has(name)) return null;
    if (rows > 0) made.store.insert(rows);
    const validator = createValidator(options.descriptions?.[name] ?? loadDescription(name));
    const server = await startServer({ provider: made.provider, validator, intercept });
    running.push(server);
    const { store, target } = made;
    return Object.assign(server, { name, store, target, options: makeOptions(server.baseUrl) });
  }

  async function startTables(
    product: TablesProduct,
    settings: TablesSettings | undefined,
    offset: number,
  ): Promise<TablesServer | null> {
    const token = `sandbox-${product.name}-key`;
    const context = { settings: settings ?? {}, seed: seed + offset, now, token };
    const made = createTablesProvider(product, context);
    const server = await start(made, (baseUrl) => ({ baseUrl, token }));
    return server === null ? null : Object.assign(server, { foreignTarget: made.foreignTarget });
  }

  const close = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.close()));
    for (const end of closing.splice(0)) end();
  };

  async function startMinimal(): Promise<SandboxServer<MinimalOptions, MinimalTarget> | null> {
    // A database of its own is made for nobody who did not ask for this server.
    if (!wanted.has('minimal')) return null;
    const made = createMinimalProvider({ settings: options.minimal ?? {}, now });
    closing.push(made.close);
    return start(made, (baseUrl) => ({ baseUrl, ...minimalIdentity }));
  }

  try {
    const extructToken = 'sandbox-extruct-token';
    const splendorToken = 'sandbox-splendor-token';
    const started = {
      extruct: await start(
        createExtructProvider({ settings: options.extruct ?? {}, seed, now, token: extructToken }),
        (baseUrl) => ({ baseUrl, token: extructToken }),
      ),
      altatech: await startTables(altatech, options.altatech, 1),
      gptbots: await startTables(gptbots, options.gptbots, 2),
      minimal: await startMinimal(),
      splendor: await start(
        createSplendorProvider({
          settings: options.splendor ?? {},
          seed: seed + 3,
          now,
          token: splendorToken,
        }),
        (baseUrl) => ({ baseUrl, token: splendorToken, tenantId: splendorTenantId }),
      ),
    };
    return {
      get extruct() {
        return requireStarted('extruct', started.extruct);
      },
      get altatech() {
        return requireStarted('altatech', started.altatech);
      },
      get gptbots() {
        return requireStarted('gptbots', started.gptbots);
      },
      get minimal() {
        return requireStarted('minimal', started.minimal);
      },
      get splendor() {
        return requireStarted('splendor', started.splendor);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function requireStarted<Server>(name: ProviderName, server: Server | null): Server {
  if (server === null) throw new Error(`The sandbox was created without "${name}".`);
  return server;
}
