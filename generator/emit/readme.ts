/** What the README says of one package: every field exists, is safe where the template puts it, and is laid out. */
import type { Document } from '../load/document.js';
import type { Api, ConnectionOption, Deletion } from '../model/types.js';
import { Call, Reference, type Value } from './code/declarations.js';
import { printConst } from './code/print.js';
import { literal } from './code/text.js';
import { markdown, markdownTable, webAddress } from './markdown.js';
import { exampleViews, importOf } from './readme-example.js';
import { operationsView } from './readme-operations.js';
import { sampleFilter } from './sample-filter.js';
import { Samples, sampleIds, sampleName, sampleTarget } from './sample.js';
import {
  codeSpan,
  filters,
  idRules,
  jobs,
  list,
  lostAnswers,
  pace,
  proofs,
  readBack,
  sizeLimits,
} from './words.js';

/** The view of `templates/readme.md.hbs`. */
export function readmeView(api: Api, document: Document): object {
  const { package: info, deletions } = api;
  const variable = clientVariable(info.createFunction);
  const homepage = info.homepage === null ? null : webAddress(info.homepage);
  const options = optionsValue(api);
  const make = printConst(variable, new Call(info.createFunction, [options]));
  const createImport = importOf(api, [info.createFunction]);
  const [first] = deletions;
  return {
    npmName: info.npmName,
    title: markdown(info.title),
    description: markdown(api.description?.trim().split(/\n\s*\n/, 1)[0] ?? ''),
    vendor: homepage === null ? '' : `[the vendor's documentation](${homepage})`,
    apiVersion: api.apiVersion === '' ? 'an unnamed version' : `version ${markdown(api.apiVersion)}`,
    variable,
    createFunction: info.createFunction,
    createImport,
    make,
    deletes: deletions.length > 0,
    first: first === undefined ? [] : [firstView(first, variable)],
    targets: deletions.flatMap((deletion) => targetView(deletion)),
    limits: deletions.map((deletion) => limitsTable(deletion)),
    examples: exampleViews(api, { variable, make, options, samples: new Samples(api, document) }),
    operations: operationsView(api),
    hasAssumed: api.operations.some((operation) => operation.assumed),
    settings: settingsTable(api),
  };
}

/** `createAcme` makes an `acme`. */
export function clientVariable(createFunction: string): string {
  const name = createFunction.replace(/^create/, '');
  const variable = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const isFree = variable !== createFunction && !EXAMPLE_NAMES.has(variable);
  return /^[a-z]\w*$/i.test(variable) && isFree ? variable : 'client';
}

/** What the examples declare or use besides the client and the deleter. */
const EXAMPLE_NAMES: ReadonlySet<string> = new Set(
  'answer call connection console done error explain filter found ids plan process run summary'.split(' '),
);

/** The options that a client needs, or the first credential where it can do without; secrets come from the environment. */
export function optionsValue({ options, package: info }: Api): Value {
  const required = options.filter((option) => option.required);
  const [credential] = options.filter(({ kind }) => kind !== 'header');
  const shown = required.length > 0 || credential === undefined ? required : [credential];
  return Object.fromEntries(shown.map((option) => [option.name, optionValue(option, info.name)]));
}

function optionValue({ name, kind, env }: ConnectionOption, packageName: string): Value {
  if (kind === 'header' && env === null) return sampleName(name, null);
  // A name of a whole sentence would not be one that anybody sets.
  const prefix = packageName.length > 40 ? '' : packageName;
  const variable = env ?? variableName(`${prefix} ${name}`);
  const read = (from: string): Reference => new Reference(`process.env[${literal(from)}] ?? ''`);
  if (kind !== 'basic') return read(variable);
  const stem = variableName(prefix || 'api');
  return { username: read(`${stem}_USERNAME`), password: read(`${stem}_PASSWORD`) };
}

/** `acme apiKey` → `ACME_API_KEY`. */
function variableName(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_/, '')
    .toUpperCase();
}

function firstView(deletion: Deletion, variable: string): object {
  const { name } = deletion;
  const deleter = name === variable || EXAMPLE_NAMES.has(name) ? 'deleter' : name;
  return {
    name: deleter,
    deleter: printConst(deleter, new Call(`${variable}.${name}`, [sampleTarget(deletion)])),
    ids: printConst('ids', sampleIds(deletion)),
    proofs: proofs(deletion).map(markdown),
    filters: filterView(deletion),
  };
}

/** Nothing where rows cannot be named by what they hold. */
function filterView(deletion: Deletion): object[] {
  const what = filters(deletion);
  const filter = sampleFilter(deletion);
  if (what === null || filter === null) return [];
  return [{ filter: printConst('filter', filter), what: markdown(what) }];
}

function targetView({ name, target }: Deletion): object[] {
  if (target.length === 0) return [];
  const rows = target.map((field) => [
    codeSpan(field.name),
    markdown(field.description ?? ''),
    field.oneOf === null ? 'text' : markdown(list(field.oneOf.map(codeSpan), 'or')),
    field.default === null ? 'required' : codeSpan(field.default),
  ]);
  return [{ name, table: markdownTable(['field', 'what it is', 'values', 'default'], rows) }];
}

function limitsTable(deletion: Deletion): string {
  const wait = jobs(deletion);
  const read = readBack(deletion);
  return markdownTable(
    [codeSpan(deletion.name), ''],
    [
      ['one request', sizeLimits(deletion).map(markdown).join('<br>')],
      ['an id', idRules(deletion).map(markdown).join('<br>')],
      ['pace, unless you set it', markdown(pace(deletion))],
      ['a request whose answer was lost', markdown(lostAnswers(deletion))],
      ...(wait === null ? [] : [['jobs', markdown(wait)]]),
      ['looking ids up again', read === null ? 'no way' : markdown(read)],
      ['can be undone', deletion.irreversible ? 'no' : 'yes, see the vendor'],
    ],
  );
}

function settingsTable({ options, provider }: Api): string {
  const own = options.map(({ name, required, kind, doc }) => [
    codeSpan(name),
    required ? 'yes' : 'no',
    markdown(doc ?? optionDocs[kind]),
  ]);
  const hasVariables = provider.servers.some((server) => server.variables.length > 0);
  const common = [
    ['`baseUrl`', 'no', 'Another server, such as one for tests.'],
    ...(hasVariables ? [['`server`', 'no', "The variables of the server's address."]] : []),
    ['`fetch`', 'no', 'Your own `fetch`: a proxy, an agent, a recorder.'],
    ['`headers`', 'no', 'Sent with every request.'],
    [
      '`timeoutMs`',
      'no',
      'The longest that one request with its whole answer may take, in milliseconds: 60,000.',
    ],
    ['`retry`', 'no', 'How operations that are safe to repeat are repeated.'],
    ['`errorRules`', 'no', "Rules of yours for what an error means, tried before the provider's."],
    ['`maxResponseBytes`', 'no', 'The most bytes of one answer that are taken in: 64 MiB.'],
    ['`onRequest`, `onResponse`', 'no', 'Called around every request, with neither ids nor secrets.'],
  ];
  return markdownTable(['option', 'required', 'what it is'], [...own, ...common]);
}

const optionDocs = {
  credential: 'The secret.',
  basic: 'A user name and a password.',
  header: 'A header.',
} as const;
